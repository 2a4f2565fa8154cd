/**
 * Finds the line and column of places in a JSON text. One pass serves any number of pointers and steps over whatever
 * none of them leads into, so positions cost nothing until there is a finding.
 */
import { keysOf, type Pointer } from './pointer';

/** Where a value begins. Lines and columns count from 1, columns in UTF-16 units. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

interface Wanted {
	readonly pointers: Pointer[];
	readonly children: Map<string, Wanted>;
	offset: number | undefined;
}

/** The positions of the values at `pointers` in `text`, which is valid JSON; a pointer that leads nowhere has none. */
export function locateInJson(text: string, pointers: Iterable<Pointer>): Map<Pointer, Position> {
	const root = nothingWanted();
	for (const pointer of pointers) {
		let wanted = root;
		for (const key of keysOf(pointer)) {
			const next = wanted.children.get(key) ?? nothingWanted();
			wanted.children.set(key, next);
			wanted = next;
		}
		wanted.pointers.push(pointer);
	}
	let at = 0;
	const skipSpace = () => {
		while (at < text.length && ' \t\r\n\uFEFF'.includes(text.charAt(at))) at += 1;
	};
	const skipString = () => {
		at += 1;
		while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
		at += 1;
	};
	const skipValue = () => {
		let depth = 0;
		do {
			const character = text[at];
			if (character === '"') {
				skipString();
				continue;
			}
			if (character === '{' || character === '[') depth += 1;
			else if (character === '}' || character === ']') depth -= 1;
			at += 1;
		} while (at < text.length && (depth > 0 || !/[,\]}\s]/.test(text.charAt(at))));
	};
	const visit = (wanted: Wanted) => {
		skipSpace();
		// Of a key that is written twice, the last one counts, as it does for JSON.parse.
		if (wanted.offset !== undefined) forget(wanted);
		wanted.offset = at;
		const open = text[at];
		if (wanted.children.size === 0 || (open !== '{' && open !== '[')) {
			skipValue();
			return;
		}
		const close = open === '{' ? '}' : ']';
		at += 1;
		for (let index = 0; at < text.length; index += 1) {
			skipSpace();
			if (text[at] === close) break;
			let key = String(index);
			if (open === '{') {
				const start = at;
				skipString();
				key = JSON.parse(text.slice(start, at)) as string;
				skipSpace();
				at += 1;
				skipSpace();
			}
			const next = wanted.children.get(key);
			if (next) visit(next);
			else skipValue();
			skipSpace();
			if (text[at] === ',') at += 1;
		}
		at += 1;
	};
	visit(root);
	return positionsOf(text, [...offsetsIn(root)]);
}

const nothingWanted = (): Wanted => ({ pointers: [], children: new Map(), offset: undefined });

function forget(wanted: Wanted): void {
	wanted.offset = undefined;
	for (const each of wanted.children.values()) forget(each);
}

function* offsetsIn(wanted: Wanted): Generator<{ offset: number; pointer: Pointer }> {
	const { offset } = wanted;
	if (offset === undefined) return;
	for (const pointer of wanted.pointers) yield { offset, pointer };
	for (const each of wanted.children.values()) yield* offsetsIn(each);
}

function positionsOf(text: string, offsets: { offset: number; pointer: Pointer }[]): Map<Pointer, Position> {
	const positions = new Map<Pointer, Position>();
	let line = 1;
	let lineStart = text.startsWith('\uFEFF') ? 1 : 0;
	for (const { offset, pointer } of offsets.sort((a, b) => a.offset - b.offset)) {
		for (let next = text.indexOf('\n', lineStart); next !== -1 && next < offset; next = text.indexOf('\n', lineStart)) {
			line += 1;
			lineStart = next + 1;
		}
		positions.set(pointer, { line, column: offset - lineStart + 1 });
	}
	return positions;
}
