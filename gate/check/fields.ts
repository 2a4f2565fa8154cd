/**
 * The fields that a form is described to have (OpenAPI 3.1, 4.8.14 and 4.8.15 Encoding Object), and how their texts are
 * read into the JSON that the schema speaks of: numbers, truth values, lists and objects where it asks for them.
 */
import type { SpecDocument } from '../../spec/document';
import { isObject, type Json, type JsonObject, property } from '../../spec/json';
import { together } from '../../spec/marks';
import { child, type Pointer } from '../../spec/pointer';
import type { Reading } from '../../spec/reading';
import type { Spec } from '../../spec/spec';
import { isJsonMediaType, mediaTypeOf, parseJson } from '../exchange';

type Style = 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';

export interface Field {
	/** The schemas that name it, one for each alternative; none where it is not described. */
	readonly schemas: readonly Pointer[];
	/** The schemas of its items. */
	readonly items: readonly Pointer[];
	readonly isList: boolean;
	readonly isMap: boolean;
	/** Whether it is a text, a number or the like, and nothing that JSON alone could say. */
	readonly isScalar: boolean;
	/** Whether it is bytes, which no schema can judge. */
	readonly isBytes: boolean;
	readonly style: Style;
	readonly explode: boolean;
	/** The media types that `encoding` allows for it, and where it says so. */
	readonly contentTypes: { readonly allowed: readonly string[]; readonly source: Pointer } | undefined;
	readonly isJson: boolean;
	/** Where it is an object that is spelled out: its members by name, with their schemas. */
	readonly members: ReadonlyMap<string, readonly Pointer[]>;
}

export interface Fields {
	named(name: string): Field;
	/** The fields that `encoding` names. */
	readonly encoded: readonly string[];
	/** The JSON that a text stands for by any of these schemas. */
	read(schemas: readonly Pointer[], text: string): Json;
}

/** The fields that the schema at `schema` describes, encoded as `encoding` says. */
export function fieldsOf(spec: Spec, reading: Reading, schema: Pointer, encoding: unknown, at: Pointer = ''): Fields {
	const { document } = spec;
	const described = propertiesAt(document, schema);
	const fields = new Map<string, Field>();
	const encoded = isObject(encoding) ? Object.keys(encoding) : [];

	function fieldNamed(name: string): Field {
		const schemas = described.get(name) ?? othersAt(document, schema);
		const types = new Set(schemas.flatMap((each) => [...typesAt(document, each)]));
		const own = property(encoding, name);
		const [style, explode] = [property(own, 'style'), property(own, 'explode')];
		const stated = property(own, 'contentType');
		const allowed = typeof stated === 'string' ? stated.split(',').map((each) => each.trim()) : [];
		const isStyled = style !== undefined || explode !== undefined;
		return {
			schemas,
			items: schemas.flatMap((each) => itemsAt(document, each)),
			isList: types.has('array'),
			isMap: types.has('object'),
			isScalar: types.size > 0 && !types.has('array') && !types.has('object'),
			isBytes: schemas.some((each) => isBytes(document, each)),
			style: isStyle(style) ? style : 'form',
			explode: typeof explode === 'boolean' ? explode : !isStyle(style) || style === 'form',
			contentTypes: allowed.length > 0 ? { allowed, source: child(at, name, 'contentType') } : undefined,
			isJson: !isStyled && allowed.some((each) => isJsonMediaType(mediaTypeOf(each))),
			members:
				isStyled && types.has('object')
					? new Map(schemas.flatMap((each) => [...propertiesAt(document, each)]))
					: new Map(),
		};
	}

	function read(schemas: readonly Pointer[], text: string): Json {
		if (schemas.length === 0) return text;
		const readings = [...literals(text), text];
		const isAccepted = (value: Json) => schemas.some((each) => spec.validator.accepts(reading, each, value));
		const isOfType = (value: Json) =>
			schemas.some(
				(each) =>
					!spec.validator
						.faults(reading, each, value)
						.some((fault) => fault.keyword === 'type' && fault.instance === ''),
			);
		return readings.find(isAccepted) ?? readings.find(isOfType) ?? text;
	}

	return {
		encoded,
		read,
		named(name) {
			const known = fields.get(name) ?? fieldNamed(name);
			// Only names of the description are remembered: a form may send any other.
			if (described.has(name)) fields.set(name, known);
			return known;
		},
	};
}

const isStyle = (style: unknown): style is Style =>
	style === 'form' || style === 'spaceDelimited' || style === 'pipeDelimited' || style === 'deepObject';

/** What a text may be besides a text. */
function literals(text: string): Json[] {
	if (text === 'true' || text === 'false') return [text === 'true'];
	if (/^\s*[[{]/.test(text)) {
		const parsed = parseJson(text);
		return parsed.kind === 'json' ? [parsed.value] : [];
	}
	const isNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text));
	return isNumber ? [Number(text)] : [];
}

interface Applied {
	readonly pointer: Pointer;
	readonly schema: JsonObject;
}

/** The schemas that apply to the value of the one at `pointer`, or may: with `allOf` and `$ref` also the alternatives. */
function applicable(document: SpecDocument, pointer: Pointer, seen = new Set<Pointer>()): Applied[] {
	return together(document, pointer).flatMap((each) => {
		if (seen.has(each.pointer)) return [];
		seen.add(each.pointer);
		const branches = ['anyOf', 'oneOf'].flatMap((keyword) => {
			const list = property(each.schema, keyword);
			return Array.isArray(list) ? [...list.keys()].map((index) => child(each.pointer, keyword, index)) : [];
		});
		return [each, ...branches.flatMap((branch) => applicable(document, branch, seen))];
	});
}

function propertiesAt(document: SpecDocument, pointer: Pointer): Map<string, Pointer[]> {
	const found = new Map<string, Pointer[]>();
	for (const { pointer: place, schema } of applicable(document, pointer)) {
		for (const name of isObject(schema.properties) ? Object.keys(schema.properties) : []) {
			found.set(name, [...(found.get(name) ?? []), child(place, 'properties', name)]);
		}
	}
	return found;
}

/** The schemas of the properties that have no name in the description. */
function othersAt(document: SpecDocument, pointer: Pointer): Pointer[] {
	return applicable(document, pointer).flatMap(({ pointer: place, schema }) =>
		isObject(schema.additionalProperties) ? [child(place, 'additionalProperties')] : [],
	);
}

function itemsAt(document: SpecDocument, pointer: Pointer): Pointer[] {
	return applicable(document, pointer).flatMap(({ pointer: place, schema }) =>
		schema.items === undefined ? [] : [child(place, 'items')],
	);
}

/** The types that the schema at `pointer` names, or shows by what it describes. */
export function typesAt(document: SpecDocument, pointer: Pointer): Set<string> {
	const types = new Set<string>();
	for (const { schema } of applicable(document, pointer)) {
		for (const type of [schema.type ?? []].flat()) types.add(String(type));
		if (isObject(schema.properties)) types.add('object');
		if (schema.items !== undefined) types.add('array');
	}
	return types;
}

function isBytes(document: SpecDocument, pointer: Pointer): boolean {
	return applicable(document, pointer).some(
		({ schema }) =>
			schema.format === 'binary' || schema.contentMediaType !== undefined || schema.contentEncoding !== undefined,
	);
}
