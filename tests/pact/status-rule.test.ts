/** The matching rule for a status, as the versions of the specification and their writers put it. */
import { admitsStatus } from '../../src/exchange/exchange';
import type { Json } from '../../src/json/json';
import { readStatusRule } from '../../src/pact/status-rule';

const matchers = (status: Json) => ({ combine: 'AND', matchers: [{ match: 'type' }, { match: 'statusCode', status }] });
const inPact = (status: Json) => ({ status: { $: matchers(status) } });
const tried = [99, 100, 199, 200, 299, 300, 399, 400, 499, 500, 599, 600];

test.each<readonly [Json, string, number[]]>([
	['info', 'an informational status (100 to 199)', [100, 199]],
	['success', 'a success (200 to 299)', [200, 299]],
	['redirect', 'a redirect (300 to 399)', [300, 399]],
	['clientError', 'a client error (400 to 499)', [400, 499]],
	['serverError', 'a server error (500 to 599)', [500, 599]],
	['nonError', 'no error (100 to 399)', [100, 199, 200, 299, 300, 399]],
	['error', 'an error (400 to 599)', [400, 499, 500, 599]],
	[[299, 500], 'one of 299, 500', [299, 500]],
])('%j', (status, words, admitted) => {
	const rule = readStatusRule(inPact(status));
	expect(rule?.words).toBe(words);
	expect(tried.filter((each) => rule && admitsStatus(rule, each))).toEqual(admitted);
});

test.each<readonly [string, Json]>([
	['below an empty path', { status: { '': matchers('success') } }],
	['without a path', { status: matchers('success') }],
	['flat', { '$.status': { match: 'statusCode', status: 'success' } }],
])('%s', (_, rules) => {
	expect(readStatusRule(rules)).toEqual(readStatusRule(inPact('success')));
});

test.each<readonly [string, Json | undefined]>([
	['no rules', undefined],
	['no rule for it', { body: {} }],
	['another matcher', { status: { $: { matchers: [{ match: 'integer', status: 'success' }] } } }],
	['an unknown class', inPact('fine')],
	['a name of the prototype', inPact('constructor')],
	['no class', inPact(null)],
])('none: %s', (_, rules) => {
	expect(readStatusRule(rules)).toBeUndefined();
});
