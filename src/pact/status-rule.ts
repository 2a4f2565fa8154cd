/** Reads the matching rule for a response's status (Pact specification 4, matcher statusCode). */
import type { StatusRule } from '../exchange/exchange';
import { type Json, property } from '../json/json';

/** By the names that Pact gives them, each with its lowest and its highest status. */
const classes: Readonly<Record<string, readonly [words: string, from: number, to: number]>> = {
	info: ['an informational status', 100, 199],
	success: ['a success', 200, 299],
	redirect: ['a redirect', 300, 399],
	clientError: ['a client error', 400, 499],
	serverError: ['a server error', 500, 599],
	nonError: ['no error', 100, 399],
	error: ['an error', 400, 599],
};

/** The rule in the matching rules of a response; undefined where they have none, or an unknown one. */
export function readStatusRule(matchingRules: Json | undefined): StatusRule | undefined {
	const own = property(matchingRules, 'status') ?? property(matchingRules, '$.status');
	const rule = property(own, '$') ?? property(own, '') ?? own;
	const list = property(rule, 'matchers');
	const matchers: readonly (Json | undefined)[] = Array.isArray(list) ? list : [rule];
	const status = property(
		matchers.find((each) => property(each, 'match') === 'statusCode'),
		'status',
	);
	if (Array.isArray(status)) {
		const listed = status.map(Number);
		return { words: `one of ${listed.join(', ')}`, ranges: listed.map((each) => [each, each]) };
	}
	if (typeof status !== 'string' || !Object.hasOwn(classes, status)) return undefined;
	const [words, from, to] = classes[status] ?? ['', 0, -1];
	return { words: `${words} (${from} to ${to})`, ranges: [[from, to]] };
}
