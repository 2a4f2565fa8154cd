/**
 * Invented values in place of those that a provider sent: of the same shape at first, then of every kind that a
 * description is likely to ask for. Two values that differ get stand-ins that differ, wherever their shape has room.
 */

import { isTelling } from './tree';

/** Stand-ins of the same shape, the same for the same text throughout a recording. */
export class Shapes {
	private readonly known = new Map<string, string>();
	private readonly used = new Map<string, number>();

	/** `isTaken` says which stand-ins would be mistaken for something else. */
	of(text: string, isTaken: (standIn: string) => boolean = () => false): string {
		const before = this.known.get(text);
		if (before !== undefined) return before;
		const shape = shapeOf(text);
		let number = this.used.get(shape) ?? 0;
		let standIn = numbered(shape, number);
		for (let tries = 0; tries < 5 && (standIn === text || isTaken(standIn)); tries += 1) {
			number += 1;
			standIn = numbered(shape, number);
		}
		this.used.set(shape, number + 1);
		this.known.set(text, standIn);
		return standIn;
	}
}

/** Letters and digits by kind, other ASCII as it is; a character beyond ASCII remains one character. */
function shapeOf(text: string): string {
	return text
		.replace(/[a-z]/g, 'a')
		.replace(/[A-Z]/g, 'A')
		.replace(/[0-9]/g, '1')
		.replace(/[\u0080-\u{10ffff}]/gu, 'é');
}

/** What stands for each kind of character; letters are digits of hexadecimal numbers too. */
const kinds: Readonly<Record<string, string>> = { a: 'abcdef', A: 'ABCDEF', '1': '1234567890', é: 'éèêëüö' };

/** The shape counted up by `number`, from its end on. */
function numbered(shape: string, number: number): string {
	if (number === 0) return shape;
	const characters = shape.split('');
	let rest = number;
	for (let index = characters.length - 1; index >= 0 && rest > 0; index -= 1) {
		const kind = kinds[characters[index] ?? ''];
		if (kind === undefined) continue;
		characters[index] = kind.charAt(rest % kind.length);
		rest = Math.floor(rest / kind.length);
	}
	return characters.join('');
}

/** Texts of many formats; `number` makes them differ. */
export function* inventedTexts(original: string, number: number): Generator<string> {
	const instant = new Date(Date.UTC(2001, 0, 1) + (number % 10_000) * 86_400_000).toISOString();
	const hex = number.toString(16);
	yield* [instant, instant.slice(0, 10), instant.slice(0, 19), `invented${number}@example.com`];
	yield* [`00000000-0000-4000-8000-${hex.padStart(12, '0')}`, `https://example.com/invented/${number}`];
	yield* [`invented${number}.example.com`, `192.0.2.${number % 256}`, `2001:db8::${hex.slice(-4)}`];
	yield* [instant.slice(11), instant.slice(11, 19), `P${number + 1}D`, `/invented${number}`, `1/invented${number}`];
	yield* [Buffer.from(`invented${number}`).toString('base64'), Buffer.from(`invented${number}`).toString('base64url')];
	yield* [`+1555${String(number + 100_100).padStart(7, '0')}`, `INVENTED${number}`, `Invented ${number}`];
	const length = [...original].length;
	for (const each of ['x', 'X', '2', '0', '-', ' ', 'é']) yield each.repeat(length);
	yield* ['x', 'X', '1', '0', '2000', '-1', '1.5', 'true', 'false', 'null', '[]', '{}', '"x"', '%', '('];
}

/** Numbers around what the description names, integers for an integer; `number` makes them differ. */
export function* inventedNumbers(
	original: number,
	number: number,
	{ near, step }: { readonly near: readonly number[]; readonly step: number },
): Generator<number> {
	const isWhole = Number.isInteger(original);
	const all = function* () {
		yield* [1 + number, 2000 + number];
		// What stands between the same bounds meets the same conditions.
		const [below, above] = [near.filter((each) => each < original), near.filter((each) => each > original)];
		if (below.length > 0) yield Math.max(...below) + step * (number + 1);
		if (above.length > 0) yield Math.min(...above) - step * (number + 1);
		for (const each of [0, -1, 10, 100, 12, 1_000_000]) yield each + number;
		for (const each of near) {
			for (const offset of [0, step, -step, step / 2, -step / 2, 1, -1]) yield each + offset + number * step;
			const whole = Math.ceil(each / step) * step;
			yield* [whole, whole + (number + 1) * step, whole - (number + 1) * step];
		}
		for (const each of [step, 2 * step, 10 * step, -step, step / 2, step * 1.5]) yield each * (number + 1);
		yield* [-2000, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e15, -1e15, 1e30, -1e30];
	};
	for (const each of all()) {
		if (isWhole) yield Math.round(each);
		else for (const part of [0.5, 0.25, 0.01, 0]) yield tidy(each + part);
	}
	if (!isWhole) yield* [0.1, 1e-7];
}

/** Without what binary fractions add to the end. */
const tidy = (value: number) => Number(value.toPrecision(12));

const others: Readonly<Record<string, string>> = { a: 'azbxeAZ1', A: 'AZBXEaz1', '1': '1250938', é: 'éüa' };
/** Texts are not looked at more often than this, or longer ones at all. */
const most = { looks: 600, characters: 100_000 };

/**
 * `original` with all changed that can be changed while `isAlike` holds: half by half, and character by character where
 * something has to stay. Undefined where it is too long.
 */
export function byCharacter(original: string, isAlike: (text: string) => boolean): string | undefined {
	const characters = [...original];
	if (characters.length > most.characters) return undefined;
	const shape = [...shapeOf(original)];
	let looks = 0;
	const holds = (from: number, others: readonly string[]): boolean => {
		const before = characters.slice(from, from + others.length);
		if (before.join('') === others.join('')) return false;
		characters.splice(from, others.length, ...others);
		looks += 1;
		if (looks <= most.looks && isAlike(characters.join(''))) return true;
		characters.splice(from, others.length, ...before);
		return false;
	};
	const open: [from: number, to: number][] = [[0, characters.length]];
	for (let range = open.pop(); range; range = open.pop()) {
		const [from, to] = range;
		if (to - from > 1 && to - from < 10_000 && holds(from, shape.slice(from, to))) continue;
		const middle = Math.floor((from + to) / 2);
		if (to - from > 1) open.push([middle, to], [from, middle]);
		else [...(others[shape[from] ?? ''] ?? '')].some((other) => holds(from, [other]));
	}
	return characters.join('');
}

/** Whether so much of `original` is left in `standIn` that it could be recognized; `isPublic` knows what nobody's data is. */
export function recalls(original: string, standIn: string, isPublic: (text: string) => boolean): boolean {
	const [before, after] = [[...original], [...standIn]];
	let run = '';
	let isKept = true;
	for (const [index, each] of [...before, ' '].entries()) {
		const tells = isTelling(each);
		if (tells && after[index] === each) run += each;
		else {
			if (tells) isKept = false;
			if (run.length >= 4 && !isPublic(run)) return true;
			run = '';
		}
	}
	return isKept && isTelling(original) && !isPublic(original);
}
