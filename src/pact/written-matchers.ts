/**
 * Matchers that Ruby's Pact wrote into the values themselves, before specification 2 gave them a place of their own:
 * `{"json_class": "Pact::Term", …}` in place of a text. Each is read as its example.
 */
import { isObject, type Json, type JsonObject, property } from '../json/json';
import { child, type Pointer } from '../json/pointer';

/** A matcher that has no example. */
export class NoExample extends Error {
	constructor(
		readonly pointer: Pointer,
		readonly matcher: string,
	) {
		super(`a matcher ${matcher} without an example`);
	}
}

/** `json` with examples in place of matchers; `json` itself where it holds none. Throws {@link NoExample}. */
export const withExamples = (json: Json, pointer: Pointer): Json =>
	holdsMatcher(json, 0) ? read(json, pointer) : json;

/** What nests deeper was not written by Ruby, whose JSON ends at 100. */
const deepest = 200;

function holdsMatcher(json: Json, depth: number): boolean {
	if (typeof json !== 'object' || json === null || depth > deepest) return false;
	if (matcherOf(json) !== undefined) return true;
	return Object.values(json).some((each: Json) => holdsMatcher(each, depth + 1));
}

function read(json: Json, pointer: Pointer): Json {
	if (!holdsMatcher(json, 0)) return json;
	const matcher = matcherOf(json);
	if (matcher !== undefined && isObject(json)) {
		const example = exampleOf(matcher, json);
		if (example === undefined) throw new NoExample(pointer, matcher);
		const value = read(example, pointer);
		return matcher === 'Pact::ArrayLike' ? repeated(value, json.min) : value;
	}
	if (Array.isArray(json)) return json.map((each: Json, index) => read(each, child(pointer, index)));
	return Object.fromEntries(
		Object.entries(json as JsonObject).map(([key, value]) => [key, read(value, child(pointer, key))]),
	);
}

function matcherOf(json: Json): string | undefined {
	const matcher = property(json, 'json_class');
	return typeof matcher === 'string' && matcherClass.test(matcher) ? matcher : undefined;
}

const matcherClass = /^(Pact::\w+|Regexp)$/;

function exampleOf(matcher: string, json: JsonObject): Json | undefined {
	switch (matcher) {
		case 'Pact::Term':
			return property(json.data, 'generate');
		case 'Pact::SomethingLike':
		case 'Pact::ArrayLike':
			return json.contents;
		default:
			return undefined;
	}
}

/** More items than these say nothing new. */
const mostItems = 100;

function repeated(item: Json, min: Json | undefined): Json {
	const length = typeof min === 'number' && min >= 1 && min <= mostItems ? min : 1;
	return Array.from({ length }, () => item);
}
