/**
 * A schema as the document writes it, for walks over schemas: read once, on first use, and known by the place
 * and the dynamic scope from then on.
 */

import { isObject, type JsonObject } from '../../json/json';
import { child } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import { inDialect } from './dialect';
import { type Pattern, watchedPattern } from './pattern';
import { entered, type Placed, referredBy } from './scope';

/** A schema that is read when it is needed; undefined where it is true or false. Throws `BrokenReference`. */
export type Lazy = () => SchemaNode | undefined;

export interface SchemaNode extends Placed {
	/** In the terms of JSON Schema 2020-12. */
	readonly schema: JsonObject;
	/** Those that always apply in its place: what it refers to, and its `allOf`. */
	readonly together: readonly Lazy[];
	/** `anyOf` and `oneOf`. */
	readonly choices: readonly (readonly Branch[])[];
	readonly condition:
		| { readonly test: Branch; readonly met: Lazy | undefined; readonly unmet: Lazy | undefined }
		| undefined;
	/** `dependentSchemas` by name. */
	readonly dependents: readonly (readonly [name: string, schema: Branch])[];
	readonly properties: ReadonlyMap<string, Lazy>;
	readonly patterns: readonly (readonly [pattern: Pattern, schema: Lazy])[];
	/** The schema of `additionalProperties`, where it is more than true or false. */
	readonly additional: Lazy | undefined;
	readonly unevaluated: Lazy | undefined;
	readonly prefixItems: readonly Lazy[];
	readonly items: Lazy | undefined;
	readonly unevaluatedItems: Lazy | undefined;
	/** Whether it has a `discriminator`. */
	readonly discriminates: boolean;
	/** Whether it names properties; one that names none leaves its object open. */
	readonly names: boolean;
	/** Whether it sets `additionalProperties` or `unevaluatedProperties`. */
	readonly saysOtherwise: boolean;
	/** Required properties; they are known even without a schema. */
	readonly required: ReadonlySet<string>;
}

/** A schema that applies where it holds. */
export interface Branch {
	readonly place: Placed;
	readonly node: Lazy;
}

const known = new WeakMap<SpecDocument, Map<string, SchemaNode | undefined>>();

/** The schema at a place, references on the way there followed; undefined where it is true, false or none. */
export function nodeAt(document: SpecDocument, placed: Placed): SchemaNode | undefined {
	const all = known.get(document) ?? new Map<string, SchemaNode | undefined>();
	known.set(document, all);
	const key = `${placed.scope.key} ${placed.pointer}`;
	if (all.has(key)) return all.get(key);
	const { pointer, value } = document.at(placed.pointer);
	const place: Placed = { pointer, scope: entered(document, placed.scope, pointer) };
	const node = isObject(value) ? read(document, place, value) : undefined;
	all.set(key, node);
	return node;
}

function read(document: SpecDocument, place: Placed, written: JsonObject): SchemaNode {
	const schema = inDialect(document.dialect, written);
	const { pointer, scope } = place;
	const branchAt = (other: Placed): Branch => {
		let found: { readonly node: SchemaNode | undefined } | undefined;
		const node = () => {
			found ??= { node: nodeAt(document, other) };
			return found.node;
		};
		return { place: other, node };
	};
	const below = (...keys: readonly (string | number)[]): Branch => {
		const at = child(pointer, ...keys);
		return branchAt({ pointer: at, scope: entered(document, scope, at) });
	};
	const list = (keyword: string): Branch[] => {
		const value = schema[keyword];
		return Array.isArray(value) ? value.map((_, index) => below(keyword, index)) : [];
	};
	const map = (keyword: string): (readonly [name: string, schema: Branch])[] => {
		const value = schema[keyword];
		return isObject(value) ? Object.keys(value).map((name) => [name, below(keyword, name)] as const) : [];
	};
	const under = (keyword: string): Lazy | undefined => (isObject(schema[keyword]) ? below(keyword).node : undefined);
	return {
		...place,
		schema,
		together: [...referredBy(document, schema, pointer, scope).map(branchAt), ...list('allOf')].map(({ node }) => node),
		choices: [list('anyOf'), list('oneOf')],
		condition: schema.if === undefined ? undefined : { test: below('if'), met: under('then'), unmet: under('else') },
		dependents: map('dependentSchemas'),
		properties: new Map(map('properties').map(([name, { node }]) => [name, node])),
		patterns: map('patternProperties').map(([pattern, { node }]) => [watchedPattern(pattern), node]),
		additional: under('additionalProperties'),
		unevaluated: under('unevaluatedProperties'),
		prefixItems: list('prefixItems').map(({ node }) => node),
		items: schema.items === undefined ? undefined : below('items').node,
		unevaluatedItems: under('unevaluatedItems'),
		discriminates: isObject(written.discriminator),
		names: [schema.properties, schema.patternProperties].some((each) => isObject(each) && Object.keys(each).length > 0),
		saysOtherwise: schema.additionalProperties !== undefined || schema.unevaluatedProperties !== undefined,
		required: new Set(Array.isArray(schema.required) ? schema.required.map(String) : []),
	};
}
