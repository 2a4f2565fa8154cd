/** Finds out which alternatives of two schemas belong together: the same, then of one name, then the most alike. */
import { property } from '../json/json';
import { keysOf } from '../json/pointer';
import type { SpecDocument } from '../openapi/document/document';
import type { Effect } from './change';
import type { Branches, Child, Compared, Compares } from './compared';
import { type Place, viewOf } from './schema-view';

export function pairBranches(comparison: Compares, old: Branches, next: Branches): Compared {
	const [left, right] = [new Set(old.branches), new Set(next.branches)];
	const children: Child[] = [];
	const pair = (belong: (one: Place, other: Place) => boolean) => {
		for (const one of left) {
			const other = [...right].find((each) => belong(one, each));
			if (!other) continue;
			left.delete(one);
			right.delete(other);
			children.push({ step: { kind: 'here', isChoice: true }, old: one, new: other });
		}
	};
	const names = (one: Place, other: Place) => [nameIn(comparison.old, one), nameIn(comparison.next, other)] as const;
	// One name, and nothing differs: the cheapest to find.
	pair((one, other) => {
		const [name, otherName] = names(one, other);
		return name !== undefined && name === otherName && comparison.isSame(one, other);
	});
	pair((one, other) => comparison.isSame(one, other));
	pair((one, other) => {
		const [name, otherName] = names(one, other);
		return name !== undefined && name === otherName;
	});
	pair((one, other) => isAlike(comparison, one, other));
	const effects: Effect[] = [];
	if (old.keyword !== next.keyword && old.branches.length > 1 && next.branches.length > 1) {
		const words = `${next.keyword} in place of ${old.keyword}`;
		effects.push({ kind: 'changed', old: old.pointer, new: next.pointer, words });
	}
	for (const one of left) {
		const words = `alternative ${labelOf(comparison.old, one)} removed`;
		effects.push({ kind: 'removed', old: one[0]?.pointer ?? '', new: next.pointer, words });
	}
	for (const other of right) {
		const words = `alternative ${labelOf(comparison.next, other)} added`;
		effects.push({ kind: 'added', old: old.pointer, new: other[0]?.pointer ?? '', words });
	}
	return { effects, children };
}

/** The name of the component that an alternative refers to. */
function nameIn(document: SpecDocument, [first]: Place): string | undefined {
	const reference = first && property(document.at(first.pointer).value, '$ref');
	return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : undefined;
}

function labelOf(document: SpecDocument, place: Place): string {
	const [first] = place;
	const name = nameIn(document, place);
	if (name !== undefined) return `"${name}"`;
	const { types, values } = viewOf(document, place);
	if (values) return [...values.value.keys()].join(' or ');
	const last = keysOf(first?.pointer ?? '').at(-1) ?? '';
	return types
		? `of type ${[...types.value].sort().join(' or ')}`
		: /^\d+$/.test(last)
			? String(Number(last) + 1)
			: '1';
}

/** Whether two alternatives are of the same types and share half of their fields. */
function isAlike({ old, next }: Compares, one: Place, other: Place): boolean {
	const [before, after] = [viewOf(old, one), viewOf(next, other)];
	const types = [before, after].map(({ types: own }) => [...(own?.value ?? [])].sort().join(' '));
	if (types[0] !== types[1]) return false;
	const shared = [...before.properties.keys()].filter((name) => after.properties.has(name)).length;
	return shared * 2 >= Math.max(before.properties.size, after.properties.size);
}
