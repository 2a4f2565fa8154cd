/**
 * The bodies that differ from the full one in one place: what is optional absent, other values, other alternatives, a new
 * key of a map, an unknown field. Each is accepted by the schema as a whole.
 */
import { stringifyExact } from '../../json/exact';
import { isObject, type Json, property } from '../../json/json';
import { child, keysOf, type Pointer } from '../../json/pointer';
import { valuesOf } from '../../openapi/example/example';
import { tagOf } from '../../openapi/example/facts';
import { itemSchemas, propertySchemas } from '../../openapi/schema/applicable';
import type { SchemaNode } from '../../openapi/schema/node';
import type { Placed } from '../../openapi/schema/scope';
import { oneWayProperties, unknownProperties } from '../../openapi/schema/unknown';
import type { Spec } from '../../openapi/spec';
import { applied } from './applied';
import { ofEachType, othersFor } from './values';

export interface BodyChange {
	readonly words: string;
	readonly instance: Pointer;
	readonly place: Pointer;
	readonly body: Json;
}

/** One place of a body in the making. */
interface Spot {
	readonly value: Json;
	readonly nodes: readonly SchemaNode[];
	readonly instance: Pointer;
	/** The whole body with another value here; without it where that is undefined. */
	readonly put: (value: Json | undefined) => Json;
	/** Words for the alternatives that were chosen on the way. */
	readonly prefix: string;
	/** Those alternatives: one that recurs is not entered again. */
	readonly open: readonly Pointer[];
}

const unknownNames = ['unknown_field', 'unknownField', 'x-unknown', 'unknown', 'u'];

export class BodyChanges {
	readonly found: BodyChange[] = [];
	/** Changes that the place allows and the whole body does not, or for which no value was found. */
	omitted = 0;
	private readonly seen = new Set<string>();

	constructor(
		private readonly spec: Spec,
		private readonly schema: Pointer,
		private readonly most: number,
	) {}

	/** Collects the changes of `body`. Throws `BrokenReference` and `Unverifiable`. */
	collect(body: Json, root: SchemaNode): void {
		this.seen.add(stringifyExact(body));
		const put = (value: Json | undefined) => value ?? null;
		this.walk({ value: body, nodes: [root], instance: '', put, prefix: '', open: [] });
	}

	private walk(spot: Spot): void {
		if (this.found.length >= this.most) return;
		const { value, nodes, instance, put } = spot;
		const schemas = applied(this.spec, nodes, value);
		for (const { value: other, place, words, isAllowed = false } of othersFor(this.spec, nodes, schemas, value)) {
			const text = stringifyExact(other);
			const shown = words ?? (text.length <= 40 ? `= ${text}` : `= ${text.slice(0, 39)}…`);
			this.offer(spot, `${instance || 'body'} ${shown}`, instance, place, put(other), isAllowed);
		}
		this.alternatives(spot, schemas);
		if (Array.isArray(value)) this.items(spot, schemas);
		else if (isObject(value)) this.members(spot, schemas);
	}

	private alternatives(spot: Spot, schemas: readonly SchemaNode[]): void {
		const { nodes, instance, put, open } = spot;
		for (const node of schemas) {
			for (const [at, keyword] of (['anyOf', 'oneOf'] as const).entries()) {
				const branches = node.choices[at] ?? [];
				for (const [index, { place }] of branches.length > 1 ? branches.entries() : []) {
					const branch = child(node.pointer, keyword, index);
					if (open.includes(branch)) continue;
					const value = this.ofBranch(node, keyword, nodes, place, keysOf(instance).at(-1) ?? '');
					if (value === undefined) {
						this.omitted += 1;
						continue;
					}
					const words = `${instance || 'body'} as ${this.labelOf(branch, index)}`;
					const isNew = this.offer(spot, words, instance, branch, put(value));
					if (!isNew) continue;
					this.walk({ ...spot, value, prefix: `${spot.prefix}${words} `, open: [...open, branch] });
				}
			}
		}
	}

	private ofBranch(node: SchemaNode, keyword: string, nodes: readonly Placed[], place: Placed, name: string) {
		const written = this.spec.document.at(node.pointer).value;
		const reference = property(this.spec.document.at(place.pointer).value, '$ref') ?? this.referenceAt(place.pointer);
		const tags = isObject(written) ? tagOf(written, reference) : {};
		const chosen = new Set([`${node.pointer} ${keyword}`]);
		for (const value of valuesOf(this.spec, 'response', [...nodes, place], { name, chosen, tags, fill: 'full' })) {
			return value;
		}
		return undefined;
	}

	/** The last word of the reference, or the number of the alternative. */
	private labelOf(branch: Pointer, index: number): string {
		const reference = this.referenceAt(branch);
		const last = typeof reference === 'string' ? keysOf(reference.split('#')[1] ?? '').at(-1) : undefined;
		return last ?? `alternative ${index + 1}`;
	}

