/** What may stand under a keyword of JSON Schema, so that a slip in the description is named where it stands. */
import { isObject } from '../../json/json';
import { patternFrom } from '../../json/text';
import { endless } from '../document/yaml';

const types = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

type Expectation = readonly [holds: (value: unknown) => boolean, words: string];

const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
const areTexts = (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string');
const areTypes = (values: readonly unknown[]) =>
	values.length > 0 && values.every((each) => types.some((type) => type === each));
/** Whether a YAML alias in it stands below its own anchor. */
const isEndless = (value: unknown): boolean =>
	Array.isArray(value)
		? value.some(isEndless)
		: isObject(value) && (value.$ref === endless || Object.values(value).some(isEndless));

const count: Expectation = [isCount, 'a whole number from 0'];
const number: Expectation = [(value) => typeof value === 'number', 'a number'];
const reference: Expectation = [(value) => typeof value === 'string', 'a reference'];
const each = (expectation: Expectation, ...keywords: readonly string[]) =>
	Object.fromEntries(keywords.map((keyword) => [keyword, expectation]));

const expectations: Readonly<Record<string, Expectation>> = {
	...each(reference, '$ref', '$dynamicRef'),
	type: [(value) => areTypes([value].flat()), `one of ${types.join(', ')}, or a list of these`],
	enum: [Array.isArray, 'a list of values'],
	required: [areTexts, 'a list of names'],
	dependentRequired: [(value) => isObject(value) && Object.values(value).every(areTexts), 'a map of lists of names'],
	multipleOf: [(value) => typeof value === 'number' && value > 0, 'a number above 0'],
	...each(number, 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'),
	...each(count, 'maxLength', 'minLength', 'maxItems', 'minItems', 'maxContains', 'minContains'),
	...each(count, 'maxProperties', 'minProperties'),
	uniqueItems: [(value) => typeof value === 'boolean', 'true or false'],
	format: [(value) => typeof value === 'string', 'a name'],
	pattern: [isPattern, 'a regular expression of ECMAScript'],
};

/** Keywords that ask something of a value, by themselves or through a schema. */
const assertions = new Set([
	...Object.keys(expectations),
	...['const', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas', 'dependencies'],
	...['items', 'prefixItems', 'additionalItems', 'contains', 'unevaluatedItems', '$recursiveRef'],
	...['properties', 'patternProperties', 'additionalProperties', 'propertyNames', 'unevaluatedProperties'],
]);

/** Keywords that ask for nothing: those that only schemas have, and those that other objects of OpenAPI have too. */
const annotations = new Set([
	...['readOnly', 'writeOnly', 'nullable', 'discriminator', 'xml'],
	...['contentMediaType', 'contentEncoding', 'contentSchema', '$defs', 'definitions', 'id'],
	...['$id', '$schema', '$anchor', '$dynamicAnchor', '$recursiveAnchor', '$vocabulary', '$comment'],
]);
const shared = new Set(['title', 'description', 'default', 'example', 'examples', 'deprecated', 'externalDocs']);

export const isAssertion = (key: string): boolean => assertions.has(key);

/** Whether `value` may be a schema. An object without a keyword that only schemas have may be something else. */
export function mayBeSchema(value: unknown): boolean {
	if (!isObject(value)) return typeof value === 'boolean';
	const keys = Object.keys(value);
	const isClear = keys.some((key) => assertions.has(key) || annotations.has(key));
	return isClear || keys.every((key) => shared.has(key) || key.startsWith('x-'));
}

/** Why `value` cannot stand under `keyword`, or undefined where it can. */
export function slipIn(keyword: string, value: unknown): string | undefined {
	if ((keyword === 'const' || keyword === 'enum') && isEndless(value))
		return `a YAML alias in "${keyword}" stands below its own anchor, so the value has no end`;
	const expectation = expectations[keyword];
	if (!expectation) return undefined;
	const [holds, words] = expectation;
	return holds(value) ? undefined : `"${keyword}" is ${JSON.stringify(value)}; it must be ${words}`;
}

export function isPattern(value: unknown): boolean {
	try {
		return typeof value === 'string' && patternFrom(value) instanceof RegExp;
	} catch {
		return false;
	}
}
