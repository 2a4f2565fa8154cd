/**
 * What the description says of a value, read keyword by keyword and without the validator that the suite uses: a fault in
 * the one must not hide in the other. It knows what it needs; a keyword that it does not know it refuses to pass over.
 */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, type JsonObject, property } from '../../../src/json/json';
import { child, type Pointer } from '../../../src/json/pointer';
import type { Located, SpecDocument } from '../../../src/openapi/document/document';
import { breaksFormat } from './formats';

/** Says nothing about which values are right. */
const annotations = new Set([
	...['title', 'description', 'default', 'example', 'examples', 'deprecated', 'readOnly', 'xml', 'externalDocs'],
	...['discriminator', 'contentEncoding', 'contentMediaType', '$comment', '$defs', 'definitions', '$id', '$anchor'],
]);

const places = new WeakMap<SpecDocument, Map<Pointer, Located>>();

/** Kept, for every mutant is held against the same schemas. */
function placeIn(document: SpecDocument, pointer: Pointer): Located {
	const known = places.get(document) ?? new Map<Pointer, Located>();
	places.set(document, known);
	const found = known.get(pointer) ?? document.at(pointer);
	known.set(pointer, found);
	return found;
}

/** The place of the first keyword that `value` violates, or undefined where it is as the schema at `pointer` asks. */
export function brokenKeyword(document: SpecDocument, pointer: Pointer, value: Json): Pointer | undefined {
	const schema = placeIn(document, pointer);
	if (schema.value === true) return undefined;
	if (schema.value === false) return schema.pointer;
	if (!isObject(schema.value)) throw new Error(`There is no schema at ${pointer}`);
	for (const [keyword, asked] of Object.entries(schema.value)) {
		const at = child(schema.pointer, keyword);
		const broken = violates({ document, schema: schema.value, at, keyword, asked, value });
		if (broken !== undefined) return broken;
	}
	return undefined;
}

interface Question {
	readonly document: SpecDocument;
	readonly schema: JsonObject;
	readonly at: Pointer;
	readonly keyword: string;
	readonly asked: Json;
	readonly value: Json;
}

function violates(question: Question): Pointer | undefined {
	const { document, schema, at, keyword, asked, value } = question;
	const breaks = (place: Pointer, part: Json) => brokenKeyword(document, place, part);
	const places = () => Object.keys(asked as object).map((key) => child(at, key));
	const when = (isBroken: boolean) => (isBroken ? at : undefined);
	switch (keyword) {
		case '$ref':
			return breaks(document.resolve(at.slice(0, -'/$ref'.length), String(asked)), value);
		case 'allOf':
			return firstOf(places(), (place) => breaks(place, value));
		case 'anyOf':
			return when(places().every((place) => breaks(place, value) !== undefined));
		case 'oneOf':
			return when(places().filter((place) => breaks(place, value) === undefined).length !== 1);
		case 'not':
			return when(breaks(at, value) === undefined);
		case 'type':
			return when(!isOfType(value, asked, schema));
		case 'enum':
			return when(!(asked as Json[]).some((each) => isDeepStrictEqual(each, value)) && !isNullable(value, schema));
		case 'const':
			return when(!isDeepStrictEqual(asked, value));
		default:
			if (annotations.has(keyword) || keyword.startsWith('x-')) return undefined;
			if (typeof value === 'number') return violatesNumber(question, value);
			if (typeof value === 'string') return violatesText(question, value);
			if (Array.isArray(value)) return violatesList(question, value);
			if (isObject(value)) return violatesObject(question, value);
			return undefined;
	}
}

function violatesNumber({ schema, keyword, asked, at }: Question, value: number): Pointer | undefined {
	const bound = Number(asked);
	const when = (isBroken: boolean) => (isBroken ? at : undefined);
	switch (keyword) {
		case 'minimum':
			return when(schema.exclusiveMinimum === true ? value <= bound : value < bound);
		case 'maximum':
			return when(schema.exclusiveMaximum === true ? value >= bound : value > bound);
		case 'exclusiveMinimum':
			return when(typeof asked === 'number' && value <= bound);
		case 'exclusiveMaximum':
			return when(typeof asked === 'number' && value >= bound);
		case 'multipleOf': {
			const times = value / bound;
			return when(Math.abs(times - Math.round(times)) > 1e-9);
		}
		case 'format':
			return when(breaksFormat(String(asked), value));
		default:
			return ofOthers(keyword, 'number');
	}
}

