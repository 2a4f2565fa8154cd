/**
 * What a schema means at its place, however it is written: references, `allOf` and alternatives with one member taken
 * apart, null kept apart from the types, `const` as an `enum`, OpenAPI 3.0 in the terms of 3.1, and no texts.
 */
import { isObject, type Json, type JsonObject } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import { BrokenReference, type SpecDocument } from '../openapi/document/document';
import { inDialect } from '../openapi/schema/dialect';
import { type Applied, entered, type Placed, together } from '../openapi/schema/scope';
import { admitsNull, isNullAlone } from './null';
import { common, exceptAll, narrowed, type Stated, state, type Types, type Values } from './stated';

/** Schemas that apply to one place together. */
export type Place = readonly Placed[];

/** `anyOf` or `oneOf` with more than one member, null left out. */
export interface Group {
	readonly keyword: 'anyOf' | 'oneOf';
	readonly pointer: Pointer;
	readonly branches: readonly Placed[];
}

export interface SchemaView {
	/** The outermost schema that states anything. */
	readonly pointer: Pointer;
	readonly isNever: boolean;
	readonly admitsNull: boolean;
	readonly types: Types;
	readonly values: Values;
	/** Keywords that are compared by their value, such as `maximum`; what several schemas state is one text. */
	readonly literals: ReadonlyMap<string, Stated<string>>;
	readonly properties: ReadonlyMap<string, Place>;
	readonly patterns: ReadonlyMap<string, Place>;
	readonly required: ReadonlyMap<string, Pointer>;
	/** Where names beside the stated ones are ruled out. */
	readonly closed: Pointer | undefined;
	readonly additional: Place;
	readonly items: Place;
	readonly prefixItems: readonly Place[];
	readonly groups: readonly Group[];
	/** Schemas under other keywords: `not`, `if`, `contains`, `dependentSchemas/a`. */
	readonly others: ReadonlyMap<string, Place>;
	/** Where a keyword stands, or the outermost schema that could have it. */
	at(keyword: string): Pointer;
}

const texts = new Set([
	...['title', 'description', 'summary', 'example', 'examples', 'externalDocs', '$comment', '$schema'],
	...['$id', '$anchor', '$dynamicAnchor', '$defs', 'definitions', '$ref', '$dynamicRef', '$vocabulary', 'id'],
]);
/** Read in ways of their own. */
const structural = new Set([
	...['type', 'enum', 'const', 'nullable', 'allOf', 'anyOf', 'oneOf', 'properties', 'patternProperties', 'required'],
	...['additionalProperties', 'items', 'prefixItems', 'dependentSchemas'],
]);
const subschemas = new Set([
	...['not', 'if', 'then', 'else', 'contains', 'propertyNames', 'contentSchema'],
	...['unevaluatedProperties', 'unevaluatedItems'],
]);
const known = new WeakMap<SpecDocument, Map<string, SchemaView>>();

/** Broken references state nothing; what uses them is reported by `check`. */
export function viewOf(document: SpecDocument, place: Place): SchemaView {
	const all = known.get(document) ?? new Map<string, SchemaView>();
	known.set(document, all);
	const key = keyOf(place);
	const view = all.get(key) ?? read(document, place);
	all.set(key, view);
	return view;
}

export const keyOf = (place: Place): string =>
	place.map(({ pointer, scope }) => (scope.key === '' ? pointer : `${pointer} ${scope.key}`)).join('\n');

/** A schema with the schemas that always apply with it. */
function taken(document: SpecDocument, place: Place): { readonly applied: Applied[]; readonly isNever: boolean } {
	const seen = new Set<string>();
	const applied: Applied[] = [];
	let isNever = false;
	const open = [...place];
	for (let next = open.shift(); next; next = open.shift()) {
		isNever ||= orNothing(() => document.follow(next.pointer).value) === false;
		for (const each of orNothing(() => together(document, next.pointer, next.scope, seen)) ?? []) {
			applied.push(each);
			for (const { branches } of groupsIn(document, each)) if (branches.length === 1) open.push(...branches);
		}
	}
	return { applied, isNever };
}

function groupsIn(document: SpecDocument, { pointer, scope, schema }: Applied): Group[] {
	if (document.dialect === '3.0' && typeof schema.$ref === 'string') return [];
	return (['anyOf', 'oneOf'] as const).flatMap((keyword) => {
		const listed = schema[keyword];
		if (!Array.isArray(listed)) return [];
		const branches = listed.flatMap((each, index) => {
			const at = child(pointer, keyword, index);
			return isNullAlone(document, each, at) ? [] : [{ pointer: at, scope: entered(document, scope, at) }];
		});
		return [{ keyword, pointer: child(pointer, keyword), branches }];
	});
}

