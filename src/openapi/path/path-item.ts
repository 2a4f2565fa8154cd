/**
 * Reads path items (OpenAPI 3.1, 4.8.9), behind their `$ref` too. What may stand beside a `$ref` the specification leaves
 * undefined: it counts where the path item that is referred to does not say it.
 */

import { isObject, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { BrokenReference, type Located, type SpecDocument } from '../document/document';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export interface PathItem {
	/** What its reference leads to, then the path item as it is written: what stands in the first counts first. */
	readonly layers: readonly Located[];
	/** Why nobody knows what its reference leads to. */
	readonly broken: BrokenReference | undefined;
}

/** Where an operation stands. */
interface PathItemEntry {
	/** In lower case. */
	readonly method: string;
	readonly pointer: Pointer;
	readonly value: JsonObject;
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
	return methods.flatMap((method) => {
		const entries = layers.flatMap((item) => {
			const value = property(item.value, method);
			return isObject(value) ? [{ method, pointer: child(item.pointer, method), value }] : [];
		});
		return entries.slice(0, 1);
	});
}
