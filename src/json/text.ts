/** Readings and wordings of text that several folders need. */
import leven from 'leven';
import { orUndefined } from './input-error';
import { typeOf } from './json';

/** `text` as the source of a regular expression that matches just it. */
export const asPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * The regular expression that a spec writes. JSON Schema asks for the `u` flag; many specs in use hold patterns
 * such as `[a\-b]` that only compile without. Throws where it compiles neither way.
 */
export const patternFrom = (source: string): RegExp => orUndefined(() => new RegExp(source, 'u')) ?? new RegExp(source);

/** `text` percent-decoded (RFC 3986, 2.1), or as it is where its encoding is broken. */
export function percentDecoded(text: string): string {
	if (!text.includes('%')) return text;
	return orUndefined(() => decodeURIComponent(text)) ?? text;
}

/** `a string`, `an integer`. */
export const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

/** A JSON value by its type alone; `null` and `nothing` stand for themselves. */
export function kindOfValue(value: unknown): string {
	if (value === undefined) return 'nothing';
	const type = typeOf(value);
	return type === 'null' ? 'null' : withArticle(type);
}

/** `1 item`, `2 items`. */
export const counted = (count: number | string, one: string, many = `${one}s`): string =>
	`${count} ${String(count) === '1' ? one : many}`;

/** A name with an article, as a sentence begins with it. */
export const capital = (name: string): string => name.replace(/^the /, 'The ');

/** `; did you mean "check"?` for the known word that is closest to a mistyped one; empty if none is within `most` edits. */
export function didYouMean(word: string, known: readonly string[], most = 2): string {
	const distances = known.map((each) => [leven(word, each), each] as const).sort(([one], [other]) => one - other);
	const [distance = Infinity, closest = ''] = distances[0] ?? [];
	return distance <= most && distance * 2 <= word.replace(/^-+/, '').length ? `; did you mean "${closest}"?` : '';
}
