/** What a verdict on one value can depend on: the values beside it, or nothing at all. */

import { isObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { reachable, type SpecDocument } from '../../openapi/document/document';
import { declaredParameters } from '../parameter/declared-parameters';
import type { RuleContext } from '../rule';

/** Keywords that look at a whole, or at a place by its number. */
const wide = new Set(['oneOf', 'anyOf', 'not', 'if', 'dependentSchemas', 'prefixItems', '$dynamicRef']);

/**
 * Whether any schema that `pointer` leads to looks at more than one place at a time. In doubt it returns true: a
 * property that is merely called `not` counts as the keyword, and so does what cannot be read.
 */
export function hasWideSchemas(document: SpecDocument, pointer: Pointer): boolean {
	try {
		for (const value of reachable(document, pointer)) if (Object.keys(value).some((key) => wide.has(key))) return true;
		return false;
	} catch {
		return true;
	}
}

/** Keywords that do not restrict texts. */
const silent = new Set(['type', 'title', 'description', 'default', 'deprecated', 'example', 'examples', '$comment']);

/** Whether the spec allows every text there is for each of the path's parameters. In doubt it returns false. */
export function isPathFree(context: RuleContext): boolean {
	const { document } = context.spec;
	const inPath = declaredParameters(context).declared.filter((each) => each.in === 'path');
	try {
		return inPath.every(({ located }) => {
			const { value } = document.follow(child(located.pointer, 'schema'));
			return isObject(value) && value.type === 'string' && Object.keys(value).every((key) => silent.has(key));
		});
	} catch {
		return false;
	}
}
