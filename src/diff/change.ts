/** Changes: what a newer spec means otherwise, where in both documents, and which interactions use it. */
import type { InteractionRef } from '../exchange/exchange';
import type { Pointer } from '../json/pointer';

export type ChangeKind = 'added' | 'removed' | 'changed';

/** One change, wherever the schema that it stands in is used. */
export interface Change {
	readonly kind: ChangeKind;
	/** The keyword that changed in either document; where it is absent, what it would stand in. */
	readonly old: Pointer;
	readonly new: Pointer;
	/** `no longer required`; it follows the place. */
	readonly words: string;
}

/** A change in what one place of an exchange means, and who uses it. */
export interface Effect extends Change {
	/** The field that an exchange has to name to use it; undefined where every exchange that reaches the place does. */
	readonly field?: string;
	/** Of a field that a request now has to name: every request that reaches the place uses it. */
	readonly isDemand?: true;
	/** Of what is assumed where nothing is sent. */
	readonly isDefault?: true;
}

/** Where a change was found: `Response 200 of getPet`, and the instance in its body. */
export interface Where {
	readonly part: string;
	readonly instance: Pointer;
}

export interface FoundChange extends Omit<Change, 'words'> {
	/** `Response 200 of getPet, /name: no longer required.` */
	readonly title: string;
	/** Whether an operation that the contract uses has it. */
	readonly isOfContract: boolean;
	readonly usedBy: readonly InteractionRef[];
}

interface Entry extends Change {
	where: Where;
	isOfContract: boolean;
	readonly usedBy: Map<string, InteractionRef>;
}

/** Collects changes, each once by its places. */
export class Changes {
	private readonly entries = new Map<string, Entry>();

	/** A change was found; the first place names it, until an interaction uses it elsewhere. */
	add({ kind, old, new: next, words }: Change, where: Where, isOfContract: boolean): void {
		const key = keyOf({ kind, old, new: next, words });
		const known = this.entries.get(key);
		if (known) known.isOfContract ||= isOfContract;
		else this.entries.set(key, { kind, old, new: next, words, where, isOfContract, usedBy: new Map() });
	}

	use(change: Change, where: Where, ref: InteractionRef): void {
		this.add(change, where, true);
		const entry = this.entries.get(keyOf(change));
		if (!entry) return;
		if (entry.usedBy.size === 0) entry.where = where;
		entry.usedBy.set(`${ref.index} ${ref.file}`, ref);
	}

	get all(): FoundChange[] {
		return [...this.entries.values()].map(({ kind, old, new: next, words, where, isOfContract, usedBy }) => ({
			...{ kind, old, new: next, title: titleOf(where, words), isOfContract },
			usedBy: [...usedBy.values()].sort(inOrder),
		}));
	}
}

const keyOf = ({ kind, old, new: next, words }: Change) => JSON.stringify([kind, old, next, words]);

const titleOf = ({ part, instance }: Where, words: string) =>
	`${part}${instance === '' ? '' : `${part === '' ? '' : ', '}${instance}`}: ${words}.`;

const inOrder = (one: InteractionRef, other: InteractionRef) =>
	one.file === other.file ? one.index - other.index : one.file < other.file ? -1 : 1;
