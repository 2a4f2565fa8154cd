/** The lines of the spec that the page shows. */
import { excerptOf } from '../../src/report/html/excerpt';

const text = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n');
const numbers = (count: number, wanted: readonly number[]) =>
	excerptOf('a.yaml', text(count), wanted).lines.map(({ line }) => line);

test('a short file is shown whole, whatever ends its lines', () => {
	expect(excerptOf('a.yaml', '\uFEFFa\r\n\tb\r\n', [])).toEqual({
		file: 'a.yaml',
		total: 2,
		lines: [
			{ line: 1, text: 'a' },
			{ line: 2, text: '  b' },
		],
	});
});

test('of a long file what matters is shown, with three lines around', () => {
	expect(numbers(4_000, [4_000, 2, 10, 12])).toEqual([
		...[1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15],
		...[3_997, 3_998, 3_999, 4_000],
	]);
});

test('a file that matters everywhere is limited, and what comes first is kept', () => {
	const all = Array.from({ length: 20_000 }, (_, index) => index + 1);
	const shown = numbers(20_000, [19_000, ...all]);
	expect(shown.length).toBeLessThan(5_010);
	expect(shown).toContain(19_000);
});

test('a line that holds a whole document is cut', () => {
	expect(excerptOf('a.json', 'x'.repeat(100_000), []).lines[0]?.text).toBe(`${'x'.repeat(400)}…`);
});
