/** Matching rules, in each form in which pacts write them. */
import { type MatchingRule, readMatchingRules } from '../../src/check/matcher/pact-matchers';
import type { Json } from '../../src/json/json';

const short = ({ part, steps, matchers }: MatchingRule) => [part, steps, matchers.map(({ kind }) => kind)];
const read = (json: Json) => readMatchingRules(json).map(short);

describe('the place that a rule names', () => {
	test.each<[string, readonly (string | null)[]]>([
		['$', []],
		['$.a', ['a']],
		['$.a-b.c', ['a-b', 'c']],
		["$['a.b'][0]", ['a.b', '0']],
		['$["a\'b"][*].c', ["a'b", null, 'c']],
		['$.a.*', ['a', null]],
		['$.größe', ['größe']],
	])('%s', (path, steps) => {
		expect(read({ body: { [path]: { matchers: [{ match: 'type' }] } } })).toEqual([['body', steps, ['type']]]);
	});

	test.each(['$.', '$.a[', '$[x]', '$..a', "$['a", '$a'])('%s is not a valid path', (path) => {
		expect(read({ body: { [path]: { matchers: [{ match: 'type' }] } } })).toEqual([]);
	});

	test('of specification 2', () => {
		const type = { match: 'type' };
		expect(read({ $: type, '$.body': type, '$.headers.A-b': type, '$.query.q[1]': type, '$.path': type })).toEqual([
			['body', [], ['type']],
			['header', ['A-b'], ['type']],
			['query', ['q', '1'], ['type']],
			['path', [], ['type']],
		]);
	});

	test('of specification 3 and 4', () => {
		const rule = { combine: 'AND', matchers: [{ match: 'type' }] };
		const query = { q: rule, 'q[1]': rule, 'q[*]': rule, 'filter[a]': rule, '$.q[0]': rule };
		expect(read({ path: rule, header: { 'A.b': rule }, query, status: rule })).toEqual([
			['path', [], ['type']],
			['header', ['A.b'], ['type']],
			['query', ['q'], ['type']],
			['query', ['q', '1'], ['type']],
			['query', ['q'], ['type']],
			['query', ['filter[a]'], ['type']],
			['query', ['q', '0'], ['type']],
		]);
		expect(read({ path: { '': rule } })).toEqual([['path', [''], ['type']]]);
	});

	test('specificity', () => {
		const rule = { match: 'type' };
		const weights = readMatchingRules({ body: { $: rule, '$.a': rule, '$.*': rule, '$.a.b': rule, '$.*.*.*': rule } });
		expect(weights.map(({ weight }) => weight)).toEqual([2, 8, 4, 24, 8]);
	});
});

describe('matchers', () => {
	test.each<[Json, Json]>([
		[{ match: 'type' }, { kind: 'type' }],
		[{ min: 1 }, { kind: 'type', min: 1 }],
		[
			{ match: 'type', min: 1, max: 2 },
			{ kind: 'type', min: 1, max: 2 },
		],
		[{ match: 'max', max: 'many' }, { kind: 'type' }],
		[{ regex: 'a|b' }, { kind: 'regex', pattern: 'a|b' }],
		[{ match: 'regex' }, { kind: 'other' }],
		[{ match: 'regex', regex: '^/a-b/1\\.0$' }, { kind: 'equal' }],
		[
			{ match: 'include', value: 'a' },
			{ kind: 'include', text: 'a' },
		],
		[{ match: 'include' }, { kind: 'other' }],
		[{ match: 'integer' }, { kind: 'integer' }],
		[{ match: 'real' }, { kind: 'decimal' }],
		[{ match: 'null' }, { kind: 'equal' }],
		[
			{ match: 'datetime', format: 'yyyy' },
			{ kind: 'instant', name: 'datetime', format: 'yyyy' },
		],
		[
			{ match: 'date', date: 'yyyy' },
			{ kind: 'instant', name: 'date', format: 'yyyy' },
		],
		[{ timestamp: 'yyyy' }, { kind: 'instant', name: 'timestamp', format: 'yyyy' }],
		[{ match: 'time' }, { kind: 'instant', name: 'time', format: 'HH:mm:ss' }],
		[{ match: 'time', format: 7 }, { kind: 'other' }],
		[{ match: 7 }, { kind: 'other' }],
		[{}, { kind: 'other' }],
	])('%j', (json, matcher) => {
		expect(readMatchingRules({ body: { $: { matchers: [json] } } })[0]?.matchers).toEqual([matcher]);
	});

	test('a bound is one number', () => {
		const matchers = [
			{ match: 'type', min: '1', max: null },
			{ match: 'min', min: 0 },
			{ match: 'max', max: 2 },
			{ max: 3 },
		];
		expect(readMatchingRules({ body: { $: { matchers } } })[0]?.matchers).toEqual([
			...[{ kind: 'type' }, { kind: 'type', min: 0 }, { kind: 'type', max: 2 }, { kind: 'type', max: 3 }],
		]);
	});

	test('any of several', () => {
		const matchers = [{ match: 'regex', regex: 'a' }, { match: 'type' }];
		const [rule] = readMatchingRules({ body: { $: { combine: 'or', matchers } } });
		expect(rule).toMatchObject({ combine: 'or', matchers: [{ kind: 'regex' }, { kind: 'type' }], pointer: '/body/$' });
	});

	test('one for each value', () => {
		expect(read({ body: { '$.a': { matchers: [{ match: 'eachValue', rules: [{ match: 'integer' }] }] } } })).toEqual([
			['body', ['a'], ['other']],
			['body', ['a', null], ['integer']],
		]);
	});
});

test.each<[Json]>([[null], ['type'], [[]], [{ body: 'type' }], [{ body: { $: [] } }], [{ '$.path': null }], [{}]])(
	'%j is ignored',
	(json) => {
		expect(read(json)).toEqual([]);
	},
);
