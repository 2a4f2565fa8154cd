/**
 * Reads the bodies of an entry. HAR's text is decoded already, charset and content coding undone, and its base64 holds
 * bytes. Recorders leave bodies out, or cut them: what is not there cannot be judged, and that is told from "no body".
 */
import { isObject, type JsonObject, property } from '../../spec/json';
import { type Body, header, isJsonMediaType, mediaTypeOf, noBody, type Pairs, parseJson, readBody } from '../exchange';
import { decoded } from '../verify/forward';
import { type HarResponse, OddEntry } from './entry';

export interface Content {
	readonly headers: Pairs;
	readonly body: Body;
	/** Why the body cannot be judged though it, or some of it, was sent; undefined where it can. */
	readonly missing: Missing | undefined;
}

export interface Missing {
	readonly reason: string;
	/** Whether it is known that there was a body. */
	readonly isCertain: boolean;
}

/** What the response to a `method` request brought. Throws {@link OddEntry}. */
export function readContent(method: string, { status, headers: recorded, json }: HarResponse): Content {
	const content = json.content ?? {};
	if (!isObject(content)) throw new OddEntry('/response/content', 'an object', content);
	const { text = null, encoding = null, size } = content;
	if (text !== null && typeof text !== 'string') throw new OddEntry('/response/content/text', 'a text', text);
	const headers = withContentType(recorded, content);
	const sent = typeof size === 'number' ? size : -1;
	if (text === null || text === '') {
		if (isBodiless(method, status)) return { headers, body: noBody, missing: undefined };
		const length = Number(header(headers, 'content-length') ?? Number.NaN);
		const isCertain = sent > 0 || length > 0;
		if (!isCertain && (sent === 0 || length === 0 || text === '')) return { headers, body: noBody, missing: undefined };
		return { headers, ...lost('the recording does not hold it', isCertain) };
	}
	const body = bodyOf(text, String(encoding ?? ''), headers);
	if (typeof body === 'string') return { headers, ...lost(body, true) };
	const isBroken = body.kind === 'text' && body.fault !== undefined;
	const isCut = sent > lengthOf(text, encoding === 'base64') || hasError(json);
	if (isBroken && isCut) return { headers, ...lost('the recording holds only a part of it', true) };
	return { headers, body, missing: undefined };
}

/** A body that was sent and is not here. */
const lost = (reason: string, isCertain: boolean) => ({
	body: { kind: 'text', text: '', fault: 'it was not recorded' } as const satisfies Body,
	missing: { reason, isCertain },
});

/** The body, or why it cannot be read. */
function bodyOf(text: string, encoding: string, headers: Pairs): Body | string {
	const contentType = header(headers, 'content-type');
	if (encoding.toLowerCase() !== 'base64') {
		if (!/^(utf-?8)?$/i.test(encoding)) return 'the recording holds it in an encoding that is not known here';
		const isJson = contentType === undefined || isJsonMediaType(mediaTypeOf(contentType));
		return isJson ? parseJson(text.replace(/^\uFEFF/, '')) : { kind: 'text', text };
	}
	if (/[^\w+/=\s-]/.test(text)) return 'the recording holds it in base64 that is broken';
	const bytes = Buffer.from(text, 'base64');
	const body = readBody(bytes, contentType);
	if (body.kind !== 'text' || body.fault === undefined) return body;
	// Some proxies keep the bytes as they were sent.
	const plain = decoded(bytes, header(headers, 'content-encoding'));
	return plain === undefined || plain === bytes ? body : readBody(plain, contentType);
}

/** The type that the recorder says counts only where it has kept no header: browsers guess one where none was sent. */
function withContentType(headers: Pairs, content: JsonObject): Pairs {
	const { mimeType } = content;
	const isSaid = typeof mimeType === 'string' && mimeType !== '' && mimeType !== 'x-unknown';
	return headers.length === 0 && isSaid ? [['Content-Type', mimeType]] : headers;
}

/** What the client sent. Nothing judges it in the role provider, so it is read when asked for. */
export function readPostData(request: JsonObject): Body {
	const { postData } = request;
	const [text, mimeType, params] = ['text', 'mimeType', 'params'].map((key) => property(postData, key));
	if (typeof text === 'string' && text !== '') {
		const isJson = typeof mimeType === 'string' && isJsonMediaType(mediaTypeOf(mimeType));
		return isJson ? parseJson(text) : { kind: 'text', text };
	}
	if (!Array.isArray(params) || params.length === 0) return noBody;
	const fields = params.map((each) => [property(each, 'name'), property(each, 'value') ?? ''].map(String));
	return { kind: 'text', text: new URLSearchParams(fields as [string, string][]).toString() };
}

/** RFC 9110, 6.4.1. */
const isBodiless = (method: string, status: number) =>
	method === 'HEAD' || status < 200 || status === 204 || status === 205 || status === 304;

/** In bytes, as HAR counts them. */
const lengthOf = (text: string, isBase64: boolean) =>
	isBase64 ? Buffer.byteLength(text, 'base64') : Buffer.byteLength(text);

/** Browsers and proxies say here that an answer broke off. */
const hasError = ({ _error: error = null }: JsonObject) => typeof error === 'string' && error !== '';
