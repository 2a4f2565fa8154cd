/** The small rooms of `spec/`: text, JSON, formats and keywords. */
import { formats, isKnownFormat } from '../../spec/formats';
import { InputError, reasonOf } from '../../spec/input-error';
import { isObject, property, typeOf } from '../../spec/json';
import { slipIn } from '../../spec/keyword';
import { asPattern, patternFrom, percentDecoded } from '../../spec/text';

test('a text as a pattern matches just itself', () => {
	const text = String.raw`a.b*c+d?e^f$g{h}i(j)k|l[m]n\o/p-q`;
	expect(new RegExp(`^${asPattern(text)}$`, 'u').test(text)).toBe(true);
	expect(new RegExp(`^${asPattern('a.b')}$`).test('axb')).toBe(false);
});

test('a pattern is read with the u flag where it can be', () => {
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

test('formats are known by their own names', () => {
	expect(isKnownFormat('uuid')).toBe(true);
	expect(isKnownFormat('toString')).toBe(false);
	expect(Object.keys(formats)).toEqual(expect.arrayContaining(['date-time', 'time', 'email', 'int32', 'byte']));
});

test.each([
	['type', 'text', true],
	['type', ['string', 'null'], false],
	['type', [], true],
	['enum', [], true],
	['required', ['a', 1], true],
	['dependentRequired', { a: ['b'] }, false],
	['dependentRequired', { a: 'b' }, true],
	['multipleOf', 0, true],
	['maximum', '5', true],
	['maxLength', 1.5, true],
	['minItems', -1, true],
	['uniqueItems', 'yes', true],
	['format', 1, true],
	['pattern', '[', true],
	['pattern', String.raw`[a\-b]`, false],
	['const', undefined, false],
	['description', 5, false],
])('under %s, %j is a slip: %s', (keyword, value, slips) => {
	expect(slipIn(keyword, value) !== undefined).toBe(slips);
});

test.each([
	[Object.assign(new Error('ENOENT: /some/where'), { code: 'ENOENT' }), 'there is no such file'],
	[Object.assign(new Error('EISDIR: /some/where'), { code: 'EISDIR' }), 'it is a folder'],
	[Object.assign(new Error('EACCES: /some/where'), { code: 'EACCES' }), 'reading it is not permitted'],
	[new SyntaxError('Unexpected "a\n  b"'), 'Unexpected "a b"'],
	[new InputError('one\ntwo'), 'one'],
	['text', 'text'],
])('%s is told as "%s"', (error, reason) => expect(reasonOf(error)).toBe(reason));
