/** Which places of a body rules govern, and by which of them. */
import { eachGoverned, replaced, rootSpot } from '../../src/check/matcher/governed';
import { readMatchingRules } from '../../src/check/matcher/pact-matchers';
import type { Json } from '../../src/json/json';

type Rules = Readonly<Record<string, Json>>;
const type = { match: 'type' };
const regex = (pattern: string) => ({ match: 'regex', regex: `${pattern}+` });
const integer = { match: 'integer' };

const rootOf = (rules: Rules) =>
	rootSpot(
		readMatchingRules({
			body: Object.fromEntries(Object.entries(rules).map(([path, matcher]) => [path, { matchers: [matcher] }])),
		}),
	);

/** The places that are governed, each with the path of its rule. */
function governed(body: Json, rules: Rules): string[] {
	const found: string[] = [];
	eachGoverned(body, rootOf(rules), true, ({ pointer, rule }) =>
		found.push(`${pointer()} by ${rule.pointer.slice('/body/'.length).replaceAll('~1', '/')}`),
	);
	return found;
}

test.each<[string, Json, Rules, readonly string[]]>([
	['the place that is named', { a: 1, b: 2 }, { '$.a': regex('a') }, ['/a by $.a']],
	['no place that is not there', { b: 2 }, { '$.a': type, '$.b.c': type }, []],
	['no null, and nothing below it', { a: null }, { '$.a': type, '$.a.b': type }, []],
	['the whole', 'x', { $: type }, [' by $']],
	['all below a type', { a: { b: [1, 'x', true] } }, { $: type }, ['/a/b/0 by $', '/a/b/1 by $', '/a/b/2 by $']],
	['nothing below another matcher', { a: { b: 1 }, c: [2] }, { '$.a': integer, '$.c': regex('a') }, ['/c by $.c']],
	['a list that is named, and its items', { a: [1] }, { '$.a': type }, ['/a by $.a', '/a/0 by $.a']],
	['no list that is not', { a: [[1]] }, { '$.a': type }, ['/a by $.a', '/a/0/0 by $.a']],
	['each of any', { a: [{ b: 1 }, { b: 2 }] }, { '$.a[*].b': type }, ['/a/0/b by $.a[*].b', '/a/1/b by $.a[*].b']],
	['one by its index', { a: [1, 2] }, { '$.a[1]': type }, ['/a/1 by $.a[1]']],
	[
		'the closest wins',
		{ a: { b: 1, c: 2 } },
		{ '$.a.b': integer, '$.a': type, '$.a.*': regex('a') },
		['/a/b by $.a.b', '/a/c by $.a.*'],
	],
	['of two as close the last', { a: 1 }, { '$.a': type, "$['a']": integer }, ["/a by $['a']"]],
	['of two as close the last, turned', { a: 1 }, { "$['a']": integer, '$.a': type }, ['/a by $.a']],
	['a key that every object inherits', { a: 1 }, { '$.constructor': type, '$.toString': type }, []],
	['places one after the other', { a: { b: { c: 1 } }, d: 2 }, { $: type }, ['/a/b/c by $', '/d by $']],
])('%s', (_, body, rules, places) => {
	expect(governed(body, rules)).toEqual(places);
});

describe('places that are one to the rules', () => {
	const spotsOf = (body: Json, rules: Rules, areAlike: boolean) => {
		const spots = new Map<unknown, number>();
		const found: number[] = [];
		eachGoverned(body, rootOf(rules), areAlike, ({ spot }) => {
			if (!spots.has(spot)) spots.set(spot, spots.size);
			found.push(spots.get(spot) ?? -1);
		});
		return found;
	};

	test('items of a list', () => {
		expect(spotsOf({ a: [1, 2, 3] }, { '$.a[*]': type }, true)).toEqual([0, 0, 0]);
		expect(spotsOf({ a: [1, 2, 3] }, { '$.a[*]': type }, false)).toEqual([0, 1, 2]);
	});

	test('not where one is named by its index', () => {
		expect(spotsOf({ a: [1, 2] }, { '$.a[*]': type, '$.a[0]': integer }, true)).toEqual([0, 1]);
	});

	test('not the keys of an object', () => {
		expect(spotsOf({ a: 1, b: 2 }, { '$.*': type }, true)).toEqual([0, 1]);
	});

	test('one place in several bodies', () => {
		const root = rootOf({ $: type });
		const spots: unknown[] = [];
		for (const body of [{ a: { b: 1 } }, { a: { b: 'x' } }]) {
			eachGoverned(body, root, true, ({ spot }) => spots.push(spot));
		}
		expect(spots[0]).toBe(spots[1]);
	});
});

test('what no rule can govern is not looked at', () => {
	const body = {
		a: {
			get b(): Json {
				throw new Error('it was looked at');
			},
		},
	};
	expect(governed(body, { '$.a': integer })).toEqual([]);
	expect(() => governed(body, { '$.a': type })).toThrow('it was looked at');
});

test('what is deeper than a hundred steps is not looked at', () => {
	const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);
	expect([100, 101].map((depth) => governed(nested(depth), { '$.*': type }).length)).toEqual([2, 1]);
});

test('a value in place of another', () => {
	const root = JSON.parse('{"a":[1,{"b":2}],"__proto__":{"c":3}}') as Json;
	const before = JSON.stringify(root);
	expect(replaced(root, ['a', '1', 'b'], 7)).toEqual({ ...JSON.parse(before), a: [1, { b: 7 }] });
	expect(JSON.stringify(replaced(root, ['__proto__', 'c'], 7))).toBe('{"a":[1,{"b":2}],"__proto__":{"c":7}}');
	expect(replaced(root, [], 7)).toBe(7);
	expect(JSON.stringify(root)).toBe(before);
});
