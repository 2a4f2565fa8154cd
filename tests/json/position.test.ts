/** Positions in JSON, held against a parser that is as simple as can be. */
import fc from 'fast-check';
import type { Json } from '../../src/json/json';
import { child, type Pointer, valueAt } from '../../src/json/pointer';
import { locateInJson, type Position } from '../../src/json/position';

const at = (line: number, column: number): Position => ({ line, column });

test.each<[name: string, text: string, places: Record<Pointer, Position | undefined>]>([
	['a scalar', '5', { '': at(1, 1), '/a': undefined }],
	['space around', ' \n\t{ } ', { '': at(2, 2) }],
	[
		'one line',
		'{"a":{"b":[1,{"c":2}]}}',
		{ '/a': at(1, 6), '/a/b': at(1, 11), '/a/b/1': at(1, 14), '/a/b/1/c': at(1, 19) },
	],
	[
		'several lines',
		'{\n  "a": [\n    1,\n    "x"\n  ],\n  "b": 2\n}',
		{ '/a': at(2, 8), '/a/1': at(4, 5), '/b': at(6, 8) },
	],
	['CRLF', '{\r\n  "a": 1,\r\n  "b": 2\r\n}', { '/a': at(2, 8), '/b': at(3, 8) }],
	['escapes in keys', String.raw`{"\u0041\"\\\/":1,"\ud83d\ude00":2}`, { '/A"\\~1': at(1, 17), '/😀': at(1, 34) }],
	['the unescaped name alone', String.raw`{"\u0041":1}`, { '/\\u0041': undefined, '/A': at(1, 11) }],
	['brackets in texts', '{"x":"}],{[","y]":"\\"}","z":3}', { '/y]': at(1, 19), '/z': at(1, 29) }],
	['a backslash at the end of a text', '{"x":"\\\\","z":3}', { '/z': at(1, 15) }],
	[
		'empty values',
		'{"a":{},"b":[],"c":"","":0}',
		{ '/b': at(1, 13), '/c': at(1, 20), '/': at(1, 26), '/b/0': undefined, '/a/x': undefined },
	],
	['keys like numbers', '{"0":[10,11],"1":{"0":12}}', { '/0/1': at(1, 10), '/1/0': at(1, 23), '/0/01': undefined }],
	[
		'a key twice: the last counts',
		'{"a":{"x":1,"b":2},"a":{"b":3}}',
		{ '/a': at(1, 24), '/a/b': at(1, 29), '/a/x': undefined },
	],
	['a key twice: the last is a scalar', '{"a":{"b":1},"a":5}', { '/a': at(1, 18), '/a/b': undefined }],
	['a byte order mark', '\uFEFF{"a":1}', { '': at(1, 1), '/a': at(1, 6) }],
	['numbers of every form', '[-1.5e+3,true,null]', { '/0': at(1, 2), '/1': at(1, 10), '/2': at(1, 15) }],
	['past the end', '[1]', { '/1': undefined, '/-': undefined, '/length': undefined, '/0/x': undefined }],
	['columns in UTF-16 units', '{"😀":"ä","b":1}', { '/b': at(1, 15) }],
])('locates values with %s', (_, text, places) => {
	const found = locateInJson(text, Object.keys(places));
	expect(Object.fromEntries(Object.keys(places).map((pointer) => [pointer, found.get(pointer)]))).toEqual(places);
});

test('a pointer may be given twice', () => {
	expect([...locateInJson('[1,2]', ['/1', '/1'])]).toEqual([['/1', at(1, 4)]]);
});

test('locates every value of random documents and nothing else', () => {
	const property = fc.property(randomText(4), fc.infiniteStream(fc.integer()), (text, order) => {
		const expected = placesIn(text);
		const pointers = [...expected.keys()];
		const astray = pointers.flatMap((pointer) => [
			`${pointer}/nowhere`,
			`${pointer}/0`,
			`${pointer}/7`,
			child(pointer, 'a'),
		]);
		const value: unknown = JSON.parse(text);
		const nowhere = astray.filter((pointer) => valueAt(value, pointer) === undefined);
		const asked = [...pointers, ...nowhere]
			.map((pointer) => ({ pointer, rank: Number(order.next().value) }))
			.sort((a, b) => a.rank - b.rank)
			.map(({ pointer }) => pointer);
		expect(Object.fromEntries(locateInJson(text, asked))).toEqual(Object.fromEntries(expected));
		for (const [pointer, position] of expected) {
			expect(locateInJson(text, [pointer]).get(pointer)).toEqual(position);
		}
	});
	fc.assert(property, { numRuns: 750, seed: 1 });
});

/** JSON text with random contents and random space. */
function randomText(depth: number): fc.Arbitrary<string> {
	const space = fc.array(fc.constantFrom(' ', '\n', '\t', '\r\n'), { maxLength: 2 }).map((each) => each.join(''));
	const around = (inner: fc.Arbitrary<string>) => fc.tuple(space, inner, space).map((each) => each.join(''));
	const text = fc.constantFrom('""', '"a"', '"b{"', '"]}"', '"\\""', '"\\\\"', '"\\u0041,"', '"/~"', '"0"', '"1"');
	const scalar = around(fc.oneof(text, fc.constantFrom('0', '-1.5e3', 'true', 'null', '[]', '{}')));
	if (depth === 0) return scalar;
	const inner = randomText(depth - 1);
	const member = fc.tuple(around(text), inner).map((each) => each.join(':'));
	const joined = (each: fc.Arbitrary<string>, most: number) =>
		fc.tuple(fc.array(each, { maxLength: most }), space).map(([all, empty]) => all.join(',') || empty);
	return fc.oneof(
		{ weight: 2, arbitrary: scalar },
		{ weight: 3, arbitrary: around(joined(inner, 3).map((all) => `[${all}]`)) },
		{ weight: 3, arbitrary: around(joined(member, 4).map((all) => `{${all}}`)) },
	);
}

/** Every pointer into the JSON text with the position of its value: character by character, nothing skipped. */
function placesIn(text: string): Map<Pointer, Position> {
	let at = 0;
	const places = new Map<Pointer, Position>();
	const position = () => {
		const before = text.slice(0, at).split('\n');
		return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
	};
	const token = (): string => {
		const found = /^\s*("(\\.|[^"\\])*"|[[\]{},:]|[^\s[\]{},:]+)/.exec(text.slice(at));
		if (!found?.[1]) throw new Error(`no token at ${at} of ${text}`);
		at += found[0].length;
		return found[1];
	};
	const peek = () => {
		const start = at;
		const next = token();
		at = start;
		return next;
	};
	const value = (pointer: Pointer): void => {
		for (const known of [...places.keys()])
			if (known === pointer || known.startsWith(`${pointer}/`)) places.delete(known);
		at += (/^\s*/.exec(text.slice(at))?.[0] ?? '').length;
		places.set(pointer, position());
		const open = token();
		if (open !== '[' && open !== '{') return;
		const close = open === '[' ? ']' : '}';
		for (let index = 0; peek() !== close; index += 1) {
			if (open === '[') value(child(pointer, index));
			else {
				const key = JSON.parse(token()) as Json;
				token();
				value(child(pointer, String(key)));
			}
			if (peek() === ',') token();
		}
		token();
	};
	value('');
	return places;
}
