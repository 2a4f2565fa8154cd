/**
 * Finds what a value names that goes only the other way: properties that are `readOnly`, or `writeOnly`
 * (OpenAPI 3.1, 4.8.24.5; JSON Schema 2020-12 validation, 9.4).
 */

import { isObject, type JsonObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { BrokenReference, type SpecDocument } from '../document/document';
import { type Mark, together } from './marks';
import type { Reading } from './reading';
import type { Placed } from './scope';
import { type UnknownProperty, unknownProperties } from './unknown';
import type { Validator } from './validator';

/** What one schema says itself: the names it marks, and the schemas that its references lead to. */
interface Scan {
	readonly names: readonly string[];
	readonly targets: readonly Pointer[];
}

/** The scans that were made, by description and by mark and place: what many schemas share is read once. */
const made = new WeakMap<SpecDocument, Map<string, Scan>>();

/** The names of all properties that may have this mark in the schema at `start` and what it leads to; mostly there are none. */
export function marksBelow(document: SpecDocument, start: Pointer, mark: Mark): ReadonlySet<string> {
	const scans = made.get(document) ?? new Map<string, Scan>();
	made.set(document, scans);
	const names = new Set<string>();
	const reached = new Set([start]);
	for (const pointer of reached) {
		const scan = scans.get(`${mark} ${pointer}`) ?? scanned(document, pointer, mark);
		scans.set(`${mark} ${pointer}`, scan);
		for (const name of scan.names) names.add(name);
		for (const target of scan.targets) reached.add(target);
	}
	return names;
}

/** Keywords that hold schemas by names, which may be any. */
const maps = new Set(['properties', 'patternProperties', 'dependentSchemas']);
/** Keywords that hold no schema, or schemas that apply only where a reference leads to them. */
const apart = new Set(['example', 'examples', 'default', 'enum', 'const', '$defs', 'definitions']);

function scanned(document: SpecDocument, start: Pointer, mark: Mark): Scan {
	const names: string[] = [];
	const targets: Pointer[] = [];
	const isThere = attempt(() => document.at(start));
	if (isThere) visit(isThere.pointer, isThere.value);
	return { names, targets };

	function visit(pointer: Pointer, value: unknown): void {
		if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(child(pointer, index), item);
		if (!isObject(value)) return;
		if (typeof value.$ref === 'string') {
			const target = attempt(() => document.follow(pointer));
			if (target) targets.push(target.pointer);
		}
		if (typeof value.$dynamicRef === 'string') {
			// By which way it will be reached is not known here, so all that it may lead to counts.
			targets.push(...document.anchored(value.$dynamicRef.split('#')[1] ?? ''));
		}
		for (const [keyword, below] of Object.entries(value)) {
			if (apart.has(keyword)) continue;
			const place = child(pointer, keyword);
			if (maps.has(keyword) && isObject(below)) visitEach(place, below, keyword === 'properties');
			else visit(place, below);
		}
	}

	function visitEach(pointer: Pointer, schemas: JsonObject, areProperties: boolean): void {
		for (const [name, schema] of Object.entries(schemas)) {
			const place = child(pointer, name);
			if (areProperties && attempt(() => mayBeMarked(document, place, mark))) names.push(name);
			visit(place, schema);
		}
	}
}

/** A `$dynamicRef` may lead to a schema with the mark. */
const mayBeMarked = (document: SpecDocument, place: Pointer, mark: Mark): boolean =>
	together(document, place).some(({ schema }) => schema[mark] === true || typeof schema.$dynamicRef === 'string');

/** What is broken is told when a value is held against it. */
function attempt<T>(look: () => T): T | undefined {
	try {
		return look();
	} catch (error) {
		if (error instanceof BrokenReference) return undefined;
		throw error;
	}
}

/** The properties of `value` that are marked, each without what is below it. Throws what the document and the validator throw. */
export function markedProperties(
	document: SpecDocument,
	validator: Validator,
	place: { readonly reading: Reading; readonly pointer: Pointer },
	value: unknown,
	mark: Mark,
): UnknownProperty[] {
	const found: UnknownProperty[] = [];
	const note = (instance: Pointer, schemas: readonly Placed[]) => {
		if (found.some((each) => instance.startsWith(`${each.instance}/`))) return;
		const marked = schemas.map(({ pointer, scope }) =>
			together(document, pointer, scope).find((each) => each.schema[mark] === true),
		);
		const first = marked.find((each) => each !== undefined);
		// In a masked value a schema may seem to apply that does not.
		const isSure = place.reading !== 'masked' || marked.every((each) => each !== undefined);
		if (first && isSure) found.push({ instance, source: child(first.pointer, mark) });
	};
	unknownProperties(document, validator, place.pointer, value, note, place.reading);
	return found;
}
