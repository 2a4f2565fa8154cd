/**
 * `unevaluatedItems` in other words (JSON Schema 2020-12, core 11.2): ajv 8.20 loses count of the items that alternatives,
 * conditions and `contains` have seen to, so which items are left is written out, one condition inside the other.
 */

import { isObject, type JsonObject } from '../../json/json';
import { child } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import type { TranslatedSchema } from './reading';
import { entered, type Placed, referredBy } from './scope';

/** Sees to items of the array, where its conditions hold. */
interface Witness {
	readonly conditions: readonly Condition[];
	/** The items that it sees to: so many from the first on, or those that match a schema. */
	readonly items: number | Placed;
}
interface Condition {
	readonly schema: Placed;
	/** Whether it must hold, or must not. */
	readonly met: boolean;
}

/** Translates the schema at a place; with `otherwise`, for use below a negation. */
export type Convert = (place: Placed, otherwise?: boolean) => TranslatedSchema;

/** Of so many conditions on `contains` every combination is written out. */
const most = 6;

/** What `unevaluatedItems` at `place` asks of an array; undefined where there are too many conditions to write out. */
export function unevaluatedItems(
	document: SpecDocument,
	place: Placed,
	schema: JsonObject,
	convert: Convert,
): TranslatedSchema | undefined {
	const { unevaluatedItems: _, ...others } = schema;
	const witnesses = witnessesOf(document, place, others, [], new Set());
	const left = convert(below(document, place, 'unevaluatedItems'));
	const matching = witnesses.filter(isMatching);
	if (matching.filter(({ conditions }) => conditions.length > 0).length > most) return undefined;
	// The witness that sees furthest comes first: where it holds, the others that count add nothing.
	const counting = witnesses
		.filter((each): each is Witness & { items: number } => !isMatching(each))
		.sort((a, b) => b.items - a.items);
	return byMatching(matching, []);

	function byMatching([first, ...rest]: readonly Matching[], seen: readonly Placed[]): TranslatedSchema {
		if (!first) return byCount(counting, seen);
		const { conditions, items } = first;
		return choice(
			conditions,
			() => byMatching(rest, [...seen, items]),
			() => byMatching(rest, seen),
		);
	}

	function byCount(
		[first, ...rest]: readonly (Witness & { items: number })[],
		seen: readonly Placed[],
	): TranslatedSchema {
		if (!first) return leftFrom(0, seen);
		return choice(
			first.conditions,
			() => leftFrom(first.items, seen),
			() => byCount(rest, seen),
		);
	}

	function leftFrom(count: number, seen: readonly Placed[]): TranslatedSchema {
		if (count === Number.POSITIVE_INFINITY) return {};
		const items = seen.length === 0 ? left : { anyOf: [...seen.map((each) => convert(each)), left] };
		return { ...(count > 0 ? { prefixItems: Array.from({ length: count }, () => ({})) } : {}), items };
	}

	function choice(
		conditions: readonly Condition[],
		met: () => TranslatedSchema,
		unmet: () => TranslatedSchema,
	): TranslatedSchema {
		if (conditions.length === 0) return met();
		const tests = conditions.map((each) => (each.met ? convert(each.schema) : { not: convert(each.schema, true) }));
		// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
		return { if: { not: { not: { allOf: tests } } }, then: met(), else: unmet() };
	}
}

/** Sees to the items that match a schema. */
type Matching = Witness & { readonly items: Placed };

const isMatching = (witness: Witness): witness is Matching => typeof witness.items !== 'number';

function witnessesOf(
	document: SpecDocument,
	place: Placed,
	schema: JsonObject,
	conditions: readonly Condition[],
	open: ReadonlySet<string>,
): Witness[] {
	const key = `${place.scope.key} ${place.pointer}`;
	if (open.has(key)) return [];
	const within = new Set([...open, key]);
	const own = (items: Witness['items']): Witness => ({ conditions, items });
	const at = (...keys: readonly (string | number)[]) => below(document, place, ...keys);
	const from = (other: Placed, ...added: readonly Condition[]): Witness[] => {
		const { value } = document.at(other.pointer);
		return isObject(value) ? witnessesOf(document, other, value, [...conditions, ...added], within) : [];
	};
	const branches = (keyword: string): Placed[] => {
		const list = schema[keyword];
		return Array.isArray(list) ? list.map((_, index) => at(keyword, index)) : [];
	};
	const witnesses: Witness[] = [];
	if (Array.isArray(schema.prefixItems)) witnesses.push(own(schema.prefixItems.length));
	if (schema.items !== undefined || schema.unevaluatedItems !== undefined)
		witnesses.push(own(Number.POSITIVE_INFINITY));
	if (schema.contains !== undefined) witnesses.push(own(at('contains')));
	for (const referred of referredBy(document, schema, place.pointer, place.scope)) witnesses.push(...from(referred));
	for (const branch of branches('allOf')) witnesses.push(...from(branch));
	for (const branch of [...branches('anyOf'), ...branches('oneOf')]) {
		witnesses.push(...from(branch, { schema: branch, met: true }));
	}
	if (schema.if !== undefined) {
		const test = at('if');
		witnesses.push(...from(test, { schema: test, met: true }));
		if (schema.then !== undefined) witnesses.push(...from(at('then'), { schema: test, met: true }));
		if (schema.else !== undefined) witnesses.push(...from(at('else'), { schema: test, met: false }));
	}
	return witnesses;
}

function below(document: SpecDocument, { pointer, scope }: Placed, ...keys: readonly (string | number)[]): Placed {
	const place = child(pointer, ...keys);
	return { pointer: place, scope: entered(document, scope, place) };
}
