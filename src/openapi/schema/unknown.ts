/**
 * Finds the properties of a value that no schema applying to their object names: what a contract must not rely on.
 * An object is open if a schema has `additionalProperties` or `unevaluatedProperties`, or names no property at all.
 */

import { isObject } from '../../json/json';
import { child, type Pointer, valueAt } from '../../json/pointer';
import type { Spec } from '../spec';
import { itemSchemas, present, propertySchemas } from './applicable';
import { discriminated, heirsFor } from './discriminator';
import type { Fault } from './fault';
import { limitedCauses } from './limited-causes';
import { type Branch, type Lazy, nodeAt, type SchemaNode } from './node';
import { oneWayKeyword, type Reading } from './reading';
import { entered, noScope, type Placed, together } from './scope';

type Parts = Pick<Spec, 'document' | 'validator'>;

/** A property that should not be there. */
export interface UnknownProperty {
	readonly instance: Pointer;
	/** The schema that names the object's other properties. */
	readonly source: Pointer;
	/** The names that the schemas of the object have. */
	readonly known: readonly string[];
	/** Where a discriminator names an alternative for the object that does not hold: the faults by that one. */
	readonly byNamed: readonly Fault[];
}

/**
 * The unknown properties of `value` by the schema at `pointer`, but for what {@link limitedCauses} leaves out. Throws what the
 * document and the validator throw.
 */
export function unknownProperties(spec: Parts, reading: Reading, pointer: Pointer, value: unknown): UnknownProperty[] {
	const found: UnknownProperty[] = [];
	const as = reading === 'possible' ? undefined : reading;
	const isWanted = limitedCauses();
	walk(spec, as, pointer, value, (name, schemas, isKnown, place, named) => {
		if (isKnown || !isWanted(place())) return;
		const branch = named();
		const naming = schemas.find(({ schema }) => isObject(schema.properties)) ?? schemas[0];
		const known = schemas.flatMap(({ properties }) => [...properties.keys()]);
		const instance = place();
		const owner = instance.slice(0, instance.length - child('', name).length);
		const faults = branch ? spec.validator.faults(reading, branch.pointer, valueAt(value, owner)) : [];
		const byNamed = faults.map((each) => ({ ...each, instance: owner + each.instance }));
		found.push({ instance, source: naming?.pointer ?? pointer, known, byNamed });
	});
	return found;
}

/**
 * The one-way properties of `value`, `readOnly` in a request or `writeOnly` in a response, each without
 * what is below it; `source` is the place of the keyword. Throws what the document and the validator throw.
 */
export function oneWayProperties(spec: Parts, reading: Reading, pointer: Pointer, value: unknown): UnknownProperty[] {
	const found: UnknownProperty[] = [];
	if (!spec.validator.hasOneWay(reading, pointer)) return found;
	const keyword = oneWayKeyword(reading);
	const isWanted = limitedCauses();
	let last: Pointer | undefined;
	const statedIn = ({ pointer: at, scope }: SchemaNode) =>
		together(spec.document, at, scope).filter(({ schema }) => schema[keyword] === true);
	walk(spec, reading, pointer, value, (name, schemas, _isKnown, place) => {
		const own = present(schemas.flatMap(({ properties }) => properties.get(name) ?? []));
		const oneWay = own.flatMap(statedIn)[0];
		const instance = place();
		// In a masked value a schema may seem to apply that does not.
		const isSure = reading !== 'masked' || propertySchemas(schemas, name)?.every((each) => statedIn(each).length > 0);
		// What is below one comes right after it.
		if (!oneWay || !isSure || (last !== undefined && instance.startsWith(last))) return;
		last = `${instance}/`;
		if (!isWanted(instance)) return;
		found.push({ instance, source: child(oneWay.pointer, keyword), known: [], byNamed: [] });
	});
	return found;
}

/** Called for each property, with the schemas that apply to its object, and an alternative that fails though named. */
type Visit = (
	name: string,
	schemas: readonly SchemaNode[],
	isKnown: boolean,
	place: () => Pointer,
	named: () => Placed | undefined,
) => void;

/**
 * Walks through `value` by the schema at `pointer`. Which schemas apply is asked by the reading `as` where the value is
 * shown whole, and leniently where it need not be.
 */
