/** A cached value is made once, and no more than the limit are kept. */
import { kept, remembered } from '../../src/check/remembered';

test('once for each key', () => {
	const known = new Map<string, number>();
	let made = 0;
	const next = () => {
		made += 1;
		return made;
	};
	expect(['a', 'b', 'a', 'b'].map((key) => remembered(known, key, next))).toEqual([1, 2, 1, 2]);
});

test('undefined is not cached', () => {
	const known = new Map<string, number | undefined>([['a', undefined]]);
	expect(remembered(known, 'a', () => 1)).toBe(1);
});

test('only a few entries', () => {
	const known = new Map<number, number>();
	for (let key = 0; key < kept; key += 1) remembered(known, key, () => key);
	expect([kept, known.size]).toEqual([200, 200]);
	expect(remembered(known, -1, () => 7)).toBe(7);
	expect([...known]).toEqual([[-1, 7]]);
});
