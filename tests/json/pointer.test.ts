/** Pointers to keys and back, and what they lead to. */
import {
	child,
	fileOf,
	keysOf,
	localOf,
	prefixOf,
	rootOf,
	shownPointer,
	stepInto,
	valueAt,
} from '../../src/json/pointer';

test.each([
	['', []],
	['/a', ['a']],
	['/', ['']],
	['/a~1b/c~0d', ['a/b', 'c~d']],
	['/~01', ['~1']],
	['/~10', ['/0']],
	['/0/200', ['0', '200']],
	['//a/', ['', 'a', '']],
])('"%s" has the keys %j, and the keys give it back', (pointer, keys) => {
	expect(keysOf(pointer)).toEqual(keys);
	expect(child('', ...keys)).toBe(pointer);
});

test('a number is a valid key', () => expect(child('/a', 0, 'b')).toBe('/a/0/b'));

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

test('a step into a string is undefined', () => expect(stepInto('text', '0')).toBeUndefined());

test.each([
	['', '', ''],
	['schemas/address.yaml', 'schemas/address.yaml#', 'schemas/address.yaml'],
	['../common.json', '../common.json#', '../common.json'],
	['a#b/100%.yaml', 'a%23b/100%25.yaml#', 'a#b/100%.yaml'],
	['%23.yaml', '%2523.yaml#', '%23.yaml'],
])('a pointer into the file "%s" begins with "%s"', (name, root, shown) => {
	expect(rootOf(name)).toBe(root);
	const pointer = child(root, 'a#/b', 'c');
	expect(pointer).toBe(`${root}/a#~1b/c`);
	expect(fileOf(pointer)).toBe(name);
	expect(fileOf(root)).toBe(name);
	expect(prefixOf(pointer)).toBe(root);
	expect(localOf(pointer)).toBe('/a#~1b/c');
	expect(localOf(root)).toBe('');
	expect(keysOf(pointer)).toEqual(['a#/b', 'c']);
	expect(keysOf(root)).toEqual([]);
	expect(valueAt({ 'a#/b': { c: 1 } }, pointer)).toBe(1);
	expect(shownPointer(pointer)).toBe(`${shown}#/a#~1b/c`);
});