function walk(
	{ document, validator }: Parts,
	as: Reading | undefined,
	start: Pointer,
	value: unknown,
	onProperty: Visit,
): void {
	const way: (string | number)[] = [];
	const node = nodeAt(document, { pointer: start, scope: entered(document, noScope, start) });
	if (node) visit(value, [node]);

	function visit(at: unknown, nodes: readonly SchemaNode[]): void {
		if (typeof at !== 'object' || at === null) return;
		const schemas: SchemaNode[] = [];
		const seen = new Map<SchemaNode, boolean>();
		let names = false;
		for (const each of nodes) if (reach(each, at, seen, schemas)) names = true;
		if (Array.isArray(at)) {
			for (const [index, item] of at.entries()) step(index, item, itemSchemas(schemas, index));
			return;
		}
		// A masked key matches no pattern, whatever it was.
		const mayMatch = as === 'masked' && schemas.some(({ patterns }) => patterns.length > 0);
		const isOpen = !names || schemas.some((each) => each.saysOtherwise);
		let named: { readonly failing: Placed | undefined } | undefined;
		const failing = () => {
			named ??= { failing: failingNamed(schemas, at) };
			return named.failing;
		};
		for (const [name, member] of Object.entries(at)) {
			const below = propertySchemas(schemas, name, mayMatch);
			const place = () => child('', ...way, name);
			onProperty(name, schemas, isOpen || below !== undefined, place, failing);
			if (below) step(name, member, below);
		}
	}

	function step(key: string | number, member: unknown, nodes: readonly SchemaNode[]): void {
		if (nodes.length === 0) return;
		way.push(key);
		visit(member, nodes);
		way.pop();
	}

	/** Collects the schemas that apply to a value with `schema`, and returns whether they name properties. */
	function reach(
		schema: SchemaNode | undefined,
		at: object,
		seen: Map<SchemaNode, boolean>,
		all: SchemaNode[],
	): boolean {
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
			const [mayHold, surelyHolds] = [holds('possible', test, at), holds('certain', test, at)];
			// What `if` names is known, but does not close the object.
			if (mayHold) take(test.node);
			const thenNames = mayHold && take(met);
			const elseNames = !surelyHolds && take(unmet);
			// Where it is not known which of the two applies, the object is closed only if both close it.
			if (mayHold && !surelyHolds ? thenNames && elseNames : thenNames || elseNames) names = true;
		}
		if (isObject(at)) {
			for (const [name, each] of schema.dependents) {
				const isShown = Object.hasOwn(at, name);
				// A property that is not shown may bring its schema with it: what that one names is known, but closes nothing.
				const mayBring = isShown || (as === undefined && holds('possible', each, at));
				if (mayBring && take(each.node) && isShown) names = true;
			}
		}
		// What only an heir knows is known where it is as the heir says.
		for (const heir of heirsOf(schema, at)) if (holds('possible', heir, at) && take(heir.node)) names = true;
		for (const branches of schema.choices) {
			const answers = holding(branches, at).map((each) => take(each.node));
			if (answers.length > 0 && answers.every(Boolean)) names = true;
		}
		seen.set(schema, names);
		return names;
	}

	function heirsOf({ discriminates, pointer, scope }: SchemaNode, at: unknown): Branch[] {
		const heirs = discriminates ? heirsFor(document, pointer, at, as === undefined) : [];
		return heirs.map((each) => {
			const place = { pointer: each, scope: entered(document, scope, each) };
			return { place, node: () => nodeAt(document, place) };
		});
	}

	function failingNamed(schemas: readonly SchemaNode[], at: unknown): Placed | undefined {
		for (const node of schemas) {
			const { pointer: schema, choices } = node;
			const heir = heirsOf(node, at).find((each) => !holds('possible', each, at));
			if (heir) return heir.place;
			for (const [index, keyword] of (['anyOf', 'oneOf'] as const).entries()) {
				const named = discriminated(document, { schema, keyword, source: schema }, at, as === undefined);
				const branch = named === undefined ? undefined : choices[index]?.[named];
				if (branch && !holds('possible', branch, at)) return branch.place;
			}
		}
		return undefined;
	}

	/** If none holds, those that would hold with other properties: one of them is probably meant. */
	function holding(branches: readonly Branch[], at: unknown): readonly Branch[] {
		const found = branches.filter((each) => holds('possible', each, at));
		if (found.length > 0 || as === undefined) return found;
		if (as === 'masked') return branches;
		return branches.filter(({ place }) => validator.accepts('possible', place.pointer, at, place.scope));
	}

	function holds(reading: 'possible' | 'certain', { place }: Branch, at: unknown): boolean {
		// What a mask leaves never proves that a schema holds.
		if (as === 'masked' && reading === 'certain') return false;
		return validator.accepts(as ?? reading, place.pointer, at, place.scope);
	}
}
