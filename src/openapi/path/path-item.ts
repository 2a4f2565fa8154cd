/**
 * Reads path items (OpenAPI 3.1, 4.8.9), behind their `$ref` too. What may stand beside a `$ref` the specification leaves
 * undefined: it counts where the path item that is referred to does not say it.
 */

import { isObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { BrokenReference, type Located, type SpecDocument } from '../document/document';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export interface PathItem {
	/** What its reference leads to, then the path item as it is written: what stands in the first counts first. */
	readonly layers: readonly Located[];
	/** Why nobody knows what its reference leads to. */
	readonly broken: BrokenReference | undefined;
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

/** Each operation of a path item, with its method in lower case. */
export function operationsOf({ layers }: PathItem) {
	return methods.flatMap((method) => {
		const item = layers.find(({ value }) => isObject(property(value, method)));
		const value = property(item?.value, method);
		return item && isObject(value) ? [{ method, pointer: child(item.pointer, method), value }] : [];
	});
}
