/** Every place that a value of a schema can have, with the schemas that speak about it: by `$ref`, through unions, within lists and maps. */

import { isObject, type Json, type JsonObject, property } from '../../../src/json/json';
import { child, type Pointer } from '../../../src/json/pointer';
import { BrokenReference, type SpecDocument } from '../../../src/openapi/document/document';

/** A step into a value: a property by its name, or a member of a list or of a map that has no name of its own. */
export type Step = { readonly property: string } | 'items' | 'values';

export interface Site {
	readonly path: readonly Step[];
	/** All that the description says of the value, from every schema that applies or may apply. */
	readonly schemas: readonly JsonObject[];
	/** Where the first of them stands. */
	readonly pointer: Pointer;
	/** Whether the object around it may lack it; absent where there is none around it. */
	readonly isRequired: boolean;
}

/** The sites of the schema at `pointer`, the whole value first. */
export function sitesOf(document: SpecDocument, pointer: Pointer): Site[] {
	return walk(document, [pointer], [], false, new Map());
}

function walk(
	document: SpecDocument,
	pointers: readonly Pointer[],
	path: readonly Step[],
	isRequired: boolean,
	seen: ReadonlyMap<Pointer, number>,
): Site[] {
	const located = pointers.flatMap((each) => spread(document, each));
	const [first] = located;
	// A schema that holds itself is followed once more, and then left.
	if (!first || (seen.get(first.pointer) ?? 0) > 1) return [];
	const within = new Map([...seen, [first.pointer, (seen.get(first.pointer) ?? 0) + 1]]);
	const here: Site = { path, schemas: located.map(({ schema }) => schema), pointer: first.pointer, isRequired };
	const below = (step: Step, places: readonly Pointer[], required = false) =>
		places.length === 0 ? [] : walk(document, places, [...path, step], required, within);
	const places = (keyword: string) =>
		located.flatMap(({ schema, pointer }) => (isSchema(schema[keyword]) ? [child(pointer, keyword)] : []));
	const names = new Set(located.flatMap(({ schema }) => Object.keys(objectOf(schema.properties))));
	return [
		here,
		...[...names].flatMap((name) =>
			below(
				{ property: name },
				located.flatMap(({ schema, pointer }) =>
					property(schema.properties, name) === undefined ? [] : [child(pointer, 'properties', name)],
				),
				located.some(({ schema }) => Array.isArray(schema.required) && schema.required.includes(name)),
			),
		),
		...below('items', places('items')),
		...below('values', places('additionalProperties')),
	];
}

/** A schema and all that it draws in about the same value. */
function spread(
	document: SpecDocument,
	pointer: Pointer,
	around: readonly Pointer[] = [],
): { pointer: Pointer; schema: JsonObject }[] {
	const found = document.at(pointer);
	if (around.includes(found.pointer)) return [];
	const schema = found.value === true ? {} : found.value;
	if (!isObject(schema)) return [];
	const inner = [...around, found.pointer];
	const reference = property(schema, '$ref');
	const referred =
		typeof reference === 'string' ? spread(document, referredBy(document, found.pointer, reference), inner) : [];
	const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => {
		const branches = schema[keyword];
		if (!Array.isArray(branches)) return [];
		return branches.flatMap((_, index) => spread(document, child(found.pointer, keyword, index), inner));
	});
	const own = Object.keys(schema).some((key) => !['$ref', 'allOf', 'oneOf', 'anyOf'].includes(key));
	const isBare = referred.length + parts.length === 0;
	return [...(own || isBare ? [{ pointer: found.pointer, schema }] : []), ...referred, ...parts];
}

function referredBy(document: SpecDocument, pointer: Pointer, reference: string): Pointer {
	const target = document.resolve(pointer, reference);
	if (target === pointer) throw new BrokenReference(pointer, 'it refers to itself');
	return target;
}

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
const isSchema = (value: Json | undefined) => value === true || isObject(value);

/** A path in the words of a JSON pointer; `*` for a member without a name. */
export const shownPath = (path: readonly Step[]): string =>
	path.length === 0 ? 'the body' : path.map((step) => (typeof step === 'object' ? `/${step.property}` : '/*')).join('');

/** Which members of a list or a map a change is about: the first, or one more. */
export type Which = 'first' | 'more';

/** `value` with what stands at `path` changed; undefined takes it away. What the path lacks on its way is put there. */
export function changed(
	value: Json | undefined,
	path: readonly Step[],
	which: Which,
	change: (value: Json | undefined) => Json | undefined,
): Json | undefined {
	const [step, ...rest] = path;
	if (step === undefined) return change(value);
	if (step === 'items') {
		const list = Array.isArray(value) ? [...value] : [];
		const index = which === 'more' ? list.length : 0;
		const next = changed(list[index], rest, which, change);
		list.splice(index, 1, ...(next === undefined ? [] : [next]));
		return list;
	}
	const map: Record<string, Json> = { ...objectOf(value) };
	const name = step === 'values' ? (which === 'first' && Object.keys(map)[0]) || 'one more' : step.property;
	const next = changed(map[name], rest, which, change);
	if (next === undefined) delete map[name];
	else map[name] = next;
	return map;
}
