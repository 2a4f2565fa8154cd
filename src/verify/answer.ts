/** What an answer says of the provider rather than of the contract: by its status, or because it is none. */
import type { Exchange } from '../exchange/exchange';
import type { FindingDraft } from '../exchange/finding';
import { liveExchange } from '../http/live';
import type { Recorded } from '../http/wire';
import { capital } from '../json/text';

/** Our credentials were refused. */
export const isRefusal = (status: number): boolean => status === 401 || status === 403;

/** The provider is overloaded or out of order. */
export const isUnavailable = (status: number): boolean => status === 429 || status >= 500;

/** It points elsewhere, where nobody follows. A 304 points to what the client has (RFC 9110, 15.4.5). */
export const isRedirect = (status: number): boolean => status >= 300 && status < 400 && status !== 304;

/** What was exchanged, as it is judged; a request of our own is an interaction named by its purpose. */
export function exchangeOf(recorded: Recorded): Exchange {
	const { interaction, purpose } = recorded.request;
	return liveExchange(interaction ?? { file: '', index: 0, description: purpose }, recorded);
}

const fixes = {
	unreachable: [
		'Check that the provider runs and can be reached from here.',
		'Correct the provider URL or HTTPS_PROXY.',
	],
	timeout: ['Check that the provider works.', 'Give it more time with --timeout.'],
	cut: ['Run it again.', 'Report it to the provider if it happens again.'],
} as const;

export interface AnswerContext {
	/** The provider's name in messages. */
	readonly provider: string;
	/** Whether it answered at least one request as a provider that works. */
	readonly works: boolean;
	/** Whether the contract expects a status, which then is no fault. */
	readonly isExpected?: (status: number) => boolean;
}

/** An answer that says nothing about the contract: none at all, a provider that is unavailable, a redirect. */
export function judgeAnswer(
	{ answer, attempts }: Recorded,
	{ provider, works, isExpected }: AnswerContext,
): FindingDraft[] {
	const name = capital(provider);
	const tried = attempts > 1 ? `, tried ${attempts} times` : '';
	if (answer.kind === 'unsendable') {
		const title = 'Request: its path or a header holds characters that HTTP cannot send.';
		return [{ code: 'request.unsendable', title, fix: ['Correct what the client sends.'] }];
	}
	if (answer.kind !== 'answered') {
		const title = `${name} gave no usable answer${tried}: ${answer.reason}.`;
		return [
			{ code: `provider.${answer.kind}`, title, fix: answer.fix === undefined ? fixes[answer.kind] : [answer.fix] },
		];
	}
	const { status } = answer;
	if (isExpected?.(status)) return [];
	if (status === 429 || (isUnavailable(status) && !works)) {
		const title = `${name} answered ${status}${tried}, so nothing could be judged.`;
		return [{ code: 'provider.unavailable', title, fix: ['Run it again later.'] }];
	}
	if (isUnavailable(status)) {
		const title = `${name} answered ${status}${tried}, and answered other requests.`;
		return [{ code: 'provider.failed', title, fix: ['Report it to the provider.'] }];
	}
	if (isRedirect(status)) {
		const title = `${name} answered ${status}, a redirect, which is never followed.`;
		return [{ code: 'provider.redirect', title, fix: ['Correct the provider URL.', 'Correct the path.'] }];
	}
	return [];
}
