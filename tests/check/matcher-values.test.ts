/** The values that a matching rule admits beside its example are values that Pact would let pass. */
import { UnreadablePattern, valuesOf } from '../../gate/check/matcher/matcher-values';
import { readMatchingRules } from '../../gate/pact-matchers';
import type { Json } from '../../spec/json';

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
])('%s', (_, matchers, example, expected) => {
	expect(values(matchers, example)).toEqual(expected);
});

test('what any of several admits', () => {
	expect(values([regex('x'), regex('y'), { match: 'date' }], 'x', 'OR')).toEqual(['y']);
});

test('an expression is taken whole, and without case where it says so', () => {
	expect(values([regex('(?i)on|off')], 'on')).toEqual(['ON', 'off', 'OFF']);
	expect(values([regex('(?!ab)a[ab]')], 'aa')).toEqual([]);
});

test('an expression beyond our reading is tried on common texts', () => {
	expect(values([regex('(a|b)\\1?')], 'b')).toEqual(['a']);
});

test.each([
	['(', 'is none that JavaScript reads'],
	['a)|(b', 'is none that JavaScript reads'],
	['(?P<a>b)', 'is none that JavaScript reads'],
	['((a+)+)+$!', 'takes too long'],
])('%s %s', (pattern, fault) => {
	expect(() => values([regex(pattern)], 'b')).toThrow(new UnreadablePattern(pattern, fault));
});
