/**
 * Compares what two schemas mean at one place: what differs there, and the pairs of schemas below it. Nothing is compared
 * twice, and a pair that is being compared counts as equal until shown otherwise.
 */
import type { SpecDocument } from '../openapi/document/document';
import { pairBranches } from './branches';
import type { Branches, Child, Compared, Compares, Step } from './compared';
import { effectsOf } from './effects';
import { type Group, keyOf, type Place, type SchemaView, viewOf } from './schema-view';

export class Comparison implements Compares {
	private readonly known = new Map<string, Compared>();
	private readonly open = new Set<string>();
	private readonly same = new Map<string, boolean>();

	constructor(
		readonly old: SpecDocument,
		readonly next: SpecDocument,
	) {}

	keyOf(old: Place, next: Place): string {
		return `${keyOf(old)}\n\n${keyOf(next)}`;
	}

	at(old: Place, next: Place): Compared {
		const key = this.keyOf(old, next);
		const known = this.known.get(key);
		if (known) return known;
		this.open.add(key);
		const compared = this.compare(old, next);
		this.open.delete(key);
		this.known.set(key, compared);
		return compared;
	}

	/** Whether nothing differs, as far as it decides which alternatives belong together. */
	isSame(old: Place, next: Place): boolean {
		const key = this.keyOf(old, next);
		const known = this.same.get(key);
		if (known !== undefined || this.open.has(key)) return known ?? true;
		this.same.set(key, true);
		const { effects, children } = this.at(old, next);
		const isSame = effects.length === 0 && children.every((each) => this.isSame(each.old, each.new));
		this.same.set(key, isSame);
		return isSame;
	}

	private compare(oldPlace: Place, newPlace: Place): Compared {
		const [old, next] = [viewOf(this.old, oldPlace), viewOf(this.next, newPlace)];
		if (isChoiceAlone(old) !== isChoiceAlone(next) && (old.groups.length === 0 || next.groups.length === 0)) {
			const alone = isChoiceAlone(old) ? old : next;
			const other = alone === old ? next : old;
			if (isChoiceAlone(alone) && other.groups.length === 0) {
				const nulls = effectsOf(old, next, 'null');
				const [keyword, pointer] = [alone.groups[0]?.keyword ?? 'anyOf', other.pointer];
				const single = [alone === old ? newPlace : oldPlace];
				const [before, after] =
					alone === old
						? [branchesOf(old.groups[0]), { keyword, pointer, branches: single }]
						: [{ keyword, pointer, branches: single }, branchesOf(next.groups[0])];
				const paired = pairBranches(this, before, after);
				return { effects: [...nulls, ...paired.effects], children: paired.children };
			}
		}
		const groups = old.groups.length > 0 || next.groups.length > 0 ? this.compareGroups(old, next) : nothing;
		return {
			effects: [...effectsOf(old, next), ...groups.effects],
			children: [...childrenOf(old, next), ...groups.children],
		};
	}

	private compareGroups(old: SchemaView, next: SchemaView): Compared {
		const compared = Array.from({ length: Math.max(old.groups.length, next.groups.length) }, (_, index) => {
			const [before, after] = [old.groups[index], next.groups[index]];
			const empty = (view: SchemaView, keyword: string) => ({ keyword, pointer: view.pointer, branches: [] });
			return pairBranches(
				this,
				before ? branchesOf(before) : empty(old, after?.keyword ?? 'anyOf'),
				after ? branchesOf(after) : empty(next, before?.keyword ?? 'anyOf'),
			);
		});
		return {
			effects: compared.flatMap(({ effects }) => effects),
			children: compared.flatMap(({ children }) => children),
		};
	}
}

const nothing: Compared = { effects: [], children: [] };

const branchesOf = (group: Group | undefined): Branches => ({
	keyword: group?.keyword ?? 'anyOf',
	pointer: group?.pointer ?? '',
	branches: (group?.branches ?? []).map((each) => [each]),
});

/** Whether a schema states nothing but its alternatives: then another in its place is as good as one of them. */
const isChoiceAlone = ({
	groups,
	types,
	values,
	literals,
	properties,
	patterns,
	required,
	closed,
	...rest
}: SchemaView) =>
	groups.length === 1 &&
	[types, values, closed].every((each) => each === undefined) &&
	[literals, properties, patterns, required, rest.others].every(({ size }) => size === 0) &&
	[rest.additional, rest.items, rest.prefixItems].every(({ length }) => length === 0);

function childrenOf(old: SchemaView, next: SchemaView): Child[] {
	const children: Child[] = [];
	const add = (step: Step, before: Place | undefined, after: Place | undefined) => {
		if (before && after && before.length > 0 && after.length > 0) children.push({ step, old: before, new: after });
	};
	for (const [name, place] of old.properties) add({ kind: 'property', name }, place, next.properties.get(name));
	for (const [pattern, place] of old.patterns) add({ kind: 'map', pattern }, place, next.patterns.get(pattern));
	add({ kind: 'map', pattern: undefined }, old.additional, next.additional);
	add({ kind: 'item', index: undefined }, old.items, next.items);
	for (const [index, place] of old.prefixItems.entries()) add({ kind: 'item', index }, place, next.prefixItems[index]);
	for (const [keyword, place] of old.others) add(stepOf(keyword), place, next.others.get(keyword));
	return children;
}

function stepOf(keyword: string): Step {
	if (keyword === 'contains' || keyword === 'unevaluatedItems') return { kind: 'item', index: undefined };
	return keyword === 'unevaluatedProperties' ? { kind: 'map', pattern: undefined } : { kind: 'here', isChoice: false };
}
