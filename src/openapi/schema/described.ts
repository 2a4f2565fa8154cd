/**
 * What a schema describes, for the walk that looks for unknown properties: read from the document once, on first use,
 * and known by the place and the dynamic scope from then on.
 */

import { isObject, type JsonObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { patternFrom } from '../../json/text';
import type { SpecDocument } from '../document/document';
import { inDialect } from './dialect';
import { entered, type Placed, referredBy } from './scope';

/** A schema that may be read when it is needed. Throws `BrokenReference`. */
export type Lazy = () => Described | undefined;

export interface Described extends Placed {
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
	readonly patterns: readonly (readonly [pattern: RegExp, schema: Lazy])[];
	/** The schema of `additionalProperties`, where it is more than true or false. */
	readonly additional: Lazy | undefined;
	readonly unevaluated: Lazy | undefined;
	readonly prefixItems: readonly Lazy[];
	readonly items: Lazy | undefined;
	readonly unevaluatedItems: Lazy | undefined;
	/** Whether it names properties; one that names none leaves its object open. */
	readonly names: boolean;
	/** Whether it says itself what else there may be. */
	readonly saysOtherwise: boolean;
	/** Whether it has the keyword `properties`. */
	readonly hasProperties: boolean;
	/** Properties that it asks for; they are known, also where nothing more is said of them. */
	readonly required: ReadonlySet<string>;
}

/** A schema that applies where it holds. */
export interface Branch {
	readonly place: Placed;
	readonly schema: Lazy;
}

const known = new WeakMap<SpecDocument, Map<string, Described | undefined>>();

/** The schema at a place, references on the way there followed; undefined where it is true, false or none. */
export function describedAt(document: SpecDocument, placed: Placed): Described | undefined {
	const all = known.get(document) ?? new Map<string, Described | undefined>();
	known.set(document, all);
	const key = `${placed.scope.key} ${placed.pointer}`;
	if (all.has(key)) return all.get(key);
	const { pointer, value } = document.at(placed.pointer);
	const place: Placed = { pointer, scope: entered(document, placed.scope, pointer) };
	const described = isObject(value) ? read(document, place, inDialect(document.dialect, value)) : undefined;
	all.set(key, described);
	return described;
}

function read(document: SpecDocument, { pointer, scope }: Placed, schema: JsonObject): Described {
	const below = (...keys: readonly (string | number)[]): Placed => {
		const place: Pointer = child(pointer, ...keys);
		return { pointer: place, scope: entered(document, scope, place) };
	};
	const lazy = (place: Placed): Lazy => {
		let found: { readonly described: Described | undefined } | undefined;
		return () => {
			found ??= { described: describedAt(document, place) };
			return found.described;
		};
	};
	const branch = (place: Placed): Branch => ({ place, schema: lazy(place) });
	const list = (keyword: string): Placed[] => {
		const value = schema[keyword];
		return Array.isArray(value) ? value.map((_, index) => below(keyword, index)) : [];
	};
	const placed = (keyword: string): [string, Placed][] => {
		const value = schema[keyword];
		return isObject(value) ? Object.keys(value).map((name) => [name, below(keyword, name)]) : [];
	};
	const map = (keyword: string) => placed(keyword).map(([name, place]): [string, Lazy] => [name, lazy(place)]);
	const under = (keyword: string): Lazy | undefined => (isObject(schema[keyword]) ? lazy(below(keyword)) : undefined);
	const hasProperties = isObject(schema.properties);
	return {
		pointer,
		scope,
		together: [...referredBy(document, schema, pointer, scope), ...list('allOf')].map(lazy),
		choices: ['anyOf', 'oneOf'].map((keyword) => list(keyword).map(branch)),
		condition:
			schema.if === undefined ? undefined : { test: branch(below('if')), met: under('then'), unmet: under('else') },
		dependents: placed('dependentSchemas').map(([name, place]) => [name, branch(place)]),
		properties: new Map(map('properties')),
		patterns: map('patternProperties').map(([pattern, each]) => [patternFrom(pattern), each]),
		additional: under('additionalProperties'),
		unevaluated: under('unevaluatedProperties'),
		prefixItems: list('prefixItems').map(lazy),
		items: schema.items === undefined ? undefined : lazy(below('items')),
		unevaluatedItems: under('unevaluatedItems'),
		names: hasProperties || isObject(schema.patternProperties),
		saysOtherwise: schema.additionalProperties !== undefined || schema.unevaluatedProperties !== undefined,
		hasProperties,
		required: new Set(Array.isArray(schema.required) ? schema.required.map(String) : []),
	};
}
