/** Pointers to keys and back, and what they lead to. */
import { child, keysOf, stepInto, valueAt } from '../../spec/pointer';

test.each([
	['', []],
	['/a', ['a']],
	['/', ['']],
	['/a~1b/c~0d', ['a/b', 'c~d']],
	['/~01', ['~1']],
	['/~10', ['/0']],
	['/0/200', ['0', '200']],
	['//a/', ['', 'a', '']],
])('"%s" has the keys %j, and they make it again', (pointer, keys) => {
	expect(keysOf(pointer)).toEqual(keys);
	expect(child('', ...keys)).toBe(pointer);
});

test('a number is a key like another', () => expect(child('/a', 0, 'b')).toBe('/a/0/b'));

test.each([
	['', { a: [1, { b: null }], '': 2, 'x/y': 3 }],
	['/a/1/b', null],
	['/', 2],
	['/x~1y', 3],
	['/a/2', undefined],
	['/a/00', undefined],
	['/a/length', undefined],
	['/a/0/toFixed', undefined],
	['/toString', undefined],
	['/b/c', undefined],
])('"%s" leads to %j', (pointer, expected) => {
	expect(valueAt({ a: [1, { b: null }], '': 2, 'x/y': 3 }, pointer)).toEqual(expected);
});

test('a step into a text leads nowhere', () => expect(stepInto('text', '0')).toBeUndefined());
