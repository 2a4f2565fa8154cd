/**
 * JSON whose numbers keep the text in which they are written, each as a string behind a mark: `JSON.parse` makes
 * 990000000262240000 of 990000000262240065 and 5 of 5.0.
 */
import { randomUUID } from 'node:crypto';
import type { Json } from './json';
import { endOfString } from './position';

const mark = `number ${randomUUID()} `;
const marked = new RegExp(`"${mark}([^"]*)"`, 'g');

/** A number as JSON writes it. */
export const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number as the string that stands for it. */
export const markedNumber = (text: string): string => mark + text;

/** `text`, which is valid JSON, with its numbers as strings; those that `isLeft` holds for stay as they are. */
export function withNumberTexts(text: string, isLeft: (number: string) => boolean = () => false): string {
	const token = /"|-?\d[\d.eE+-]*/g;
	let [result, end] = ['', 0];
	for (let found = token.exec(text); found; found = token.exec(text)) {
		const [each] = found;
		if (each === '"') token.lastIndex = endOfString(text, found.index);
		else if (!isLeft(each)) {
			result += `${text.slice(end, found.index)}"${markedNumber(each)}"`;
			end = token.lastIndex;
		}
	}
	return result + text.slice(end);
}

/** `text` is valid JSON. */
export const parseWritten = (text: string): Json => JSON.parse(withNumberTexts(text)) as Json;

/** The inverse of {@link parseWritten}, without white space; `value` may have other numbers, too. */
export const stringifyWritten = (value: Json): string => withNumbers(JSON.stringify(value));

/** JSON with numbers in the place of the strings that stand for them. */
export const withNumbers = (json: string): string => json.replace(marked, '$1');

/** The text of a number that {@link parseWritten} read; undefined for any other value. */
export const writtenNumber = (value: unknown): string | undefined =>
	typeof value === 'string' && value.startsWith(mark) ? value.slice(mark.length) : undefined;
