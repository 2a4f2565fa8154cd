/** A seeded source of chance: the same seed gives the same run, on every machine. */

export interface Chance {
	/** A whole number from 0 up to, not including, `below`. */
	below(below: number): number;
	/** True once in `times`. */
	once(times: number): boolean;
	pick<T>(from: readonly T[]): T;
	/** A list of up to `most` things made by `make`. */
	some<T>(most: number, make: () => T): T[];
}

/** Mulberry32: small, and good enough to vary tests. */
export function chanceOf(seed: number): Chance {
	let state = seed;
	const next = (): number => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
	const chance: Chance = {
		below: (below) => Math.floor(next() * below),
		once: (times) => next() * times < 1,
		pick(from) {
			const [picked] = from.slice(chance.below(from.length));
			if (picked === undefined) throw new Error('there is nothing to pick from');
			return picked;
		},
		some: (most, make) => Array.from({ length: chance.below(most + 1) }, make),
	};
	return chance;
}