	private referenceAt(branch: Pointer): Json | undefined {
		const keys = keysOf(branch);
		const index = keys.pop();
		const owner = branch.slice(0, branch.length - child('', index ?? '').length);
		const list = this.spec.document.at(owner).value;
		return Array.isArray(list) ? property(list[Number(index)], '$ref') : undefined;
	}

	private items({ value, nodes: _, instance, put, ...spot }: Spot, schemas: readonly SchemaNode[]): void {
		if (!Array.isArray(value)) return;
		const items: readonly Json[] = value;
		for (const [index, item] of items.entries()) {
			const nodes = itemSchemas(schemas, index);
			const putItem = (each: Json | undefined) =>
				put(each === undefined ? items.toSpliced(index, 1) : items.with(index, each));
			this.walk({ ...spot, value: item, nodes, instance: child(instance, index), put: putItem });
		}
	}

	private members(spot: Spot, schemas: readonly SchemaNode[]): void {
		const { value, instance, put } = spot;
		if (!isObject(value)) return;
		const required = new Set(schemas.flatMap((each) => [...each.required]));
		for (const [name, member] of Object.entries(value)) {
			const nodes = propertySchemas(schemas, name) ?? [];
			const owner = schemas.find(({ properties }) => properties.has(name));
			const place = owner ? child(owner.pointer, 'properties', name) : (schemas[0]?.pointer ?? '');
			const at = child(instance, name);
			const { [name]: _, ...rest } = value;
			if (!required.has(name)) this.absent(spot, at, place, rest);
			const putMember = (each: Json | undefined) => put(each === undefined ? rest : { ...value, [name]: each });
			if (nodes.length > 0) this.walk({ ...spot, value: member, nodes, instance: at, put: putMember });
		}
		this.newFields(spot, schemas);
	}

	/** Where the field cannot be absent alone, it is absent together with one other. */
	private absent(spot: Spot, at: Pointer, place: Pointer, rest: Readonly<Record<string, Json>>): void {
		if (this.offer(spot, `without ${at}`, at, place, spot.put(rest), false) !== undefined) return;
		for (const name of Object.keys(rest)) {
			const { [name]: _, ...less } = rest;
			const words = `without ${at} and ${child(spot.instance, name)}`;
			if (this.offer(spot, words, at, place, spot.put(less), false) !== undefined) return;
		}
		this.omitted += 1;
	}

	/** A key of a map with a value of each type, or a field that the spec does not name. */
	private newFields(spot: Spot, schemas: readonly SchemaNode[]): void {
		const { value, instance, put } = spot;
		if (!isObject(value)) return;
		const isNamed = schemas.some(({ properties }) => properties.size > 0);
		const open = schemas.find(({ additional, patterns }) => additional !== undefined || patterns.length > 0);
		const closed = schemas.some(
			({ schema }) => schema.additionalProperties === false || schema.unevaluatedProperties === false,
		);
		const isMap = open !== undefined || !isNamed;
		const place = schemas.find(({ schema }) => schema.additionalProperties !== undefined);
		const naming = schemas.find(({ properties }) => properties.size > 0) ?? schemas[0];
		const pointer = place ? child(place.pointer, 'additionalProperties') : (naming?.pointer ?? '');
		if (closed) return;
		for (const name of ['another_key', 'another-key', 'key2'].filter((each) => isMap && !Object.hasOwn(value, each))) {
			if (propertySchemas(schemas, name) === undefined && open !== undefined) continue;
			const at = child(instance, name);
			for (const each of ofEachType) {
				this.offer(spot, `${at} = ${stringifyExact(each)}`, at, pointer, put({ ...value, [name]: each }), false);
			}
			break;
		}
		if (!isNamed || isMap) return;
		for (const name of unknownNames) {
			if (schemas.some(({ properties }) => properties.has(name))) continue;
			const at = child(instance, name);
			const body = put({ ...value, [name]: 'unknown' });
			if (this.offer(spot, `with unknown field ${at}`, at, pointer, body, false, true) !== undefined) return;
		}
		this.omitted += 1;
	}

	/** Keeps a body that the schema accepts; undefined where it does not, and false where the same was kept before. */
	private offer(
		{ prefix }: Spot,
		words: string,
		instance: Pointer,
		place: Pointer,
		body: Json,
		counts = true,
		mayBeUnknown = false,
	): boolean | undefined {
		if (!this.fits(body, mayBeUnknown)) {
			if (counts) this.omitted += 1;
			return undefined;
		}
		const text = stringifyExact(body);
		if (this.seen.has(text)) return false;
		this.seen.add(text);
		this.found.push({ words: prefix + words, instance, place, body });
		return true;
	}

	private fits(body: Json, mayBeUnknown: boolean): boolean {
		const { validator } = this.spec;
		if (validator.quickAccepts('response', this.schema, body)) return true;
		if (!validator.accepts('response', this.schema, body)) return false;
		if (oneWayProperties(this.spec, 'response', this.schema, body).length > 0) return false;
		return mayBeUnknown || unknownProperties(this.spec, 'response', this.schema, body).length === 0;
	}
}
