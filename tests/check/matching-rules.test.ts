/** Arbitrary values in place of matching rules: judging neither throws nor changes them. */
import { join } from 'node:path';
import fc from 'fast-check';
import { check } from '../../src/check/check';
import type { Json } from '../../src/json/json';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { parsePact } from '../../src/pact/pact-file';

let spec: Spec;
beforeAll(async () => {
	spec = await loadSpec(join(__dirname, 'fixtures', 'matcher-one-of', 'spec.yaml'));
});

function judged(body: Json, matchingRules: Json): string[] {
	const request = { method: 'POST', path: '/customers', body, matchingRules };
	const pact = { interactions: [{ description: 'sends an animal', request, response: { status: 200 } }] };
	const before = JSON.stringify(pact);
	const codes = parsePact('a.json', before).interactions.flatMap((each) => {
		if (each.kind !== 'http') return [];
		const { findings } = check(each.exchange, spec, 'contract');
		expect(each.exchange.request.body).toEqual({ kind: 'json', value: JSON.parse(JSON.stringify(body)) });
		return findings.map(({ code }) => code);
	});
	return codes;
}

const word = fc.constantFrom('type', 'regex', 'include', 'integer', 'eachValue', 'equality', 'x');
const matcher = fc.record(
	{
		match: fc.oneof(word, fc.jsonValue()),
		regex: fc.oneof(fc.string({ unit: fc.constantFrom(...'ab01|*+?()[]{},.\\^$-dw'), maxLength: 12 }), fc.jsonValue()),
		min: fc.oneof(fc.integer(), fc.jsonValue()),
		value: fc.jsonValue(),
		rules: fc.jsonValue(),
	},
	{ requiredKeys: [] },
);
const path = fc.string({ unit: fc.constantFrom('$', '.', 'kind', 'size', '[', ']', '*', '0', "'"), maxLength: 6 });
const list = fc.record({ combine: fc.constantFrom('AND', 'OR', 'x'), matchers: fc.array(matcher, { maxLength: 3 }) });
const rules = fc.oneof(
	fc.jsonValue(),
	fc.record({ body: fc.dictionary(fc.oneof(path, fc.constantFrom('$', '$.size', '$.kind', '$.*')), list) }),
	fc.record({ path: list, header: fc.dictionary(path, list), query: fc.dictionary(path, list) }),
	fc.dictionary(path, matcher),
);

test('no form of rules throws', () => {
	const body = fc.oneof(fc.constant({ kind: 'cat', size: 'S' }), fc.dictionary(fc.string(), fc.jsonValue()));
	fc.assert(
		fc.property(body, rules, (sent, governing) => {
			judged(sent as Json, governing as Json);
		}),
		{ numRuns: 300, seed: 1 },
	);
});

test('no depth of a body overflows the stack', () => {
	let body: Json = 'a';
	for (let depth = 0; depth < 1500; depth += 1) body = { a: body };
	expect(judged({ kind: 'dog', size: 'S', more: body }, { body: { $: { matchers: [{ match: 'type' }] } } })).toContain(
		'request.matcher.wider',
	);
});

test('a cached verdict applies only to its body', () => {
	const rule = { '$.body.size': { match: 'type' } };
	const cat = judged({ kind: 'cat', size: 'S' }, rule);
	expect(judged({ kind: 'dog', size: 'S' }, rule)).toEqual([]);
	expect(judged({ kind: 'cat', size: 'S' }, rule)).toEqual(cat);
	expect(cat).toEqual(['request.matcher.wider']);
});
