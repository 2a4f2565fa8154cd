/**
 * The mask of a recording: what may be somebody's data is replaced, what shows structure stays. A text becomes `*`, a
 * number 0; a key becomes `*1`, `*2` … unless it is the name of a field.
 */

import type { Pairs } from '../exchange/exchange';
import { parseMediaType } from '../exchange/media-type';
import { isObject, type Json } from '../json/json';
import { percentDecoded } from '../json/text';
import type { Spec } from '../openapi/spec';
import type { Named } from './named';

/** `isField` distinguishes names of fields from keys of a map. */
export function maskedJson(value: Json, isField: (key: string) => boolean): Json {
	if (typeof value === 'string') return '*';
	if (typeof value === 'number') return 0;
	if (Array.isArray(value)) return value.map((each: Json) => maskedJson(each, isField));
	if (!isObject(value)) return value;
	const nameOf = counting(isField);
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [nameOf(key), maskedJson(each, isField)]));
}

/** Names as they are where they are known, and the others by number. */
function counting(isKnown: (name: string) => boolean): (name: string) => string {
	let count = 0;
	return (name) => {
		if (isKnown(name)) return name;
		count += 1;
		return `*${count}`;
	};
}

/** Without digits, which ids have. */
export const looksLikeField = (key: string): boolean => /^[A-Za-z_$][A-Za-z_$-]{0,39}$/.test(key);

const instant = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
/** Headers whose values are about the message and not about a person, and their form. */
const open = new Map<string, RegExp>(
	Object.entries({
		'content-length': /^\d{1,15}$/,
		'content-encoding': /^(?:(?:x-)?gzip|deflate|br|identity|zstd)(?:, ?(?:(?:x-)?gzip|deflate|br|identity|zstd))*$/i,
		'retry-after': new RegExp(`^\\d{1,9}$|${instant.source}`),
		date: instant,
	}),
);

export function maskedHeaders(headers: Pairs, named: Named): Pairs {
	const nameOf = counting((name) => /^[A-Za-z][A-Za-z-]{0,63}$/.test(name));
	return headers.map(([name, value]) => {
		const key = name.toLowerCase();
		if (key === 'content-type' && value !== '') return [name, maskedMediaType(value, named)];
		const isOpen = value === '' || (open.get(key)?.test(value) && !named.credentials.has(key));
		return [nameOf(name), isOpen ? value : '*'];
	});
}

const common = new Set([
	...['application/json', 'application/problem+json', 'application/xml', 'application/octet-stream', 'application/pdf'],
	...['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', 'text/html', 'text/xml', 'text/csv'],
]);

/** With the type, the suffix (`+json`) and the parameters that distinguish media types. */
export function maskedMediaType(text: string, { mediaTypes }: Named): string {
	const media = parseMediaType(text);
	if (!media) return '*';
	const known = [...mediaTypes].map(parseMediaType).filter((each) => each !== undefined);
	const isKnown = common.has(media.name) || known.some(({ name }) => name === media.name);
	const parameters = [...media.parameters].flatMap(([key, value]) => {
		const own = known.map((each) => each.parameters.get(key)?.toLowerCase()).filter((each) => each !== undefined);
		if (own.length === 0 && key !== 'charset') return [];
		const isOpen = own.includes(value.toLowerCase()) || (key === 'charset' && isCharset(value));
		return [`; ${key}=${isOpen ? quoted(value) : '*'}`];
	});
	return (isKnown ? media.name : maskedName(media.name)) + parameters.join('');
}

function maskedName(name: string): string {
	const type = /^(?:application|audio|font|image|message|model|multipart|text|video)\//.exec(name)?.[0] ?? '*/';
	return `${type}*${/\+(?:json|xml|zip|cbor|yaml)$/.exec(name)?.[0] ?? ''}`;
}

const quoted = (value: string) => (/^[\w.+-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`);

function isCharset(label: string): boolean {
	try {
		return new TextDecoder(label).encoding !== '';
	} catch {
		return false;
	}
}

/** A path and query: what fills the templates of the operation's path, and each value of the query, is `*`. */
export function maskedTarget(method: string, target: string, spec: Spec, named: Named): string {
	const [path = '/', ...rest] = target.split('?');
	const template = spec.operations.find(method, path)?.operation.path.replace(/\{[^{}]*\}|%7B.*?%7D/gi, '*') ?? '';
	// The base path of a server precedes the operation's path.
	const depth = template.split('/').length - 1;
	const segments = path.split('/');
	const before = depth === 0 ? segments : segments.slice(0, -depth);
	const masked = before.map((each) => (each === '' || named.segments.has(each) ? each : '*')).join('/') + template;
	return rest.length === 0 ? masked : `${masked}?${maskedQuery(rest.join('?'), named)}`;
}

function maskedQuery(query: string, { keys }: Named): string {
	const nameOf = counting((name) => keys.has(percentDecoded(name)));
	return query
		.split('&')
		.map((pair) => {
			const [name = ''] = pair.split('=', 1);
			return (name === '' ? '' : nameOf(name)) + (pair.includes('=') ? '=*' : '');
		})
		.join('&');
}
