/**
 * Parts of the spec by the type that OpenAPI gives them. A part of another type asks for something unknown, so it is
 * never read as if it were absent.
 */
import { isObject, type JsonObject, property } from '../json/json';
import { child, keysOf, type Pointer } from '../json/pointer';
import { kindOfValue } from '../json/text';
import type { Located } from './document/document';
import { isAssertion } from './schema/keyword';
import { Unverifiable } from './schema/reading';

/** A list; an empty one where there is none. Throws {@link Unverifiable}. */
export function listAt(pointer: Pointer, value: unknown): readonly unknown[] {
	if (value === undefined) return [];
	if (Array.isArray(value)) return value;
	throw wrong(pointer, value, 'a list');
}

/** An object; an empty one where there is none. Throws {@link Unverifiable}. */
export function mapAt(pointer: Pointer, value: unknown): JsonObject {
	if (value === undefined) return {};
	if (isObject(value)) return value;
	throw wrong(pointer, value, 'an object');
}

/** Throws {@link Unverifiable}. */
export function flagOf({ pointer, value }: Located, key: string): boolean | undefined {
	const stated = property(value, key);
	if (stated === undefined || typeof stated === 'boolean') return stated;
	throw wrong(child(pointer, key), stated, 'true or false');
}

/** Throws {@link Unverifiable}. */
export function textOf({ pointer, value }: Located, key: string): string | undefined {
	const stated = property(value, key);
	if (stated === undefined || typeof stated === 'string') return stated;
	throw wrong(child(pointer, key), stated, 'a text');
}

/**
 * Throws {@link Unverifiable} for an object of OpenAPI that has a keyword of JSON Schema of its own: a schema in its
 * place, a schema without `schema` around it, or a slip of indentation.
 */
export function refuseKeywords({ pointer, value }: Located, what: string, own: readonly string[] = []): void {
	textOf({ pointer, value }, '$ref');
	const isAstray = (key: string) => (key === 'schema' || isAssertion(key)) && !own.includes(key);
	const astray = Object.keys(mapAt(pointer, value)).find(isAstray);
	if (astray === undefined) return;
	const home = astray === 'schema' ? 'content' : 'schema';
	throw new Unverifiable(child(pointer, astray), `"${astray}" has no meaning in ${what}; it belongs under "${home}"`);
}

function wrong(pointer: Pointer, value: unknown, wanted: string): Unverifiable {
	const [key = '', parent] = keysOf(pointer).reverse();
	const name = parent !== undefined && /^\d+$/.test(key) ? `${parent}/${key}` : key;
	return new Unverifiable(pointer, `"${name}" is ${kindOfValue(value)}; it must be ${wanted}`);
}
