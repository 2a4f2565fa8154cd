/** What a finding shows of a live answer: the request, what the contract expects of it, and what came back. */
import { type ExchangeResponse, header, readBody } from '../exchange/exchange';
import type { Finding, ShownExchange } from '../exchange/finding';
import type { Recorded } from '../http/wire';
import type { Spec } from '../openapi/spec';
import type { Redactor } from '../redact/redact';
import { looksLikeField, maskedMediaType, maskedTarget } from './mask';
import { describes, type Named, namedBy } from './named';
import { contentOf } from './write-body';

export interface ShownOptions {
	readonly spec: Spec;
	readonly showValues: boolean;
	readonly redactor: Redactor;
}

/** The findings about an answer, each with the exchange; masked as in a recording unless values are to be shown. */
export function withExchange(
	findings: readonly Finding[],
	recorded: Recorded | undefined,
	expected: ExchangeResponse,
	options: ShownOptions,
): readonly Finding[] {
	if (recorded?.answer.kind !== 'answered' || findings.every(({ role }) => role !== 'provider')) return findings;
	const exchange = shown(recorded, recorded.answer, expected, { ...options, named: namedBy(options.spec) });
	return findings.map((each) => (each.role === 'provider' ? { ...each, exchange } : each));
}

function shown(
	{ request }: Recorded,
	answer: Extract<Recorded['answer'], { kind: 'answered' }>,
	expected: ExchangeResponse,
	context: ShownOptions & { readonly named: Named },
): ShownExchange {
	const { spec, showValues, named, redactor } = context;
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
