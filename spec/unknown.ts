/**
 * Finds the properties of a value that no schema applying to their object names: what a contract must not rely on.
 * An object is open where a schema says `additionalProperties` or `unevaluatedProperties`, or names no property at all.
 */
import type { SpecDocument } from './document';
import { targetOf } from './document';
import { isObject, type JsonObject } from './json';
import { child, type Pointer } from './pointer';
import type { Reading } from './reading';
import { patternFrom } from './text';
import type { Validator } from './validator';

export interface UnknownProperty {
	readonly instance: Pointer;
	/** The schema that names the object's other properties. */
	readonly source: Pointer;
}

/** Every schema that applies to one object, its own and those in place (`$ref`, `allOf`, the branches that hold). */
interface Reach {
	readonly schemas: readonly { readonly pointer: Pointer; readonly schema: JsonObject }[];
	/** Whether they name properties; a schema that names none leaves its object open. */
	readonly names: boolean;
}

/**
 * The unknown properties of `value` by the schema at `pointer`; `onKnown` is told of each that is known, and of the
 * schemas that apply to it. Which alternatives hold is asked leniently, or by the reading `as`. Throws what the document
 * and the validator throw.
 */
export function unknownProperties(
	document: SpecDocument,
	validator: Validator,
	pointer: Pointer,
	value: unknown,
	onKnown?: (instance: Pointer, schemas: readonly Pointer[]) => void,
	as?: Reading,
): UnknownProperty[] {
	const found: UnknownProperty[] = [];
	visit('', value, [pointer]);
	return found;

	function visit(instance: Pointer, at: unknown, pointers: readonly Pointer[]): void {
		if (typeof at !== 'object' || at === null) return;
		const seen = new Map<Pointer, boolean>();
		const reaches = pointers.map((each) => reach(each, at, seen));
		const schemas = reaches.flatMap((each) => each.schemas);
		if (Array.isArray(at)) {
			for (const [index, item] of at.entries()) {
				const below = schemas.flatMap(({ pointer: place, schema }) => itemSchemas(place, schema, index));
				visit(child(instance, index), item, below);
			}
			return;
		}
		const open = !reaches.some((each) => each.names) || schemas.some(({ schema }) => saysOtherwise(schema));
		for (const [name, member] of Object.entries(at)) {
			const named = schemas.flatMap(({ pointer: place, schema }) => propertySchemas(place, schema, name));
			const below = named.length > 0 ? named : schemas.flatMap(unevaluatedSchema);
			if (below.length > 0) {
				onKnown?.(child(instance, name), below);
				visit(child(instance, name), member, below);
			} else if (!open) {
				const naming = schemas.find(({ schema }) => isObject(schema.properties)) ?? schemas[0];
				found.push({ instance: child(instance, name), source: naming ? naming.pointer : pointer });
			}
		}
	}

	function reach(start: Pointer, at: unknown, seen: Map<Pointer, boolean>): Reach {
		const { pointer: place, value: schema } = document.at(start);
		if (!isObject(schema) || seen.has(place)) return { schemas: [], names: seen.get(place) ?? false };
		seen.set(place, false);
		const all = [{ pointer: place, schema }];
		let names = isObject(schema.properties) || isObject(schema.patternProperties);
		const take = (other: Pointer): boolean => {
			const more = reach(other, at, seen);
			all.push(...more.schemas);
			return more.names;
		};
		if (typeof schema.$ref === 'string' && take(targetOf(schema.$ref, place))) names = true;
		for (const [index] of listAt(schema, 'allOf')) if (take(child(place, 'allOf', index))) names = true;
		if (schema.if !== undefined) {
			const condition = child(place, 'if');
			// What `if` names is asked about, not described: it is known, but does not close the object.
			if (holds('some', condition, at)) take(condition);
			if (schema.then !== undefined && holds('some', condition, at) && take(child(place, 'then'))) names = true;
			if (schema.else !== undefined && !holds('every', condition, at) && take(child(place, 'else'))) names = true;
		}
		if (isObject(schema.dependentSchemas) && isObject(at)) {
			for (const name of Object.keys(schema.dependentSchemas)) {
				if (Object.hasOwn(at, name) && take(child(place, 'dependentSchemas', name))) names = true;
			}
		}
		for (const keyword of ['anyOf', 'oneOf']) {
			const branches = listAt(schema, keyword).map(([index]) => child(place, keyword, index));
			const answers = branches.filter((branch) => holds('some', branch, at)).map(take);
			if (answers.length > 0 && answers.every(Boolean)) names = true;
		}
		seen.set(place, names);
		return { schemas: all, names };
	}

	function holds(reading: 'some' | 'every', place: Pointer, at: unknown): boolean {
		return validator.accepts(as ?? reading, place, at);
	}
}

const saysOtherwise = (schema: JsonObject) =>
	schema.additionalProperties !== undefined || schema.unevaluatedProperties !== undefined;

function listAt(schema: JsonObject, keyword: string): [number, unknown][] {
	const list = schema[keyword];
	return Array.isArray(list) ? [...list.entries()] : [];
}

function propertySchemas(place: Pointer, schema: JsonObject, name: string): Pointer[] {
	const found: Pointer[] = [];
	if (isObject(schema.properties) && Object.hasOwn(schema.properties, name))
		found.push(child(place, 'properties', name));
	if (isObject(schema.patternProperties)) {
		for (const pattern of Object.keys(schema.patternProperties)) {
			if (patternFrom(pattern).test(name)) found.push(child(place, 'patternProperties', pattern));
		}
	}
	if (found.length === 0 && isObject(schema.additionalProperties)) found.push(child(place, 'additionalProperties'));
	return found;
}

function unevaluatedSchema({ pointer, schema }: { pointer: Pointer; schema: JsonObject }): Pointer[] {
	return isObject(schema.unevaluatedProperties) ? [child(pointer, 'unevaluatedProperties')] : [];
}

function itemSchemas(place: Pointer, schema: JsonObject, index: number): Pointer[] {
	if (Array.isArray(schema.prefixItems) && index < schema.prefixItems.length) {
		return [child(place, 'prefixItems', index)];
	}
	return schema.items === undefined ? [] : [child(place, 'items')];
}
