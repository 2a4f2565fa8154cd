/** The constraints of one schema, each judged by itself: whether a value keeps it says nothing about the others. */
import { keepTextsOf, stringifyExact } from '../json/exact';
import { isObject, type Json, type JsonObject, typeOf } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import type { SpecDocument } from '../openapi/document/document';
import { rulesOut } from '../openapi/schema/formats';
import { slipIn } from '../openapi/schema/keyword';
import type { SchemaNode } from '../openapi/schema/node';

export interface Constraint {
	/** Of the keyword, or of the name in `required`. */
	readonly pointer: Pointer;
	/** `maxLength`, `required "id"`. */
	readonly label: string;
	/** The name that has to be there. */
	readonly required?: string;
	/** A schema that asks for this and nothing else. */
	readonly schema: JsonObject;
	/** The same text for the same schema. */
	readonly key: string;
	/** The types that the keyword is about; undefined for every type. */
	readonly types: readonly string[] | undefined;
}

const numbers = ['integer', 'number'];
const about: Readonly<Record<string, readonly string[] | undefined>> = {
	...{ type: undefined, enum: undefined, const: undefined, format: undefined },
	...Object.fromEntries(['pattern', 'minLength', 'maxLength'].map((each) => [each, ['string']])),
	...Object.fromEntries(['minItems', 'maxItems', 'uniqueItems'].map((each) => [each, ['array']])),
	...Object.fromEntries(['minProperties', 'maxProperties'].map((each) => [each, ['object']])),
	...Object.fromEntries(['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'].map((each) => [each, numbers])),
	multipleOf: numbers,
};

const known = new WeakMap<SchemaNode, readonly Constraint[]>();

export function constraintsOf(document: SpecDocument, node: SchemaNode): readonly Constraint[] {
	const found = known.get(node) ?? read(document, node);
	known.set(node, found);
	return found;
}

/** Whether the keyword says anything about a value of this type. */
export const concerns = ({ types }: Constraint, value: unknown): boolean =>
	types === undefined || types.includes(typeOf(value));

function read(document: SpecDocument, { pointer, schema }: SchemaNode): Constraint[] {
	const found: Constraint[] = [];
	const add = (keyword: string, types: Constraint['types'], own: JsonObject, more: Partial<Constraint> = {}) => {
		const kept = keepTextsOf(schema, own);
		found.push({
			pointer: child(pointer, keyword),
			label: keyword,
			schema: kept,
			key: stringifyExact(kept),
			types,
			...more,
		});
	};
	for (const [keyword, value] of Object.entries(schema)) {
		// A slip in the spec is reported where a body is judged by it.
		if (!Object.hasOwn(about, keyword) || slipIn(keyword, value) !== undefined) continue;
		if (keyword === 'uniqueItems' && value !== true) continue;
		if (keyword !== 'format') add(keyword, about[keyword], { [keyword]: value }, placeIn30(document, pointer, keyword));
		else if (rulesOut(value)) add(keyword, rulesOut(value) === 'number' ? numbers : ['string'], { format: value });
	}
	const { required } = schema;
	for (const [index, name] of (Array.isArray(required) ? required : []).entries()) {
		const own = {
			pointer: child(pointer, 'required', index),
			label: `required "${String(name)}"`,
			required: String(name),
		};
		if (typeof name === 'string') add('required', ['object'], { required: [name] }, own);
	}
	if (schema.additionalProperties === false) add('additionalProperties', ['object'], closed(schema));
	return found;
}

/** In OpenAPI 3.0 `exclusiveMinimum: true` stands beside the bound that it changes. */
function placeIn30({ dialect }: SpecDocument, pointer: Pointer, keyword: string): Partial<Constraint> {
	if (dialect !== '3.0' || !keyword.startsWith('exclusive')) return {};
	return { pointer: child(pointer, keyword.replace('exclusiveM', 'm')) };
}

/** The schema with its names, whatever stands under them. */
function closed({ properties, patternProperties }: JsonObject): JsonObject {
	const names = (map: Json | undefined) =>
		Object.fromEntries(Object.keys(isObject(map) ? map : {}).map((name) => [name, true]));
	return { properties: names(properties), patternProperties: names(patternProperties), additionalProperties: false };
}
