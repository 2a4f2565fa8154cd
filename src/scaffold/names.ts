/** Names for files and identifiers, made from names of the spec. */
import { withArticle } from '../json/text';

/** `getPet`, `get_pet`, `GET /pets/{id}`: the words, in lower case. */
export function wordsOf(name: string): string[] {
	const split = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
	return split.match(/[A-Za-z\d]+/g)?.map((word) => word.toLowerCase()) ?? [];
}

export const kebab = (name: string): string => wordsOf(name).join('-') || 'operation';

export const upperSnake = (name: string): string => wordsOf(name).join('_').toUpperCase();

export const pascal = (name: string): string =>
	wordsOf(name)
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join('');

const reserved = new Set(
	[
		'break case catch class const continue debugger default delete do else enum export extends false finally for function',
		'if import in instanceof new null return super switch this throw true try typeof var void while with yield let static',
		'implements interface package private protected public await async arguments eval undefined',
		// What the generated files name themselves.
		'test expect pact config client operation input path query headers body json apiKey clientAt like',
	].flatMap((line) => line.split(' ')),
);

/** An identifier that no generated file uses for something else. */
export function identifierOf(name: string): string {
	const whole = pascal(name) || 'Operation';
	const own = /^\d/.test(whole) ? `operation${whole}` : whole.charAt(0).toLowerCase() + whole.slice(1);
	return reserved.has(own) ? `${own}Operation` : own;
}

/** The thing that the last parameter of a path identifies: `pet` for `/pets/{petId}`; undefined without parameters. */
export function resourceOf(path: string): string | undefined {
	const segments = path.split('/').filter((segment) => segment !== '');
	const at = segments.findLastIndex((segment) => segment.includes('{'));
	if (at === -1) return undefined;
	const named = segments.slice(0, at).findLast((segment) => !segment.includes('{')) ?? segments[at] ?? '';
	const words = wordsOf(named);
	return [...words.slice(0, -1), singular(words.at(-1) ?? 'resource')].join(' ');
}

function singular(word: string): string {
	if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, 'y');
	if (/(s|x|ch|sh)es$/.test(word)) return word.replace(/es$/, '');
	return word.replace(/([^su])s$/, '$1');
}

/** `a pet exists`. */
export const existsState = (resource: string): string => `${withArticle(resource)} exists`;
export const absentState = (resource: string): string => `${withArticle(resource)} does not exist`;
