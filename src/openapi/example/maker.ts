/** Makes candidates for the values of schemas, part by part, and tests them. */
import { orUndefined } from '../../json/input-error';
import { isObject, type Json, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { inDialect } from '../schema/dialect';
import { oneWayKeyword } from '../schema/reading';
import { type Applied, isOneWay, type Placed, together } from '../schema/scope';
import type { Spec } from '../spec';
import { keywordOf, listOf, statedBy, tagOf, typesOf } from './facts';
import { identityOf } from './identity';
import { numbersFor } from './number';
import { textsFor } from './text';

export type Direction = 'request' | 'response';

/** Tried for one value before it counts as impossible. */
const mostTries = 80;
/** Tried for a whole body. */
const mostInAll = 20_000;
const deepest = 16;

/** What surrounds a value while it is made. */
export interface Around {
	readonly name: string;
	/** The schemas that it is made in, outermost first: those that recur end there. */
	readonly open: readonly Pointer[];
	/** The `oneOf` and `anyOf` that a branch was chosen of. */
	readonly chosen: ReadonlySet<string>;
	/** What some properties are: those of a discriminator, for one. */
	readonly tags: JsonObject;
	readonly fill?: Fill | undefined;
}

/** Objects with all of their properties, or with as few as they can have; by default those that have examples. */
export type Fill = 'full' | 'least';

export class Maker {
	private tries = 0;

	constructor(
		private readonly spec: Spec,
		private readonly direction: Direction,
		/** Whether the first candidate for a part is taken as it is. */
		private readonly isTrusting = false,
	) {}

	*all(places: readonly Placed[], around: Around, stated: readonly Json[]): Generator<Json> {
		yield* stated;
		let tries = 0;
		for (const value of this.candidates(places, around)) {
			yield value;
			if (++tries > mostTries) return;
		}
	}

	accepts(places: readonly Placed[], value: Json): boolean {
		const { validator } = this.spec;
		this.tries += 1;
		// A schema that cannot be judged accepts nothing here.
		const accepted = orUndefined(() =>
			places.every(({ pointer, scope }) => validator.accepts(this.direction, pointer, value, scope)),
		);
		return this.tries < mostInAll && accepted === true;
	}

	*valid(places: readonly Placed[], around: Around): Generator<Json> {
		let tries = 0;
		for (const value of this.candidates(places, around)) {
			if (this.accepts(places, value)) yield value;
			if (++tries > mostTries) return;
		}
	}

	private first(places: readonly Placed[], around: Around): Json | undefined {
		const values = this.isTrusting ? this.candidates(places, around) : this.valid(places, around);
		for (const value of values) return value;
		return undefined;
	}

	private *candidates(places: readonly Placed[], around: Around): Generator<Json> {
		const { document } = this.spec;
		const applied = orUndefined(() => places.flatMap((each) => together(document, each.pointer, each.scope))) ?? [];
		const isIgnored = ({ schema }: Applied) => document.dialect === '3.0' && typeof schema.$ref === 'string';
		const own = applied.filter((each) => !isIgnored(each));
		const stated = own.map(({ schema }) => schema);
		// A stated object may have more or less than is wanted.
		const isBuilt = around.fill !== undefined && stated.some((each) => each.properties || each.items);
		if (!isBuilt) yield* statedBy(stated);
		const alternatives = own.find(({ pointer, schema }) => keywordOf(schema, pointer, around.chosen));
		if (alternatives) {
			yield* this.branches(places, alternatives, around);
			return;
		}
		const identity = identityOf(own) ?? '';
		const isOpen = around.open.includes(identity) || around.open.length > deepest;
		const schemas = own.map(({ schema }) => inDialect(document.dialect, schema));
		const types = typesOf(schemas);
		const within = { ...around, open: [...around.open, identity] };
		if (types.includes('object') && !isOpen) yield* this.objects(own, schemas, within);
		if (types.includes('array')) yield* this.arrays(own, schemas, within, isOpen);
		if (types.includes('string')) yield* textsFor(schemas, around.name);
		if (types.includes('integer') || types.includes('number')) yield* numbersFor(schemas);
		if (types.includes('boolean')) yield* [true, false];
		if (isBuilt) yield* statedBy(stated);
		yield null;
	}

	private *branches(places: readonly Placed[], { pointer, scope, schema }: Applied, around: Around): Generator<Json> {
		const keyword = keywordOf(schema, pointer, around.chosen) ?? 'oneOf';
		const branches = schema[keyword];
		const chosen = new Set([...around.chosen, `${pointer} ${keyword}`]);
		for (const index of Array.isArray(branches) ? branches.keys() : []) {
			const tags = { ...around.tags, ...tagOf(schema, property(Object(branches)[index], '$ref')) };
			const branch = { pointer: child(pointer, keyword, index), scope };
			yield* this.candidates([...places, branch], { ...around, chosen, tags });
		}
	}

	/** With the required properties and those that have examples, with all, with the required ones alone, as `fill` orders. */
	private *objects(own: readonly Applied[], schemas: readonly JsonObject[], around: Around): Generator<Json> {
		const required = new Set(schemas.flatMap((schema) => listOf(schema.required)).map(String));
		const named = schemas.flatMap((schema) => Object.keys(isObject(schema.properties) ? schema.properties : {}));
		const names = [...new Set([...named, ...required])].filter((name) => !this.isLeftOut(own, name));
		const least = Math.max(0, ...schemas.map(({ minProperties }) => Number(minProperties ?? 0)));
		const values = new Map<string, Json | undefined>();
		const hasExample = (name: string) => this.placesOf(own, name).some((place) => this.isExampled(place));
		const memberOf = (name: string) => {
			const inside = { ...around, name, chosen: new Set<string>(), tags: {} };
			if (!values.has(name)) {
				const [inner, tag] = [this.placesOf(own, name), property(around.tags, name)];
				const isTagged = tag !== undefined && !hasExample(name) && (this.isTrusting || this.accepts(inner, tag));
				values.set(name, isTagged ? tag : this.first(inner, inside));
			}
			return values.get(name);
		};
		const isOptional = (name: string) => !required.has(name);
		const [all, none] = [() => true, () => false];
		const isMap = names.length === 0 && own.some(({ schema }) => isObject(schema.additionalProperties));
		if (around.fill === 'full' && isMap) {
			const value = memberOf('key');
			if (value !== undefined) yield { key: value };
		}
		const orders = { full: [all, hasExample, none], least: [none, hasExample, all] };
		for (const isWanted of around.fill ? orders[around.fill] : [hasExample, all, none]) {
			const members = names
				.filter((name) => !isOptional(name) || isWanted(name))
				.map((name) => [name, memberOf(name)] as const)
				.filter(([name, value]) => value !== undefined || !isOptional(name));
			if (members.some(([, value]) => value === undefined)) return;
			for (let more = 1; members.length < least && more <= least; more += 1) {
				members.push([`key${more}`, memberOf(`key${more}`)]);
			}
			yield Object.fromEntries(members) as JsonObject;
		}
	}

	private *arrays(own: readonly Applied[], schemas: readonly JsonObject[], around: Around, isOpen: boolean) {
		const least = Math.max(0, ...schemas.map(({ minItems }) => Number(minItems ?? 0)));
		const fixed = own.flatMap(({ pointer, scope, schema }) =>
			listOf(schema.prefixItems).map((_, index) => ({ pointer: child(pointer, 'prefixItems', index), scope })),
		);
		const places = own.flatMap(({ pointer, scope, schema }) =>
			isObject(schema.items) ? [{ pointer: child(pointer, 'items'), scope }] : [],
		);
		const inside = { ...around, chosen: new Set<string>(), tags: {} };
		if (around.fill === 'least' && least === 0) yield [];
		if (!isOpen) {
			const begin = fixed.map((place) => this.first([place], inside) ?? null);
			const items: Json[] = [];
			if (places.length > 0) {
				for (const item of this.isTrusting ? this.candidates(places, inside) : this.valid(places, inside)) {
					items.push(item);
					if (begin.length + items.length >= Math.max(1, least)) break;
				}
			}
			const [item] = items;
			if (item !== undefined || begin.length > 0) {
				yield [...begin, ...items];
				if (item !== undefined && least > 1) yield Array.from({ length: least }, () => item);
			}
			if (places.length === 0) yield Array.from({ length: least }, (_, index) => `example ${index + 1}`);
		}
		yield [];
	}

	private placesOf(own: readonly Applied[], name: string): Placed[] {
		const named = own.flatMap(({ pointer, scope, schema }) =>
			property(schema.properties, name) === undefined ? [] : [{ pointer: child(pointer, 'properties', name), scope }],
		);
		if (named.length > 0) return named;
		return own.flatMap(({ pointer, scope, schema }) =>
			isObject(schema.additionalProperties) ? [{ pointer: child(pointer, 'additionalProperties'), scope }] : [],
		);
	}

	private isLeftOut(own: readonly Applied[], name: string): boolean {
		const keyword = oneWayKeyword(this.direction);
		return own.some((place) => orUndefined(() => isOneWay(this.spec.document, place, name, keyword)) === true);
	}

	private isExampled({ pointer, scope }: Placed): boolean {
		const applied = orUndefined(() => together(this.spec.document, pointer, scope)) ?? [];
		return applied.some(({ schema }) => schema.example !== undefined || listOf(schema.examples).length > 0);
	}
}
