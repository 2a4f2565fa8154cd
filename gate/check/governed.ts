/**
 * Finds the places of a body that matching rules govern, as Pact chooses: the rule that names a place most closely
 * governs it, and a rule for a type governs all that is below it.
 */
import type { Json } from '../../spec/json';
import { child, type Pointer } from '../../spec/pointer';
import type { MatchingRule } from '../pact-matchers';

export interface Governed {
	readonly pointer: Pointer;
	/** The same place, with `*` for the index of a list. */
	readonly kind: Pointer;
	readonly value: Json;
	readonly rule: MatchingRule;
}

/** Calls `visit` for each text, number, truth value or list of `body` that one of `rules` governs. */
export function eachGoverned(body: Json, rules: readonly MatchingRule[], visit: (place: Governed) => void): void {
	walk(body, '', '', 0, rules, undefined);

	function walk(
		value: Json,
		pointer: Pointer,
		kind: Pointer,
		depth: number,
		ahead: readonly MatchingRule[],
		above: MatchingRule | undefined,
	): void {
		let rule = above;
		for (const each of ahead) {
			if (each.steps.length === depth && (!rule || each.weight >= rule.weight)) rule = each;
		}
		const isOwn = rule !== above;
		const cascades = rule?.matchers.some((each) => each.kind === 'type');
		if (rule && (isOwn || cascades) && (typeof value !== 'object' || (isOwn && Array.isArray(value)))) {
			visit({ pointer, kind, value, rule });
		}
		if (typeof value !== 'object' || value === null) return;
		const further = ahead.filter((each) => each.steps.length > depth);
		if (further.length === 0 && !cascades) return;
		const isList = Array.isArray(value);
		for (const [key, below] of Object.entries(value) as [string, Json][]) {
			const next = further.filter(({ steps }) => steps[depth] === null || steps[depth] === key);
			if (next.length === 0 && !cascades) continue;
			walk(below, child(pointer, key), isList ? `${kind}/*` : child(kind, key), depth + 1, next, rule);
		}
	}
}

/** `root` with `value` at the place that `keys` lead to. `root` itself stays as it is. */
export function replaced(root: Json, [key, ...rest]: readonly string[], value: Json): Json {
	if (key === undefined) return value;
	if (Array.isArray(root))
		return root.map((item: Json, index) => (String(index) === key ? replaced(item, rest, value) : item));
	if (typeof root !== 'object' || root === null) return root;
	return Object.fromEntries(
		Object.entries(root).map(([name, below]) => [name, name === key ? replaced(below, rest, value) : below]),
	);
}
