/**
 * Reads texts as the JSON that a schema asks for: numbers, truth values and null where it has them, by trying what a
 * text may stand for against the schema; and knows the schemas of items and of fields.
 */

import { parseJson } from '../../exchange/exchange';
import { isObject, type Json, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { isPattern } from '../../openapi/schema/keyword';
import { watchedPattern } from '../../openapi/schema/pattern';
import type { Reading } from '../../openapi/schema/reading';
import type { Spec } from '../../openapi/spec';
import { remembered } from '../remembered';
import { type SchemaAt, schemasInPlace, type Types, typesOf } from './text-types';

/** What a value can be as far as its form in a text goes. */
export type Shape = 'primitive' | 'array' | 'object';

/** Where texts come from: what they are judged as, and whether an object, or a list in a list, is JSON in them. */
interface Source {
	readonly reading: Reading;
	readonly holdsJson: boolean;
}

const inParameter: Source = { reading: 'request', holdsJson: false };

export class Reader {
	/** Undefined where a value of any type will do. */
	readonly types: Types;
	/** What a value may be, in the order in which it is tried. */
	readonly shapes: readonly Shape[];
	/** All that may apply to the value. */
	readonly schemas: readonly SchemaAt[];
	/** The names that the schemas give to fields. */
	readonly names: ReadonlySet<string>;
	private readonly members = new Map<string, Reader>();
	private common: Reader | undefined;

	/** For what all the schemas at `pointers` describe. Throws `BrokenReference`. */
	constructor(
		private readonly spec: Spec,
		readonly pointers: readonly Pointer[],
		private readonly source: Source = inParameter,
	) {
		const types = pointers.map((each) => typesOf(spec, each)).filter((each) => each !== undefined);
		this.types = types.length === 0 ? undefined : new Set(types.flatMap((each) => [...each]));
		this.shapes = shapesOf(this.types);
		this.schemas = pointers.flatMap((each) => schemasInPlace(spec, each));
		this.names = new Set(this.schemas.flatMap(({ schema }) => keys(schema.properties)));
	}

	/** Whether a field that has no name in the schema belongs to the object all the same. */
	takesField(name: string): boolean {
		const stated = this.schemas.filter(({ schema }) => schema.additionalProperties !== undefined);
		if (stated.some(({ schema }) => schema.additionalProperties !== false)) return true;
		if (this.schemas.some(({ schema }) => patternsFor(schema.patternProperties, name).length > 0)) return true;
		// As everywhere: a schema that names no field is a free map.
		return stated.length === 0 && this.names.size === 0;
	}

	member(name: string): Reader {
		return remembered(this.members, name, () => this.reader(this.schemas.flatMap((each) => fieldSchemas(each, name))));
	}

	item(index: number): Reader {
		const own = this.schemas.filter(({ schema: { prefixItems: list } }) => Array.isArray(list) && index < list.length);
		if (own.length > 0) return this.reader(own.map(({ pointer }) => child(pointer, 'prefixItems', index)));
		this.common ??= this.reader(this.schemas.flatMap(itemSchemas));
		return this.common;
	}

	/** What `text` stands for: the reading that the schema accepts, else one of a type that it allows. */
	read(text: string): Json {
		if (this.pointers.length === 0) return text;
		const best = this.best(this.readingsOf(text));
		return best === undefined ? text : best;
	}

	/** Of several readings the first that all the schemas accept, else the first. */
	best(readings: readonly Json[]): Json | undefined {
		const [first] = readings;
		// Stryker disable next-line all: only faster; one reading is the result, accepted or not.
		if (readings.length <= 1) return first;
		const { validator } = this.spec;
		const isAccepted = (value: Json) =>
			this.pointers.every((each) => validator.accepts(this.source.reading, each, value));
		return readings.find(isAccepted) ?? first;
	}

	private readingsOf(text: string): Json[] {
		const { types } = this;
		const readings: Json[] = [];
		const wants = (type: string) => types === undefined || types.has(type);
		if (this.source.holdsJson && (wants('object') || wants('array')) && /^\s*[[{]/.test(text)) {
			const parsed = parseJson(text);
			if (parsed.kind === 'json') readings.push(parsed.value);
		}
		if ((text === 'true' || text === 'false') && wants('boolean')) readings.push(text === 'true');
		if ((wants('number') || wants('integer')) && isNumber(text)) readings.push(Number(text));
		if ((text === 'null' || text === '') && types?.has('null')) readings.push(null);
		if (wants('string')) readings.push(text);
		return readings;
	}

	private reader(pointers: readonly Pointer[]): Reader {
		return new Reader(this.spec, pointers, this.source);
	}
}

const numeral = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
export const isNumber = (text: string) => numeral.test(text) && Number.isFinite(Number(text));

function shapesOf(types: Types): Shape[] {
	if (!types) return ['primitive'];
	const composite = (['array', 'object'] as const).filter((each) => types.has(each));
	return types.size > composite.length ? [...composite, 'primitive'] : composite;
}

const keys = (value: Json | undefined): string[] => (isObject(value) ? Object.keys(value) : []);

const patternsFor = (patterns: Json | undefined, name: string): string[] =>
	keys(patterns).filter((each) => isPattern(each) && watchedPattern(each).test(name));

function itemSchemas({ pointer, schema }: SchemaAt): Pointer[] {
	// `contains` constrains only one item, but it hints at the type of each.
	const keyword = ['items', 'contains'].find((each) => isObject(schema[each]));
	return keyword === undefined ? [] : [child(pointer, keyword)];
}

function fieldSchemas({ pointer, schema }: SchemaAt, name: string): Pointer[] {
	if (property(schema.properties, name) !== undefined) return [child(pointer, 'properties', name)];
	const matching = patternsFor(schema.patternProperties, name);
	if (matching.length > 0) return matching.map((each) => child(pointer, 'patternProperties', each));
	const others = ['additionalProperties', 'unevaluatedProperties'].find((keyword) => isObject(schema[keyword]));
	return others === undefined ? [] : [child(pointer, others)];
}
