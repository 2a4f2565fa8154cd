/** What Pact's mock server reports of the client's requests, in our words. */
import { shorten } from '../exchange/disclosure';
import { jsonIn } from '../json/json';
import { child } from '../json/pointer';
import { counted, kindOfValue } from '../json/text';

interface Request {
	readonly method: string;
	readonly path: string;
}

export type Mismatch = Request &
	(
		| { readonly type: 'request-mismatch'; readonly mismatches: readonly (Difference | string)[] }
		| { readonly type: 'request-not-found' | 'missing-request' }
	);

/** One place of a request. `expected` and `actual` are texts, some of them JSON; empty where there is nothing. */
interface Difference {
	readonly type: string;
	readonly mismatch?: string;
	readonly expected?: string | null;
	readonly actual?: string | null;
	readonly key?: string;
	readonly parameter?: string;
	readonly path?: string;
}

/** Whether the mock server got no request at all. */
export const gotNothing = (mismatches: readonly Mismatch[]): boolean =>
	mismatches.length > 0 && mismatches.every(({ type }) => type === 'missing-request');

/** One sentence for each difference between the client's requests and the interaction. */
export function sentencesOf(mismatches: readonly Mismatch[]): string[] {
	const expected = mismatches.filter(({ type }) => type === 'missing-request').map(words);
	const expects = expected.length === 0 ? 'no such request' : expected.join(' and ');
	const found = mismatches.flatMap((each) => {
		switch (each.type) {
			case 'request-mismatch':
				return differencesOf(each).flatMap(differencesIn);
			case 'request-not-found':
				return [`The client sent ${words(each)}; the interaction expects ${expects}.`];
			case 'missing-request':
				return [];
			default:
				return each satisfies never;
		}
	});
	if (found.length > 0) return [...new Set(found)];
	return expected.map((each) => `The client sent no request; the interaction expects ${each}.`);
}

const words = ({ method, path }: Request) => `${method} ${path}`;

const differencesOf = ({ mismatches }: Extract<Mismatch, { type: 'request-mismatch' }>): Difference[] =>
	mismatches.map((each) => (typeof each === 'string' ? (JSON.parse(each) as Difference) : each));

function differencesIn(difference: Difference): string[] {
	const { type, expected, actual, mismatch = '' } = difference;
	if (/Expected a Map with keys/.test(mismatch)) return differingFields(difference);
	const wanted = matcherIn(mismatch, expected) ?? shown(expected, type);
	return [`${(places[type] ?? body)(difference)}: expected ${wanted}, received ${shown(actual, type)}.`];
}

const body = ({ path = '' }: Difference) => `Request body${asPointer(path)}`;

const places: Readonly<Record<string, (difference: Difference) => string>> = {
	QueryMismatch: ({ parameter }) => `Request query "${parameter}"`,
	HeaderMismatch: ({ key }) => `Request header "${key}"`,
	BodyTypeMismatch: () => 'Request header "Content-Type"',
};

/** An object with other fields: one sentence for each. */
function differingFields({ path = '', expected, actual }: Difference): string[] {
	const [wanted, received] = [namesIn(expected), namesIn(actual)];
	const at = (name: string) => `Request body ${child('', ...keysIn(path), name)}`;
	return [
		...wanted.filter((name) => !received.includes(name)).map((name) => `${at(name)}: expected a field, received none.`),
		...received.filter((name) => !wanted.includes(name)).map((name) => `${at(name)}: expected no field, received one.`),
	];
}

function namesIn(text: Difference['expected']): string[] {
	const names = jsonIn(text ?? '');
	return Array.isArray(names) ? names.map(String) : [];
}

/** The keys of `$.a['b c'][0]`. */
const keysIn = (path: string): string[] =>
	[...path.matchAll(/\.([^.[]+)|\['([^']*)'\]|\[(\d+|\*)\]/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');

const asPointer = (path: string): string => (keysIn(path).length === 0 ? '' : ` ${child('', ...keysIn(path))}`);

/** The field of the body that differs, from the outermost key to the innermost; undefined where no field does. */
export function fieldIn(mismatch: Mismatch): string[] | undefined {
	if (mismatch.type !== 'request-mismatch') return undefined;
	for (const { type, path = '', mismatch: text = '', expected, actual } of differencesOf(mismatch)) {
		if (type !== 'BodyMismatch') continue;
		const received = namesIn(actual);
		const missing = /Expected a Map with keys/.test(text) && namesIn(expected).find((name) => !received.includes(name));
		return missing ? [...keysIn(path), missing] : keysIn(path);
	}
	return undefined;
}

/** What a matcher asks for, where another value than the example would do. */
function matcherIn(mismatch: string, expected: Difference['expected']): string | undefined {
	const [, pattern, least, type] =
		/ to match '(.*)'$| to have minimum size of (\d+)$| to be (an integer|a decimal number|a number|a boolean)/.exec(
			mismatch,
		) ?? [];
	if (pattern !== undefined) return `a match of ${pattern}`;
	if (least !== undefined) return `at least ${counted(least, 'item')}`;
	if (/ to be the same type as /.test(mismatch)) return kindOfValue(jsonIn(expected ?? ''));
	return type;
}

/** Header and query values are texts or a JSON list of texts; values of a body are JSON, or text of another kind. */
function shown(text: Difference['expected'], type: string): string {
	if (text === undefined || text === null || text === '') return 'none';
	const value = jsonIn(text);
	if (type === 'BodyTypeMismatch' || value === undefined) return shorten(JSON.stringify(text));
	if (places[type] === undefined) return shorten(text);
	if (Array.isArray(value)) return shorten(value.map((each) => JSON.stringify(each)).join(', '));
	return shorten(JSON.stringify(typeof value === 'string' ? value : text));
}
