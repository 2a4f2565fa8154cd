/** The values that a matching rule admits beside its example are values that Pact would let pass. */
import { UnreadablePattern, valuesOf } from '../../src/check/matcher/matcher-values';
import { readMatchingRules } from '../../src/check/matcher/pact-matchers';
import type { Json } from '../../src/json/json';

function values(matchers: readonly Json[], example: Json, combine = 'AND'): Json[] {
	const [rule] = readMatchingRules({ body: { $: { combine, matchers } } });
	if (!rule) throw new Error('no rule was read');
	return valuesOf(rule, example).map(({ value }) => value);
}
const regex = (pattern: string) => ({ match: 'regex', regex: pattern });

test.each<[string, readonly Json[], Json, readonly Json[]]>([
	['texts', [{ match: 'type' }], 'b', ['a', 'any text', '']],
	['not the example', [{ match: 'type' }], 'a', ['any text', '']],
	['any number for a number', [{ match: 'type' }], 1, [0, 987654321, -1, 0.5]],
	['whole numbers', [{ match: 'integer' }], 1, [0, 987654321, -1]],
	['broken numbers', [{ match: 'decimal' }], 1.5, [0.5]],
	['the other truth', [{ match: 'boolean' }], true, [false]],
	['lists at the stated bounds', [{ match: 'type', min: 0, max: 2 }], ['x'], [[], ['x', 'x']]],
	['no list without an item to repeat', [{ match: 'type', min: 0, max: 2 }], [], []],
	['no list without end', [{ match: 'type', min: -1, max: 1e9 }], ['x'], []],
	['what includes a text', [{ match: 'include', value: 'x' }], 'x', ['a x', 'x a']],
	['alternatives', [regex('x|y')], 'x', ['y']],
	['nothing for an expression over a number', [regex('1|2')], 1, []],
	['what both matchers admit', [regex('x|yy'), { match: 'include', value: 'y' }], 'x', ['yy']],
	['nothing where one of several is unknown', [regex('x|y'), { match: 'date' }], 'x', []],
	['nothing beside an equal', [{ match: 'type' }, { match: 'equality' }], 'x', []],
	['no null', [{ match: 'type' }], null, []],
	['nothing for an object', [{ match: 'type' }], {}, []],
	[
		'any text beside what it includes',
		[{ match: 'type' }, { match: 'include', value: 'y' }],
		'x',
		['any text', 'y', 'a y', 'y a'],
	],
	['no text in place of a number', [{ match: 'type' }, { match: 'include', value: '1' }], 7, []],
	['no text where a number is asked for', [{ match: 'number' }, { match: 'include', value: '1' }], 'x', []],
	['no text where a truth is asked for', [{ match: 'boolean' }, { match: 'include', value: '1' }], 'x', []],
	['no text where a whole number is asked for', [{ match: 'integer' }, { match: 'include', value: '1' }], 'x', []],
	['no text where a broken number is asked for', [{ match: 'decimal' }, { match: 'include', value: '1' }], 'x', []],
	['what both expressions match', [regex('x|y|z'), regex('[yz]')], 'z', ['y']],
	['lists of a length that is one', [{ match: 'type', min: 64, max: 65 }], ['x'], [Array(64).fill('x')]],
])('%s', (_, matchers, example, expected) => {
	expect(values(matchers, example)).toEqual(expected);
});

test('values of any of several matchers', () => {
	expect(values([regex('x'), regex('y'), { match: 'semver' }], 'x', 'OR')).toEqual(['y']);
});

test('one list if only one bound is given', () => {
	expect(values([{ match: 'type', min: 2 }], ['x'])).toEqual([['x', 'x']]);
	expect(values([{ match: 'type', max: 2 }], ['x'])).toEqual([['x', 'x']]);
});

test('not more than the limit', () => {
	expect(values([regex(Array.from({ length: 70 }, (_, index) => `${index}`).join('|'))], '69')).toHaveLength(64);
});

test('whether the contract fixes the form of a value', () => {
	const [rule] = readMatchingRules({
		body: { $: { combine: 'OR', matchers: [regex('x|y'), { match: 'include', value: 'z' }, { match: 'type' }] } },
	});
	const shaped = rule && valuesOf(rule, 'x').map((each) => [each.value, each.shaped]);
	expect(shaped).toEqual([
		...[
			['y', true],
			['z', true],
			['a z', true],
			['z a', true],
		],
		...[
			['a', false],
			['any text', false],
			['', false],
		],
	]);
});

test('an expression matches the whole text, and ignores case with (?i)', () => {
	expect(values([regex('(?i)on|off')], 'on')).toEqual(['ON', 'off', 'OFF']);
	expect(values([regex('(?i)AB')], 'AB')).toEqual(['ab']);
	expect(values([regex('ab|cd|AB')], 'cd')).toEqual(['ab', 'AB']);
	expect(values([regex('(?!ab)a[ab]')], 'aa')).toEqual([]);
});

test('an unsupported expression is tried on common strings', () => {
	expect(values([regex('(a|b)\\1?')], 'b')).toEqual(['a']);
	expect(values([regex('([^]*)\\1?')], 'b')).toEqual([
		...['', 'a', 'A', '0', '1', 'ab', 'AB', '01', 'a b', 'Ab1', 'abc', '-', '.', '/', '/a'],
	]);
});

test.each([
	['(', 'cannot read'],
	['a)|(b', 'cannot read'],
	['(?P<a>b)', 'cannot read'],
	['((a+)+)+$!', 'takes too long for'],
])('%s: JavaScript %s it', (pattern, fault) => {
	expect(() => values([regex(pattern)], 'b')).toThrow(new UnreadablePattern(pattern, fault));
});
