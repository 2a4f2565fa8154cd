/** The type of JSON values, and guards for them. */

import { orUndefined } from './input-error';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
	readonly [key: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The parsed value of `text`; undefined if it is not JSON. */
export const jsonIn = (text: string): Json | undefined => orUndefined(() => JSON.parse(text) as Json);

/** The own property `key` of `value`, or undefined if `value` is not an object or has no such property. */
export const property = (value: unknown, key: string): Json | undefined =>
	isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** The JSON Schema type of a value; an integer is `integer`, any other number `number`. */
export function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value;
}
