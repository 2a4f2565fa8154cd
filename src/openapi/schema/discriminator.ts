/**
 * Which of several alternatives a discriminator selects for a value (OpenAPI 3.1, 4.8.25). It chooses whose errors are
 * reported and never decides whether the value is valid.
 */

import { isObject, type JsonObject, property } from '../../json/json';
import { child, keysOf, type Pointer } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import type { Origin } from './schema';
import { together } from './scope';

/**
 * The index of the branch of a `oneOf` or `anyOf`; undefined where there is no discriminator, no tag, or no branch for
 * it.
 */
export function discriminated(
	document: SpecDocument,
	{ schema: pointer, keyword }: Origin,
	value: unknown,
): number | undefined {
	const list = property(document.at(pointer).value, keyword);
	const indexes = Array.isArray(list) ? [...list.keys()] : [];
	const branchAt = (index: number) => child(pointer, keyword, index);
	const discriminator = discriminatorOf(document, [pointer, ...indexes.map(branchAt)]);
	const name = property(discriminator, 'propertyName');
	const tag = typeof name === 'string' ? property(value, name) : undefined;
	if (typeof tag !== 'string') return undefined;
	// A mapping may give the name of a schema, or a reference to it in any of several ways.
	const mapped = property(property(discriminator, 'mapping'), tag);
	const meant = typeof mapped === 'string' ? lastOf(mapped) : tag;
	return indexes.find((index) => nameOf(document, branchAt(index)) === meant);
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
