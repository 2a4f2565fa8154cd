/** Which places of a body rules match, and which of them. */
import { type Matched, matchedIn, replaced } from '../../src/check/matcher/matched';
import { readMatchingRules } from '../../src/check/matcher/pact-matchers';
import type { Json } from '../../src/json/json';

type Rules = Readonly<Record<string, Json>>;
const type = { match: 'type' };
const regex = (pattern: string) => ({ match: 'regex', regex: `${pattern}+` });
const integer = { match: 'integer' };

function matched(body: Json, rules: Rules, areAlike = true): Matched[] {
	const paths = Object.entries(rules).map(([path, matcher]) => [path, { matchers: [matcher] }]);
	const request = { method: 'POST', path: '/', query: [], headers: [], body: { kind: 'json', value: body } } as const;
	return matchedIn(request, readMatchingRules({ body: Object.fromEntries(paths) }), areAlike);
}

/** The places that are matched, each with the path of its rule. */
const placesOf = (body: Json, rules: Rules): string[] =>
	matched(body, rules).map(
		({ instance, rule }) => `${instance} by ${rule.pointer.slice('/body/'.length).replaceAll('~1', '/')}`,
	);

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
	expect(placesOf(body, rules)).toEqual(places);
});

describe('places that the rules do not distinguish', () => {
	const keysOf = (body: Json, rules: Rules, areAlike: boolean) => {
		const keys = matched(body, rules, areAlike).map(({ key }) => key);
		return keys.map((key) => keys.indexOf(key));
	};

	test('items of a list', () => {
		expect(keysOf({ a: [1, 2, 3] }, { '$.a[*]': type }, true)).toEqual([0, 0, 0]);
		expect(keysOf({ a: [1, 2, 3] }, { '$.a[*]': type }, false)).toEqual([0, 1, 2]);
	});

	test('not if a rule names an index', () => {
		expect(keysOf({ a: [1, 2] }, { '$.a[*]': type, '$.a[0]': integer }, true)).toEqual([0, 1]);
	});

	test('not the keys of an object', () => {
		expect(keysOf({ a: 1, b: 2 }, { '$.*': type }, true)).toEqual([0, 1]);
	});

	test('not values of two types', () => {
		expect(keysOf([1, 'x', 2], { '$[*]': type }, true)).toEqual([0, 1, 0]);
	});

	test('one place in several bodies', () => {
		const [one, other] = [{ a: { b: 'x' } }, { a: { b: 'y' }, c: null }].map((body) =>
			matched(body, { $: type }, true),
		);
		expect(one?.map(({ key }) => key)).toEqual(other?.map(({ key }) => key));
	});
});

test('a place that no rule matches is not visited', () => {
	const body = {
		a: {
			get b(): Json {
				throw new Error('it was looked at');
			},
		},
	};
	expect(placesOf(body, { '$.a': integer })).toEqual([]);
	expect(() => placesOf(body, { '$.a': type })).toThrow('it was looked at');
});

test('a place deeper than a hundred steps is not visited', () => {
	const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);
	expect([100, 101].map((depth) => matched(nested(depth), { '$.*': type }).length)).toEqual([2, 1]);
});

test('replacing a value', () => {
	const root = JSON.parse('{"a":[1,{"b":2}],"__proto__":{"c":3}}') as Json;
	const before = JSON.stringify(root);
	expect(replaced(root, ['a', '1', 'b'], 7)).toEqual({ ...JSON.parse(before), a: [1, { b: 7 }] });
	expect(JSON.stringify(replaced(root, ['__proto__', 'c'], 7))).toBe('{"a":[1,{"b":2}],"__proto__":{"c":7}}');
	expect(replaced(root, [], 7)).toBe(7);
	expect(JSON.stringify(root)).toBe(before);
});
