/** JSON as TypeScript sees it, and the questions asked of it at the edges. */

import { orUndefined } from './input-error';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
	readonly [key: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What `text` holds; undefined if it is not JSON. */
export const jsonIn = (text: string): Json | undefined => orUndefined(() => JSON.parse(text) as Json);

/** The own property `key` of `value`, or undefined if `value` is not an object or has no such property. */
export const property = (value: unknown, key: string): Json | undefined =>
	isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** The type of a JSON value in the words of JSON Schema, with integers apart from other numbers. */
export function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value;
}
