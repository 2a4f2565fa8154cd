/**
 * The places of a schema: the properties of its instances, the values of its enums and, where they are asked for, its
 * constraints. List items are `*`, the keys of a map `{}`; what recurs on its own path is not entered again.
 */
import { isObject } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import { BrokenReference } from '../openapi/document/document';
import { type Lazy, nodeAt, type SchemaNode } from '../openapi/schema/node';
import { oneWayKeyword } from '../openapi/schema/reading';
import { entered, isOneWay, noScope, type Placed } from '../openapi/schema/scope';
import type { Spec } from '../openapi/spec';
import { type Constraint, constraintsOf } from './constraint';

export interface OnPlace {
	field(instance: Pointer, pointer: Pointer): void;
	/** The property at `instance` is required where its object is. */
	required(instance: Pointer): void;
	value(instance: Pointer, pointer: Pointer, value: unknown): void;
	constraint?(instance: Pointer, constraint: Constraint): void;
}

/** The schemas on the way to a place, the last one first. */
interface Way {
	readonly node: SchemaNode;
	readonly before: Way | undefined;
}

interface Step {
	readonly node: SchemaNode;
	readonly instance: Pointer;
	readonly way: Way | undefined;
}

/** So many schemas are entered for one body: what refers to everything has more ways than anybody counts. */
export const most = 3_000;

/** Reports the places breadth first; false where there are more than are entered. Throws `BrokenReference`. */
export function schemaPlaces(spec: Spec, start: Pointer, side: 'request' | 'response', on: OnPlace): boolean {
	const { document } = spec;
	const keyword = oneWayKeyword(side);
	const met = new Map<SchemaNode, Set<Pointer>>();
	const oneWay = new Map<SchemaNode, Map<string, boolean>>();
	const open: Step[] = [];
	const push = (lazy: Lazy | undefined, instance: Pointer, way: Way) => {
		const node = lazy && orNone(lazy);
		if (node) open.push({ node, instance, way });
	};

	function isLeftOut(wholes: readonly SchemaNode[], name: string): boolean {
		return wholes.some((whole) => {
			const own = oneWay.get(whole) ?? new Map<string, boolean>();
			oneWay.set(whole, own);
			const is = own.get(name) ?? isOneWay(document, whole, name, keyword);
			own.set(name, is);
			return is;
		});
	}

	/** `wholes` are the outermost schemas of which the schema is a part, by reference and `allOf`. */
	function enter(node: SchemaNode, instance: Pointer, before: Way | undefined, wholes: readonly SchemaNode[]): void {
		const instances = met.get(node) ?? new Set<Pointer>();
		if (isOn(before, node) || instances.has(instance)) return;
		met.set(node, instances.add(instance));
		const way = { node, before };
		if (on.constraint) {
			for (const each of constraintsOf(document, node)) {
				const isOwed = each.required === undefined || !isLeftOut(wholes, each.required);
				if (isOwed) on.constraint(instance, each);
			}
		}
		const { enum: listed } = node.schema;
		for (const [index, value] of (Array.isArray(listed) ? listed : []).entries()) {
			on.value(instance, child(node.pointer, 'enum', index), value);
		}
		const apply = (lazy: Lazy | undefined, isPart: boolean) => {
			const other = lazy && orNone(lazy);
			if (other) enter(other, instance, way, isPart ? wholes : [...wholes, other]);
		};
		for (const each of node.together) apply(each, true);
		for (const each of node.choices.flat()) apply(each.node, false);
		for (const each of [node.condition?.met, node.condition?.unmet]) apply(each, false);
		for (const [, each] of node.dependents) apply(each.node, false);
		enterProperties(node, instance, way, (name) => isLeftOut(wholes, name));
		for (const each of [...node.prefixItems, node.items, node.unevaluatedItems]) push(each, child(instance, '*'), way);
	}

	function enterProperties(node: SchemaNode, instance: Pointer, way: Way, isLeftOut: (name: string) => boolean): void {
		const { properties } = node.schema;
		for (const [name, lazy] of node.properties) {
			if (isLeftOut(name) || (isObject(properties) && properties[name] === false)) continue;
			on.field(child(instance, name), child(node.pointer, 'properties', name));
			push(lazy, child(instance, name), way);
		}
		for (const name of node.required) on.required(child(instance, name));
		for (const [pointer, lazy] of mapsOf(node)) {
			on.field(child(instance, '{}'), pointer);
			push(lazy, child(instance, '{}'), way);
		}
	}

	const root = nodeAt(document, rootOf(spec, start));
	if (root) open.push({ node: root, instance: '', way: undefined });
	let entered = 0;
	for (const { node, instance, way } of open) {
		if (++entered > most) return false;
		enter(node, instance, way, [node]);
	}
	return true;
}

export const rootOf = ({ document }: Spec, start: Pointer): Placed => ({
	pointer: start,
	scope: entered(document, noScope, start),
});

/** The schemas for keys that have no name in the spec. */
function mapsOf({ pointer, schema, patterns, additional, unevaluated }: SchemaNode): [Pointer, Lazy][] {
	const names = Object.keys(isObject(schema.patternProperties) ? schema.patternProperties : {});
	return [
		...patterns.map(([, lazy], index): [Pointer, Lazy] => [
			child(pointer, 'patternProperties', names[index] ?? ''),
			lazy,
		]),
		...(additional ? [[child(pointer, 'additionalProperties'), additional] as [Pointer, Lazy]] : []),
		...(unevaluated ? [[child(pointer, 'unevaluatedProperties'), unevaluated] as [Pointer, Lazy]] : []),
	];
}

function isOn(way: Way | undefined, node: SchemaNode): boolean {
	for (let each = way; each; each = each.before) if (each.node === node) return true;
	return false;
}

/** What a broken reference leads to has no places; it is reported where a value is judged by it. */
export function orNone(lazy: Lazy): SchemaNode | undefined {
	try {
		return lazy();
	} catch (error) {
		if (error instanceof BrokenReference) return undefined;
		throw error;
	}
}
