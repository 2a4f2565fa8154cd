/**
 * Values that a matching rule admits beside its example, as Pact takes its matchers: not all, but those that a
 * spec is likely to forbid. Each is held against every matcher of the rule before it is used.
 */
import type { Json } from '../../json/json';
import { patternFrom } from '../../json/text';
import { most, samplesOf } from '../../openapi/example/regex-samples';
import { endsWithin } from '../../system/time-limit';
import { instantsIn } from './instants';
import type { Matcher, MatchingRule } from './pact-matchers';

export interface Candidate {
	readonly value: Json;
	/** Whether the contract sets the form of the value, for example by a regular expression, and not its type alone. */
	readonly shaped: boolean;
	/** Whether it is a real value of that form, and not only a text that fits it. */
	readonly isReal: boolean;
}

/**
 * A regular expression that JavaScript cannot read, or cannot match in time; `fault` says which, after `JavaScript`.
 */
export class UnreadablePattern extends Error {
	constructor(
		readonly pattern: string,
		readonly fault: string,
	) {
		super(`JavaScript ${fault} ${pattern}`);
	}
}

/** What `rule` admits at a place that holds `example`. Throws {@link UnreadablePattern}. */
export function valuesOf({ matchers, combine }: MatchingRule, example: Json): Candidate[] {
	const all = matchers.flatMap((matcher) => {
		const isReal = matcher.kind === 'instant';
		const shaped = isReal || matcher.kind === 'regex' || matcher.kind === 'include';
		const needed = combine === 'and' ? matchers : [matcher];
		return candidatesOf(matcher, example)
			.filter((value) => needed.every((each) => admits(each, value, example)))
			.map((value) => ({ value, shaped, isReal }));
	});
	return all.filter(({ value }) => value !== example).slice(0, most.texts);
}

function candidatesOf(matcher: Matcher, example: Json): Json[] {
	if (matcher.kind === 'include') return [matcher.text, `a ${matcher.text}`, `${matcher.text} a`];
	if (matcher.kind === 'instant') return typeof example === 'string' ? instantsIn(matcher.format) : [];
	if (typeof example === 'string') return matcher.kind === 'regex' ? textsOf(matcher.pattern) : ['a', 'any text', ''];
	if (typeof example === 'number') return [0, 987654321, -1, 0.5];
	if (typeof example === 'boolean') return [!example];
	if (matcher.kind !== 'type' || !Array.isArray(example) || example.length === 0) return [];
	// Lists of the `min` and the `max` of the rule.
	const lengths = [matcher.min, matcher.max].filter((each = -1) => each >= 0 && each <= most.texts);
	return lengths.map((length) => Array.from({ length: length ?? 0 }, () => example[0]));
}

function admits(matcher: Matcher, value: Json, example: Json): boolean {
	switch (matcher.kind) {
		case 'type':
			return typeof value === typeof example;
		case 'number':
		case 'boolean':
			return typeof value === matcher.kind;
		case 'integer':
			return Number.isInteger(value);
		case 'decimal':
			return typeof value === 'number' && !Number.isInteger(value);
		case 'include':
			return typeof value === 'string' && value.includes(matcher.text);
		case 'regex':
			return typeof value === 'string' && matches(matcher.pattern, value);
		case 'instant':
			return typeof value === 'string' && instantsIn(matcher.format).includes(value);
		case 'equal':
			return value === example;
		// Not known: it may rule out anything.
		case 'other':
			return false;
		default:
			return matcher satisfies never;
	}
}

/** Tried where a regular expression is beyond our reading. */
const plain = ['', 'a', 'A', '0', '1', 'ab', 'AB', '01', 'a b', 'Ab1', 'abc', '-', '.', '/', '/a'];

function textsOf(pattern: string): string[] {
	const { source, flag } = bareOf(pattern);
	const samples = samplesOf(source) ?? plain;
	const cased = flag ? samples.flatMap((each) => [each, each.toUpperCase(), each.toLowerCase()]) : samples;
	return [...new Set(cased)];
}

/** Whether `pattern` matches `text` whole, as Pact asks. */
function matches(pattern: string, text: string): boolean {
	const { source, flag } = bareOf(pattern);
	let isMatch = false;
	try {
		patternFrom(source);
		const whole = patternFrom(`^(?:${source})$`);
		const test = () => {
			isMatch = new RegExp(whole, whole.flags + flag).test(text);
		};
		// Only a group that is repeated can take longer than anyone waits.
		if (!/\)[*+{]/.test(source)) test();
		else if (!endsWithin(patience, test)) throw new UnreadablePattern(pattern, 'takes too long for');
		return isMatch;
	} catch (error) {
		throw error instanceof UnreadablePattern ? error : new UnreadablePattern(pattern, 'cannot read');
	}
}

/** Milliseconds; a regular expression has no reason to take longer. */
const patience = 1000;

/** Other dialects write the flag for "without case" in front. */
const bareOf = (pattern: string): { source: string; flag: string } =>
	pattern.startsWith('(?i)') ? { source: pattern.slice(4), flag: 'i' } : { source: pattern, flag: '' };
