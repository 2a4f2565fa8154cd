/**
 * Reads the bodies of an entry. HAR's text is decoded already, charset and content coding undone, and its base64 holds
 * bytes. Recorders drop bodies, or cut them: a dropped body cannot be judged, and differs from "no body".
 */

import { type Body, header, isJsonMediaType, noBody, type Pairs, parseJson, readBody } from '../exchange/exchange';
import { decoded } from '../http/content-encoding';
import { isObject, type Json, type JsonObject } from '../json/json';
import { type HarResponse, OddEntry } from './entry';
import { undecoded } from './har';

export interface Content {
	readonly headers: Pairs;
	readonly body: Body;
	/** Why the body cannot be judged though it, or some of it, was sent; undefined where it can. */
	readonly missing?: Missing;
}

export interface Missing {
	readonly reason: string;
	/** Whether it is known that there was a body. */
	readonly isCertain: boolean;
}

/** What the response brought. Throws {@link OddEntry}. */
export function readContent({ headers: recorded, json }: HarResponse): Content {
	const content = json.content ?? {};
	if (!isObject(content)) throw new OddEntry('/response/content', 'an object', content);
	const { text = null, encoding = null, size = null } = content;
	if (text !== null && typeof text !== 'string') throw new OddEntry('/response/content/text', 'a text', text);
	const headers = withContentType(recorded, content);
	const sent = Number(size ?? Number.NaN);
	if (text === null || text === '') {
		const length = Number(header(headers, 'content-length'));
		const isCertain = sent > 0 || length > 0;
		// Recorders that drop bodies also write a size of 0. What came may be the end of a chunked or zipped empty body.
		const isDropped = text === null && typeof json.bodySize === 'number' && json.bodySize > 0;
		const isEmpty = length === 0 || text === '' || json.bodySize === 0 || (sent === 0 && !isDropped);
		if (!isCertain && isEmpty) return { headers, body: noBody };
		return { headers, ...lost('the recording does not hold it', isCertain) };
	}
	const fault = Object.entries(undecoded).find(([name]) => name === content._undecoded)?.[1];
	if (fault !== undefined) return { headers, body: { kind: 'text', text: '', fault } };
	const body = bodyOf(text, encoding, headers);
	if (typeof body === 'string') return { headers, ...lost(body, true) };
	const isCut = sent > lengthOf(text, encoding) || hasError(json);
	if ('fault' in body && isCut) return { headers, ...lost('the recording holds only a part of it', true) };
	return { headers, body };
}

/** A body that was sent and is not here. */
const lost = (reason: string, isCertain: boolean) => ({
	body: { kind: 'text', text: '', fault: 'it was not recorded' } as const satisfies Body,
	missing: { reason, isCertain },
});

/** The body, or why it cannot be read. */
function bodyOf(text: string, encoding: Json, headers: Pairs): Body | string {
	const contentType = header(headers, 'content-type');
	if (!isBase64(encoding)) {
		if (!/^(utf-?8)?$/i.test(String(encoding ?? '')))
			return 'the recording holds it in an encoding that is not known here';
		const isJson = contentType === undefined || isJsonMediaType(contentType);
		return isJson ? parseJson(text.replace(/^\uFEFF/, '')) : { kind: 'text', text };
	}
	if (/[^\w+/=\s-]/.test(text)) return 'the recording holds it in base64 that is broken';
	const bytes = Buffer.from(text, 'base64');
	// Some proxies keep the bytes as they were sent.
	return readBody(decoded(bytes, header(headers, 'content-encoding')) ?? bytes, contentType);
}

/** The recorder's own type counts only if it kept no header: browsers guess one if none was sent. */
function withContentType(headers: Pairs, content: JsonObject): Pairs {
	const { mimeType } = content;
	const isSaid = typeof mimeType === 'string' && mimeType !== '' && mimeType !== 'x-unknown';
	return headers.length === 0 && isSaid ? [['Content-Type', mimeType]] : headers;
}

/** In bytes, as HAR counts them. */
const lengthOf = (text: string, encoding: Json) =>
	isBase64(encoding) ? Buffer.byteLength(text, 'base64') : Buffer.byteLength(text);

const isBase64 = (encoding: Json) => /^base64$/i.test(String(encoding));

/** Browsers and proxies note here that an answer broke off. */
const hasError = ({ _error: error = null }: JsonObject) => typeof error === 'string' && error !== '';
