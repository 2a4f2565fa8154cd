/** The place in the spec of a field that the client sends wrongly. */
import type { Place } from '../exchange/finding';
import { property } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import { BrokenReference } from '../openapi/document/document';
import type { Spec } from '../openapi/spec';
import { fieldIn, type Mismatch } from './mismatch';

/** Of the first field in a body that differs; undefined where none does, or the spec has no such operation. */
export function placeInSpec(mismatches: readonly Mismatch[], spec: Spec): Place | undefined {
	for (const mismatch of mismatches) {
		const field = fieldIn(mismatch);
		const operation = field && spec.operations.find(mismatch.method, mismatch.path)?.operation;
		if (operation) return { file: spec.document.file, pointer: placeOf(field, operation.pointer, spec) };
	}
	return undefined;
}

/** The deepest place in the request body's schema on the way to the field; the operation if it has no JSON body. */
function placeOf(field: readonly string[], operation: Pointer, { document }: Spec): Pointer {
	try {
		const body = child(operation, 'requestBody', 'content', 'application/json', 'schema');
		let place = document.follow(body).pointer;
		for (const key of field) {
			const { pointer, value } = document.follow(place);
			if (property(property(value, 'properties'), key) === undefined) return pointer;
			place = child(pointer, 'properties', key);
		}
		return place;
	} catch (error) {
		if (error instanceof BrokenReference) return operation;
		throw error;
	}
}
