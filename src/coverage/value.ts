/** Finds the places of a schema that a value touches, by the same walk as `schema-places.ts`. */
import { isObject } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import type { Branch, Lazy, SchemaNode } from '../openapi/schema/node';
import { nodeAt } from '../openapi/schema/node';
import type { Spec } from '../openapi/spec';
import { type Constraint, concerns, constraintsOf } from './constraint';
import { orNone, rootOf } from './schema-places';

export interface OnTouch {
	field(instance: Pointer): void;
	/** A value that may be one of an enum. */
	value(instance: Pointer, value: unknown): void;
	/** A constraint that applies to a value. */
	constraint?(instance: Pointer, constraint: Constraint, value: unknown): void;
}

/** `unparsed` are locations of which only the presence is known. Throws `BrokenReference` and `Unverifiable`. */
export function touchedPlaces(
	spec: Spec,
	start: Pointer,
	value: unknown,
	on: OnTouch,
	unparsed: ReadonlySet<Pointer> = new Set(),
): void {
	const { document, validator } = spec;
	const root = nodeAt(document, rootOf(spec, start));
	if (root) visit(root, value, '', '', true, new Set());

	/** `at` is the place in this very value; `applies` is whether the schema is one that the value is meant to keep. */
	function visit(
		node: SchemaNode,
		own: unknown,
		instance: Pointer,
		at: Pointer,
		applies: boolean,
		seen: Set<SchemaNode>,
	): void {
		if (seen.has(node) || unparsed.has(at)) return;
		seen.add(node);
		if (node.schema.enum !== undefined) on.value(instance, own);
		if (applies && on.constraint && !isNullByFlag(node, own)) {
			for (const each of constraintsOf(document, node)) if (concerns(each, own)) on.constraint(instance, each, own);
		}
		const apply = (lazy: Lazy | undefined, itApplies: boolean) => {
			const other = lazy && orNone(lazy);
			if (other) visit(other, own, instance, at, itApplies, seen);
		};
		for (const each of node.together) apply(each, applies);
		for (const branches of node.choices) {
			// Where one holds, the others are not what was meant; where none does, each may have been.
			const held = applies && on.constraint ? branches.filter((each) => holds(each, own)) : [];
			for (const each of branches) apply(each.node, applies && (held.length === 0 || held.includes(each)));
		}
		if (node.condition) {
			const { test, met, unmet } = node.condition;
			const isMet = on.constraint !== undefined && applies && holds(test, own);
			apply(met, applies && isMet);
			apply(unmet, applies && !isMet);
		}
		for (const [name, each] of node.dependents) apply(each.node, applies && isObject(own) && Object.hasOwn(own, name));
		enterMembers(node, own, instance, at, applies);
	}

	function enterMembers(node: SchemaNode, own: unknown, instance: Pointer, at: Pointer, applies: boolean): void {
		const enter = (lazy: Lazy | undefined, member: unknown, key: string, realKey: string | number) => {
			const other = lazy && orNone(lazy);
			if (other) visit(other, member, child(instance, key), child(at, realKey), applies, new Set());
		};
		if (Array.isArray(own)) {
			for (const [index, item] of own.entries()) {
				enter(node.prefixItems[index] ?? node.items ?? node.unevaluatedItems, item, '*', index);
			}
			return;
		}
		if (!isObject(own)) return;
		for (const [name, member] of Object.entries(own)) {
			const named = node.properties.get(name);
			const matching = node.patterns.filter(([pattern]) => pattern.test(name)).map(([, lazy]) => lazy);
			if (named) {
				on.field(child(instance, name));
				enter(named, member, name, name);
			}
			const other = node.additional ?? node.unevaluated;
			const maps = matching.length > 0 || named || !other ? matching : [other];
			if (maps.length > 0) on.field(child(instance, '{}'));
			for (const each of maps) enter(each, member, '{}', name);
		}
	}

	function holds({ place }: Branch, own: unknown): boolean {
		return validator.accepts('request', place.pointer, own, place.scope);
	}

	/** In OpenAPI 3.0 the flag lifts all that stands beside it. */
	function isNullByFlag({ pointer }: SchemaNode, own: unknown): boolean {
		const written = document.at(pointer).value;
		return own === null && document.dialect === '3.0' && isObject(written) && written.nullable === true;
	}
}
