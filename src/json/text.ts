/** Helpers that parse and format text. */
import leven from 'leven';
import { orUndefined } from './input-error';
import { typeOf } from './json';

/** Escapes `text` for use in a regular expression. */
export const asPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * A regular expression of a spec. JSON Schema asks for the `u` flag, but many specs have patterns such as `[a\-b]` that
 * compile only without it. Throws if it compiles neither way.
 */
export const patternFrom = (source: string): RegExp => orUndefined(() => new RegExp(source, 'u')) ?? new RegExp(source);

/** `text` percent-decoded (RFC 3986, 2.1); unchanged if an escape is malformed. */
export function percentDecoded(text: string): string {
	if (!text.includes('%')) return text;
	return orUndefined(() => decodeURIComponent(text)) ?? text;
}

/** A value of a form or a query, where a space may be written as a plus. */
export const decodedField = (text: string): string => percentDecoded(text.replaceAll('+', ' '));

/** The inverse of {@link decodedField}, with separators such as commas as they are. */
export const encodedField = (text: string): string => text.replace(/[%+]/g, encodeURIComponent);

/** `a string`, `an integer`. */
export const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

/** `a string`, `an integer`, `null`; `nothing` for undefined. */
export function kindOfValue(value: unknown): string {
	if (value === undefined) return 'nothing';
	const type = typeOf(value);
	return type === 'null' ? 'null' : withArticle(type);
}

/** `1 item`, `2 items`. */
export const counted = (count: number | string, one: string, many = `${one}s`): string =>
	`${count} ${String(count) === '1' ? one : many}`;

/** Capitalises the article at the start of a sentence. */
export const capital = (name: string): string => name.replace(/^the /, 'The ');

/** `; did you mean "check"?` with the closest known word; empty if none is within `most` edits. */
export function didYouMean(word: string, known: readonly string[], most = 2): string {
	// `dateOfBirth` is close to `date_of_birth`.
	const plain = (name: string) => name.toLowerCase().replaceAll('_', '');
	const distance = (name: string) => Math.min(leven(word, name), leven(plain(word), plain(name)));
	const distances = known.map((each) => [distance(each), each] as const).sort(([one], [other]) => one - other);
	const [least = Infinity, closest = ''] = distances[0] ?? [];
	return least <= most && least * 2 <= word.replace(/^-+/, '').length ? `; did you mean "${closest}"?` : '';
}
