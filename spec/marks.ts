/** Tells whether a property is `readOnly` or `writeOnly`, which spares it from `required` in one direction. */
import { type SpecDocument, targetOf } from './document';
import { isObject, type JsonObject, property } from './json';
import { child, type Pointer } from './pointer';

export type Mark = 'readOnly' | 'writeOnly';

/** Whether any schema that applies together with the one at `place` marks its property `name`. Throws `BrokenReference`. */
export function isMarked(document: SpecDocument, place: Pointer, name: string, mark: Mark): boolean {
	return together(document, place).some(
		({ pointer, schema }) =>
			property(schema.properties, name) !== undefined &&
			together(document, child(pointer, 'properties', name)).some((each) => each.schema[mark] === true),
	);
}

export interface Applied {
	readonly pointer: Pointer;
	readonly schema: JsonObject;
}

/** The schema at `place` and those that apply with it, by `$ref` and `allOf`. */
export function together(document: SpecDocument, place: Pointer, seen = new Set<Pointer>()): Applied[] {
	const { pointer, value: schema } = document.at(place);
	if (!isObject(schema) || seen.has(pointer)) return [];
	seen.add(pointer);
	const branches = Array.isArray(schema.allOf) ? [...schema.allOf.keys()] : [];
	const others = branches.map((index) => child(pointer, 'allOf', index));
	if (typeof schema.$ref === 'string') others.push(targetOf(schema.$ref, child(pointer, '$ref')));
	return [{ pointer, schema }, ...others.flatMap((other) => together(document, other, seen))];
}
