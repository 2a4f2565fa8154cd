/**
 * Finds line and column of pointers in a JSON text, all in one pass. Runs only when there is a finding, so it does not parse
 * ahead.
 */
import { keysOf, type Pointer } from './pointer';

/** The start of a value. Lines and columns count from 1, columns in UTF-16 units. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

/** A tree of the pointers to locate. */
interface Wanted {
	readonly pointers: Pointer[];
	readonly children: Map<string, Wanted>;
}

/** An object or list whose end is not read yet. `wanted` is undefined if no pointer leads into it. */
interface Open {
	readonly wanted: Wanted | undefined;
	readonly isList: boolean;
	/** The key whose value comes next; undefined before a key. */
	key: string | undefined;
	index: number;
}

/** Keeps where values begin, of those that pointers lead to. It is told what a reader meets, in its order. */
export class PlaceFinder {
	/** Where they begin; what is not met is missing. */
	readonly found = new Map<Pointer, number>();
	private readonly root: Wanted;
	private readonly open: Open[] = [];

	constructor(pointers: Iterable<Pointer>) {
		this.root = wantedBy(pointers);
	}

	/** A key, which is only asked for where a pointer may lead on; true. False where a value comes next. */
	key(read: () => string): boolean {
		const around = this.open.at(-1);
		if (!around || around.isList || around.key !== undefined) return false;
		around.key = around.wanted ? read() : '';
		return true;
	}

	/** A value at `at`; `opens` where it is an object or a list, which goes on up to its {@link end}. */
	value(at: number, opens?: 'object' | 'list'): void {
		const around = this.open.at(-1);
		const wanted = around ? around.wanted?.children.get(around.key ?? String(around.index++)) : this.root;
		if (around) around.key = undefined;
		if (wanted) {
			// Of duplicate keys the last one counts, as in JSON.parse.
			forget(wanted, this.found);
			for (const pointer of wanted.pointers) this.found.set(pointer, at);
		}
		if (opens) this.open.push({ wanted, isList: opens === 'list', key: undefined, index: 0 });
	}

	end(): void {
		this.open.pop();
	}
}

/** The start of a string, number, literal, object or list, and the end of an object or list. */
const tokens = /["{}[\]]|[^\s"{}[\],:]+/g;

/** `text` is valid JSON. A pointer to nothing is missing from the result. */
export const locateInJson = (text: string, pointers: Iterable<Pointer>): Map<Pointer, Position> =>
	positionsOf(text, offsetsInJson(text, pointers));

/** Where values begin in `text`, in UTF-16 units; otherwise as {@link locateInJson}. */
export function offsetsInJson(text: string, pointers: Iterable<Pointer>): Map<Pointer, number> {
	const finder = new PlaceFinder(pointers);
	const token = new RegExp(tokens);
	for (let found = token.exec(text); found; found = token.exec(text)) {
		const [begin, at] = [found[0], found.index];
		if (begin === '"') token.lastIndex = endOfString(text, at);
		if (begin === '}' || begin === ']') finder.end();
		else if (begin === '{') finder.value(at, 'object');
		else if (begin === '[') finder.value(at, 'list');
		else if (!finder.key(() => JSON.parse(text.slice(at, token.lastIndex)) as string)) finder.value(at);
	}
	return finder.found;
}

function wantedBy(pointers: Iterable<Pointer>): Wanted {
	const root: Wanted = { pointers: [], children: new Map() };
	for (const pointer of pointers) {
		let wanted = root;
		for (const key of keysOf(pointer)) {
			const next = wanted.children.get(key) ?? { pointers: [], children: new Map() };
			wanted.children.set(key, next);
			wanted = next;
		}
		wanted.pointers.push(pointer);
	}
	return root;
}

/** The place behind the string that begins at `start`. */
export function endOfString(text: string, start: number): number {
	let at = start + 1;
	while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
	return at + 1;
}

function forget({ pointers, children }: Wanted, offsets: Map<Pointer, number>): void {
	for (const pointer of pointers) offsets.delete(pointer);
	for (const each of children.values()) forget(each, offsets);
}

/** Lines and columns of places in `text`. */
export function positionsOf(text: string, offsets: ReadonlyMap<Pointer, number>): Map<Pointer, Position> {
	const positions = new Map<Pointer, Position>();
	let line = 1;
	let lineStart = text.startsWith('\uFEFF') ? 1 : 0;
	for (const [pointer, offset] of [...offsets].sort(([, a], [, b]) => a - b)) {
		for (let next = text.indexOf('\n', lineStart); next !== -1 && next < offset; next = text.indexOf('\n', lineStart)) {
			line += 1;
			lineStart = next + 1;
		}
		positions.set(pointer, { line, column: offset - lineStart + 1 });
	}
	return positions;
}
