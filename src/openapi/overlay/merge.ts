/** Merges the value of an `update` or a `copy` into a value of the document (Overlay Specification 1.1, Action Object). */
import { child, type Pointer } from '../../json/pointer';
import { listOf, objectOf, type Part, partsIn } from './parts';

/** Values that cannot be merged. `pointer` is the place in the document. */
export class Incompatible extends Error {
	override readonly name = 'Incompatible';
	constructor(
		readonly pointer: Pointer,
		readonly reason: string,
	) {
		super(reason);
	}
}

export type Kind = 'an object' | 'a list' | 'a primitive value';

export function kindOf(value: unknown): Kind {
	if (typeof value !== 'object' || value === null) return 'a primitive value';
	return Array.isArray(value) ? 'a list' : 'an object';
}

/** Objects are merged member by member, lists are joined, a primitive value replaces one. Throws {@link Incompatible}. */
export function merged(target: Part, update: Part, at: Pointer): Part {
	const [kind, own] = [kindOf(target.value), kindOf(update.value)];
	if (kind !== own) throw new Incompatible(at, `${own} cannot be merged into ${kind}`);
	switch (kind) {
		case 'a primitive value':
			return update;
		case 'a list':
			return listOf(target.origin, [...partsIn(target).values(), ...partsIn(update).values()]);
		case 'an object': {
			const members = partsIn(target);
			for (const [key, member] of partsIn(update)) {
				const before = members.get(key);
				members.set(key, before ? merged(before, member, child(at, key)) : member);
			}
			return objectOf(target.origin, members);
		}
		default:
			return kind satisfies never;
	}
}

/** The list with the value as its last item. */
export const appended = (target: Part, item: Part): Part => listOf(target.origin, [...partsIn(target).values(), item]);
