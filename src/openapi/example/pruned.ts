/** An example without what a contract must not hold: unknown fields, and fields of the other direction. */
import { orUndefined } from '../../json/input-error';
import { isObject, type Json } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { oneWayProperties, unknownProperties } from '../schema/unknown';
import type { Spec } from '../spec';

/** Undefined where it cannot be found out. */
export function pruned(spec: Spec, direction: 'request' | 'response', schema: Pointer, value: Json): Json | undefined {
	const found = orUndefined(() => [
		...oneWayProperties(spec, direction, schema, value),
		...unknownProperties(spec, direction, schema, value),
	]);
	if (found === undefined) return undefined;
	const places = new Set(found.map(({ instance }) => instance));
	return places.size === 0 ? value : without(value, places, '');
}

function without(value: Json, places: ReadonlySet<Pointer>, at: Pointer): Json {
	if (isObject(value)) {
		const kept = Object.entries(value).filter(([key]) => !places.has(child(at, key)));
		return Object.fromEntries(kept.map(([key, member]) => [key, without(member, places, child(at, key))]));
	}
	if (!Array.isArray(value)) return value;
	return value.map((item: Json, index) => without(item, places, child(at, index)));
}
