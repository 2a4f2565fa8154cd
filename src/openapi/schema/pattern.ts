/** The patterns of a spec. A test may take forever, and then the pattern has to be known. */
import { patternFrom } from '../../json/text';

export interface Pattern {
	test(text: string): boolean;
	toString(): string;
}

let tested: string | undefined;

/** The pattern whose test was stopped; undefined where none was being tested. */
export function stoppedPattern(): string | undefined {
	const pattern = tested;
	tested = undefined;
	return pattern;
}

/** Throws where `source` is no regular expression. */
export function watchedPattern(source: string): Pattern {
	const pattern = patternFrom(source);
	const test = (text: string) => {
		tested = source;
		const isMatch = pattern.test(text);
		tested = undefined;
		return isMatch;
	};
	return { test, toString: () => String(pattern) };
}
