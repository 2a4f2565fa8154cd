/** What an answer says of the provider rather than of the contract: by its status, or because it is none. */
import type { Exchange } from '../exchange/exchange';
import type { Draft } from '../exchange/finding';
import { liveExchange } from '../http/live';
import type { Recorded } from '../http/wire';
import { capital } from '../json/text';

/** Our credentials were refused. */
export const isRefusal = (status: number): boolean => status === 401 || status === 403;

/** The provider is overloaded or out of order. */
export const isUnavailable = (status: number): boolean => status === 429 || status >= 500;

/** It points elsewhere, where nobody follows. */
export const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** What was exchanged, as it is judged; a request of our own is an interaction named by its purpose. */
export function exchangeOf(recorded: Recorded): Exchange {
	const { interaction, purpose } = recorded.request;
	return liveExchange(interaction ?? { file: '', index: 0, description: purpose }, recorded);
}

const nextSteps = {
	unreachable: 'See that it runs and can be reached from here',
	timeout: 'See that it is well, or give it more time with --timeout',
	cut: 'Run it again; if it stays so, take it up with the provider',
} as const;

export interface AnswerContext {
	/** The provider's name in messages. */
	readonly provider: string;
	/** Whether it answered at least one request as a provider that works. */
	readonly works: boolean;
	/** A status that the contract expects, which is no fault. */
	readonly expected?: number;
}

/** An answer that says nothing about the contract: none at all, a provider that is unavailable, a redirect. */
export function judgeAnswer({ answer, attempts }: Recorded, { provider, works, expected }: AnswerContext): Draft[] {
	const name = capital(provider);
	const tried = attempts > 1 ? `, tried ${attempts} times` : '';
	if (answer.kind === 'unsendable') {
		const what = 'The request holds characters that HTTP cannot send, in its path or a header';
		return [{ code: 'request.unsendable', message: `${what}. Correct what the client sends` }];
	}
	if (answer.kind !== 'answered') {
		const what = `${name} gave no usable answer${tried}: ${answer.reason}`;
		return [{ code: `provider.${answer.kind}`, message: `${what}. ${nextSteps[answer.kind]}` }];
	}
	const { status } = answer;
	if (status === expected) return [];
	if (status === 429 || (isUnavailable(status) && !works)) {
		const message = `${name} answered with status ${status}${tried}, so nothing can be judged. Try again later`;
		return [{ code: 'provider.ill', message }];
	}
	if (isUnavailable(status)) {
		const what = `${name} failed with status ${status}${tried} while it answered other requests`;
		return [{ code: 'provider.failed', message: `${what}. Take it up with the provider` }];
	}
	if (isRedirect(status)) {
		const what = `The provider answered with a redirect (status ${status}), which is never followed`;
		return [{ code: 'provider.redirect', message: `${what}. Correct the provider URL or the path` }];
	}
	return [];
}
