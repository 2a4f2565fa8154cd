/** Reads a JSON file that is not held: the items of its lists, what is around them, and the places of what is found. */
import { parseExact } from './exact';
import type { Json } from './json';
import { faultIn, faultInWords } from './json-fault';
import { type Batch, type Frame, partsOf, type Read } from './list-scan';
import type { Pointer } from './pointer';
import { offsetsInJson, type Position } from './position';

/** The file is not JSON from a place on, or ends there too early. */
export class BrokenJson extends Error {
	constructor(
		/** In bytes. */
		readonly offset: number,
		readonly isCut: boolean,
	) {
		super('not JSON');
	}
}

/** An item of a batch. Throws {@link BrokenJson}. */
export function itemAt(batch: Batch, at: number): Json {
	const [text, start] = textAt(batch, at);
	return parsed(text, batch.mayNeedText, (index) => batch.offset + start + Buffer.byteLength(text.slice(0, index)));
}

/** What is around the lists. Throws {@link BrokenJson}. */
export function readFrame({ text, offsetOf, cut }: Frame): Json {
	if (!cut) return parsed(text, true, offsetOf);
	const rest = cut.bytes.toString();
	const { at } = faultIn(rest);
	throw new BrokenJson(cut.offset + Buffer.byteLength(rest.slice(0, at)), true);
}

function parsed(text: string, mayNeedText: boolean, offsetOf: (at: number) => number): Json {
	try {
		return parseExact(text, mayNeedText);
	} catch {
		const { at, isCut } = faultIn(text);
		throw new BrokenJson(offsetOf(at), isCut);
	}
}

/** The text of an item, and where it begins in the bytes. */
function textAt({ bytes, ends }: Batch, at: number): readonly [text: string, start: number] {
	const start = at === 0 ? 0 : (ends[at - 1] ?? 0) + 1;
	return [Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8', start, ends[at]), start];
}

/** What is wrong with the file, and where, for people. */
export async function brokenInWords(read: Read, { offset, isCut }: BrokenJson): Promise<string> {
	return faultInWords((await positionsOf(read, [offset])).get(offset) ?? { line: 1, column: 1 }, isCut);
}

/** The positions of places in the file, each a byte in front of a character. It is read once, in their order. */
export async function positionsOf(read: Read, offsets: Iterable<number>): Promise<Map<number, Position>> {
	const found = new Map<number, Position>();
	const open = [...new Set(offsets)].sort((one, other) => other - one);
	const block = Buffer.allocUnsafe(1 << 18);
	let [line, column, begin] = [1, 1, 0];
	while (open.length > 0) {
		const length = await read(block, 0, begin);
		const isStart = begin === 0 && block.toString('latin1', 0, Math.min(length, 3)) === '\xef\xbb\xbf';
		for (let at = isStart ? 3 : 0; at <= length; at += 1) {
			while (open.at(-1) === begin + at || (length === 0 && open.length > 0))
				found.set(open.pop() ?? 0, { line, column });
			if (open.length === 0 || at === length) break;
			const byte = block[at] ?? 0;
			if (byte === 0x0a) [line, column] = [line + 1, 1];
			// A character is counted where it begins; those of four bytes are two UTF-16 units.
			else if ((byte & 0xc0) !== 0x80) column += byte >= 0xf0 ? 2 : 1;
		}
		begin += length;
	}
	return found;
}

/** The positions of pointers in a JSON file; a pointer to nothing is missing. */
export async function locateInFile(
	read: Read,
	lists: readonly Pointer[],
	pointers: Iterable<Pointer>,
): Promise<Map<Pointer, Position>> {
	const wanted = new Map<Pointer, Pointer[]>();
	for (const pointer of new Set(pointers)) {
		const list = lists.find((each) => pointer.startsWith(`${each}/`));
		const item = list === undefined ? '' : (/^\/\d+/.exec(pointer.slice(list.length))?.[0] ?? '');
		const key = item === '' ? '' : list + item;
		const own = wanted.get(key);
		if (own) own.push(pointer);
		else wanted.set(key, [pointer]);
	}
	const offsets = new Map<Pointer, number>();
	for await (const part of partsOf(read, lists)) {
		const found = part.kind === 'frame' ? inFrame(part, wanted.get('') ?? []) : inItems(part, wanted);
		for (const [pointer, offset] of found) offsets.set(pointer, offset);
	}
	const positions = await positionsOf(read, offsets.values());
	const placed = [...offsets].map(([pointer, offset]) => [pointer, positions.get(offset)] as const);
	return new Map(placed.flatMap(([pointer, position]) => (position ? [[pointer, position] as const] : [])));
}

function inFrame(frame: Frame, pointers: readonly Pointer[]): (readonly [Pointer, number])[] {
	return [...offsetsInJson(frame.text, pointers)].map(([pointer, at]) => [pointer, frame.offsetOf(at)] as const);
}

function inItems(batch: Batch, wanted: ReadonlyMap<Pointer, readonly Pointer[]>): (readonly [Pointer, number])[] {
	const found: (readonly [Pointer, number])[] = [];
	for (let at = 0; at < batch.ends.length; at += 1) {
		const key = `${batch.list}/${batch.first + at}`;
		const own = wanted.get(key);
		if (!own) continue;
		const [text, start] = textAt(batch, at);
		const inside = own.map((each) => each.slice(key.length));
		for (const [pointer, index] of offsetsInJson(text, inside)) {
			found.push([key + pointer, batch.offset + start + Buffer.byteLength(text.slice(0, index))]);
		}
	}
	return found;
}
