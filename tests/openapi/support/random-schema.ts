/** Random schemas of every keyword that the translator knows, and values that are likely to meet them. */
import fc from 'fast-check';
import type { Json } from '../../../src/json/json';

const names = ['a', 'b', 'c', 'd'];
export const schemaNames = ['One', 'Two', 'Three'];

const schemaKeywords = [
	...['additionalProperties', 'unevaluatedProperties', 'items', 'unevaluatedItems', 'contains'],
	...['not', 'if', 'then', 'else'],
];
const types = ['null', 'boolean', 'integer', 'string', 'array', 'object', 'object', 'object'];

const name = fc.constantFrom(...names);
const someNames = fc.uniqueArray(name, { maxLength: 3 });
const count = fc.integer({ min: 0, max: 2 });
const scalar = fc.constantFrom<Json>(null, true, 0, 1, 2, '', 'x', 'xy', 'abc');

/** A small value, an object more often than not. */
export function randomValue(depth: number): fc.Arbitrary<Json> {
	if (depth === 0) return scalar;
	const below = randomValue(depth - 1);
	return fc.oneof(
		{ weight: 1, arbitrary: scalar },
		{ weight: 1, arbitrary: fc.array(below, { maxLength: 3 }) },
		{ weight: 4, arbitrary: fc.dictionary(name, below, { maxKeys: 4, noNullPrototype: true }) },
	);
}

/** The schemas of a document, which may refer to one another, in circles too. */
export const randomSchemas: fc.Arbitrary<Record<string, Json>> = fc.record(
	Object.fromEntries(schemaNames.map((each) => [each, randomSchema(2)])),
	{ noNullPrototype: true },
);

function randomSchema(depth: number): fc.Arbitrary<Json> {
	const value = randomValue(2);
	const scalars: Record<string, fc.Arbitrary<Json>> = {
		type: fc.constantFrom<Json>(...types, ['object', 'null'], ['array', 'object'], ['integer', 'string', 'object']),
		enum: fc.array(value, { minLength: 3, maxLength: 3 }),
		const: value,
		minimum: count,
		maximum: count,
		maxLength: count,
		pattern: fc.constant('^x'),
		minItems: fc.integer({ min: 0, max: 1 }),
		maxItems: count,
		uniqueItems: fc.constant(true),
		minProperties: count,
		maxProperties: fc.integer({ min: 1, max: 3 }),
		required: someNames,
		dependentRequired: fc.dictionary(name, someNames, { maxKeys: 2, noNullPrototype: true }),
	};
	const keywords = depth > 0 ? { ...scalars, ...nested(randomSchema(depth - 1)) } : scalars;
	const entries = Object.entries(keywords).map(([keyword, arbitrary]) => ({
		weight: keyword === 'properties' ? 15 : 1,
		arbitrary: fc.tuple(fc.constant(keyword), arbitrary),
	}));
	return fc.oneof(
		{ weight: 1, arbitrary: fc.constantFrom<Json>(true, true, true, false) },
		{
			weight: 11,
			arbitrary: fc
				.uniqueArray(fc.oneof(...entries), { selector: ([keyword]) => keyword, minLength: 1, maxLength: 4 })
				.map((pairs): Json => Object.fromEntries(pairs)),
		},
	);
}

function nested(deeper: fc.Arbitrary<Json>): Record<string, fc.Arbitrary<Json>> {
	const map = fc.dictionary(name, deeper, { maxKeys: 3, noNullPrototype: true });
	const list = fc.array(deeper, { minLength: 1, maxLength: 3 });
	return {
		...Object.fromEntries(schemaKeywords.map((keyword) => [keyword, deeper])),
		properties: map,
		patternProperties: deeper.map((schema) => ({ '^[ab]$': schema })),
		propertyNames: fc.constant({ enum: ['a', 'b', 'c'] }),
		dependentSchemas: map,
		prefixItems: list,
		minContains: fc.integer({ min: 0, max: 1 }),
		maxContains: fc.integer({ min: 1, max: 2 }),
		allOf: list,
		anyOf: list,
		oneOf: list,
		$ref: fc.constantFrom(...schemaNames).map((each) => `#/components/schemas/${each}`),
	};
}

/** Every value that is `value` less one property, at any depth. */
export function withoutOneProperty(value: Json): Json[] {
	if (Array.isArray(value)) {
		const items: readonly Json[] = value;
		return items.flatMap((item, index) => withoutOneProperty(item).map((less) => items.with(index, less)));
	}
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, member]) => {
		const { [key]: _, ...rest } = value as Record<string, Json>;
		return [rest, ...withoutOneProperty(member).map((less) => ({ ...value, [key]: less }))];
	});
}
