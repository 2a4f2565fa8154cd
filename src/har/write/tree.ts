/** Takes a JSON value apart into what is replaced and what stays, and puts it together again. */

import { namesOnly } from '../../exchange/disclosure';
import { isObject, type Json } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { Grounds, type Leaf } from './leaf';

export interface Tree {
	readonly leaves: readonly Leaf[];
	/** The value with other leaves, in their order. */
	withLeaves(values: readonly (string | number)[]): Json;
}

/** What stays as it is. */
export interface Keeping {
	key(name: string): boolean;
	/** `name` is the property's, or that of the list's in which the value stands. */
	value(name: string, value: string | number): boolean;
}

type Node =
	| { readonly kind: 'fixed'; readonly value: Json }
	| { readonly kind: 'leaf'; readonly index: number }
	| { readonly kind: 'list'; readonly items: readonly Node[] }
	| { readonly kind: 'map'; readonly members: readonly (readonly [key: string | number, member: Node])[] };

/** Recursive as the value is, which nests no deeper than what is judged. */
export function treeOf(value: Json, start: Pointer, keeps: Keeping, grounds = new Grounds()): Tree {
	const leaves: Leaf[] = [];
	const below = new Map<string, { readonly shown: Pointer; readonly written: Pointer }>();
	const root = visit(value, start, '', '');
	return { leaves, withLeaves: (values) => built(root, values) };

	function visit(at: Json, place: Pointer, path: string, name: string): Node {
		if (typeof at === 'string' || typeof at === 'number') {
			if (!isTelling(at) || keeps.value(name, at)) return { kind: 'fixed', value: at };
			const kind = typeof at === 'string' ? 'text' : 'number';
			return leafOf({ kind, original: at, place, ground: grounds.at(path, name) });
		}
		if (Array.isArray(at)) {
			const items = at.map((item: Json, index) => visit(item, place + belowOf(String(index)).shown, `${path}/#`, name));
			return { kind: 'list', items };
		}
		if (!isObject(at)) return { kind: 'fixed', value: at };
		const members = Object.entries(at).map(([key, member]) => {
			const { shown, written } = belowOf(key);
			if (!isTelling(key) || keeps.key(key)) return [key, visit(member, place + shown, path + written, key)] as const;
			const kind = shown === written ? 'field' : 'key';
			const leaf = leafOf({ kind, original: key, place: `${place}/*`, ground: grounds.at(`${path}/*key`, name) });
			return [leaf.index, visit(member, `${place}/*`, `${path}/*`, '')] as const;
		});
		return { kind: 'map', members };
	}

	/** How a key is shown and written below another; items of lists share few. */
	function belowOf(key: string) {
		const known = below.get(key);
		if (known) return known;
		const written = child('', key);
		const made = { shown: namesOnly.place(written), written };
		below.set(key, made);
		return made;
	}

	function leafOf(leaf: Leaf) {
		leaves.push(leaf);
		return { kind: 'leaf', index: leaves.length - 1 } as const;
	}
}

/** Marks alone tell nothing of anybody; nor does a number that is too large to be one. */
export const isTelling = (value: string | number): boolean =>
	typeof value === 'number' ? Number.isFinite(value) : /[^\0-\x2f:-@[-`{-\x7f]/.test(value);

function built(node: Node, values: readonly (string | number)[]): Json {
	switch (node.kind) {
		case 'fixed':
			return node.value;
		case 'leaf':
			return values[node.index] ?? null;
		case 'list':
			return node.items.map((item) => built(item, values));
		case 'map':
			return Object.fromEntries(
				node.members.map(([key, member]) => [
					typeof key === 'string' ? key : String(values[key]),
					built(member, values),
				]),
			);
		default:
			return node satisfies never;
	}
}

/** `value` with no more than `most` items in each list and members in each map, taken from all over it. */
export function thinned(value: Json, most: number): Json {
	const some = <T>(all: readonly T[]) => {
		const step = Math.ceil(all.length / most);
		return step <= 1 ? all : all.filter((_, index) => index % step === 0);
	};
	if (Array.isArray(value)) return some(value).map((each: Json) => thinned(each, most));
	if (!isObject(value)) return value;
	return Object.fromEntries(some(Object.entries(value)).map(([key, each]) => [key, thinned(each, most)]));
}
