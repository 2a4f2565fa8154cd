/** Text, JSON, formats and keywords. */

import { InputError, reasonOf } from '../../src/json/input-error';
import { isObject, property, typeOf } from '../../src/json/json';
import { asPattern, patternFrom, percentDecoded } from '../../src/json/text';
import { formats, isKnownFormat } from '../../src/openapi/schema/formats';
import { slipIn } from '../../src/openapi/schema/keyword';

test('an escaped text matches only itself', () => {
	const text = String.raw`a.b*c+d?e^f$g{h}i(j)k|l[m]n\o/p-q`;
	expect(new RegExp(`^${asPattern(text)}$`, 'u').test(text)).toBe(true);
	expect(new RegExp(`^${asPattern('a.b')}$`).test('axb')).toBe(false);
});

test('a pattern gets the u flag if it compiles with it', () => {
	expect(patternFrom('^.$').test('😀')).toBe(true);
	expect(patternFrom(String.raw`^[a\-b\@]$`).test('@')).toBe(true);
	expect(() => patternFrom('(?i)x')).toThrow(SyntaxError);
});

test.each([
	['a%20b', 'a b'],
	['%F0%9F%98%80', '😀'],
	['a+b', 'a+b'],
	['50%', '50%'],
	['%C3', '%C3'],
])('%s is percent-decoded to %s', (text, decoded) => expect(percentDecoded(text)).toBe(decoded));

test.each([
	[null, 'null'],
	[[], 'array'],
	[{}, 'object'],
	[1, 'integer'],
	[1.5, 'number'],
	['', 'string'],
	[false, 'boolean'],
])('%j is of type %s', (value, type) => expect(typeOf(value)).toBe(type));

test('only own properties of objects are properties', () => {
	expect(property({ a: 1 }, 'a')).toBe(1);
	expect(property({ a: 1 }, 'toString')).toBeUndefined();
	expect(property([1], '0')).toBeUndefined();
	expect(property(null, 'a')).toBeUndefined();
	expect([{}, [], null, 'a'].map(isObject)).toEqual([true, false, false, false]);
});

test('names that every object inherits are not formats', () => {
	expect(isKnownFormat('uuid')).toBe(true);
	expect(isKnownFormat('toString')).toBe(false);
	expect(Object.keys(formats)).toEqual(expect.arrayContaining(['date-time', 'time', 'email', 'int32', 'byte']));
});

const count = 'a whole number from 0';
const number = 'a number';
const types = 'one of array, boolean, integer, null, number, object, string, or a list of these';

test.each<readonly [keyword: string, words: string, good: readonly unknown[], bad: readonly unknown[]]>([
	...['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'].map(
		(type) => ['type', types, [type, [type, 'null']], [[], 'text', ['text'], [type, 'text'], 1, null]] as const,
	),
	['enum', 'a list of values', [[], [null], [1, 1]], ['a', { length: 1 }, null]],
	['required', 'a list of names', [[], ['a']], [['a', 1], 'a', { a: 'b' }]],
	[
		'dependentRequired',
		'a map of lists of names',
		[{}, { a: ['b'], c: [] }],
		[{ a: 'b' }, { a: ['b'], c: [1] }, [], 'a'],
	],
	['multipleOf', 'a number above 0', [0.01, 1], [0, -1, '1']],
	...['maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'].map(
		(keyword) => [keyword, number, [0, -1.5], ['5', true, null]] as const,
	),
	...[
		'maxLength',
		'minLength',
		'maxItems',
		'minItems',
		'maxContains',
		'minContains',
		'maxProperties',
		'minProperties',
	].map((keyword) => [keyword, count, [0, 1, 7], [-1, 1.5, '1', null]] as const),
	['uniqueItems', 'true or false', [true, false], ['yes', 1]],
	['format', 'a name', ['', 'uuid'], [1, null]],
	['pattern', 'a regular expression of ECMAScript', ['^a$', String.raw`[a\-b]`, ''], ['[', 1, null, '(?i)x']],
	['const', '', [undefined, null, {}], []],
	['description', '', [5], []],
])('keyword %s takes %s', (keyword, words, good, bad) => {
	for (const value of good) expect(slipIn(keyword, value)).toBeUndefined();
	for (const value of bad) {
		expect(slipIn(keyword, value)).toBe(`"${keyword}" is ${JSON.stringify(value)}; it must be ${words}`);
	}
});

test.each([
	[Object.assign(new Error('ENOENT: /some/where'), { code: 'ENOENT' }), 'there is no such file'],
	[Object.assign(new Error('EISDIR: /some/where'), { code: 'EISDIR' }), 'it is a folder'],
	[Object.assign(new Error('EACCES: /some/where'), { code: 'EACCES' }), 'reading it is not permitted'],
	[new SyntaxError('Unexpected "a\n  b"'), 'Unexpected "a b"'],
	[new InputError('one\ntwo'), 'one\\ntwo'],
	['text', 'text'],
])('%s is reported as "%s"', (error, reason) => expect(reasonOf(error)).toBe(reason));
