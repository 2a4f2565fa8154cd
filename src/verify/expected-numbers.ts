/**
 * Expected numbers that Pact would confuse with others: it compares what is beyond 64 bits, and every fraction, as doubles.
 */
import { type MatchingRule, readMatchingRules } from '../check/matcher/pact-matchers';
import { compareNumerals } from '../json/decimal';
import type { Json } from '../json/json';
import { parseWritten, stringifyWritten, writtenNumber } from '../json/number-text';
import { stepInto } from '../json/pointer';
import type { Mismatch } from './verifier-result';
import { contentOf, sideOf, type Written } from './written';

/** `received` is the JSON that came. */
export function numberMismatches(written: Written, received: string): Mismatch[] {
	const content = contentOf(written, 'response');
	if (content === undefined || !(mayBeRounded.test(received) || mayBeRounded.test(stringifyWritten(content))))
		return [];
	const rules = readMatchingRules(sideOf(written, 'response').matchingRules ?? {}).filter(
		({ part }) => part === 'body',
	);
	return differences(content, parseWritten(received), rules, []);
}

/** Then Pact compares it to the digit, too. */
const isIn64Bits = (text: string): boolean =>
	/^-?\d{1,20}$/.test(text) && BigInt(text) >= -(2n ** 63n) && BigInt(text) < 2n ** 64n;

const mayBeRounded = /\d[\d.]{15}|\d[eE]/;

function differences(
	expected: Json,
	received: Json,
	rules: readonly MatchingRule[],
	path: readonly string[],
): Mismatch[] {
	const [want, got] = [writtenNumber(expected), writtenNumber(received)];
	if (want !== undefined && got !== undefined) {
		const isRounded = Number(want) === Number(got) && !(isIn64Bits(want) && isIn64Bits(got));
		const isOther = isRounded && compareNumerals(want, got) !== 0;
		if (!isOther || isMatched(rules, path.length)) return [];
		const where = path.map((key) => `['${key.replace(/[\\']/g, '\\$&')}']`).join('');
		const text = "Expected another number to be equal to the contract's";
		return [{ type: 'BodyMismatch', path: `$${where}`, text, expected: want }];
	}
	if (typeof expected !== 'object' || expected === null) return [];
	return Object.entries(expected).flatMap(([key, member]) => {
		const came = stepInto(received, key) as Json | undefined;
		const ahead = rules.filter(
			({ steps }) => steps.length <= path.length || steps[path.length] === null || steps[path.length] === key,
		);
		return came === undefined ? [] : differences(member as Json, came, ahead, [...path, key]);
	});
}

/** Whether a rule lets the value be another: its own, or one for a type above it. All `rules` lead to it. */
function isMatched(rules: readonly MatchingRule[], depth: number): boolean {
	const own = rules.filter(({ steps }) => steps.length === depth);
	if (own.length > 0) return own.some(({ matchers }) => matchers.some(({ kind }) => kind !== 'equal'));
	return rules.some(({ steps, matchers }) => steps.length < depth && matchers.some(({ kind }) => kind === 'type'));
}
