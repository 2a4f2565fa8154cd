/** The lines of a file that the page shows: all of a short file; of a long one those that matter, and what is around. */
import type { SpecText } from './extras';

/** A file of up to so many lines is shown whole. */
const shortFile = 3_000;
/** So many lines of a long file are shown. */
const most = 5_000;
/** Lines before and after one that matters. */
const around = 3;
/** Characters of a line: a JSON file may be one line. */
const longest = 400;

/** `wanted`: the numbers of the lines that matter, the most important first. */
export function excerptOf(file: string, text: string, wanted: Iterable<number>): SpecText {
	const lines = text
		.replace(/^\uFEFF/, '')
		.replace(/\r?\n$/, '')
		.split(/\r?\n/);
	const total = lines.length;
	const shown = total <= shortFile ? lines.map((_, index) => index + 1) : windows(wanted, total);
	return { file, total, lines: shown.map((line) => ({ line, text: readable(lines[line - 1] ?? '') })) };
}

function windows(wanted: Iterable<number>, total: number): number[] {
	const shown = new Set<number>();
	for (const line of wanted) {
		if (shown.size >= most) break;
		for (let near = Math.max(line - around, 1); near <= Math.min(line + around, total); near += 1) shown.add(near);
	}
	return [...shown].sort((one, other) => one - other);
}

const readable = (text: string): string => {
	const spaced = text.replaceAll('\t', '  ');
	return spaced.length > longest ? `${spaced.slice(0, longest)}…` : spaced;
};
