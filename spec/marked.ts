/**
 * Finds what a value names that goes only the other way: properties that are `readOnly`, or `writeOnly`
 * (OpenAPI 3.1, 4.8.24.5; JSON Schema 2020-12 validation, 9.4).
 */
import { BrokenReference, type SpecDocument } from './document';
import { isObject } from './json';
import { type Mark, together } from './marks';
import { child, type Pointer } from './pointer';
import { type UnknownProperty, unknownProperties } from './unknown';
import type { Validator } from './validator';

/** The names of all properties with this mark in the schema at `start` and what it leads to; mostly there are none. */
export function marksBelow(document: SpecDocument, start: Pointer, mark: Mark): ReadonlySet<string> {
	const names = new Set<string>();
	const seen = new Set<unknown>();
	const rest: { readonly pointer: Pointer; readonly value: unknown }[] = [{ pointer: start, value: undefined }];
	for (let next = rest.pop(); next; next = rest.pop()) {
		try {
			const { pointer, value } = next.value === undefined ? document.at(next.pointer) : next;
			if (typeof value !== 'object' || value === null || seen.has(value)) continue;
			seen.add(value);
			if (isObject(value) && typeof value.$ref === 'string') {
				rest.push({ pointer: document.follow(pointer).pointer, value: undefined });
			}
			const properties = isObject(value) && isObject(value.properties) ? Object.keys(value.properties) : [];
			for (const name of properties) {
				if (together(document, child(pointer, 'properties', name)).some(({ schema }) => schema[mark] === true)) {
					names.add(name);
				}
			}
			for (const [key, member] of Object.entries(value)) rest.push({ pointer: child(pointer, key), value: member });
		} catch (error) {
			// What is broken is told when a value is held against it.
			if (!(error instanceof BrokenReference)) throw error;
		}
	}
	return names;
}

/** The properties of `value` that are marked, each without what is below it. Throws what the document and the validator throw. */
export function markedProperties(
	document: SpecDocument,
	validator: Validator,
	pointer: Pointer,
	value: unknown,
	mark: Mark,
): UnknownProperty[] {
	const found: UnknownProperty[] = [];
	unknownProperties(document, validator, pointer, value, (instance, schemas) => {
		if (found.some((each) => instance.startsWith(`${each.instance}/`))) return;
		for (const schema of schemas) {
			const marked = together(document, schema).find((each) => each.schema[mark] === true);
			if (!marked) continue;
			found.push({ instance, source: child(marked.pointer, mark) });
			return;
		}
	});
	return found;
}
