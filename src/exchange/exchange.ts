/**
 * The exchange: a request and its response, wherever they came from. Pact, live provider and recording differ only in
 * how they are read into this shape; everything that is judged is judged in it.
 */
import { holderOf, parseExact } from '../json/exact';
import { orUndefined } from '../json/input-error';
import type { Json } from '../json/json';
import { child, type Pointer } from '../json/pointer';

/** Which interaction an exchange belongs to. */
export interface InteractionRef {
	readonly file: string;
	/** Its place in the file's list, from 0. */
	readonly index: number;
	readonly description: string;
}

export type Body =
	/** No body, or an empty one; `isStated` where a contract expects an empty one and does not merely leave it open. */
	| { readonly kind: 'none'; readonly isStated?: true }
	/**
	 * `mayBeEmpty`: a contract's null, which an empty body satisfies too. `holder`: the text of a number that is the whole
	 * body, where a double cannot hold it.
	 */
	| {
			readonly kind: 'json';
			readonly value: Json;
			readonly mayBeEmpty?: true;
			readonly holder?: ReturnType<typeof holderOf>;
	  }
	/** Text, or what should have been JSON and is not; `fault` says why not. */
	| { readonly kind: 'text'; readonly text: string; readonly fault?: string }
	| { readonly kind: 'binary'; readonly bytes: Uint8Array };

export const noBody = { kind: 'none' } as const satisfies Body;

/** Name and value, in the order and spelling in which they were recorded. */
export type Pairs = readonly (readonly [name: string, value: string])[];

export interface ExchangeRequest {
	/** In upper case. */
	readonly method: string;
	/** Percent-encoded, without query. */
	readonly path: string;
	/** Percent-decoded. */
	readonly query: Pairs;
	/** The same with percent-encoded values; absent where the file holds them decoded. */
	readonly encodedQuery?: Pairs;
	readonly headers: Pairs;
	readonly body: Body;
	/** What a pact lets the request be beside what it shows, as the pact writes it; `pact-matchers.ts` reads it. */
	readonly matchingRules?: Json | undefined;
}

/** Which statuses a contract accepts beside its example. */
export interface StatusRule {
	/** `a client error (400 to 499)`. */
	readonly words: string;
	/** The lowest and the highest status of each range. */
	readonly ranges: readonly (readonly [from: number, to: number])[];
}

export const admitsStatus = ({ ranges }: StatusRule, status: number): boolean =>
	ranges.some(([from, to]) => status >= from && status <= to);

export interface ExchangeResponse {
	/** Of a contract with a rule for the status, an example, or 0 where it has none. */
	readonly status: number;
	readonly statusRule?: StatusRule;
	readonly headers: Pairs;
	readonly body: Body;
}

/** The places of the parts of an exchange in its file; for a live exchange, in the exchange itself. */
export interface Places {
	/** Absent for a live exchange. */
	readonly file?: string;
	readonly request: Record<'method' | 'path' | 'query' | 'headers' | 'body', Pointer> & {
		readonly matchingRules?: Pointer;
	};
	readonly response: Record<'status' | 'headers' | 'body', Pointer>;
}

export interface Exchange {
	readonly interaction: InteractionRef;
	readonly request: ExchangeRequest;
	readonly response: ExchangeResponse;
	readonly places: Places;
	/** Whether the response's values and map keys are masked. */
	readonly isMasked?: boolean;
}

/** The part an exchange is judged for: what the consumer expects, or what really came back. */
export type Role = 'contract' | 'provider';

/** The keys that lead from request and response to the content of their bodies. */
export type BodyKeys = Record<'request' | 'response', readonly string[]>;

/** The places of an exchange at `pointer`. */
export function placesAt(pointer: Pointer, keys: BodyKeys = { request: ['body'], response: ['body'] }): Places {
	const request = (...below: readonly string[]) => child(pointer, 'request', ...below);
	const response = (...below: readonly string[]) => child(pointer, 'response', ...below);
	return {
		request: {
			...{ method: request('method'), path: request('path'), query: request('query') },
			...{ headers: request('headers'), body: request(...keys.request) },
		},
		response: { status: response('status'), headers: response('headers'), body: response(...keys.response) },
	};
}

/** The places of an exchange that is in no file. */
export const livePlaces: Places = placesAt('');

