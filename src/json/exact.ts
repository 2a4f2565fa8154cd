/**
 * JSON to the digit. A number that a double cannot hold is parsed as the nearest double, and its text is kept beside the
 * object or list that holds it: what judges numbers asks for it, and everything else goes on with doubles.
 */
import { compareNumerals, isKeptByDouble, type Numeral } from './decimal';
import type { Json } from './json';
import { markedNumber, withNumbers, withNumberTexts, writtenNumber } from './number-text';
import { keysOf, type Pointer, valueAt } from './pointer';

const texts = new WeakMap<object, Map<string, string>>();
let isAnyKept = false;

/** Whether a text may hold a number that a double cannot hold; true also for some that do not. */
export const mayNeedText = /(?:^|[:,[\s])-?(?:\d[\d.]{15}|\d[\d.]*[eE][+-]?\d)/;

/**
 * As `JSON.parse`, with the texts kept. A number alone stays a double: {@link holderOf} keeps its text. `mayNeed` is false
 * where no number needs one.
 */
export function parseExact(text: string, mayNeed = true): Json {
	const value = JSON.parse(text) as Json;
	if (!mayNeed || !mayNeedText.test(text)) return value;
	const marked = withNumberTexts(text, isKeptByDouble);
	return marked === text ? value : (JSON.parse(marked, keepText) as Json);
}

/** A reviver for values that {@link withNumberTexts} marked. */
export function keepText(this: unknown, key: string, value: unknown): unknown {
	const text = writtenNumber(value);
	if (text === undefined) return value;
	const nearest = Number(text);
	if (typeof this === 'object' && this !== null) keep(this, key, text);
	// A number beyond all doubles is a number all the same.
	return Number.isFinite(nearest) ? nearest : Math.sign(nearest) * Number.MAX_VALUE;
}

function keep(holder: object, key: string, text: string): void {
	isAnyKept = true;
	const own = texts.get(holder) ?? new Map<string, string>();
	texts.set(holder, own.set(key, text));
}

/** Keeps the text of the number that stands under `key` if a double cannot hold it. */
export function keepIfNeeded(holder: object, key: string | number, text: string): void {
	if (!isKeptByDouble(text)) keep(holder, String(key), text);
}

/** The text of the number under `key`; undefined where the double is the number. */
export const textIn = (holder: unknown, key: string | number | undefined): string | undefined =>
	isAnyKept && typeof holder === 'object' && holder !== null ? texts.get(holder)?.get(String(key)) : undefined;

/** As `JSON.stringify`, with the texts that are kept. */
export function stringifyExact(value: unknown): string {
	if (!isAnyKept) return JSON.stringify(value);
	return withNumbers(
		JSON.stringify(value, function (this: unknown, key: string, each: unknown) {
			const text = textIn(this, key);
			return text === undefined ? each : markedNumber(text);
		}),
	);
}

/** The same for a copy of what holds numbers, under other keys where `rename` says so. */
export function keepTextsOf<Copy extends object>(source: object, copy: Copy, rename = (key: string) => key): Copy {
	if (isAnyKept) for (const [key, text] of texts.get(source) ?? []) keep(copy, rename(key), text);
	return copy;
}

/** What holds nothing but a number, whose text it knows under `text`; undefined where a double holds the number, too. */
export function holderOf(text: string): { readonly text: string } | undefined {
	if (isKeptByDouble(text)) return undefined;
	const holder = { text };
	keep(holder, 'text', text);
	return holder;
}

/** The text of the number at `pointer`. */
export function textAt(root: unknown, pointer: Pointer): string | undefined {
	if (!isAnyKept || pointer === '') return undefined;
	return textIn(valueAt(root, pointer.slice(0, pointer.lastIndexOf('/'))), keysOf(pointer).at(-1));
}

/** A value in what holds it. */
export type Held = readonly [value: unknown, holder: unknown, key: string | number | undefined];

/** Whether two JSON values are the same: numbers by what they are (JSON Schema 2020-12 Core, 4.2.2). */
export function isSame([one, inOne, oneKey]: Held, [other, inOther, otherKey]: Held): boolean {
	if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) {
		if (one !== other || typeof one !== 'number') return one === other;
		const [text, otherText] = [textIn(inOne, oneKey), textIn(inOther, otherKey)];
		if (text === undefined && otherText === undefined) return true;
		return compareNumerals(text ?? one, otherText ?? (other as Numeral)) === 0;
	}
	const keys = Object.keys(one);
	if (Array.isArray(one) !== Array.isArray(other) || keys.length !== Object.keys(other).length) return false;
	return keys.every(
		(key) =>
			Object.hasOwn(other, key) &&
			isSame([(one as Record<string, unknown>)[key], one, key], [(other as Record<string, unknown>)[key], other, key]),
	);
}
