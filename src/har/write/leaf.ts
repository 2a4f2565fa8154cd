/** What of an answer is replaced: each value by itself, and each key of a map that is nobody's name for a field. */
import type { Pointer } from '../../json/pointer';

export interface Leaf {
	/**
	 * `field`: a key that could be a field's name. `text`, `number` and `key` stand in JSON; `written` is a text that is read
	 * by a schema first: a header, a field of a form.
	 */
	readonly kind: 'text' | 'number' | 'key' | 'field' | 'written';
	readonly original: string | number;
	/** Where findings show it. */
	readonly place: Pointer;
	/** Of it and all that stand in its place in other items of a list. */
	readonly ground: Ground;
}

/** What is known of the values at one place, whichever item of a list they stand in. */
export class Ground {
	/** The schemas that have been seen to judge the values here. */
	readonly schemas = new Set<Pointer>();
	/** What stands for a value here, by the value and how it was chosen. */
	readonly chosen = new Map<string, string | number | undefined>();
	private readonly ordinals = new Map<string | number, number>();

	/** `name` is the property's. */
	constructor(readonly name: string) {}

	/** Whether the schema is news. */
	learn(schema: Pointer): boolean {
		if (this.schemas.has(schema)) return false;
		this.schemas.add(schema);
		this.chosen.clear();
		return true;
	}

	/** Counts the different values here, from 0. */
	ordinalOf(value: string | number): number {
		const known = this.ordinals.get(value) ?? this.ordinals.size;
		this.ordinals.set(value, known);
		return known;
	}
}

export class Grounds {
	private readonly known = new Map<string, Ground>();

	at(place: string, name: string): Ground {
		const ground = this.known.get(place) ?? new Ground(name);
		this.known.set(place, ground);
		return ground;
	}
}
