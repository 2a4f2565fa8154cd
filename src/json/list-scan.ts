/**
 * Takes a JSON text apart while it is read: the items of some of its lists, and what stands around them. An item ends
 * where its brackets are closed, whatever the layout; whether it is JSON shows when it is parsed.
 */
import { orUndefined } from './input-error';
import { child, type Pointer } from './pointer';

/** Items that follow each other in one of the lists. */
export interface Batch {
	readonly kind: 'items';
	readonly list: Pointer;
	/** The index of the first one. */
	readonly first: number;
	/** The place of `bytes` in the file. */
	readonly offset: number;
	readonly bytes: Uint8Array;
	/** Where each item ends in `bytes`; a comma is between two of them. */
	readonly ends: Uint32Array;
	/** Whether there may be a number that a double cannot hold. */
	readonly mayNeedText: boolean;
}

/** Everything else, with the lists empty. */
export interface Frame {
	readonly kind: 'frame';
	readonly text: string;
	/** The place in the file of a place in `text`, in UTF-16 units. */
	offsetOf(at: number): number;
	/** The item that has no end, if there is one. */
	readonly cut: { readonly offset: number; readonly bytes: Buffer } | undefined;
	/** The list that occurs a second time, if any. */
	readonly repeated: Pointer | undefined;
}

/** As a source reads: copies bytes from `position` on into `target` at `at`; 0 at the end. */
export type Read = (target: Uint8Array, at: number, position: number) => Promise<number>;

/** What a byte can be outside of strings. */
const kinds = new Uint8Array(256);
const [quote, open, close, comma, digit] = [1, 2, 3, 4, 5];
for (const [characters, kind] of [
	['"', quote],
	['{[', open],
	['}]', close],
	[',', comma],
	['-0123456789', digit],
] as const) {
	for (const each of characters) kinds[each.charCodeAt(0)] = kind;
}
/** What can stand in a number; the numbers that may need their text have an exponent, or are as long as this. */
const numeric = new Uint8Array(256);
for (const each of '-+.0123456789eE') numeric[each.charCodeAt(0)] = 1;
const longest = 15;

const [quotes, backslash, opensObject, opensList, colon] = [0x22, 0x5c, 0x7b, 0x5b, 0x3a];

const blockSize = 1 << 18;

