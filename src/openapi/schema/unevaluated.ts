/**
 * `unevaluatedItems` in other words (JSON Schema 2020-12, core 11.2): ajv 8.20 loses track of the items that
 * alternatives, conditions and `contains` evaluate, so the items that are left are written out, one condition inside
 * the other.
 */

import { child } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import { type Lazy, nodeAt, type SchemaNode } from './node';
import type { TranslatedSchema } from './reading';
import type { Placed } from './scope';

/** Evaluates items of the array if its conditions hold. */
interface Witness {
	readonly conditions: readonly Condition[];
	/** The items that it evaluates: a number of them from the first on, or those that match a schema. */
	readonly items: number | Placed;
}
interface Condition {
	readonly schema: Placed;
	/** Whether it must hold, or must not. */
	readonly met: boolean;
}

/** Translates the schema at a place; with `otherwise`, for use below a negation. */
export type Convert = (place: Placed, otherwise?: boolean) => TranslatedSchema;

/** The most conditions on `contains` whose combinations are written out. */
const most = 6;

/** What `unevaluatedItems` at `place` asks of an array; undefined where there are too many conditions to write out. */
export function unevaluatedItems(
	document: SpecDocument,
	place: Placed,
	convert: Convert,
): TranslatedSchema | undefined {
	const witnesses = witnessesOf(nodeAt(document, place), [], new Set());
	const left = convert({ ...place, pointer: child(place.pointer, 'unevaluatedItems') });
	const matching = witnesses.filter(({ items }) => typeof items !== 'number');
	if (matching.filter(({ conditions }) => conditions.length > 0).length > most) return undefined;
	// Of those that count, the one with the most items comes first: if it holds, the others add nothing.
	const counting = witnesses.filter((each) => typeof each.items === 'number');
	counting.sort((a, b) => Number(b.items) - Number(a.items));
	return writtenOut([...matching, ...counting], []);

	function writtenOut([first, ...rest]: readonly Witness[], seen: readonly Placed[]): TranslatedSchema {
		if (!first) return leftFrom(0, seen);
		const { conditions, items } = first;
		const met = typeof items === 'number' ? leftFrom(items, seen) : writtenOut(rest, [...seen, items]);
		if (conditions.length === 0) return met;
		const tests = conditions.map((each) => (each.met ? convert(each.schema) : { not: convert(each.schema, true) }));
		// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
		return { if: { not: { not: { allOf: tests } } }, then: met, else: writtenOut(rest, seen) };
	}

	function leftFrom(count: number, seen: readonly Placed[]): TranslatedSchema {
		if (count === Number.POSITIVE_INFINITY) return {};
		const items = seen.length === 0 ? left : { anyOf: [...seen.map((each) => convert(each)), left] };
		return { ...(count > 0 ? { prefixItems: Array.from({ length: count }, () => ({})) } : {}), items };
	}
}

/** Of the first schema, its own `unevaluatedItems` does not count. */
function witnessesOf(
	node: SchemaNode | undefined,
	conditions: readonly Condition[],
	open: ReadonlySet<SchemaNode>,
): Witness[] {
	if (!node || open.has(node)) return [];
	const within = new Set([...open, node]);
	const from = (other: Lazy | undefined, ...added: readonly Condition[]): Witness[] =>
		other === undefined ? [] : witnessesOf(other(), [...conditions, ...added], within);
	const witnesses: Witness[] = [];
	const { schema, condition } = node;
	if (node.prefixItems.length > 0) witnesses.push({ conditions, items: node.prefixItems.length });
	if (schema.items !== undefined || (schema.unevaluatedItems !== undefined && open.size > 0)) {
		witnesses.push({ conditions, items: Number.POSITIVE_INFINITY });
	}
	if (schema.contains !== undefined) {
		witnesses.push({ conditions, items: { pointer: child(node.pointer, 'contains'), scope: node.scope } });
	}
	for (const each of node.together) witnesses.push(...from(each));
	for (const branch of node.choices.flat()) witnesses.push(...from(branch.node, { schema: branch.place, met: true }));
	if (condition) {
		const { place, node: test } = condition.test;
		const [met, unmet] = [
			{ schema: place, met: true },
			{ schema: place, met: false },
		];
		witnesses.push(...from(test, met), ...from(condition.met, met), ...from(condition.unmet, unmet));
	}
	return witnesses;
}
