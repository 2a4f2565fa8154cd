/** Other values for one place of a body: its type list, null, `enum`, bounds, lengths, and empty ones. */
import { type Json, type JsonObject, typeOf } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { counted } from '../../json/text';
import { valuesOf } from '../../openapi/example/example';
import type { SchemaNode } from '../../openapi/schema/node';
import type { Spec } from '../../openapi/spec';

/** A value that may stand in place of another, and the place in the spec that may allow it. */
export interface Other {
	readonly value: Json;
	readonly place: Pointer;
	/** Behind the name of the place; by default the value. */
	readonly words?: string;
	/** Whether the place alone allows it. */
	readonly isAllowed?: true;
}

/** A longer text or list shows nothing new. */
const longest = { text: 10_000, list: 100 };

/** One of each JSON type. */
export const ofEachType: readonly Json[] = ['text', 1, 1.5, true, null, ['text'], { key: 'text' }];

/** Candidates in place of `value`; whether they are allowed is for the caller to ask. */
export function* othersFor(
	spec: Spec,
	nodes: readonly SchemaNode[],
	schemas: readonly SchemaNode[],
	value: Json,
): Generator<Other> {
	const placeOf = (keyword: string, otherwise = nodes[0]?.pointer ?? ''): Pointer => {
		const owner = schemas.find(({ schema }) => schema[keyword] !== undefined);
		return owner ? child(owner.pointer, keyword) : otherwise;
	};
	for (const { pointer, schema } of schemas) {
		for (const [index, each] of (Array.isArray(schema.enum) ? schema.enum : []).entries()) {
			yield { value: each, place: child(pointer, 'enum', index), isAllowed: true };
		}
	}
	yield { value: null, place: placeOf('type') };
	if (typeof value === 'boolean') yield { value: !value, place: placeOf('type') };
	if (mayBeOfOtherType(schemas, value)) {
		const types = new Set([typeOf(value)]);
		for (const each of [...valuesOf(spec, 'response', nodes, { fill: 'full' }), ...ofEachType]) {
			if (types.has(typeOf(each)) || !acceptedBy(spec, nodes, each)) continue;
			types.add(typeOf(each));
			yield { value: each, place: placeOf('type') };
		}
	}
	for (const { pointer, schema } of schemas) {
		for (const { keyword, ...other } of atBounds(schema, value)) yield { ...other, place: child(pointer, keyword) };
	}
	for (const empty of ['', [], {}] satisfies Json[]) {
		if (typeOf(empty) === typeOf(value)) yield { value: empty, place: placeOf('type') };
	}
}

/** Not where a list of values, or a type that is one, excludes it; asking the schema costs more. */
function mayBeOfOtherType(schemas: readonly SchemaNode[], value: Json): boolean {
	if (schemas.some(({ schema }) => schema.enum !== undefined || schema.const !== undefined)) return false;
	const stated = schemas.flatMap(({ schema }) => (schema.type === undefined ? [] : [[schema.type].flat().map(String)]));
	const own = [typeOf(value), 'null'];
	return stated.every((types) => types.includes('number') || types.some((type) => !own.includes(type)));
}

const acceptedBy = ({ validator }: Spec, nodes: readonly SchemaNode[], value: Json): boolean =>
	nodes.every(({ pointer, scope }) => validator.accepts('response', pointer, value, scope));

function* atBounds(schema: JsonObject, value: Json): Generator<Omit<Other, 'place'> & { readonly keyword: string }> {
	const numberIn = (keyword: string) => (typeof schema[keyword] === 'number' ? schema[keyword] : undefined);
	if (typeof value === 'number') {
		const step = numberIn('multipleOf') ?? 1;
		for (const [keyword, change] of numberBounds) {
			const bound = numberIn(keyword);
			if (bound !== undefined) yield { keyword, value: bound + change * step };
		}
	}
	for (const keyword of ['minLength', 'maxLength']) {
		const length = numberIn(keyword);
		if (typeof value !== 'string' || length === undefined || length > longest.text || length === value.length) continue;
		const text = value.padEnd(length, value === '' ? 'x' : value).slice(0, length);
		yield { keyword, value: text, words: `of ${counted(length, 'character')}` };
	}
	for (const keyword of ['minItems', 'maxItems']) {
		const length = numberIn(keyword);
		if (!Array.isArray(value) || length === undefined || length > longest.list || value.length === 0) continue;
		const items: readonly Json[] = value;
		const list = Array.from({ length }, (_, index) => items[index % items.length] ?? null);
		yield { keyword, value: list, words: `of ${counted(length, 'item')}` };
	}
}

const numberBounds: readonly (readonly [keyword: string, change: number])[] = [
	['minimum', 0],
	['exclusiveMinimum', 1],
	['maximum', 0],
	['exclusiveMaximum', -1],
];
