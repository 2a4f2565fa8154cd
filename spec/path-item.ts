/**
 * Reads the operations of a path item (OpenAPI 3.1, 4.8.9), behind its `$ref` too. What may stand beside a `$ref` the
 * specification leaves undefined: an operation there counts where the path item that is referred to has none of its method.
 */
import { BrokenReference, type Located, type SpecDocument } from './document';
import { isObject, type JsonObject, property } from './json';
import type { Pointer } from './pointer';

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;
export type Method = (typeof methods)[number];

/** Where an operation stands. */
export interface PathItemEntry {
	readonly method: Method;
	readonly value: JsonObject;
	readonly item: Located;
}

export function operationsOf(document: SpecDocument, pointer: Pointer): PathItemEntry[] {
	const items = [referredItem(document, pointer), itemAsWritten(document, pointer)];
	return methods.flatMap((method): PathItemEntry[] => {
		for (const item of items) {
			const value = property(item.value, method);
			if (isObject(value)) return [{ method, value, item }];
		}
		return [];
	});
}

/** A path item whose reference is broken describes nothing; the operation is then reported as not described. */
function referredItem(document: SpecDocument, pointer: Pointer): Located {
	return located(pointer, () => document.follow(pointer));
}

function itemAsWritten(document: SpecDocument, pointer: Pointer): Located {
	return located(pointer, () => document.at(pointer));
}

function located(pointer: Pointer, read: () => Located): Located {
	try {
		return read();
	} catch (error) {
		if (error instanceof BrokenReference) return { pointer, value: undefined };
		throw error;
	}
}
