/**
 * Which of several alternatives a discriminator selects for a value (OpenAPI 3.1, 4.8.25). It chooses whose errors are
 * reported and never decides whether the value is valid.
 */

import { isObject, type JsonObject, property } from '../../json/json';
import { child, keysOf, type Pointer } from '../../json/pointer';
import { BrokenReference, type SpecDocument } from '../document/document';
import type { Origin } from './schema';
import { together } from './scope';

/**
 * The index of the branch of a `oneOf` or `anyOf`; undefined where there is no discriminator, or no branch for its tag.
 * With `mayLackTag`, a value without a tag may be meant to have any.
 */
export function discriminated(
	document: SpecDocument,
	{ schema: pointer, keyword }: Origin,
	value: unknown,
	mayLackTag = false,
): number | undefined {
	const list = property(document.at(pointer).value, keyword);
	const indexes = Array.isArray(list) ? [...list.keys()] : [];
	const branchAt = (index: number) => child(pointer, keyword, index);
	const discriminator = discriminatorOf(document, [pointer, ...indexes.map(branchAt)]);
	const name = property(discriminator, 'propertyName');
	if (typeof name !== 'string' || !isObject(value)) return undefined;
	const tag = property(value, name);
	if (tag === undefined && mayLackTag) return undefined;
	const names = indexes.map((index) => nameOf(document, branchAt(index)));
	const meant = meantBy(document, discriminator, tag, names);
	return meant === undefined ? undefined : indexes.find((index) => names[index] === meant);
}

/**
 * The name of the schema that a tag stands for. A mapping may give it, or a reference to it in any of several ways;
 * where the tag is none of the names, or is absent, OpenAPI 3.2 has a default (4.25.1).
 */
function meantBy(
	{ is32 }: SpecDocument,
	discriminator: unknown,
	tag: unknown,
	names: readonly (string | undefined)[],
): string | undefined {
	const mapped = typeof tag === 'string' ? property(property(discriminator, 'mapping'), tag) : undefined;
	const meant = typeof mapped === 'string' ? lastOf(mapped) : tag;
	if (typeof meant === 'string' && names.includes(meant)) return meant;
	const standard = is32 ? property(discriminator, 'defaultMapping') : undefined;
	return typeof standard === 'string' ? lastOf(standard) : undefined;
}

/** The first in these places: beside the alternatives, or in a parent that they inherit from by `allOf`. */
function discriminatorOf(document: SpecDocument, places: readonly Pointer[]): JsonObject | undefined {
	for (const place of places) {
		for (const { schema } of together(document, place)) {
			if (isObject(schema.discriminator)) return schema.discriminator;
		}
	}
	return undefined;
}

/** The name of the schema that a branch refers to. */
function nameOf(document: SpecDocument, branch: Pointer): string | undefined {
	const reference = property(document.at(branch).value, '$ref');
	return typeof reference === 'string' ? lastOf(reference) : undefined;
}

/** The name of what a reference leads to: its last key, its anchor, or its file without the ending. */
function lastOf(reference: string): string {
	const fragment = reference.split('#')[1] ?? '';
	if (fragment !== '') return keysOf(fragment).at(-1) ?? fragment;
	return reference.replace(/.*\//, '').replace(/(\.(ya?ml|json))?#?$/, '');
}

const heirsOf = new WeakMap<SpecDocument, Map<Pointer, Heir[]>>();

/** A schema of the components that inherits from another by `allOf`. */
interface Heir {
	readonly name: string;
	readonly pointer: Pointer;
}

/**
 * The schemas that inherit from the one at `parent` and that its discriminator selects for a value: they describe
 * further properties (OpenAPI 3.0.4, 4.7.25). All of them if the value shows no tag and `mayLackTag`.
 */
export function heirsFor(document: SpecDocument, parent: Pointer, value: unknown, mayLackTag: boolean): Pointer[] {
	const discriminator = property(document.at(parent).value, 'discriminator');
	const name = property(discriminator, 'propertyName');
	if (typeof name !== 'string') return [];
	const tag = property(value, name);
	const all = heirsOf.get(document) ?? indexHeirs(document);
	heirsOf.set(document, all);
	const heirs = all.get(parent) ?? [];
	const names = heirs.map((each) => each.name);
	const meant = meantBy(document, discriminator, tag, names);
	const isOpen = typeof tag !== 'string' && mayLackTag;
	return heirs.filter((each) => isOpen || each.name === meant).map(({ pointer }) => pointer);
}

function indexHeirs(document: SpecDocument): Map<Pointer, Heir[]> {
	const index = new Map<Pointer, Heir[]>();
	const schemas = property(document.root.components, 'schemas');
	for (const name of Object.keys(isObject(schemas) ? schemas : {})) {
		const pointer = child('/components/schemas', name);
		for (const { pointer: parent, schema } of ancestors(document, pointer)) {
			if (isObject(schema.discriminator) && parent !== pointer) {
				index.set(parent, [...(index.get(parent) ?? []), { name, pointer }]);
			}
		}
	}
	return index;
}

/** None where a reference on the way is broken: it is reported where a value reaches it. */
function ancestors(document: SpecDocument, pointer: Pointer) {
	try {
		return together(document, pointer);
	} catch (error) {
		if (error instanceof BrokenReference) return [];
		throw error;
	}
}
