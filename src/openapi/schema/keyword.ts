/** What may stand under a keyword of JSON Schema, so that a slip in the description is named where it stands. */
import { isObject } from '../../json/json';
import { patternFrom } from '../../json/text';

const types = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

type Expectation = readonly [holds: (value: unknown) => boolean, words: string];

const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
const areTexts = (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string');
const areTypes = (values: readonly unknown[]) =>
	values.length > 0 && values.every((each) => types.some((type) => type === each));

const count: Expectation = [isCount, 'a whole number from 0'];
const number: Expectation = [(value) => typeof value === 'number', 'a number'];
const expectations: Readonly<Record<string, Expectation>> = {
	$ref: [(value) => typeof value === 'string', 'a reference'],
	$dynamicRef: [(value) => typeof value === 'string', 'a reference'],
	type: [(value) => areTypes([value].flat()), `one of ${types.join(', ')}, or a list of these`],
	enum: [(value) => Array.isArray(value) && value.length > 0, 'a list of values'],
	required: [areTexts, 'a list of names'],
	dependentRequired: [(value) => isObject(value) && Object.values(value).every(areTexts), 'a map of lists of names'],
	multipleOf: [(value) => typeof value === 'number' && value > 0, 'a number above 0'],
	maximum: number,
	exclusiveMaximum: number,
	minimum: number,
	exclusiveMinimum: number,
	maxLength: count,
	minLength: count,
	maxItems: count,
	minItems: count,
	maxContains: count,
	minContains: count,
	maxProperties: count,
	minProperties: count,
	uniqueItems: [(value) => typeof value === 'boolean', 'true or false'],
	format: [(value) => typeof value === 'string', 'a name'],
	pattern: [isPattern, 'a regular expression of ECMAScript'],
};

/** Why `value` cannot stand under `keyword`, or undefined where it can. */
export function slipIn(keyword: string, value: unknown): string | undefined {
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
