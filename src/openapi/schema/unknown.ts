/**
 * Finds the properties of a value that no schema applying to their object names: what a contract must not rely on.
 * An object is open where a schema says `additionalProperties` or `unevaluatedProperties`, or names no property at all.
 */

import { isObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import { type Branch, type Described, describedAt, type Lazy } from './described';
import type { Reading } from './reading';
import { entered, noScope, type Placed } from './scope';
import type { Validator } from './validator';

export interface UnknownProperty {
	readonly instance: Pointer;
	/** The schema that names the object's other properties. */
	readonly source: Pointer;
}

/**
 * The unknown properties of `value` by the schema at `pointer`; `onKnown` is told of each that is known, and of the
 * schemas that apply to it. Which schemas apply is asked by the reading `as` where the value is shown whole, and leniently
 * where it need not be. Throws what the document and the validator throw.
 */
export function unknownProperties(
	document: SpecDocument,
	validator: Validator,
	pointer: Pointer,
	value: unknown,
	onKnown?: (instance: Pointer, schemas: readonly Placed[]) => void,
	as?: Reading,
): UnknownProperty[] {
	const found: UnknownProperty[] = [];
	// The keys on the way to the value; they are put together only where something is found.
	const way: (string | number)[] = [];
	const start = describedAt(document, { pointer, scope: entered(document, noScope, pointer) });
	if (start) visit(value, [start]);
	return found;

	function visit(at: unknown, described: readonly Described[]): void {
		if (typeof at !== 'object' || at === null) return;
		const schemas: Described[] = [];
		const seen = new Map<Described, boolean>();
		let names = false;
		for (const each of described) if (reach(each, at, seen, schemas)) names = true;
		if (Array.isArray(at)) {
			for (const [index, item] of at.entries()) step(index, item, itemSchemas(schemas, index));
			return;
		}
		// A masked key matches no pattern, whatever it was.
		const mayMatch = as === 'masked' && schemas.some(({ patterns }) => patterns.length > 0);
		const open = !names || mayMatch || schemas.some((each) => each.saysOtherwise);
		for (const [name, member] of Object.entries(at)) {
			const below = propertySchemas(schemas, name);
			if (below !== 'none') {
				onKnown?.(child('', ...way, name), below);
				step(name, member, below);
			} else if (!open) {
				const naming = schemas.find((each) => each.hasProperties) ?? schemas[0];
				found.push({ instance: child('', ...way, name), source: naming?.pointer ?? pointer });
			}
		}
	}

	function step(key: string | number, member: unknown, described: readonly Described[]): void {
		if (described.length === 0) return;
		way.push(key);
		visit(member, described);
		way.pop();
	}

	/** Collects the schemas that apply to a value with `schema`, and tells whether they name properties. */
	function reach(schema: Described | undefined, at: object, seen: Map<Described, boolean>, all: Described[]): boolean {
		if (!schema) return false;
		const before = seen.get(schema);
		if (before !== undefined) return before;
		seen.set(schema, false);
		all.push(schema);
		let { names } = schema;
		const take = (other: Lazy | undefined): boolean => other !== undefined && reach(other(), at, seen, all);
		for (const each of schema.together) if (take(each)) names = true;
		if (schema.condition) {
			const { test, met, unmet } = schema.condition;
			const [mayHold, surelyHolds] = [holds('some', test, at), holds('every', test, at)];
			// What `if` names is asked about, not described: it is known, but does not close the object.
			if (mayHold) take(test.schema);
			const thenNames = mayHold && take(met);
			const elseNames = !surelyHolds && take(unmet);
			// Where it is not known which of the two applies, the object is closed only if both close it.
			if (mayHold && !surelyHolds ? thenNames && elseNames : thenNames || elseNames) names = true;
		}
		if (isObject(at)) {
			for (const [name, each] of schema.dependents) {
				const isShown = Object.hasOwn(at, name);
				// A property that is not shown may bring its schema with it: what that one names is known, but closes nothing.
				const mayBring = isShown || (as === undefined && holds('some', each, at));
				if (mayBring && take(each.schema) && isShown) names = true;
			}
		}
		for (const branches of schema.choices) {
			const answers = holding(branches, at).map((each) => take(each.schema));
			if (answers.length > 0 && answers.every(Boolean)) names = true;
		}
		seen.set(schema, names);
		return names;
	}

	/** Where none holds, those that would with other properties beside: what is named is likely to be meant for one of them. */
	function holding(branches: readonly Branch[], at: unknown): readonly Branch[] {
		const found = branches.filter((each) => holds('some', each, at));
		if (found.length > 0 || as === undefined) return found;
		if (as === 'masked') return branches;
		return branches.filter(({ place }) => validator.accepts('some', place.pointer, at, place.scope));
	}

	function holds(reading: 'some' | 'every', { place }: Branch, at: unknown): boolean {
		// What a mask leaves never proves that a schema holds.
		if (as === 'masked' && reading === 'every') return false;
		return validator.accepts(as ?? reading, place.pointer, at, place.scope);
	}
}

/** The schemas of one property; `none` where nothing knows it, and empty where what knows it is true or false. */
function propertySchemas(schemas: readonly Described[], name: string): Described[] | 'none' {
	const named: Lazy[] = [];
	for (const { properties, patterns, additional } of schemas) {
		const before = named.length;
		const own = properties.get(name);
		if (own) named.push(own);
		for (const [pattern, each] of patterns) if (pattern.test(name)) named.push(each);
		if (additional && named.length === before) named.push(additional);
	}
	if (named.length === 0) {
		for (const { unevaluated } of schemas) if (unevaluated) named.push(unevaluated);
	}
	const isKnown = named.length > 0 || schemas.some(({ required }) => required.has(name));
	return isKnown ? present(named) : 'none';
}

function itemSchemas(schemas: readonly Described[], index: number): Described[] {
	const described: Lazy[] = [];
	for (const { prefixItems, items } of schemas) {
		const own = prefixItems[index] ?? items;
		if (own) described.push(own);
	}
	if (described.length === 0) {
		for (const { unevaluatedItems } of schemas) if (unevaluatedItems) described.push(unevaluatedItems);
	}
	return present(described);
}

function present(schemas: readonly Lazy[]): Described[] {
	return schemas.map((each) => each()).filter((each) => each !== undefined);
}
