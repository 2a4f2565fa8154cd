/**
 * Media types as RFC 9110 (8.3.1) writes them, and which media type of a spec covers the one of a body
 * (OpenAPI 3.1, 4.8.14 and 4.8.17): the most specific, and of equals the one stated first.
 */
import { isJsonMediaType } from './exchange';

export interface MediaType {
	/** Type and subtype in lower case, such as `application/json`. */
	readonly name: string;
	/** By name in lower case; quotes taken off. */
	readonly parameters: ReadonlyMap<string, string>;
}

/** How the body of a media type can be read. */
export type Kind = 'json' | 'text' | 'form' | 'multipart' | 'opaque';

const essence = /^[\t ]*([!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+)[\t ]*/;
/** A value that needs quotes, such as a URL, is accepted without them. */
const parameter = /^;[\t ]*(?:([!#$%&'*+.^_`|~\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*))[\t ]*)?/;

/** The media type that a `Content-Type` names; undefined where it names none. */
export function parseMediaType(text: string): MediaType | undefined {
	const start = essence.exec(text);
	if (!start) return undefined;
	const parameters = new Map<string, string>();
	let rest = text.slice(start[0].length);
	while (rest !== '') {
		const found = parameter.exec(rest);
		if (!found) return undefined;
		const [whole, name, quoted, plain = ''] = found;
		if (name !== undefined) parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain);
		rest = rest.slice(whole.length);
	}
	return { name: (start[1] ?? '').toLowerCase(), parameters };
}

export function kindOf({ name }: MediaType): Kind {
	if (isJsonMediaType(name)) return 'json';
	if (name === 'application/x-www-form-urlencoded') return 'form';
	if (name === 'multipart/form-data') return 'multipart';
	return name.startsWith('text/') && name !== 'text/event-stream' ? 'text' : 'opaque';
}

/** The key among `documented` that covers `sent`. A key that is not a media type covers nothing. */
export function closestKey(documented: readonly string[], sent: MediaType): string | undefined {
	let best: { readonly key: string; readonly rank: number } | undefined;
	for (const key of documented) {
		const rank = rankOf(withoutStar(key), sent);
		if (rank !== undefined && (best === undefined || rank > best.rank)) best = { key, rank };
	}
	return best?.key;
}

/**
 * How specifically a documented media type covers `sent`, its parameters compared last; undefined where it does not.
 */
function rankOf(key: string, sent: MediaType): number | undefined {
	const media = parseMediaType(key);
	if (!media) return undefined;
	const breadth = breadthOf(media.name, sent.name);
	if (breadth === undefined) return undefined;
	let agreed = 0;
	for (const [name, value] of media.parameters) {
		if (weights.has(name)) continue;
		const own = sent.parameters.get(name);
		// A charset that is not stated contradicts none, and a boundary is each body's own.
		if (name === 'boundary' || (name === 'charset' && own === undefined)) agreed -= 0.01;
		else if (own?.toLowerCase() === value.toLowerCase()) agreed += 1;
		else return undefined;
	}
	return agreed - breadth * 1000;
}

const ranges = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/g;

/**
 * Whether an `Accept` header admits a body of a documented media type, or of one in a documented range (RFC 9110,
 * 12.5.1). A parameter that only one of them names excludes nothing.
 */
export function admits(accept: string, documented: string): boolean {
	const media = parseMediaType(withoutStar(documented));
	const accepted = (accept.match(ranges) ?? [])
		.map((each) => parseMediaType(withoutStar(each)))
		.filter((each) => each !== undefined);
	if (!media || accepted.length === 0) return true;
	const isRange = media.name.includes('*');
	let best: { readonly rank: number; readonly weight: number } | undefined;
	for (const range of accepted) {
		const rank = overlapOf(range, media);
		const weight = Number(range.parameters.get('q') ?? 1);
		if (rank === undefined || (isRange && weight === 0)) continue;
		if (best === undefined || rank > best.rank) best = { rank, weight };
	}
	return best !== undefined && best.weight !== 0;
}

/** How specifically a range meets a media type; undefined where it does not. */
function overlapOf(range: MediaType, media: MediaType): number | undefined {
	const breadth = breadthOf(range.name, media.name) ?? breadthOf(media.name, range.name);
	if (breadth === undefined) return undefined;
	let agreed = 0;
	for (const [name, value] of range.parameters) {
		if (weights.has(name) || name === 'charset') continue;
		const own = media.parameters.get(name)?.toLowerCase();
		if (own === undefined) continue;
		if (own !== value.toLowerCase()) return undefined;
		agreed += 1;
	}
	return agreed - breadth * 1000;
}

/** A star alone is in use for the range of all types. */
const withoutStar = (range: string): string => (range.trim() === '*' ? '*/*' : range);

/** Weigh one media type against another (RFC 9110, 12.4.2; RFC 2295, 8.1); they are not parameters of either. */
const weights: ReadonlySet<string> = new Set(['q', 'qs']);

/** 0 for the media type itself, more for wider ranges; `application/*+json` is not a range by the RFC, but in use. */
function breadthOf(range: string, name: string): number | undefined {
	if (range === name) return 0;
	if (range === '*/*') return 3;
	const [type = '', subtype = ''] = range.split('/');
	if (!name.startsWith(`${type}/`)) return undefined;
	if (subtype === '*') return 2;
	return subtype.startsWith('*+') && name.endsWith(subtype.slice(1)) ? 1 : undefined;
}
