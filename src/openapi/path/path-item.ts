/**
 * Reads path items (OpenAPI 3.1, 4.8.9), behind their `$ref` too. What may stand beside a `$ref` the specification leaves
 * undefined: it counts where the path item that is referred to does not say it.
 */

import { isObject, type JsonObject, property } from '../../json/json';
import type { Pointer } from '../../json/pointer';
import { BrokenReference, type Located, type SpecDocument } from '../document/document';

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;
export type Method = (typeof methods)[number];

export interface PathItem {
	/** What its reference leads to, then the path item as it is written: what stands in the first counts first. */
	readonly layers: readonly Located[];
	/** Why nobody knows what its reference leads to. */
	readonly broken: BrokenReference | undefined;
}

/** Where an operation stands. */
export interface PathItemEntry {
	readonly method: Method;
	readonly value: JsonObject;
	readonly item: Located;
}

export function pathItemAt(document: SpecDocument, pointer: Pointer): PathItem {
	const written = document.at(pointer);
	try {
		const referred = document.follow(pointer);
		return { layers: referred.pointer === written.pointer ? [written] : [referred, written], broken: undefined };
	} catch (error) {
		if (error instanceof BrokenReference) return { layers: [written], broken: error };
		throw error;
	}
}

export function operationsOf({ layers }: PathItem): PathItemEntry[] {
	return methods.flatMap((method): PathItemEntry[] => {
		for (const item of layers) {
			const value = property(item.value, method);
			if (isObject(value)) return [{ method, value, item }];
		}
		return [];
	});
}

/** The servers of all its operations that have none of their own; undefined where it names none. */
export function serversOf({ layers }: PathItem): unknown {
	return layers.map(({ value }) => property(value, 'servers')).find((servers) => servers !== undefined);
}
