/**
 * Reads request and response of an entry of a recording. What is not valid HAR is reported by place and type, never by
 * value.
 */

import type { Pairs } from '../exchange/exchange';
import { isObject, type Json, type JsonObject, property } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import { kindOfValue } from '../json/text';

/** A place in an entry that is not valid HAR. */
export class OddEntry extends Error {
	constructor(
		/** Below the entry. */
		readonly pointer: Pointer,
		readonly expected: string,
		found: Json | undefined,
	) {
		super(`expected ${expected}, received ${kindOfValue(found)}`);
	}
}

export interface HarRequest {
	/** In upper case. */
	readonly method: string;
	/** Undefined for a tunnel that a proxy opened (CONNECT), which names a host alone. */
	readonly url?: URL;
	readonly json: JsonObject;
}

export interface HarResponse {
	/** 0 where no answer came. */
	readonly status: number;
	readonly headers: Pairs;
	/** The names of the headers at their places in the file, for a place there. */
	readonly names: readonly string[];
	readonly json: JsonObject;
}

/** The fields of our own in an entry of a recording that `contract` wrote. */
export interface OwnEntry {
	/** The interaction's description, or the purpose of the exchange. */
	readonly description: string | undefined;
	/** The path as it was sent, without what the provider's URL has before it. */
	readonly path: string | undefined;
	/** Whether values are masked. */
	readonly isMasked: boolean;
}

export function readOwn(entry: Json): OwnEntry {
	const [description, path] = [property(entry, 'comment'), property(property(entry, 'request'), '_path')].map((each) =>
		typeof each === 'string' && each !== '' ? each : undefined,
	);
	return { description, path, isMasked: property(entry, '_masked') === true };
}

/** Throws {@link OddEntry}. */
export function readRequest(entry: Json): HarRequest {
	if (!isObject(entry)) throw new OddEntry('', 'an entry', entry);
	const { request } = entry;
	if (!isObject(request)) throw new OddEntry('/request', 'a request', request);
	const { method, url } = request;
	if (typeof method !== 'string') throw new OddEntry('/request/method', 'a method', method);
	if (method.toUpperCase() === 'CONNECT') return { method: 'CONNECT', json: request };
	if (typeof url !== 'string' || !URL.canParse(url)) throw new OddEntry('/request/url', 'an absolute URL', url);
	return { method: method.toUpperCase(), url: new URL(url), json: request };
}

/** Throws {@link OddEntry}. */
export function readResponse(entry: Json): HarResponse {
	const response = property(entry, 'response');
	if (!isObject(response)) throw new OddEntry('/response', 'a response', response);
	const { headers = [], status = null } = response;
	// Nothing came: browsers write 0, some tools a negative number, and one makes null of a status that it does not have.
	const isAnswered = status !== null && !(Number.isInteger(status) && Number(status) <= 0);
	if (!isAnswered) return { status: 0, headers: [], names: [], json: response };
	if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 999) {
		throw new OddEntry('/response/status', 'a whole number from 100 to 999', status);
	}
	if (!Array.isArray(headers)) throw new OddEntry('/response/headers', 'a list of headers', headers);
	const odd = headers.findIndex((each: Json) => !isHeader(each));
	if (odd !== -1) throw new OddEntry(child('/response/headers', odd), 'a header', headers[odd]);
	const names = headers.map((each: Json) => String(property(each, 'name')));
	return { status, headers: readHeaders(headers), names, json: response };
}

/** Headers of a request, which is not judged: malformed headers are skipped. */
export function requestHeaders(request: JsonObject): Pairs {
	const { headers } = request;
	return readHeaders(Array.isArray(headers) ? headers.filter(isHeader) : []);
}

const isHeader = (value: Json): boolean =>
	typeof property(value, 'name') === 'string' && typeof property(value, 'value') === 'string';

/**
 * A header that came in several lines is one list, except Set-Cookie, whose lines stand by themselves (RFC 9110, 5.3);
 * browsers write the lines of a header below each other. HTTP/2's pseudo-headers (`:status`) are skipped.
 */
function readHeaders(list: readonly Json[]): Pairs {
	const found = new Map<string, [name: string, value: string]>();
	const cookies: [name: string, value: string][] = [];
	for (const each of list) {
		const name = String(property(each, 'name'));
		const lines = String(property(each, 'value')).split(/\r?\n/);
		if (name.startsWith(':')) continue;
		const key = name.toLowerCase();
		const before = found.get(key);
		if (key === 'set-cookie') cookies.push(...lines.map((line): [string, string] => [name, line]));
		else if (before === undefined) found.set(key, [name, lines.join(', ')]);
		else if (key !== 'content-type') before[1] += `, ${lines.join(', ')}`;
	}
	return [...found.values(), ...cookies];
}