function violatesText({ keyword, asked, at }: Question, value: string): Pointer | undefined {
	const when = (isBroken: boolean) => (isBroken ? at : undefined);
	switch (keyword) {
		case 'minLength':
			return when([...value].length < Number(asked));
		case 'maxLength':
			return when([...value].length > Number(asked));
		case 'pattern':
			return when(!new RegExp(String(asked), 'u').test(value));
		case 'format':
			return when(breaksFormat(String(asked), value));
		default:
			return ofOthers(keyword, 'string');
	}
}

function violatesList({ document, keyword, asked, at }: Question, value: readonly Json[]): Pointer | undefined {
	const when = (isBroken: boolean) => (isBroken ? at : undefined);
	switch (keyword) {
		case 'items':
			return firstOf(value, (item) => brokenKeyword(document, at, item));
		case 'minItems':
			return when(value.length < Number(asked));
		case 'maxItems':
			return when(value.length > Number(asked));
		case 'uniqueItems':
			return when(asked === true && value.some((one, index) => value.slice(0, index).some(sameAs(one))));
		default:
			return ofOthers(keyword, 'array');
	}
}

function violatesObject({ document, schema, keyword, asked, at }: Question, value: JsonObject): Pointer | undefined {
	const when = (isBroken: boolean) => (isBroken ? at : undefined);
	const named = (key: string) => property(schema.properties, key) !== undefined;
	switch (keyword) {
		case 'required':
			return when((asked as string[]).some((key) => !Object.hasOwn(value, key) && !isWriteOnly(document, schema, key)));
		case 'properties':
			return firstOf(Object.keys(value).filter(named), (key) =>
				brokenKeyword(document, child(at, key), value[key] ?? null),
			);
		case 'additionalProperties':
			return firstOf(
				Object.keys(value).filter((key) => !named(key)),
				(key) => brokenKeyword(document, at, value[key] ?? null),
			);
		case 'minProperties':
			return when(Object.keys(value).length < Number(asked));
		case 'maxProperties':
			return when(Object.keys(value).length > Number(asked));
		default:
			return ofOthers(keyword, 'object');
	}
}

const owners: Readonly<Record<string, readonly string[]>> = {
	number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'format'],
	string: ['minLength', 'maxLength', 'pattern', 'format'],
	array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
	object: ['required', 'properties', 'additionalProperties', 'minProperties', 'maxProperties'],
};

/** A keyword of another type asks nothing of this one; one that is of none is not passed over. */
function ofOthers(keyword: string, type: string): undefined {
	const isKnown = keyword === 'nullable' || Object.values(owners).some((keywords) => keywords.includes(keyword));
	if (isKnown) return undefined;
	throw new Error(`The oracle of the teeth does not know the keyword "${keyword}" (of a ${type}). Teach it`);
}

function isOfType(value: Json, asked: Json, schema: JsonObject): boolean {
	if (isNullable(value, schema)) return true;
	return (Array.isArray(asked) ? asked : [asked]).some((type) => {
		switch (type) {
			case 'null':
				return value === null;
			case 'array':
				return Array.isArray(value);
			case 'object':
				return isObject(value);
			case 'integer':
				return Number.isInteger(value);
			default:
				return typeof value === type;
		}
	});
}

/** OpenAPI 3.0 has no type `null`. */
const isNullable = (value: Json, schema: JsonObject) => value === null && schema.nullable === true;
const sameAs = (one: Json) => (other: Json) => isDeepStrictEqual(one, other);

function isWriteOnly(document: SpecDocument, schema: JsonObject, key: string): boolean {
	const own = property(schema.properties, key);
	const reference = property(own, '$ref');
	const meant = typeof reference === 'string' ? document.follow(document.resolve('', reference)).value : own;
	return property(meant, 'writeOnly') === true;
}

function firstOf<T>(all: readonly T[], broken: (each: T) => Pointer | undefined): Pointer | undefined {
	for (const each of all) {
		const found = broken(each);
		if (found !== undefined) return found;
	}
	return undefined;
}
