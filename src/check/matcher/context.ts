/** Tells what a verdict on one value can depend on: on the values beside it, or on nothing at all. */

import { isObject, type JsonObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { SpecDocument } from '../../openapi/document/document';
import { declaredParameters } from '../parameter/declared-parameters';
import type { Duty } from '../rule';

/** Keywords that look at a whole, or at a place by its number. */
const wide = new Set(['oneOf', 'anyOf', 'not', 'if', 'dependentSchemas', 'prefixItems', '$dynamicRef']);

/**
 * Whether any schema that `pointer` leads to looks at more than one place at a time. In doubt it says yes: a property
 * that is merely called `not` counts as the keyword, and so does what cannot be read.
 */
export function hasWideSchemas(document: SpecDocument, pointer: Pointer): boolean {
	const met = new Set<unknown>();
	try {
		return search(pointer);
	} catch {
		return true;
	}

	function search(place: Pointer): boolean {
		const { value } = document.at(place);
		if (typeof value !== 'object' || value === null || met.has(value)) return false;
		met.add(value);
		const isWide = Object.keys(value).some((key) => wide.has(key) || search(child(place, key)));
		return isWide || search(document.follow(place).pointer);
	}
}

/** Keywords that say nothing about which texts are allowed. */
const silent = new Set(['type', 'title', 'description', 'default', 'deprecated', 'example', 'examples', '$comment']);

/** Whether the schema at `pointer` allows every text there is. In doubt it says no. */
export function allowsAnyText(document: SpecDocument, pointer: Pointer): boolean {
	try {
		const { value } = document.follow(pointer);
		return isObject(value) && value.type === 'string' && Object.keys(value).every((key) => silent.has(key));
	} catch {
		return false;
	}
}

/** Whether the description forbids no value of the path's parameters. */
export function isPathFree(duty: Duty): boolean {
	const inPath = declaredParameters(duty).declared.filter((each) => each.in === 'path');
	return inPath.every(({ located }) => allowsAnyText(duty.spec.document, child(located.pointer, 'schema')));
}

/** Whether matching rules govern the path and nothing else. */
export function areOfPathAlone(rules: JsonObject): boolean {
	for (const key in rules) if (key !== 'path' && key !== '$.path') return false;
	return true;
}
