/** Random schemas of every keyword that the translator knows, and values that are likely to meet them. */
import type { Json } from '../../../spec/json';
import type { Chance } from './random';

const names = ['a', 'b', 'c', 'd'];
export const schemaNames = ['One', 'Two', 'Three'];

/** A document whose schemas may refer to one another, in circles too. */
export function randomSchemas(chance: Chance, depth: number): Record<string, Json> {
	return Object.fromEntries(schemaNames.map((name) => [name, randomSchema(chance, depth)]));
}

function randomSchema(chance: Chance, depth: number): Json {
	if (chance.once(12)) return !chance.once(4);
	const schema: Record<string, Json> = {};
	const deeper = () => randomSchema(chance, depth - 1);
	const map = () => Object.fromEntries(chance.some(3, () => [chance.pick(names), deeper()]));
	const list = () => [deeper(), ...chance.some(2, deeper)];
	const someNames = () => [...new Set(chance.some(3, () => chance.pick(names)))];
	const scalars: Record<string, () => Json> = {
		type: () => chance.pick([...types, ['object', 'null'], ['array', 'object'], ['integer', 'string', 'object']]),
		enum: () => [randomValue(chance, 2), randomValue(chance, 2), randomValue(chance, 2)],
		const: () => randomValue(chance, 2),
		minimum: () => chance.below(3),
		maximum: () => chance.below(3),
		maxLength: () => chance.below(3),
		pattern: () => '^x',
		minItems: () => chance.below(2),
		maxItems: () => chance.below(3),
		uniqueItems: () => true,
		minProperties: () => chance.below(3),
		maxProperties: () => 1 + chance.below(3),
		required: someNames,
		dependentRequired: () => Object.fromEntries(chance.some(2, () => [chance.pick(names), someNames()])),
	};
	const nested: Record<string, () => Json> = {
		...Object.fromEntries(schemaKeywords.map((keyword) => [keyword, deeper])),
		properties: map,
		patternProperties: () => ({ '^[ab]$': deeper() }),
		propertyNames: () => ({ enum: ['a', 'b', 'c'] }),
		dependentSchemas: map,
		prefixItems: list,
		minContains: () => chance.below(2),
		maxContains: () => 1 + chance.below(2),
		allOf: list,
		anyOf: list,
		oneOf: list,
		$ref: () => `#/components/schemas/${chance.pick(schemaNames)}`,
	};
	const available = depth > 0 ? { ...scalars, ...nested, properties: map } : scalars;
	for (let left = 1 + chance.below(4); left > 0; left -= 1) {
		const keyword = chance.once(3) && depth > 0 ? 'properties' : chance.pick(Object.keys(available));
		const make = available[keyword];
		if (make) schema[keyword] = make();
	}
	return schema;
}

const schemaKeywords = [
	...['additionalProperties', 'unevaluatedProperties', 'items', 'unevaluatedItems', 'contains'],
	...['not', 'if', 'then', 'else'],
];
const types = ['null', 'boolean', 'integer', 'string', 'array', 'object', 'object', 'object'];

/** A small value, an object more often than not. */
export function randomValue(chance: Chance, depth: number): Json {
	const scalar = () => chance.pick<Json>([null, true, 0, 1, 2, '', 'x', 'xy', 'abc']);
	if (depth === 0 || chance.once(6)) return scalar();
	if (chance.once(5)) return chance.some(3, () => randomValue(chance, depth - 1));
	return Object.fromEntries(chance.some(4, () => [chance.pick(names), randomValue(chance, depth - 1)]));
}

/** Every value that is `value` less one property, at any depth. */
export function withoutOneProperty(value: Json): Json[] {
	if (Array.isArray(value)) {
		const items: readonly Json[] = value;
		return items.flatMap((item, index) => withoutOneProperty(item).map((less) => items.with(index, less)));
	}
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, member]) => {
		const { [name]: _, ...rest } = value as Record<string, Json>;
		return [rest, ...withoutOneProperty(member).map((less) => ({ ...value, [name]: less }))];
	});
}
