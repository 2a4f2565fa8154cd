/** Ways to write a document otherwise that change nothing of what it means, each at a random place. */
import fc from 'fast-check';
import { isObject, type Json, type JsonObject, property } from '../../../src/json/json';
import { child, keysOf, valueAt } from '../../../src/json/pointer';
import { edited } from './fixture';

/** Each schema of the document, where a schema can stand. */
export function schemasIn(document: Json): string[] {
	const found: string[] = [];
	const schema = (at: string, value: Json | undefined): void => {
		if (!isObject(value)) return;
		found.push(at);
		const below = (keyword: string) => Object.entries(isObject(value[keyword]) ? value[keyword] : {});
		for (const [name, each] of below('properties')) schema(child(at, 'properties', name), each);
		for (const keyword of ['items', 'additionalProperties']) schema(child(at, keyword), value[keyword]);
		for (const keyword of ['oneOf', 'anyOf', 'allOf']) {
			const listed = value[keyword];
			if (Array.isArray(listed)) for (const [index, each] of listed.entries()) schema(child(at, keyword, index), each);
		}
	};
	const any = (at: string, value: Json | undefined): void => {
		if (Array.isArray(value)) for (const [index, each] of value.entries()) any(child(at, index), each);
		if (!isObject(value)) return;
		for (const [key, each] of Object.entries(value)) {
			if (key === 'schema') schema(child(at, key), each);
			else any(child(at, key), each);
		}
	};
	any('/paths', property(document, 'paths'));
	const components = property(document, 'components');
	any('/components/responses', property(components, 'responses'));
	for (const [name, each] of Object.entries(property(components, 'schemas') ?? {})) {
		schema(child('/components/schemas', name), each as Json);
	}
	return found;
}

type Rewrite = (document: Json, at: string, random: number) => Json;

const objectAt = (document: Json, at: string): JsonObject => {
	const value = valueAt(document, at);
	return isObject(value) ? value : {};
};

/** A list in another order. */
const turned = (list: Json | undefined, by: number): Json | undefined =>
	Array.isArray(list) && list.length > 1 ? [...list.slice(by % list.length), ...list.slice(0, by % list.length)] : list;

export const rewrites: Readonly<Record<string, Rewrite>> = {
	texts: (document, at, random) => {
		const value = objectAt(document, at);
		const texts = { title: `t${random}`, description: `d${random}`, example: random, 'x-note': random };
		return edited(document, [{ at, set: { ...value, ...texts } }]);
	},
	'lists in another order': (document, at, random) => {
		const value = objectAt(document, at);
		const lists = ['required', 'enum', 'oneOf', 'type'].flatMap((key) => {
			const list = turned(value[key], random);
			return list === undefined ? [] : [[key, list] as const];
		});
		return edited(document, [{ at, set: { ...value, ...Object.fromEntries(lists) } }]);
	},
	'keys in another order': (document, at, random) => {
		const entries = Object.entries(objectAt(document, at));
		const by = random % (entries.length || 1);
		return edited(document, [{ at, set: Object.fromEntries([...entries.slice(by), ...entries.slice(0, by)]) }]);
	},
	'a reference written out': (document, at) => {
		const reference = objectAt(document, at).$ref;
		if (typeof reference !== 'string') return document;
		return edited(document, [{ at, set: objectAt(document, reference.slice(1)) }]);
	},
	'a component of its own': (document, at, random) => {
		if (keysOf(at).length <= 3) return document;
		const name = `Part${random}`;
		const component = child('/components/schemas', name);
		if (valueAt(document, component) !== undefined) return document;
		const moved = edited(document, [{ at: component, set: objectAt(document, at) }]);
		return edited(moved, [{ at, set: { $ref: `#${component}` } }]);
	},
	'one alternative': (document, at, random) => {
		const keyword = ['allOf', 'anyOf', 'oneOf'][random % 3] ?? 'allOf';
		return edited(document, [{ at, set: { [keyword]: [objectAt(document, at)] } }]);
	},
	halves: (document, at, random) => {
		const value = objectAt(document, at);
		if (value.properties === undefined || value.additionalProperties === false) return document;
		const { required = [], ...rest } = value;
		const halves = random % 2 === 0 ? [rest, { required }] : [{ required }, rest];
		return edited(document, [{ at, set: { allOf: halves } }]);
	},
	defaults: (document, at) => {
		const value = objectAt(document, at);
		const isString = value.type === 'string' && value.minLength === undefined;
		return isString ? edited(document, [{ at: child(at, 'minLength'), set: 0 }]) : document;
	},
};

export const someRewrites = fc.array(
	fc.record({
		kind: fc.constantFrom(...Object.keys(rewrites)),
		place: fc.nat(),
		random: fc.integer({ min: 1, max: 1_000 }),
	}),
	{ minLength: 1, maxLength: 12 },
);

export function rewritten(
	document: Json,
	all: readonly { readonly kind: string; readonly place: number; readonly random: number }[],
): Json {
	return all.reduce<Json>((now, { kind, place, random }) => {
		const places = schemasIn(now);
		return rewrites[kind]?.(now, places[place % places.length] ?? '', random) ?? now;
	}, document);
}