/** The first value of a header, its name compared without case. */
export const header = (headers: Pairs, name: string): string | undefined =>
	headers.find(([each]) => each.toLowerCase() === name)?.[1];

/** All lines of a list header as one (RFC 9110, 5.3), its name compared without case. */
export function listHeader(headers: Pairs, name: string): string | undefined {
	const lines = headers.flatMap(([each, value]) => (each.toLowerCase() === name ? [value] : []));
	return lines.length === 0 ? undefined : lines.join(', ');
}

/** A media type without its parameters, in lower case. */
const mediaTypeOf = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase();

/** Whether a content type, with parameters or without, means JSON. */
export const isJsonMediaType = (contentType: string) => /^[^/]+\/(.+\+)?json$/.test(mediaTypeOf(contentType));

const isTextual = (contentType: string) =>
	/^(text\/.*|application\/x-www-form-urlencoded)$/s.test(mediaTypeOf(contentType));

/** Reads bytes by their content type: JSON, text (forms too), else as they are. */
export function readBody(bytes: Uint8Array, contentType: string | undefined): Body {
	if (bytes.length === 0) return noBody;
	const isJson = contentType === undefined || isJsonMediaType(contentType);
	if (!isJson && !isTextual(contentType)) return { kind: 'binary', bytes };
	const text = textOf(bytes, /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1]);
	if (text === undefined) return { kind: 'text', text: '', fault: otherCharset };
	return isJson ? parseJson(text) : { kind: 'text', text };
}

export const otherCharset = 'its bytes are not in the charset that it names (UTF-8 where it names none)';

/** JSON, or text with what keeps it from being JSON. */
export type ParsedJson =
	| Extract<Body, { kind: 'json' }>
	| (Extract<Body, { kind: 'text' }> & { readonly fault: string });

/** How deep a body may nest: none needs more, and what walks over it takes a step of the stack for each. */
const deepest = 500;

/** How many values a body may hold: none needs more, and what holds them takes a multiple of its text. */
const mostValues = 1_000_000;

/**
 * Parses JSON text; `limit` is how deep it may nest. The fault names the place but repeats nothing of the text: it may be
 * somebody's data.
 */
export function parseJson(text: string, limit = deepest): ParsedJson {
	try {
		const fault = excessOf(text, limit);
		if (fault !== undefined) return { kind: 'text', text, fault };
		const value = parseExact(text);
		return typeof value === 'number' ? numberBody(value, text.trim()) : { kind: 'json', value };
	} catch (error) {
		return { kind: 'text', text, fault: faultOf(text, error instanceof Error ? error.message : '') };
	}
}

/** A number as the whole body, written as `text`. */
export function numberBody(value: number, text: string): Extract<Body, { kind: 'json' }> {
	const holder = holderOf(text);
	return { kind: 'json', value, ...(holder && { holder }) };
}

/** What JSON has too much of, by its brackets and commas outside of strings. */
function excessOf(json: string, limit: number): string | undefined {
	let [depth, most, values, isString] = [0, 0, 1, false];
	for (let at = 0; at < json.length; at += 1) {
		const each = json[at];
		if (each === '"') isString = !isString;
		else if (isString) at += each === '\\' ? 1 : 0;
		else if (each === ',') values += 1;
		else if (each === '[' || each === '{') {
			values += 1;
			most = Math.max(most, ++depth);
		} else if (each === ']' || each === '}') depth -= 1;
	}
	if (most > limit) return `it nests more than ${limit} levels deep`;
	return values > mostValues ? `it holds more than ${mostValues} values` : undefined;
}

/** V8 gives the position of most faults, or quotes a short text instead; a quoted position does not count. */
function faultOf(text: string, message: string): string {
	const position = /at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1];
	const isCut = /end of JSON input|Unterminated string/.test(message) || position === String(text.length);
	if (isCut) return 'its JSON is cut off';
	return position === undefined ? 'it is not JSON' : `it is not JSON from character ${position} on`;
}

/** The text that `bytes` are in `charset`; undefined if they are not, or the charset is unknown. */
export const textOf = (bytes: Uint8Array, charset = 'utf-8'): string | undefined =>
	orUndefined(() => new TextDecoder(charset, { fatal: true }).decode(bytes));
