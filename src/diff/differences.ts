/** Which pairs of schemas differ, there or below: what does not is not walked. Each pair is looked into once. */
import type { Comparison } from './compare';
import type { Place } from './schema-view';

interface Node {
	/** The pairs that it stands below. */
	readonly above: string[];
	readonly hasEffects: boolean;
}

export class Differences {
	private readonly known = new Map<string, boolean>();

	constructor(private readonly comparison: Comparison) {}

	between(old: Place, next: Place): boolean {
		const { comparison, known } = this;
		const start = comparison.keyOf(old, next);
		const before = known.get(start);
		if (before !== undefined) return before;
		const nodes = new Map<string, Node>();
		const different: string[] = [];
		const open: (readonly [key: string, old: Place, next: Place, from: string | undefined])[] = [
			[start, old, next, undefined],
		];
		for (const [key, one, other, from] of open) {
			const met = nodes.get(key);
			if (met) {
				if (from !== undefined) met.above.push(from);
				continue;
			}
			const isKnown = known.get(key);
			const { effects, children } = isKnown === undefined ? comparison.at(one, other) : { effects: [], children: [] };
			const hasEffects = isKnown ?? effects.length > 0;
			nodes.set(key, { above: from === undefined ? [] : [from], hasEffects });
			if (hasEffects) different.push(key);
			for (const each of children) open.push([comparison.keyOf(each.old, each.new), each.old, each.new, key]);
		}
		const reached = new Set(different);
		for (const key of different) {
			for (const above of nodes.get(key)?.above ?? []) {
				if (reached.has(above)) continue;
				reached.add(above);
				different.push(above);
			}
		}
		for (const key of nodes.keys()) known.set(key, reached.has(key));
		return reached.has(start);
	}
}
