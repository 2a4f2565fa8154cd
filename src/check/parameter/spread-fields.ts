/** Fields that a query or a cookie spells out one by one: by their own names, or in brackets behind the parameter's. */

import type { Pairs } from '../../exchange/exchange';
import { keepIfNeeded } from '../../json/exact';
import type { Json } from '../../json/json';
import { isNumber, type Reader } from './reader';

/** Fields by name; each holds the texts that were sent for it, or fields of its own. */
export type Fields = ReadonlyMap<string, Fields | readonly string[]>;

/** The values of each name, such as those of `a=1&a=2&b=3`. */
export function gathered<T>(pairs: readonly (readonly [name: string, value: T])[]): ReadonlyMap<string, readonly T[]> {
	const all = new Map<string, T[]>();
	for (const [name, value] of pairs) {
		const own = all.get(name);
		if (own) own.push(value);
		else all.set(name, [value]);
	}
	return all;
}

/** The texts before and after the first `=`. */
export function pairOf(text: string): readonly [name: string, value: string] {
	const [name = ''] = text.split('=', 1);
	return [name, text.slice(name.length + 1)];
}

const brackets = /^(?:\[[^[\]]*\])+$/;

type Tree = Map<string, Tree | string[]>;

/** `filter[a]=1&filter[b][c]=2&filter[d][]=3` as fields; undefined where a name is not in that form. */
export function nested(name: string, pairs: Pairs): Fields | undefined {
	const root: Tree = new Map();
	for (const [each, text] of pairs) {
		const path = each.slice(name.length);
		if (!brackets.test(path)) return undefined;
		const keys = path.slice(1, -1).split('][');
		const last = keys.pop() ?? '';
		let tree = root;
		for (const key of keys) {
			const below = tree.get(key) ?? new Map<string, Tree | string[]>();
			if (Array.isArray(below)) return undefined;
			tree.set(key, below);
			tree = below;
		}
		const texts = tree.get(last) ?? [];
		if (!Array.isArray(texts)) return undefined;
		texts.push(text);
		tree.set(last, texts);
	}
	return root;
}

/**
 * The JSON that fields stand for: an object, or a list where the schema has one and every name is a number or empty.
 */
export function valueOfFields(fields: Fields, reader: Reader): Json {
	const names = [...fields.keys()];
	if (reader.shapes.includes('array') && names.every((name) => /^\d*$/.test(name))) {
		const list: Json[] = [];
		for (const name of names.sort((a, b) => Number(a) - Number(b))) {
			const below = fields.get(name) ?? [];
			if (!isTexts(below)) list.push(valueOfFields(below, reader.item(Number(name))));
			else {
				for (const [index, text] of below.entries()) {
					list.push(reader.item(Number(name) + index).read(text));
					keepSentText(list, list.length - 1, text);
				}
			}
		}
		return list;
	}
	// Entries, not assignments: a field may be called __proto__.
	const value = Object.fromEntries(
		names.map((name) => {
			const below = fields.get(name) ?? [];
			const member = reader.member(name);
			return [name, isTexts(below) ? valueOfTexts(below, member) : valueOfFields(below, member)];
		}),
	);
	for (const name of names) {
		const below = fields.get(name) ?? [];
		if (isTexts(below) && below.length === 1) keepSentText(value, name, below[0] ?? '');
	}
	return value;
}

/** Keeps the text of a number in an object or a list where a double cannot hold it. */
export function keepSentText(holder: object, key: string | number, text: string): void {
	if (isTextOf(text, (holder as Record<string | number, unknown>)[key])) keepIfNeeded(holder, key, text);
}

/** Whether `value` is the number that `text` was read as. */
export const isTextOf = (text: string, value: unknown): boolean =>
	typeof value === 'number' && isNumber(text) && Number(text) === value;

const isTexts = (below: Fields | readonly string[]): below is readonly string[] => Array.isArray(below);

function valueOfTexts(texts: readonly string[], reader: Reader): Json {
	const isList = texts.length > 1 || (reader.shapes[0] === 'array' && !reader.shapes.includes('primitive'));
	if (!isList) return reader.read(texts[0] ?? '');
	const list = texts.map((text, index) => reader.item(index).read(text));
	for (const [index, text] of texts.entries()) keepSentText(list, index, text);
	return list;
}
