/**
 * The dynamic scope (JSON Schema 2020-12, 8.2.3.2): which schema each `$dynamicAnchor` stands for on the way by which a
 * schema is reached. A schema is translated anew for each scope, so that every `$dynamicRef` leads to one known place.
 */

import { isObject, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { BrokenReference, type SpecDocument } from '../document/document';

import { mayBeSchema } from './keyword';

export type OneWay = 'readOnly' | 'writeOnly';

export interface Scope {
	/** The same for the same anchors; empty where there are none. */
	readonly key: string;
	/** Each name with its anchor in the outermost resource that has one. */
	readonly anchors: ReadonlyMap<string, Pointer>;
}

/** A schema and the scope that it is read in. */
export interface Placed {
	readonly pointer: Pointer;
	readonly scope: Scope;
}

export const noScope: Scope = { key: '', anchors: new Map() };

/** The scope on entering the resource that holds `pointer`. Almost always the very same. */
export function entered(document: SpecDocument, scope: Scope, pointer: Pointer): Scope {
	const { dynamicAnchors } = document.resourceOf(pointer);
	if (dynamicAnchors.size === 0) return scope;
	const added = [...dynamicAnchors].filter(([name]) => !scope.anchors.has(name));
	if (added.length === 0) return scope;
	const anchors = new Map([...scope.anchors, ...added]);
	return { key: JSON.stringify([...anchors].sort()), anchors };
}

/** What the schema at `at` refers to; in OpenAPI 3.0 only `$ref` does. Throws `BrokenReference`. */
export function referredBy(document: SpecDocument, schema: JsonObject, at: Pointer, scope: Scope): Placed[] {
	const referred: Placed[] = [];
	const add = (keyword: string, reference: string, named: Pointer) => {
		const pointer = usable(document, named, child(at, keyword), reference);
		referred.push({ pointer, scope: entered(document, scope, pointer) });
	};
	if (typeof schema.$ref === 'string') add('$ref', schema.$ref, document.resolve(at, schema.$ref));
	if (document.dialect === '3.1' && typeof schema.$dynamicRef === 'string') {
		add('$dynamicRef', schema.$dynamicRef, dynamicTarget(document, schema.$dynamicRef, at, scope));
	}
	return referred;
}

/** A `$dynamicRef` reads like a `$ref`; where that leads to a `$dynamicAnchor`, the outermost of its name counts. */
function dynamicTarget(document: SpecDocument, reference: string, at: Pointer, scope: Scope): Pointer {
	const first = document.resolve(at, reference, '$dynamicRef');
	const name = reference.slice(reference.indexOf('#') + 1);
	const isDynamic = reference.includes('#') && document.resourceOf(first).dynamicAnchors.get(name) === first;
	return (isDynamic ? scope.anchors.get(name) : undefined) ?? first;
}

/** The place that a reference leads to, when it leads all the way to something. */
function usable(document: SpecDocument, named: Pointer, place: Pointer, reference: string): Pointer {
	try {
		document.follow(named);
		const { pointer, value } = document.at(named);
		if (!document.isElse(pointer) && (!isObject(value) || mayBeSchema(value))) return pointer;
		throw new BrokenReference(place, `the reference "${reference}" leads to something that is no schema`);
	} catch (error) {
		if (!(error instanceof BrokenReference) || error.pointer === place) throw error;
		throw new BrokenReference(place, `the reference "${reference}" is broken: ${error.message}`);
	}
}

export interface Applied extends Placed {
	readonly schema: JsonObject;
}

/** The schema at a place and those that apply with it, by reference and `allOf`. Throws `BrokenReference`. */
export function together(
	document: SpecDocument,
	place: Pointer,
	within = noScope,
	seen = new Set<string>(),
): Applied[] {
	const { pointer, value: schema } = document.at(place);
	const scope = entered(document, within, pointer);
	const met = `${scope.key} ${pointer}`;
	if (!isObject(schema) || seen.has(met)) return [];
	seen.add(met);
	// In OpenAPI 3.0 the siblings of a reference are ignored.
	const { allOf } = document.dialect === '3.0' && typeof schema.$ref === 'string' ? {} : schema;
	const branches = Array.isArray(allOf) ? [...allOf.keys()] : [];
	const others: Placed[] = branches.map((index) => ({ pointer: child(pointer, 'allOf', index), scope }));
	others.push(...referredBy(document, schema, pointer, scope));
	const applied = others.flatMap((other) => together(document, other.pointer, other.scope, seen));
	return [{ pointer, scope, schema }, ...applied];
}

/** Whether the property `name` is `readOnly`, or `writeOnly`, by any of the schemas that apply at `place`. */
export function isOneWay(document: SpecDocument, place: Placed, name: string, keyword: OneWay): boolean {
	return together(document, place.pointer, place.scope).some(
		({ pointer, scope, schema }) =>
			property(schema.properties, name) !== undefined &&
			together(document, child(pointer, 'properties', name), scope).some((each) => each.schema[keyword] === true),
	);
}
