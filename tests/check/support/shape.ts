/**
 * Shapes: random schemas put together from parts of which it is known, as they are put together, whether the objects
 * that they describe are open. Each comes with a value that holds, so no validator is asked.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/json/json';
import { child, type Pointer } from '../../../src/json/pointer';

export interface Shape {
	readonly schema: JsonObject;
	readonly value: Json;
	/** Whether the value, which is an object then, may have fields that no schema names. */
	readonly isOpen?: boolean;
	/** The shapes inside the value, by key or index. */
	readonly inside: Readonly<Record<string, Shape>>;
	/** The schemas that it refers to, by name. */
	readonly parts: Readonly<Record<string, JsonObject>>;
}

/** Every object in the value of a shape, and the whole value with one field more in that object. */
export function places(shape: Shape): { pointer: Pointer; isOpen: boolean; withOneMore: Json }[] {
	const { value, isOpen, inside } = shape;
	const own =
		isOpen === undefined
			? []
			: [{ pointer: '', isOpen, withOneMore: { ...(value as JsonObject), unheard: 1 } as Json }];
	const below = Object.entries(inside).flatMap(([key, each]) =>
		places(each).map(({ pointer, isOpen: open, withOneMore }) => ({
			pointer: child('', key) + pointer,
			isOpen: open,
			withOneMore: Array.isArray(value)
				? (value as readonly Json[]).with(Number(key), withOneMore)
				: { ...(value as JsonObject), [key]: withOneMore },
		})),
	);
	return [...own, ...below];
}

/** A way to write a part of an object's schema: its keywords, given the schema of the part. */
type Way = (part: JsonObject) => JsonObject;

const isThis = { properties: { kind: { const: 'this' } } };
const isOther = { properties: { kind: { const: 'other' } } };
const isOtherAndOpen = { ...isOther, additionalProperties: true };
/** Ways that make the part apply to every object whose `kind` is `this`, and nothing else that opens it. */
const ways: Readonly<Record<string, Way>> = {
	beside: (part) => part,
	allOf: (part) => ({ allOf: [part] }),
	allOfAllOf: (part) => ({ allOf: [{ allOf: [part] }, {}] }),
	anyOf: (part) => ({ anyOf: [part, isOther] }),
	anyOfOpen: (part) => ({ anyOf: [isOtherAndOpen, part] }),
	oneOf: (part) => ({ oneOf: [{ allOf: [part, isThis] }, isOther] }),
	oneOfOpen: (part) => ({ oneOf: [isOtherAndOpen, part] }),
	// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
	ifThen: (part) => ({ if: isThis, then: part, else: { additionalProperties: true } }),
	ifElse: (part) => ({ if: isOther, else: part }),
	dependentSchemas: (part) => ({ dependentSchemas: { kind: part } }),
	reference: (part) => ({ $ref: `#/components/schemas/${nameOf(part)}` }),
};

/** Keywords that open an object, whatever its other keywords. */
const openings: readonly JsonObject[] = [
	{ additionalProperties: true },
	{ additionalProperties: {} },
	{ unevaluatedProperties: true },
	{ unevaluatedProperties: {} },
];

const nameOf = (part: JsonObject) =>
	`Part${createHash('sha256').update(JSON.stringify(part)).digest('hex').slice(0, 8)}`;

const leaf = fc.constantFrom<Shape>(
	...[{ type: 'integer' }, {}, { type: ['integer', 'null'] }, { enum: [1, 2] }].map((schema) => ({
		schema,
		value: 1,
		inside: {},
		parts: {},
	})),
);
/** Names no property, and so is open. */
const bare = fc.constantFrom<Shape>(
	...[{ type: 'object' }, { maxProperties: 9 }, { if: isThis }].map((schema) => ({
		schema,
		value: { kind: 'this' },
		isOpen: true,
		inside: {},
		parts: {},
	})),
);

/** An object whose properties are spread over the ways. */
function object(member: fc.Arbitrary<Shape>): fc.Arbitrary<Shape> {
	const way = fc.constantFrom(...Object.keys(ways));
	const members = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.tuple(way, member), {
		maxKeys: 3,
		noNullPrototype: true,
	});
	const opening = fc.option(fc.tuple(way, fc.constantFrom(...openings)), { freq: 2 });
	const type = fc.constantFrom<JsonObject>({}, { type: 'object' }, { type: ['object', 'null'] });
	return fc.tuple(way, members, opening, type).map(([wayOfKind, all, opened, typed]): Shape => {
		const said = new Map<string, JsonObject>();
		const say = (how: string, part: JsonObject) => said.set(how, merged(said.get(how) ?? {}, part));
		say(wayOfKind, { properties: { kind: { type: 'string' } } });
		for (const [name, [how, { schema }]] of Object.entries(all)) say(how, { properties: { [name]: schema } });
		if (opened) say(...opened);
		const inside = Object.fromEntries(Object.entries(all).map(([name, [, shape]]) => [name, shape]));
		const values = Object.entries(inside).map(([name, { value }]) => [name, value] as const);
		const referred = said.get('reference');
		return {
			schema: [...said].reduce((whole, [how, part]) => together(whole, ways[how]?.(part) ?? {}), typed),
			value: { kind: 'this', ...Object.fromEntries(values) },
			isOpen: opened !== null,
			inside,
			parts: { ...partsOf(inside), ...(referred === undefined ? {} : { [nameOf(referred)]: referred }) },
		};
	});
}

const partsOf = (inside: Shape['inside']) => Object.assign({}, ...Object.values(inside).map(({ parts }) => parts));

function merged(one: JsonObject, other: JsonObject): JsonObject {
	const properties = { ...(one.properties as JsonObject | undefined), ...(other.properties as JsonObject | undefined) };
	return { ...one, ...other, ...(Object.keys(properties).length > 0 ? { properties } : {}) };
}

/** Both schemas in one: side by side, or where they share a keyword as an `allOf`. */
function together(one: JsonObject, other: JsonObject): JsonObject {
	const areApart = Object.keys(one).every((keyword) => !Object.hasOwn(other, keyword));
	return areApart ? { ...one, ...other } : { allOf: [one, other] };
}

/** What holds just one other shape, under `key`. */
function around(
	key: string,
	member: fc.Arbitrary<Shape>,
	schemaOf: (schema: JsonObject) => JsonObject,
	isOpen?: false,
) {
	return member.map((shape): Shape => {
		const value = key === '0' ? [shape.value] : { [key]: shape.value };
		const inside = { [key]: shape };
		return {
			schema: schemaOf(shape.schema),
			value,
			inside,
			parts: shape.parts,
			...(isOpen === undefined ? {} : { isOpen }),
		};
	});
}

function shape(depth: number): fc.Arbitrary<Shape> {
	if (depth === 0) return fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: bare });
	const below = shape(depth - 1);
	return fc.oneof(
		{ weight: 2, arbitrary: leaf },
		{ weight: 6, arbitrary: object(below) },
		{ weight: 1, arbitrary: bare },
		{ weight: 1, arbitrary: around('0', below, (items) => ({ type: 'array', items })) },
		{ weight: 1, arbitrary: around('0', below, (first) => ({ prefixItems: [first] })) },
		{ weight: 1, arbitrary: around('p1', below, (each) => ({ additionalProperties: each })) },
		{ weight: 1, arbitrary: around('p1', below, (each) => ({ patternProperties: { '^p': each } }), false) },
	);
}

export const shapes = shape(3);
