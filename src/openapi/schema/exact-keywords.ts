/**
 * The keywords that compare numbers, to the digit (JSON Schema 2020-12 Core, 4.2.2; Validation, 6.1 and 6.2): ajv's own
 * compare doubles. Each is a test of a value and of what holds it, which knows a number's text where a double is too short.
 */
import { compareNumerals, isMultipleOf, type Numeral } from '../../json/decimal';
import { type Held, isSame, textIn } from '../../json/exact';
import { numberFormats } from './formats';

/** Whether a value holds; `holder` and `key` are undefined for the whole. */
export type ExactTest = (value: unknown, holder: unknown, key: string | number | undefined) => boolean;

type Maker = (limit: unknown, schema: object, keyword: string) => ExactTest;

/** Doubles keep the order of numbers, so only equal ones need a closer look. */
const bound =
	(holds: (order: number) => boolean): Maker =>
	(limit, schema, keyword) => {
		const exact = textIn(schema, keyword) ?? (limit as number);
		return (value, holder, key) => {
			if (value !== limit) return holds((value as number) - (limit as number));
			return holds(compareNumerals(textIn(holder, key) ?? (value as number), exact));
		};
	};

const literals =
	(listed: (limit: unknown, schema: object) => readonly Held[]): Maker =>
	(limit, schema) => {
		const all = listed(limit, schema);
		const composite = all.filter(([each]) => typeof each === 'object' && each !== null);
		const scalars = new Map<unknown, Held[]>();
		for (const each of all) scalars.set(each[0], [...(scalars.get(each[0]) ?? []), each]);
		return (value, holder, key) => {
			const held: Held = [value, holder, key];
			if (typeof value === 'object' && value !== null) return composite.some((each) => isSame(each, held));
			const near = scalars.get(value);
			return near?.some((each) => isSame(each, held)) === true;
		};
	};

export const exactKeywords: Readonly<Record<string, Maker>> = {
	maximum: bound((order) => order <= 0),
	minimum: bound((order) => order >= 0),
	exclusiveMaximum: bound((order) => order < 0),
	exclusiveMinimum: bound((order) => order > 0),
	multipleOf: (step, schema, keyword) => {
		const exact = textIn(schema, keyword) ?? (step as Numeral);
		return (value, holder, key) => isMultipleOf(exact, textIn(holder, key) ?? (value as number));
	},
	const: literals((only, schema) => [[only, schema, 'const']]),
	enum: literals((list) => (list as unknown[]).map((each, index): Held => [each, list, index])),
	uniqueItems: (isAsked) => (value) => isAsked !== true || !hasRepetition(value as unknown[]),
};

/**
 * Beside `type: integer`, which ajv judges by the double: 7.00000000000000000001 is none. The keyword is ours, and its
 * faults are told as those of `type`.
 */
export const wholeKeyword = 'wholeNumber';

export const isWhole: ExactTest = (_, holder, key) => {
	const text = textIn(holder, key);
	return text === undefined || isMultipleOf(1, text);
};

/** Whether a `type` takes whole numbers and no others. */
export const asksForWhole = (type: unknown): boolean => {
	const types = [type].flat();
	return types.includes('integer') && !types.includes('number');
};

function hasRepetition(items: readonly unknown[]): boolean {
	const seen = new Map<unknown, number[]>();
	return items.some((item, index) => {
		// Objects and lists are compared with each other, all else with what is the same double or text.
		const like = typeof item === 'object' && item !== null ? seen : item;
		const before = seen.get(like) ?? [];
		if (before.some((other) => isSame([items[other], items, other], [item, items, index]))) return true;
		before.push(index);
		seen.set(like, before);
		return false;
	});
}

/** The test of a format for numbers; undefined for any other. */
export function numberFormat(name: unknown): ExactTest | undefined {
	const test = typeof name === 'string' && Object.hasOwn(numberFormats, name) ? numberFormats[name] : undefined;
	return test && ((value, holder, key) => test(textIn(holder, key) ?? (value as number)));
}
