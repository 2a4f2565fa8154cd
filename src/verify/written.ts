/**
 * An interaction as its pact writes it, numbers to the digit: what Pact's verifier is given, and what goes to the
 * provider, are made of it.
 */
import { isObject, type Json, type JsonObject, property } from '../json/json';
import { parseWritten, stringifyWritten, writtenNumber } from '../json/number-text';
import { majorVersion, type PactFile } from '../pact/pact-file';

export interface Written {
	/** Its numbers are read by {@link writtenNumber}. */
	readonly json: JsonObject;
	/** The major version of the Pact specification. */
	readonly version: number;
}

/** The interactions of a pact, by their places in its list. */
export function writtenIn({ text, json }: PactFile): readonly Written[] {
	const written = parseWritten(text.replace(/^\uFEFF/, ''));
	const list = listOf(property(written, 'interactions'));
	const version = majorVersion(json, listOf(property(json, 'interactions'))[0]);
	return list.map((each) => ({ json: isObject(each) ? each : {}, version }));
}

export type Side = 'request' | 'response';

export function sideOf({ json }: Written, side: Side): JsonObject {
	const own = json[side];
	return isObject(own) ? own : {};
}

/** The content of a body, without the wrapper that specification 4 puts around it; undefined where there is none. */
export function contentOf(written: Written, side: Side): Json | undefined {
	const { body } = sideOf(written, side);
	return written.version >= 4 && isObject(body) ? body.content : body;
}

/** The headers, a pair for each value that stands in a list. */
export const headersOf = (written: Written, side: Side): [name: string, value: string][] =>
	Object.entries(Object(sideOf(written, side).headers) as JsonObject).flatMap(([name, value]) =>
		textsOf(value).map((each): [string, string] => [name, each]),
	);

/** The values of a header or a query parameter. */
export const textsOf = (value: Json): string[] =>
	(Array.isArray(value) ? (value as readonly Json[]) : [value]).map(textOf);

const textOf = (value: Json): string =>
	writtenNumber(value) ?? (typeof value === 'string' ? value : stringifyWritten(value));

export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