/** The items of the lists at `lists`, and at the end the frame. Throws what `read` throws. */
export async function* partsOf(read: Read, lists: readonly Pointer[]): AsyncGenerator<Batch | Frame> {
	// What is in the block, how much of it was looked at, and where it is in the file.
	let bytes = Buffer.allocUnsafeSlow(blockSize);
	let [length, at, offset] = [0, 0, 0];
	let isString = false;
	// Around the lists: what is kept already, the open objects and lists with their keys, and the string that began last.
	const segments: Segment[] = [];
	const path: { readonly isObject: boolean; key: string }[] = [];
	let [kept, stringAt, isKey] = [0, 0, false];
	const seen = new Set<Pointer>();
	let repeated: Pointer | undefined;
	// In a list: its place, and the items of it that end in the block.
	let list: Pointer | undefined;
	let [first, itemAt, depth] = [0, 0, 0];
	let ends: number[] = [];
	let [mayNeedText, mayItemNeedText] = [false, false];

	for (;;) {
		const count = await read(bytes, length, offset + length);
		length += count;
		if (offset === 0 && at === 0 && bytes.toString('latin1', 0, Math.min(length, 3)) === '\xef\xbb\xbf') at = kept = 3;
		while (at < length) {
			if (list === undefined) scanFrame();
			else if (scanItems()) {
				if (first + ends.length > 0 || bytes.toString('latin1', itemAt, at).trim() !== '') endItem(at);
				const last = batch();
				[list, kept] = [undefined, at];
				moveOn(at);
				if (last) yield last;
			}
		}
		if (count === 0) break;
		if (list === undefined) {
			const needed = isString && isKey ? stringAt : Math.min(at, length);
			keep(needed);
			moveOn(needed);
		} else {
			const found = batch();
			moveOn(itemAt);
			if (found) yield found;
		}
	}
	if (list === undefined) keep(Math.min(at, length));
	const cut = list === undefined ? undefined : { offset: offset + itemAt, bytes: bytes.subarray(itemAt, length) };
	yield frameOf(segments, offset + length, cut, repeated);

	/** Up to the end of the list; false at the end of the block. Almost all time is spent here, so it works on copies. */
	function scanItems(): boolean {
		const [block, end] = [bytes, length];
		let [here, level, isText] = [at, depth, isString];
		let isEnd = false;
		while (here < end) {
			if (isText) {
				let byte = block[here] ?? 0;
				while (byte !== quotes && byte !== backslash && here < end) {
					here += 1;
					byte = block[here] ?? 0;
				}
				if (here >= end) break;
				isText = byte !== quotes;
				here += isText ? 2 : 1;
				continue;
			}
			const kind = kinds[block[here] ?? 0];
			if (kind === 0) {
				here += 1;
				continue;
			}
			if (kind === digit) {
				const start = here;
				do here += 1;
				while (here < end && numeric[block[here] ?? 0] === 1);
				// A number that goes on in the next block may be one.
				if (here - start > longest || here === end || hasExponent(block, start, here)) mayItemNeedText = true;
				continue;
			}
			if (kind === quote) isText = true;
			else if (kind === open) level += 1;
			else if (kind === comma && level === 0) endItem(here);
			else if (kind === close) {
				isEnd = level === 0;
				if (isEnd) break;
				level -= 1;
			}
			here += 1;
		}
		[at, depth, isString] = [here, level, isText];
		return isEnd;
	}

	function endItem(end: number): void {
		ends.push(end);
		mayNeedText ||= mayItemNeedText;
		mayItemNeedText = false;
	}

	/** The items that end in the block. */
	function batch(): Batch | undefined {
		const end = ends.at(-1);
		if (end === undefined || list === undefined) return undefined;
		const found: Batch = {
			...{ kind: 'items', list, first, offset: offset + itemAt, mayNeedText },
			...{ bytes: bytes.subarray(itemAt, end), ends: Uint32Array.from(ends, (each) => each - itemAt) },
		};
		[first, itemAt, ends, mayNeedText] = [first + ends.length, end + 1, [], false];
		return found;
	}

	/** Up to the beginning of a list, or the end of the block. */
	function scanFrame(): void {
		for (; at < length; at += 1) {
			const byte = bytes[at] ?? 0;
			const around = path.at(-1);
			if (isString) {
				if (byte === backslash) at += 1;
				if (byte !== quotes) continue;
				isString = false;
				if (isKey && around) around.key = keyIn(bytes.toString('utf8', stringAt, at + 1));
				continue;
			}
			const kind = kinds[byte];
			if (kind === quote) [isString, stringAt] = [true, at];
			else if (kind === open) {
				const pointer = byte === opensList ? child('', ...path.map(({ key }) => key)) : undefined;
				if (pointer !== undefined && lists.includes(pointer)) {
					at += 1;
					keep(at);
					if (seen.has(pointer)) repeated = pointer;
					seen.add(pointer);
					[list, first, itemAt, depth] = [pointer, 0, at, 0];
					path.push({ isObject: false, key: '' });
					return;
				}
				isKey = byte === opensObject;
				path.push({ isObject: isKey, key: '' });
			} else if (kind === close) path.pop();
			else if (kind === comma) isKey = around?.isObject === true;
			else if (byte === colon) isKey = false;
		}
	}

	function keep(to: number): void {
		if (to > kept) segments.push({ offset: offset + kept, bytes: Buffer.from(bytes.subarray(kept, to)) });
		kept = to;
	}

	/** To a new block, for what was handed out is not written to again; from `needed` on it is copied. */
	function moveOn(needed: number): void {
		const rest = bytes.subarray(needed, length);
		bytes = Buffer.allocUnsafeSlow(Math.max(blockSize, rest.length * 2));
		rest.copy(bytes);
		[length, at, offset] = [rest.length, at - needed, offset + needed];
		[itemAt, stringAt, kept] = [0, stringAt - needed, 0];
	}
}

function hasExponent(bytes: Uint8Array, from: number, to: number): boolean {
	// `|` makes a capital small.
	for (let at = from; at < to; at += 1) if (((bytes[at] ?? 0) | 0x20) === 0x65) return true;
	return false;
}

interface Segment {
	readonly offset: number;
	readonly bytes: Buffer;
}

const keyIn = (text: string): string => String(orUndefined(() => JSON.parse(text)) ?? '');

function frameOf(
	segments: readonly Segment[],
	length: number,
	cut: Frame['cut'],
	repeated: Pointer | undefined,
): Frame {
	const bytes = Buffer.concat(segments.map((each) => each.bytes));
	const text = bytes.toString();
	return {
		...{ kind: 'frame', text, cut, repeated },
		offsetOf(at) {
			let rest = Buffer.byteLength(text.slice(0, at));
			for (const { offset, bytes: own } of segments) {
				if (rest < own.length) return offset + rest;
				rest -= own.length;
			}
			return length + rest;
		},
	};
}
