/**
 * Expected response headers. One without a matcher is compared here: Pact takes a list in one text for one item, and
 * knows one spelling of a content type. One with a matcher is Pact's to compare, letter by letter.
 */
import { readMatchingRules } from '../check/matcher/pact-matchers';
import type { Pairs } from '../exchange/exchange';
import { parseMediaType } from '../exchange/media-type';
import type { Mismatch } from './verifier-result';
import { headersOf, sideOf, type Written } from './written';

/** The names, in lower case, of the headers that have a matcher. */
export function matchedHeaders(written: Written): ReadonlySet<string> {
	const rules = readMatchingRules(sideOf(written, 'response').matchingRules ?? {});
	return new Set(rules.flatMap(({ part, steps }) => (part === 'header' ? [String(steps[0]).toLowerCase()] : [])));
}

/** The expected headers without a matcher that came otherwise. The content type is compared with the body. */
export function headerMismatches(written: Written, received: Pairs): Mismatch[] {
	const matched = matchedHeaders(written);
	const expected = new Map<string, [name: string, values: string[]]>();
	for (const [name, value] of headersOf(written, 'response')) {
		const key = name.toLowerCase();
		if (key === 'content-type' || matched.has(key)) continue;
		expected.set(key, [name, [...(expected.get(key)?.[1] ?? []), value]]);
	}
	return [...expected].flatMap(([key, [name, values]]): Mismatch[] => {
		const lines = received.flatMap(([each, value]) => (each.toLowerCase() === key ? [value] : []));
		if (hasSame(key, values, lines)) return [];
		const text = `Expected header "${name}" to be equal to the contract's`;
		return [{ type: 'HeaderMismatch', path: name, text, expected: values.join(', ') }];
	});
}

/** Lines of one list are one list (RFC 9110, 5.3), but for cookies, of which more may come. */
function hasSame(name: string, expected: readonly string[], lines: readonly string[]): boolean {
	if (name === 'set-cookie') return expected.every((each) => lines.some((line) => line.trim() === each.trim()));
	if (lines.length === 0) return false;
	return JSON.stringify(itemsOf(expected.join(','))) === JSON.stringify(itemsOf(lines.join(',')));
}

/** The items between commas that are in no quotes; empty ones do not count (RFC 9110, 5.6.1). */
const itemsOf = (text: string): string[] =>
	[...text.matchAll(/(?:"(?:[^"\\]|\\.)*"|[^,"]|")+/g)].map(([item]) => item.trim()).filter((item) => item !== '');

/**
 * A content type in the one spelling that Pact compares: case counts for values of parameters alone, and there not for a
 * charset; quotes and order mean nothing (RFC 9110, 8.3.1, 8.3.2 and 5.6.6). As it is where it is none.
 */
export function normalType(contentType: string): string {
	const media = parseMediaType(contentType);
	if (!media) return contentType;
	const parameters = [...media.parameters].sort(([one], [other]) => (one < other ? -1 : 1));
	return [media.name, ...parameters.map(([name, value]) => `${name}=${normalValue(name, value)}`)].join(';');
}

function normalValue(name: string, value: string): string {
	const own = name === 'charset' ? value.toLowerCase() : value;
	return /^[!#$%&'*+.^_`|~\w-]+$/.test(own) ? own : `"${own.replace(/["\\]/g, '\\$&')}"`;
}
