/** A JSON text taken apart while it is read equals a whole parse, however it is laid out and wherever the blocks end. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/json/json';
import { BrokenJson, itemAt, locateInFile, positionsOf, readFrame } from '../../src/json/list-file';
import { partsOf, type Read } from '../../src/json/list-scan';
import { locateInJson } from '../../src/json/position';
import { projectRoot } from '../support/cli';

const recorded = readFileSync(join(projectRoot, 'pacts/imprint-client-imprint.json'), 'utf8');
const lists = ['/interactions', '/log/entries'];

/** Reads `step` bytes at a time, so that a block may end anywhere. */
const reading = (text: string, step = Number.POSITIVE_INFINITY): Read => {
	const bytes = Buffer.from(text);
	return async (target, at, position) => bytes.copy(target, at, position, Math.min(bytes.length, position + step));
};

interface Taken {
	readonly items: Json[];
	readonly frame: Json;
	readonly indexes: number[];
}

async function taken(text: string, step?: number): Promise<Taken> {
	const items: Json[] = [];
	const indexes: number[] = [];
	for await (const part of partsOf(reading(text, step), lists)) {
		if (part.kind === 'frame') return { items, indexes, frame: readFrame(part) };
		for (const at of part.ends.keys()) {
			items.push(itemAt(part, at));
			indexes.push(part.first + at);
		}
	}
	throw new Error('there was no frame');
}

const layouts: readonly (readonly [string, string])[] = [
	['as Pact writes it', recorded],
	['in one line', JSON.stringify(JSON.parse(recorded))],
	['with tabs', JSON.stringify(JSON.parse(recorded), null, '\t')],
	['with carriage returns', recorded.replaceAll('\n', '\r\n')],
	['with a byte order mark', `\uFEFF${recorded}`],
	['without a line end', recorded.trimEnd()],
	[
		'with its keys the other way round',
		JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(recorded)).reverse())),
	],
	['with letters of several bytes', JSON.stringify({ é: '€', interactions: [{ a: 'ü€😀' }, { '😀': [] }], z: '😀' })],
	[
		'with strings full of brackets',
		JSON.stringify({ interactions: [{ a: '"]}\\"[{,' }, '\\', ']', {}], 'inter"': '[' }),
	],
	['with an escaped key', '{"inter\\u0061ctions": [1, 2]}'],
	['with scalars for items', '{"interactions": [1, "a", null, true, [], -1.5e3 , {}]}'],
	['with an empty list', '{"interactions": [ \n ], "a": [1, {"interactions": [2]}]}'],
	['with a list of that name further in', '{"a": {"interactions": [1]}, "b": [{"interactions": [1]}]}'],
];

test.each(layouts)('%s, every way of cutting it into blocks gives the same', async (_, text) => {
	const whole = JSON.parse(text.replace(/^\uFEFF/, '')) as JsonObject;
	const items = whole.interactions as readonly Json[] | undefined;
	for (const step of text.length > 1000 ? [97, 1009, undefined] : [1, 2, 3, 5, 7, undefined]) {
		const found = await taken(text, step);
		expect(found.items).toEqual(items ?? []);
		expect(found.indexes).toEqual((items ?? []).map((_each, index) => index));
		expect(found.frame).toEqual(items ? { ...whole, interactions: [] } : whole);
	}
});

test('an item larger than a block', async () => {
	const items = [{ a: 'x'.repeat(3 << 20) }, { b: 1 }];
	expect((await taken(JSON.stringify({ interactions: items, z: {} }))).items).toEqual(items);
});

test('numbers that a double cannot hold are noticed wherever a block ends', async () => {
	for (const number of ['990000000262240065', '1e400', '0.30000000000000004441', '-12345678901234567', '1E5']) {
		const text = `{"interactions": [{"a": ${number}}, {"a": "${number}"}]}`;
		for (let step = 1; step < text.length; step += 1) {
			let noticed = false;
			for await (const part of partsOf(reading(text, step), lists))
				noticed ||= part.kind === 'items' && part.mayNeedText;
			expect([number, step, noticed]).toEqual([number, step, true]);
		}
	}
});

test('a list that occurs twice is named', async () => {
	for await (const part of partsOf(reading('{"interactions": [1], "interactions": [2]}'), lists)) {
		if (part.kind === 'frame') expect(part.repeated).toBe('/interactions');
	}
	expect.assertions(1);
});

test('after any deletion or insertion, it equals a whole parse, or is refused', async () => {
	const inserted = fc.constantFrom('', '{', '[', ']', '}', ',', '"', '\\', '{}', ' ', '\n"interactions": [', ':', '1');
	const text = JSON.stringify({ a: { b: [1, '"'] }, interactions: [{ c: 1 }, { d: ['x', '\\'] }], z: 1 });
	let refused = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.nat(text.length),
			fc.nat(6),
			inserted,
			fc.integer({ min: 1, max: 50 }),
			async (at, length, between, step) => {
				const changed = text.slice(0, at) + between + text.slice(at + length);
				let whole: JsonObject | undefined;
				try {
					whole = JSON.parse(changed) as JsonObject;
				} catch {
					refused += 1;
					await expect(taken(changed, step)).rejects.toThrow(BrokenJson);
					return;
				}
				const { items, frame } = await taken(changed, step);
				const isList = Array.isArray(whole.interactions);
				expect(items).toEqual(isList ? whole.interactions : []);
				expect(frame).toEqual(isList ? { ...whole, interactions: [] } : whole);
			},
		),
		{ numRuns: 1500, seed: 1 },
	);
	expect(refused).toBeGreaterThan(100);
});

test.each(layouts)('%s, places are those of the text held whole', async (_, text) => {
	const pointers = pointersIn(JSON.parse(text.replace(/^\uFEFF/, '')) as Json);
	expect(await locateInFile(reading(text, 4096), lists, pointers)).toEqual(locateInJson(text, pointers));
});

function pointersIn(value: Json, at = ''): string[] {
	if (typeof value !== 'object' || value === null) return [at];
	const below = Object.entries(value).flatMap(([key, each]) =>
		pointersIn(each as Json, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
	);
	return [at, ...below];
}

test('positions of bytes, in lines and UTF-16 units', async () => {
	const text = '\uFEFFaü€😀b\r\nc\n\nd';
	const at = (part: string) => Buffer.byteLength(text.slice(0, text.indexOf(part)));
	const found = await positionsOf(reading(text, 3), ['a', '€', 'b', 'c', 'd'].map(at));
	expect(['a', '€', 'b', 'c', 'd'].map((each) => found.get(at(each)))).toEqual([
		{ line: 1, column: 1 },
		{ line: 1, column: 3 },
		{ line: 1, column: 6 },
		{ line: 2, column: 1 },
		{ line: 4, column: 1 },
	]);
	expect((await positionsOf(reading('{}'), [9])).get(9)).toEqual({ line: 1, column: 3 });
});
