/** What a finding shows of a live answer: the request, what the contract expects of it, and what came back. */
import { type ExchangeResponse, header, readBody } from '../exchange/exchange';
import type { ShownExchange } from '../exchange/finding';
import type { Recorded } from '../http/wire';
import type { Spec } from '../openapi/spec';
import type { Redactor } from '../redact/redact';
import { looksLikeField, maskedMediaType, maskedTarget } from './mask';
import { describes, namedBy } from './named';
import { contentOf } from './write-body';

export interface ShownOptions {
	readonly spec: Spec;
	readonly showValues: boolean;
	readonly redactor: Redactor;
}

export interface Replayed {
	readonly recorded: Recorded | undefined;
	readonly expected: ExchangeResponse;
	readonly curl: string;
}

/** Masked as in a recording unless values are to be shown; undefined where no answer came. */
export function shownExchange(
	{ recorded, expected, curl }: Replayed,
	{ spec, showValues, redactor }: ShownOptions,
): ShownExchange | undefined {
	if (recorded?.answer.kind !== 'answered') return undefined;
	const { request, answer } = recorded;
	const named = namedBy(spec);
	const context = { showValues, redactor };
	const { method, target, headers, body } = request;
	const isDescribed = describes(spec, method, target.split('?', 1)[0] ?? '', answer.status);
	const isField = (key: string) => named.keys.has(key) || (!isDescribed && looksLikeField(key));
	const contentType = header(answer.headers, 'content-type');
	const bytes = answer.content ?? answer.body;
	const sent = readBody(body, header(headers, 'content-type'));
	const open = { showValues: true, redactor };
	return {
		request: {
			method,
			path: redactor.data(showValues ? target : maskedTarget(method, target, spec, named)),
			body: contentOf(sent, body, isField, open).text,
			curl: redactor.data(curl),
		},
		expected: { status: expected.status, body: contentOf(expected.body, Buffer.alloc(0), isField, open).text },
		received: {
			status: answer.status,
			contentType: showValues || contentType === undefined ? (contentType ?? '') : maskedMediaType(contentType, named),
			body: contentOf(readBody(bytes, contentType), bytes, isField, context).text,
		},
		masked: !showValues,
	};
}
