/** Where a text stops being JSON (RFC 8259). Loaded when one does. */
import { type ParseError, parse } from 'jsonc-parser';
import type { Position } from './position';

/** In UTF-16 units; where the text ends too early, its end. */
export function faultIn(text: string): { readonly at: number; readonly isCut: boolean } {
	const errors: ParseError[] = [];
	parse(text, errors, { disallowComments: true });
	const end = text.trimEnd().length;
	const at = errors[0]?.offset ?? 0;
	return { at: Math.min(at, end), isCut: at >= end || openString.test(text.slice(at)) };
}

const openString = /^"(?:[^"\\]|\\.)*\\?$/s;

/** `it is not JSON from line 3, column 5 on`, for people. */
export function faultInWords({ line, column }: Position, isCut: boolean): string {
	if (isCut && line === 1 && column === 1) return 'it is empty';
	const place = `line ${line}, column ${column}`;
	return isCut ? `its JSON is cut off at ${place}` : `it is not JSON from ${place} on`;
}

/** The same of a text that is not JSON. */
export function faultInText(text: string): string {
	const { at, isCut } = faultIn(text);
	const before = text.slice(0, at).split('\n');
	return faultInWords({ line: before.length, column: (before.at(-1) ?? '').length + 1 }, isCut);
}
