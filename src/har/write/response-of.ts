/** The answer as it may stand in a recording: with stand-ins for what the provider sent, or without secrets alone. */
import { STATUS_CODES } from 'node:http';
import { check } from '../../check/check';
import { type Body, type Exchange, header, type Pairs, readBody } from '../../exchange/exchange';
import type { Finding } from '../../exchange/finding';
import type { Answered } from '../../http/forward';
import type { Json } from '../../json/json';
import { keysOf } from '../../json/pointer';
import { maskedBody } from './body';
import { Choices } from './choice';
import { contentOf } from './content-of';
import type { HarEntry } from './har';
import { contentTypeInstead, maskedHeaders, maskedType } from './headers';
import type { Means } from './means';
import { withoutCredentials } from './secrets';

/** `came` is the exchange as it is judged, and `wanted` what was found in it. */
export function responseOf(
	came: Exchange,
	wanted: readonly Finding[],
	answer: Answered,
	means: Means,
): HarEntry['response'] {
	const { outOf } = means.secrets;
	const written = means.showValues ? shown(came, answer, means) : replaced(came, wanted, answer, means);
	const { body, bytes } = withoutSecrets(written, outOf);
	const isEmpty = body.kind === 'none' && came.request.method !== 'HEAD';
	const headers = written.headers.map(([name, value]) => {
		// A reader takes a length for a body that was not kept.
		const isMisleading = name.toLowerCase() === 'content-length' && isEmpty && value !== '0';
		return [outOf(name), isMisleading ? '*' : outOf(value)] as const;
	});
	return {
		status: answer.status,
		statusText: STATUS_CODES[answer.status] ?? '',
		httpVersion: 'HTTP/1.1',
		cookies: [],
		headers: headers.map(([name, value]) => ({ name, value })),
		content: contentOf(body, header(headers, 'content-type'), bytes),
		redirectURL: header(headers, 'location') ?? '',
		headersSize: -1,
		bodySize: answer.body.length,
	};
}

interface Written {
	readonly headers: Pairs;
	readonly body: Body;
	/** Those that came, where they may stand. */
	readonly bytes?: Uint8Array;
}

/** As it came, but for credentials. */
function shown({ response: { headers, body } }: Exchange, answer: Answered, { vocabulary }: Means): Written {
	return { headers: withoutCredentials(headers, vocabulary.keys), body, bytes: answer.body };
}

function withoutSecrets({ body, bytes }: Written, outOf: (text: string) => string): Omit<Written, 'headers'> {
	const ofBytes = (each: Uint8Array) => Buffer.from(outOf(Buffer.from(each).toString('latin1')), 'latin1');
	const own = bytes && { bytes: ofBytes(bytes) };
	switch (body.kind) {
		case 'none':
			return { body, ...own };
		case 'json': {
			const text = JSON.stringify(body.value);
			const cleared = outOf(text);
			return { body: cleared === text ? body : { kind: 'json', value: JSON.parse(cleared) as Json }, ...own };
		}
		case 'text':
			return { body: { ...body, text: outOf(body.text) }, ...own };
		case 'binary':
			return { body: { kind: 'binary', bytes: ofBytes(body.bytes) }, ...own };
		default:
			return body satisfies never;
	}
}

/** With stand-ins for what the provider sent. */
function replaced(came: Exchange, wanted: readonly Finding[], answer: Answered, means: Means): Written {
	const { spec, shapes, vocabulary } = means;
	const named = new Set(wanted.flatMap(({ instance = '' }) => keysOf(instance)));
	const choices = new Choices(spec, vocabulary, shapes, named);
	const maskType = (contentType: string) => maskedType(contentType, vocabulary, shapes);
	const contentType = header(came.response.headers, 'content-type');
	const bodyBy = (type: string) => (answer.content ? readBody(answer.content, type) : came.response.body);
	const stands = contentType && contentTypeInstead(contentType, came, spec, maskType, bodyBy);
	const headers = maskedHeaders(came, spec, choices).map(
		([name, value]) => [name, name.toLowerCase() === 'content-type' ? (stands ?? value) : value] as const,
	);
	const exchange: Exchange = { ...came, response: { ...came.response, headers } };
	const keeps = {
		key: (name: string) => vocabulary.names.has(name) || named.has(name),
		value: vocabulary.hasLiteral,
	};
	const { body } = maskedBody(
		{
			body: came.response.body,
			contentType: { came: contentType, stands },
			wanted,
			judge: (each) =>
				check({ ...exchange, response: { ...exchange.response, body: each } }, spec, 'provider').findings,
		},
		{ choices, shapes, keeps, maskType },
	);
	return { headers, body };
}
