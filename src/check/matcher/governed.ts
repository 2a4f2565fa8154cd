/**
 * Finds the places of a body that matching rules govern, as Pact chooses: the rule that names a place most closely
 * governs it, and a rule for a type governs all that is below it. What is found out about a place is kept with it.
 */
import type { Json, JsonObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { remembered } from '../remembered';
import type { Verdict } from './latitude-words';
import type { MatchingRule } from './pact-matchers';

/** A place of a body as the rules see it, whatever stands there. */
export interface Spot {
	readonly depth: number;
	/** The rule that governs it. */
	readonly rule: MatchingRule | undefined;
	/** Whether that rule names this very place. */
	readonly isNamed: boolean;
	/** Whether that rule governs what is below, too. */
	readonly cascades: boolean;
	/** The rules that may name a place below. */
	readonly ahead: readonly MatchingRule[];
	/** The places below that were met. */
	readonly below: Map<string, Spot>;
	/** Verdicts by the type of what stands here. */
	readonly verdicts: Map<string, Verdict>;
}

export interface Governed {
	readonly spot: Spot;
	readonly rule: MatchingRule;
	readonly value: Json;
	/** Where it is. Computed, for it is asked for only where something is wrong. */
	pointer(): Pointer;
}

/** So far down a body is looked into; nobody writes a rule for what is deeper. */
const deepest = 100;

/** The whole of a body under `rules`. */
export const rootSpot = (rules: readonly MatchingRule[]): Spot => spotOf(0, rules, undefined);

function spotOf(depth: number, rules: readonly MatchingRule[], above: Spot | undefined): Spot {
	const own = rules.filter(({ steps }) => steps.length === depth);
	const inherited = above?.cascades ? above.rule : undefined;
	const rule = own.reduce((best, each) => (!best || each.weight >= best.weight ? each : best), inherited);
	const cascades = rule?.matchers.some(({ kind }) => kind === 'type') === true;
	const ahead = rules.filter(({ steps }) => steps.length > depth);
	return { depth, rule, isNamed: rule !== inherited, cascades, ahead, below: new Map(), verdicts: new Map() };
}

function spotBelow(spot: Spot, key: string): Spot {
	return remembered(spot.below, key, () => {
		const next = spot.ahead.filter(({ steps }) => steps[spot.depth] === null || steps[spot.depth] === key);
		return spotOf(spot.depth + 1, next, spot);
	});
}

/**
 * Calls `visit` for each text, number, truth value or list of `body` that a rule governs. Items of a list are one spot
 * where `areAlike` says so, unless a rule names one of them by its index.
 */
export function eachGoverned(body: Json, root: Spot, areAlike: boolean, visit: (place: Governed) => void): void {
	const keys: string[] = [];
	walk(body, root);

	function walk(value: Json, spot: Spot): void {
		const { rule } = spot;
		const isBranch = typeof value === 'object';
		if (rule && (!isBranch || (spot.isNamed && Array.isArray(value)))) {
			visit({ spot, rule, value, pointer: () => child('', ...keys) });
		}
		if (!isBranch || value === null || spot.depth >= deepest || (spot.ahead.length === 0 && !spot.cascades)) return;
		const isOneSpot = areAlike && Array.isArray(value) && spot.ahead.every(({ steps }) => steps[spot.depth] === null);
		for (const key of Object.keys(value)) {
			keys.push(key);
			walk((value as JsonObject)[key] as Json, spotBelow(spot, isOneSpot ? '*' : key));
			keys.pop();
		}
	}
}

/** `root` with `value` at the place that `keys` lead to. `root` itself stays as it is. */
export function replaced(root: Json, [key, ...rest]: readonly string[], value: Json): Json {
	if (key === undefined) return value;
	const below = replaced((root as JsonObject)[key] as Json, rest, value);
	return Array.isArray(root) ? root.with(Number(key), below) : { ...(root as JsonObject), [key]: below };
}
