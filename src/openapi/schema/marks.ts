/** Tells whether a property is `readOnly` or `writeOnly`, which spares it from `required` in one direction. */

import { isObject, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import { entered, noScope, type Placed, referredBy, type Scope } from './scope';

export type Mark = 'readOnly' | 'writeOnly';

/** Whether any schema that applies together with the one at `place` marks its property `name`. Throws `BrokenReference`. */
export function isMarked(document: SpecDocument, place: Placed, name: string, mark: Mark): boolean {
	return together(document, place.pointer, place.scope).some(
		({ pointer, scope, schema }) =>
			property(schema.properties, name) !== undefined &&
			together(document, child(pointer, 'properties', name), scope).some((each) => each.schema[mark] === true),
	);
}

export interface Applied extends Placed {
	readonly schema: JsonObject;
}

/** The schema at `place` and those that apply with it, by reference and `allOf`. */
export function together(
	document: SpecDocument,
	place: Pointer,
	within: Scope = noScope,
	seen = new Set<string>(),
): Applied[] {
	const { pointer, value: schema } = document.at(place);
	const scope = entered(document, within, pointer);
	const met = `${scope.key} ${pointer}`;
	if (!isObject(schema) || seen.has(met)) return [];
	seen.add(met);
	// In OpenAPI 3.0 a reference stands alone.
	const { allOf } = document.dialect === '3.0' && typeof schema.$ref === 'string' ? {} : schema;
	const branches = Array.isArray(allOf) ? [...allOf.keys()] : [];
	const others: Placed[] = branches.map((index) => ({ pointer: child(pointer, 'allOf', index), scope }));
	others.push(...referredBy(document, schema, pointer, scope));
	return [
		{ pointer, scope, schema },
		...others.flatMap((other) => together(document, other.pointer, other.scope, seen)),
	];
}
