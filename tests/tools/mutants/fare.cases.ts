/** A weak test on purpose: it asks for no child's fare and for no bound. */
import { fare } from './fare';

describe('a fare', () => {
	test.each([
		[5, 2],
		[-5, 0],
	])('of %i is %i', (distance, expected) => {
		expect(fare(distance, false)).toBe(expected);
	});
});
