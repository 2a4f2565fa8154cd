/**
 * Random values that a schema is about: most of them nearly right, some not at all, texts and numbers those of
 * somebody.
 */
import fc from 'fast-check';
import { isObject, type Json } from '../../../src/json/json';
import { child, type Pointer } from '../../../src/json/pointer';
import { samplesOf } from '../../../src/openapi/example/regex-samples';
import type { Spec } from '../../../src/openapi/spec';

type Pick = fc.GeneratorValue;

const names = ['Margarete', 'Ottokar Weiß', 'frieda@example.net', '+14155552671', 'SW1A 2AA', 'DE89370400440532013000'];
const sample: Readonly<Record<string, readonly string[]>> = {
	'date-time': ['1987-06-05T12:13:14Z', '2003-11-30T23:59:59.5+02:00'],
	date: ['1987-06-05', '2003-11-30'],
	email: ['frieda@example.net', 'o.weiss@example.net'],
	uuid: ['9f1c2d3e-58cc-4372-a567-0e02b2c3d479'],
	uri: ['https://example.net/frieda'],
};

export function instanceOf(pick: Pick, spec: Spec, start: Pointer): Json {
	return valueBy(start, 0);

	function one<T>(all: readonly T[]): T {
		const [first] = all;
		if (first === undefined) throw new Error('nothing to pick from');
		return all[pick(fc.nat, { max: all.length - 1 })] ?? first;
	}

	function oneIn(number: number): boolean {
		return pick(fc.nat, { max: number - 1 }) === 0;
	}

	function somebodys(depth: number): Json {
		return one<() => Json>([
			() => `${one(names)}${oneIn(2) ? pick(fc.nat, { max: 999 }) : ''}`,
			() => pick(fc.string, { maxLength: 12 }),
			() => pick(fc.integer, { min: -5000, max: 500_000 }),
			() => pick(fc.integer, { min: 0, max: 40 }) + 0.5,
			() => one<Json>([true, false, null]),
			() => (depth > 3 ? 'Margarete' : { [one(names)]: somebodys(depth + 1), name: somebodys(depth + 1) }),
			() => (depth > 3 ? 1987 : [somebodys(depth + 1), somebodys(depth + 1)]),
		])();
	}

	function valueBy(pointer: Pointer, depth: number): Json {
		if (depth > 5 || oneIn(9)) return somebodys(depth);
		const located = follow(pointer);
		if (!located || !isObject(located.value)) return somebodys(depth);
		const { value: schema, pointer: at } = located;
		if (Array.isArray(schema.enum) && schema.enum.length > 0) return one(schema.enum as readonly Json[]);
		if (schema.const !== undefined) return schema.const;
		const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => {
			const list = schema[keyword];
			if (!Array.isArray(list) || list.length === 0) return [];
			const all = list.map((_, index) => child(at, keyword, index));
			return keyword === 'allOf' ? all : [one(all)];
		});
		for (const keyword of ['if', 'then', 'else']) {
			if (schema[keyword] !== undefined && oneIn(2)) parts.push(child(at, keyword));
		}
		const own = ownValue(schema, at, depth);
		const others = parts.map((each) => valueBy(each, depth + 1));
		if (own !== undefined && !isObject(own)) return own;
		if (own === undefined && others.length > 0 && !others.every(isObject)) return one(others);
		const objects = [own, ...others].filter(isObject);
		return objects.length > 0 ? (Object.assign({}, ...objects) as Json) : somebodys(depth);
	}

	function ownValue(schema: Record<string, Json>, at: Pointer, depth: number): Json | undefined {
		const { properties, items, prefixItems, additionalProperties, patternProperties, pattern, format } = schema;
		const types = [schema.type ?? []].flat();
		const type = types.length === 0 ? undefined : one(types);
		if (isObject(properties) || isObject(additionalProperties) || isObject(patternProperties) || type === 'object') {
			const members: [string, Json][] = [];
			for (const name of Object.keys(isObject(properties) ? properties : {})) {
				if (!oneIn(4)) members.push([name, valueBy(child(at, 'properties', name), depth + 1)]);
			}
			if (isObject(additionalProperties)) {
				for (const name of names.slice(pick(fc.nat, { max: 5 }))) {
					members.push([name, valueBy(child(at, 'additionalProperties'), depth + 1)]);
				}
			}
			for (const each of Object.keys(isObject(patternProperties) ? patternProperties : {})) {
				const name = one(samplesOf(each) ?? ['Ottokar']);
				members.push([name, valueBy(child(at, 'patternProperties', each), depth + 1)]);
			}
			if (oneIn(6)) members.push([one(names), somebodys(depth + 1)]);
			if (oneIn(6)) members.push(['unheard', somebodys(depth + 1)]);
			return Object.fromEntries(members);
		}
		if (items !== undefined || prefixItems !== undefined || type === 'array') {
			const first = Array.isArray(prefixItems)
				? prefixItems.map((_, index) => valueBy(child(at, 'prefixItems', index), depth + 1))
				: [];
			const rest = Array.from({ length: pick(fc.nat, { max: 3 }) }, () =>
				isObject(items) ? valueBy(child(at, 'items'), depth + 1) : somebodys(depth + 1),
			);
			return [...first, ...rest];
		}
		if (typeof pattern === 'string') return one(samplesOf(pattern) ?? names);
		if (typeof format === 'string' && sample[format]) return one(sample[format]);
		switch (type) {
			case 'string':
				return one([...names, pick(fc.string, { maxLength: 20 }), String(schema.default ?? 'Margarete')]);
			case 'integer':
			case 'number': {
				const near = [schema.minimum, schema.maximum, schema.exclusiveMinimum, schema.exclusiveMaximum].filter(
					(each) => typeof each === 'number',
				);
				const base =
					near.length > 0
						? one(near) + pick(fc.integer, { min: -3, max: 3 })
						: pick(fc.integer, { min: 1, max: 9_999 });
				return type === 'number' && oneIn(2) ? base + 0.25 : base;
			}
			case 'boolean':
				return oneIn(2);
			case 'null':
				return null;
			default:
				return undefined;
		}
	}

	function follow(pointer: Pointer) {
		try {
			return spec.document.follow(pointer);
		} catch {
			return undefined;
		}
	}
}
