/**
 * Replaces all values of an answer so that it is judged as before: at once and in rounds first, in which what is judged
 * otherwise gets another stand-in, then one half at a time, so that what stands in the way is found and tried by itself.
 */

import type { Finding } from '../../exchange/finding';
import type { Pointer } from '../../json/pointer';
import { differences } from './alike';
import type { Choices } from './choice';
import type { Leaf } from './leaf';

type Value = string | number;

export interface Puzzle {
	readonly leaves: readonly Leaf[];
	/** Findings about the answer with other values, in the order of the leaves. */
	judge(values: readonly Value[]): readonly Finding[];
	/** Findings about the answer as it came. */
	readonly wanted: readonly Finding[];
}

export interface Solution {
	readonly values: readonly Value[];
	/** Whether the findings are the same. */
	readonly isAlike: boolean;
}

const mostRounds = 12;
/** So many rounds look where the difference is; the others beside it as well, for one value may say what another is asked. */
const narrow = 4;
/** What all judgements of one answer may take together, in values judged; and so many of them at most, and at least. */
const budget = { values: 1_500_000, most: 2_500, least: 6 };
/** So many candidates of one value are tried by themselves. */
const mostCandidates = 150;

export function solve(puzzle: Puzzle, choices: Choices): Solution {
	const { leaves, wanted } = puzzle;
	const turns = leaves.map(() => 0);
	const distinct = new Set<Pointer>();
	const isDistinct = (leaf: Leaf) => distinct.size > 0 && isWithin(distinct, leaf.place);
	/** What is masked whatever it is judged as: the first invention that will do, or the plainest. */
	const plainest = leaves.map((leaf) => choices.choose(leaf, 0, false) ?? plain(leaf));
	let values = plainest;
	for (let round = 0; round < mostRounds; round += 1) {
		const differing = differences(wanted, puzzle.judge(values)).map((each) => ({
			...each,
			place: choices.placeBefore(each.place),
		}));
		if (differing.length === 0) return { values, isAlike: true };
		const places = new Set(differing.map(({ place }) => (round < narrow ? place : around(place))));
		const schemas = new Map<Pointer, Set<Pointer>>();
		for (const { place, finding } of differing) {
			const { pointer = '' } = finding.spec ?? {};
			if (pointer.endsWith('/uniqueItems')) distinct.add(place);
			if (!finding.code.endsWith('.body.invalid')) continue;
			const known = schemas.get(place) ?? new Set();
			schemas.set(place, known.add(pointer.slice(0, pointer.lastIndexOf('/'))));
		}
		const learnt = new Set<Leaf['ground']>();
		for (const { place, ground, kind } of leaves) {
			if (kind === 'key' || kind === 'field') continue;
			for (const schema of schemas.get(place) ?? []) if (ground.learn(schema)) learnt.add(ground);
		}
		const isMoved = (leaf: Leaf) => leaf.kind !== 'field' && (places.has(leaf.place) || isWithin(places, leaf.place));
		let moved = 0;
		values = leaves.map((leaf, index) => {
			const before = values[index] ?? plain(leaf);
			if (learnt.has(leaf.ground)) turns[index] = 0;
			else if (!isMoved(leaf)) return before;
			else if (!isDistinct(leaf)) turns[index] = (turns[index] ?? 0) + 1;
			const next = choices.choose(leaf, turns[index] ?? 0, isDistinct(leaf));
			if (next !== undefined && next !== before) moved += 1;
			return next ?? before;
		});
		if (moved === 0) break;
	}
	return settle(puzzle, choices, values, plainest);
}

/** Begins with the answer as it came, and keeps of what is replaced only what leaves the findings as they are. */
function settle(
	{ leaves, judge, wanted }: Puzzle,
	choices: Choices,
	best: readonly Value[],
	plainest: readonly Value[],
): Solution {
	const values: Value[] = leaves.map(({ original }) => original);
	const stuck: number[] = [];
	let left = Math.min(budget.most, Math.max(budget.least, Math.floor(budget.values / (leaves.length + 1))));
	const isAlike = () => {
		left -= 1;
		return left >= 0 && differences(wanted, judge(values)).length === 0;
	};
	const open: [from: number, to: number][] = [[0, leaves.length]];
	for (let range = open.pop(); range; range = open.pop()) {
		const [from, to] = range;
		if ([best, plainest].some((offered) => holds(from, to, offered))) continue;
		if (to - from === 1) alone(from);
		else {
			const middle = Math.floor((from + to) / 2);
			open.push([middle, to], [from, middle]);
		}
	}
	for (const index of stuck) values[index] = plainest[index] ?? '';
	return { values, isAlike: stuck.length === 0 && differences(wanted, judge(values)).length === 0 };

	/** Takes what is offered for a range, if the findings stay. */
	function holds(from: number, to: number, offered: readonly Value[]): boolean {
		const before = values.slice(from, to);
		for (let index = from; index < to; index += 1) values[index] = offered[index] ?? '';
		if (isAlike()) return true;
		for (const [offset, value] of before.entries()) values[from + offset] = value;
		return false;
	}

	function alone(index: number): void {
		const leaf = leaves[index];
		if (!leaf) return;
		let tried = 0;
		for (const each of choices.candidates(leaf)) {
			values[index] = each;
			if (isAlike()) return;
			tried += 1;
			if (tried >= mostCandidates || left <= 0) break;
		}
		// A key that looks like the name of a field may be needed as it is.
		values[index] = leaf.original;
		if (leaf.kind === 'field' && left > 0) return;
		const changed = choices.changed(leaf, (value) => {
			values[index] = value;
			return isAlike();
		});
		values[index] = leaf.original;
		if (changed !== undefined && changed !== leaf.original) {
			values[index] = changed;
			if (isAlike()) return;
			values[index] = leaf.original;
		}
		stuck.push(index);
	}
}

const plain = ({ original, kind }: Leaf): Value =>
	typeof original === 'number' ? (original === 1 ? 2 : 1) : kind === 'field' ? original : '*';

const around = (place: Pointer): Pointer => place.slice(0, Math.max(place.lastIndexOf('/'), 0)) || place;

/** Whether something around `place` is in `places`. */
function isWithin(places: ReadonlySet<Pointer>, place: Pointer): boolean {
	for (let end = place.lastIndexOf('/'); end !== -1; end = place.lastIndexOf('/', end - 1)) {
		if (places.has(place.slice(0, end))) return true;
		if (end === 0) break;
	}
	return false;
}
