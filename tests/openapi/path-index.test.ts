/**
 * Paths found by their segments are those that the definition finds: written here once more, as a list of all paths
 * that is filtered, put in order and searched from the front.
 */
import { array, assert, constantFrom, property, record, subarray } from 'fast-check';
import { specOf } from './support/document';

const methods = ['get', 'put', 'post', 'delete'] as const;

/** Unreserved characters only, so that a path and its percent-decoded form mean the same (RFC 3986, 2.3). */
const templateSegments = [
	'a',
	'b',
	'a.a',
	'',
	'{x}',
	'{y}',
	'{x}.a',
	'a-{x}',
	'{x}-a',
	'{x}.{y}',
	'{x}...{y}',
	'{x}{y}',
	'a{x}a',
	'a{x}{y}',
];
const pathSegments = [
	'a',
	'b',
	'a.a',
	'',
	'a-b',
	'b-a',
	'a-a',
	'b.b.a',
	'a...b',
	'%61',
	'a%2Ea',
	'b%2Db',
	'aba',
	'aa',
	'.',
	'a.',
	'%C3%BC',
];

interface Found {
	readonly path: string;
	readonly values: readonly string[];
}

/** The definition: of all paths that fit, the first in the order of specificity that has the method. */
function naiveFind(
	paths: Readonly<Record<string, readonly string[]>>,
	method: string,
	path: string,
): Found | undefined {
	for (const empties of [false, true]) {
		const fitting = Object.keys(paths).flatMap((template): (Found & { keys: Key[] })[] => {
			const [wanted, actual] = [template.split('/'), path.split('/').map(decodeURIComponent)];
			if (wanted.length !== actual.length) return [];
			const values: string[] = [];
			for (const [index, segment] of wanted.entries()) {
				const matches = (value: string) => {
					const literals = segment.split(/\{[^}]*\}/).map((text) => text.replace(/[.]/g, '\\.'));
					return new RegExp(`^${literals.join(value)}$`, 's').exec(actual[index] ?? '');
				};
				// An empty segment is no value: a path that ends in a slash is another path.
				const mayBeEmpty = empties && !/^\{[^}]*\}$/.test(segment) && actual[index] !== '';
				const match = matches('(.+?)') ?? (mayBeEmpty ? matches('(.*?)') : undefined);
				if (!match) return [];
				values.push(...match.slice(1));
			}
			return [{ path: template, values, keys: wanted.map(keyOf) }];
		});
		fitting.sort((a, b) => compareKeys(a.keys, b.keys));
		const found = fitting.find((each) => paths[each.path]?.includes(method));
		if (found) return { path: found.path, values: found.values };
	}
	return undefined;
}

type Key = readonly [holes: number, literals: number, shape: string];

function keyOf(segment: string): Key {
	const holes = segment.split('{').length - 1;
	return [holes, segment.replace(/\{[^}]*\}/g, '').length, segment.replace(/\{[^}]*\}/g, '{}')];
}

/** From the left: a literal first, then more literal text, then fewer templates, then one fixed order. */
function compareKeys(a: readonly Key[], b: readonly Key[]): number {
	for (const [index, [holes, literals, shape]] of a.entries()) {
		const [otherHoles, otherLiterals, otherShape] = b[index] ?? [0, 0, ''];
		if (holes === 0 || otherHoles === 0) {
			if (holes !== otherHoles) return holes - otherHoles;
			continue;
		}
		if (literals !== otherLiterals) return otherLiterals - literals;
		if (holes !== otherHoles) return holes - otherHoles;
		if (shape !== otherShape) return shape < otherShape ? -1 : 1;
	}
	return 0;
}

/** Both templates of one path get a name of their own. */
function named(segments: readonly string[]): string {
	let count = 0;
	return `/${segments.join('/').replace(/\{[^}]*\}/g, () => `{p${count++}}`)}`;
}

test('on random paths the index agrees with a linear search', async () => {
	const descriptions = array(
		record({
			segments: array(constantFrom(...templateSegments), { minLength: 1, maxLength: 3 }),
			own: subarray([...methods], { minLength: 1 }),
		}),
		{ minLength: 1, maxLength: 30 },
	);
	const requests = array(
		record({
			segments: array(constantFrom(...pathSegments), { minLength: 1, maxLength: 3 }),
			method: constantFrom(...methods),
		}),
		{ minLength: 30, maxLength: 30 },
	);
	let found = 0;
	const cases: [Readonly<Record<string, readonly string[]>>, string, string][] = [];
	assert(
		property(descriptions, requests, (description, sent) => {
			const paths = Object.fromEntries(description.map(({ segments, own }) => [named(segments), own]));
			for (const { segments, method } of sent) cases.push([paths, method, `/${segments.join('/')}`]);
		}),
		{ numRuns: 200, seed: 7 },
	);
	const indexes = new Map<object, Awaited<ReturnType<typeof specOf>>['operations']>();
	for (const [paths, method, path] of cases) {
		const operations = indexes.get(paths) ?? (await specOf(descriptionOf(paths))).operations;
		indexes.set(paths, operations);
		const match = operations.find(method, path);
		const actual = match && {
			path: match.operation.path,
			values: [...match.pathParameters.values()].map(decodeURIComponent),
		};
		if (actual) found += 1;
		expect([paths, method, path, actual]).toEqual([paths, method, path, naiveFind(paths, method, path)]);
	}
	expect(found).toBeGreaterThan(900);
});

function descriptionOf(paths: Readonly<Record<string, readonly string[]>>): object {
	const items = Object.entries(paths).map(([path, own]) => [path, Object.fromEntries(own.map((each) => [each, {}]))]);
	return { openapi: '3.1.0', paths: Object.fromEntries(items) };
}

test('a thousand paths do not need a thousand comparisons', async () => {
	const names = Array.from(
		{ length: 1000 },
		(_, index) => [`/area${index % 50}/{id}/part${index}/{part}`, ['get']] as const,
	);
	const { operations } = await specOf(descriptionOf(Object.fromEntries(names)));
	const exec = jest.spyOn(RegExp.prototype, 'exec');
	expect(operations.find('GET', '/area7/1/part57/2')?.operation.path).toBe('/area7/{id}/part57/{part}');
	expect(operations.find('GET', '/area7/1/part58/2')).toBeUndefined();
	expect(exec).not.toHaveBeenCalled();
	exec.mockRestore();
});
