/**
 * Reads headers and body of one side of a pact interaction, as Pact's own reader does: from specification 4 on a body
 * is in a wrapper with its content type and encoding, before that as it is, with JSON at times written as text.
 */

import { type Body, header, isJsonMediaType, noBody, type Pairs, parseJson, readBody } from '../exchange/exchange';
import { isObject, type Json, type JsonObject, property } from '../json/json';

export interface Content {
	readonly headers: Pairs;
	readonly body: Body;
	/** The place of the body's content, below the message. */
	readonly keys: readonly string[];
}

const [plain, wrapped] = [['body'], ['body', 'content']] as const;

/** The content of `message` in a pact of major version `version`. */
export function readContent(message: JsonObject, version: number): Content {
	const recorded = property(message, 'headers');
	const headers = Object.entries(isObject(recorded) ? recorded : {}).flatMap(([name, value]) =>
		linesOf(name, value).map((line) => [name, line] as const),
	);
	const body = property(message, 'body');
	const stated = header(headers, 'content-type');
	if (version < 4 || !isObject(body)) return { headers, body: plainBody(body, stated), keys: plain };
	const own = property(body, 'contentType');
	// Pact writes `*/*` where it does not know.
	const contentType = stated ?? (typeof own === 'string' && own !== '*/*' ? own : undefined);
	return {
		headers: stated === undefined && contentType !== undefined ? [...headers, ['Content-Type', contentType]] : headers,
		body: wrappedBody(body, contentType),
		keys: wrapped,
	};
}

function wrappedBody({ content, encoded = false }: JsonObject, contentType: string | undefined): Body {
	if (content === undefined || content === '' || (content === null && contentType === undefined)) return noBody;
	if (typeof content !== 'string' || encoded === false) return unencoded(content, contentType);
	if (String(encoded).toLowerCase() === 'json') return parseJson(content);
	return readBody(Buffer.from(content, 'base64'), contentType);
}

/** Until version 3 a null means no body, unless it is JSON's; a text may hold the JSON that was sent. */
function plainBody(body: Json | undefined, contentType: string | undefined): Body {
	if (body === undefined || body === '') return noBody;
	if (body === null && (contentType === undefined || !isJsonMediaType(contentType))) return noBody;
	if (typeof body === 'string' && (contentType === undefined || isJsonMediaType(contentType))) {
		const parsed = parseJson(body);
		const isWritten = parsed.kind === 'json' && (typeof parsed.value === 'string' || isObject(parsed.value));
		if (isWritten) return parsed;
		return contentType === undefined ? { kind: 'text', text: body } : { kind: 'json', value: body };
	}
	return unencoded(body, contentType);
}

/** A string is a JSON string if the content type is JSON, else plain text. */
function unencoded(content: Json, contentType: string | undefined): Body {
	const isText = typeof content === 'string' && !(contentType !== undefined && isJsonMediaType(contentType));
	return isText ? { kind: 'text', text: content } : { kind: 'json', value: content };
}

/** Several values of a header are one list, except those of Set-Cookie (RFC 9110, 5.3). */
function linesOf(name: string, value: Json): string[] {
	const values = listOf(value).map(String);
	return name.toLowerCase() === 'set-cookie' ? values : [values.join(', ')];
}

export const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [value as Json]);