function read(document: SpecDocument, place: Place): SchemaView {
	const { applied, isNever } = taken(document, place);
	const own = applied.map((each) => ({ ...each, schema: inDialect(document.dialect, each.schema), raw: each.schema }));
	const [first = { pointer: '' }] = place;
	// What only refers to another schema is the same place as that.
	const outermost = own.find(({ schema }) => Object.keys(schema).some((key) => !texts.has(key))) ?? own[0];
	const pointer = outermost?.pointer ?? first.pointer;
	const maps = { properties: new Map<string, Placed[]>(), patterns: new Map<string, Placed[]>() };
	const others = new Map<string, Placed[]>();
	const literals = new Map<string, Stated<string>>();
	const required = new Map<string, Pointer>();
	const keywords = new Map<string, Pointer>();
	const lists = { additional: [] as Placed[], items: [] as Placed[], prefix: [] as Placed[][] };
	let types: Types;
	let values: Values;
	let closed: Pointer | undefined;
	for (const { pointer: at, scope, schema, raw } of own) {
		const below = (...keys: readonly (string | number)[]): Placed => {
			const to = child(at, ...keys);
			return { pointer: to, scope: entered(document, scope, to) };
		};
		for (const keyword of Object.keys(raw)) if (!keywords.has(keyword)) keywords.set(keyword, child(at, keyword));
		for (const name of namesIn(schema.properties)) put(maps.properties, name, below('properties', name));
		for (const name of namesIn(schema.patternProperties)) put(maps.patterns, name, below('patternProperties', name));
		for (const name of namesIn(schema.dependentSchemas))
			put(others, `dependentSchemas/${name}`, below('dependentSchemas', name));
		for (const [index, name] of listIn(schema.required).entries()) {
			if (!required.has(String(name))) required.set(String(name), child(at, 'required', index));
		}
		const { additionalProperties: rest, items, prefixItems } = schema;
		if (rest === false) closed ??= child(at, 'additionalProperties');
		else if (isStatement(rest)) lists.additional.push(below('additionalProperties'));
		if (isStatement(items)) lists.items.push(below('items'));
		for (const index of listIn(prefixItems).keys()) {
			const slot = lists.prefix[index] ?? [];
			lists.prefix[index] = slot;
			slot.push(below('prefixItems', index));
		}
		if (schema.type !== undefined) types = narrowed(types, child(at, 'type'), [schema.type].flat().map(String));
		const listed = { enum: schema.enum, const: 'const' in schema ? [schema.const] : undefined };
		for (const [keyword, each] of Object.entries(listed)) {
			if (Array.isArray(each)) values = common(values, child(at, keyword), each, keyword === 'enum', schema);
		}
		// In OpenAPI 3.0 the flags are no keywords of JSON Schema.
		const flags = typeof raw.$ref === 'string' && document.dialect === '3.0' ? {} : flagsOf(raw);
		for (const [keyword, value] of Object.entries({ ...schema, ...flags })) {
			if (texts.has(keyword) || structural.has(keyword) || keyword.startsWith('x-')) continue;
			if (subschemas.has(keyword)) put(others, keyword, below(keyword));
			else state(literals, keyword, child(at, keyword), value, schema);
		}
	}
	if (values) types = undefined;
	const groups = own.flatMap((each) => groupsIn(document, { ...each, schema: each.raw }));
	return {
		...{ pointer, isNever, types: exceptAll(types), values, literals, ...maps, required, closed, others },
		admitsNull: place.every((each) => orNothing(() => admitsNull(document, each)) ?? true),
		...{ additional: lists.additional, items: lists.items, prefixItems: lists.prefix },
		groups: groups.filter(({ branches }) => branches.length > 1),
		at: (keyword) => keywords.get(keyword) ?? pointer,
	};
}

const flagsOf = ({ readOnly, writeOnly, deprecated, default: otherwise, discriminator, xml }: JsonObject): JsonObject =>
	Object.fromEntries(
		Object.entries({ readOnly, writeOnly, deprecated, default: otherwise, discriminator, xml }).flatMap(
			([key, value]) => (value === undefined ? [] : [[key, value] as const]),
		),
	);

function put(map: Map<string, Placed[]>, name: string, place: Placed): void {
	const list = map.get(name) ?? [];
	map.set(name, list);
	list.push(place);
}

/** Whether a schema states anything: true and the empty schema do not. */
const isStatement = (schema: Json | undefined): boolean =>
	schema === false || (isObject(schema) && Object.keys(schema).some((key) => !texts.has(key) || key.startsWith('$')));

const namesIn = (value: Json | undefined) => Object.keys(isObject(value) ? value : {});
const listIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

export function orNothing<T>(make: () => T): T | undefined {
	try {
		return make();
	} catch (error) {
		if (error instanceof BrokenReference) return undefined;
		throw error;
	}
}
