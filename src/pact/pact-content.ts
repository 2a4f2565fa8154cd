/**
 * Reads headers and body of one side of a pact interaction, as Pact's own reader does: from specification 4 on a body
 * is in a wrapper with its content type and encoding, before that as it is, with JSON at times written as text.
 */

import {
	type Body,
	header,
	isJsonMediaType,
	noBody,
	numberBody,
	otherCharset,
	type Pairs,
	parseJson,
	readBody,
} from '../exchange/exchange';
import { textIn } from '../json/exact';
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
	const headers: (readonly [name: string, value: string])[] = [];
	if (isObject(recorded)) {
		for (const name of Object.keys(recorded)) {
			for (const line of linesOf(name, recorded[name] ?? null, version)) headers.push([name, line]);
		}
	}
	const body = property(message, 'body');
	const stated = header(headers, 'content-type');
	if (version < 4 || !isObject(body))
		return { headers, body: plainBody(body, stated, textIn(message, 'body')), keys: plain };
	const own = property(body, 'contentType');
	// Pact writes `*/*` where it does not know.
	const contentType = stated ?? (typeof own === 'string' && own !== '*/*' ? own : undefined);
	return {
		headers: stated === undefined && contentType !== undefined ? [...headers, ['Content-Type', contentType]] : headers,
		body: wrappedBody(body, contentType, textIn(body, 'content')),
		keys: wrapped,
	};
}

function wrappedBody({ content, encoded = false }: JsonObject, contentType: string | undefined, number?: string): Body {
	if (content === undefined) return noBody;
	// A null of JSON is what was sent, so an empty body is not as good.
	if (content === '' || (content === null && !isNamedJson(contentType))) return emptyBody(content, contentType);
	if (typeof content !== 'string' || encoded === false) return unencoded(content, contentType, number);
	const encoding = String(encoded).toLowerCase();
	if (encoding === 'json') return parseJson(content);
	// Pact's reader takes the text as it is where it does not know the encoding, or the text is not in it.
	const isBase64 = (encoding === 'base64' || encoded === true) && /^[\w+/-]*={0,2}\s*$/.test(content);
	return bodyFrom(Buffer.from(content, isBase64 ? 'base64' : 'utf8'), contentType);
}

/** Bytes whose content type is open are JSON, text or anything else. */
function bodyFrom(bytes: Uint8Array, contentType: string | undefined): Body {
	const body = readBody(bytes, contentType);
	if (contentType !== undefined || body.kind !== 'text') return body;
	return body.fault === otherCharset ? { kind: 'binary', bytes } : { kind: 'text', text: body.text };
}

const isNamedJson = (contentType: string | undefined): boolean =>
	contentType !== undefined && isJsonMediaType(contentType);

/** An empty text expects an empty body, and so does a null, unless JSON is expected: then its null is as good. */
function emptyBody(content: '' | null, contentType: string | undefined): Body {
	const isJsonNull = content === null && isNamedJson(contentType);
	return isJsonNull ? { kind: 'json', value: null, mayBeEmpty: true } : { kind: 'none', isStated: true };
}

/** A text may hold the JSON that was sent. */
function plainBody(body: Json | undefined, contentType: string | undefined, number?: string): Body {
	if (body === undefined) return noBody;
	if (body === '' || body === null) return emptyBody(body, contentType);
	if (typeof body === 'string' && (contentType === undefined || isJsonMediaType(contentType))) {
		const parsed = parseJson(body);
		const isWritten = parsed.kind === 'json' && (typeof parsed.value === 'string' || isObject(parsed.value));
		if (isWritten) return parsed;
		return contentType === undefined ? { kind: 'text', text: body } : { kind: 'json', value: body };
	}
	return unencoded(body, contentType, number);
}

/**
 * A string is a JSON string if the content type is JSON, else plain text; `number` is the text of a number that a double
 * cannot hold.
 */
function unencoded(content: Json, contentType: string | undefined, number?: string): Body {
	if (typeof content === 'number' && number !== undefined) return numberBody(content, number);
	const isText = typeof content === 'string' && !isNamedJson(contentType);
	return isText ? { kind: 'text', text: content } : { kind: 'json', value: content };
}

/** Several values of a header are one list, except those of Set-Cookie (RFC 9110, 5.3). */
function linesOf(name: string, value: Json, version: number): string[] {
	// Almost all have one, and nothing is made for it but the list.
	const [only] = Array.isArray(value) && value.length === 1 ? value : [value];
	if (typeof only === 'string') return version < 4 && isCookie(name) ? only.split(betweenCookies) : [only];
	const values = listOf(value).map(String);
	return isCookie(name) ? values : [values.join(', ')];
}

const isCookie = (name: string): boolean => name.toLowerCase() === 'set-cookie';

/** Pact's writer joins several cookies into one text in specification 3. In a cookie no comma stands before `name=`. */
const betweenCookies = /,\s*(?=[!#$%&'*+.^`|~\w-]+=)/;

export const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [value as Json]);
