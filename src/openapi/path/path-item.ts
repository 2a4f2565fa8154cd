/**
 * Reads path items (OpenAPI 3.1, 4.8.9), behind their `$ref` too. OpenAPI does not define the siblings of
 * a `$ref`: they count if the referenced path item lacks the field.
 */

import { isObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { BrokenReference, type Located, type SpecDocument } from '../document/document';
import { mapAt } from '../part';
import { Unverifiable } from '../schema/reading';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export interface PathItem {
	/** What its reference leads to, then the path item as it is written: the first has priority. */
	readonly layers: readonly Located[];
	/** Why its reference cannot be followed, or that it is no path item. */
	readonly broken: BrokenReference | Unverifiable | undefined;
}

export function pathItemAt(document: SpecDocument, pointer: Pointer): PathItem {
	const written = document.at(pointer);
	try {
		const referred = document.follow(pointer);
		mapAt(referred.pointer, referred.value);
		return { layers: referred.pointer === written.pointer ? [written] : [referred, written], broken: undefined };
	} catch (error) {
		if (error instanceof BrokenReference || error instanceof Unverifiable) return { layers: [written], broken: error };
		throw error;
	}
}

/** Each method of a path item, with what stands there: an operation, or a slip. OpenAPI 3.2 has one method more, and any other in a map. */
export function operationsOf(document: SpecDocument, { layers }: PathItem) {
	const others = document.is32 ? layers.flatMap(({ value }) => namesIn(property(value, 'additionalOperations'))) : [];
	const ways = [
		...[...methods, ...(document.is32 ? ['query'] : [])].map((method) => [method]),
		...[...new Set(others)].map((method) => ['additionalOperations', method]),
	];
	return ways.flatMap((way) => {
		const method = way.at(-1) ?? '';
		const valueIn = ({ value }: Located) => way.reduce<unknown>(property, value);
		const item = layers.find((each) => isObject(valueIn(each))) ?? layers.find((each) => valueIn(each) !== undefined);
		return item ? [{ method, pointer: child(item.pointer, ...way), value: valueIn(item) }] : [];
	});
}

const namesIn = (value: unknown): string[] => (isObject(value) ? Object.keys(value) : []);
