/**
 * Takes a large pact apart without holding it: parses one interaction at a time, where the file is laid out as Pact's
 * writer lays it out (two spaces a level). A line end cannot stand inside a JSON text, so the pieces are what a whole
 * parse would give, or the layout is another one: then {@link OtherLayout} is thrown, and the file has to be read whole.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isObject, type Json, type JsonObject, property } from '../json/json';

/** The file is not laid out in the way that can be taken apart. */
export class OtherLayout extends Error {
	override readonly name = 'OtherLayout';
}

/** An interaction, with everything in the pact that is not an interaction. */
export interface Piece {
	readonly frame: JsonObject;
	readonly interaction: Json;
}

const listBegins = Buffer.from('\n  "interactions": [');
const listEnds = Buffer.from('\n  ]');
const itemEnds = Buffer.from('\n    }');
const comma = 0x2c;

const blockSize = 1 << 20;
/** How far from the end of the file the list of interactions may end. */
const tailSize = 1 << 16;

/** The interactions of the pact in `file`, in their order. Throws {@link OtherLayout}, at times late, and what `fs` throws. */
export function* piecesOf(file: string): Generator<Piece> {
	const descriptor = openSync(file, 'r');
	try {
		yield* takeApart(descriptor, fstatSync(descriptor).size);
	} finally {
		closeSync(descriptor);
	}
}

function* takeApart(descriptor: number, size: number): Generator<Piece> {
	const window = new Window(descriptor);
	const head = window.take(window.find(listBegins, blockSize) + listBegins.length);
	// What follows the list is needed first: it says which version of the specification the pact is of.
	const tail = Buffer.alloc(Math.min(tailSize, size));
	readSync(descriptor, tail, 0, tail.length, size - tail.length);
	// Where the list ends nowhere in it, this is all of it, and nothing can be taken apart around that.
	const rest = tail.toString('utf8', tail.lastIndexOf(listEnds));
	const mark = randomUUID();
	const frame = parse(`${head.replace(/^\uFEFF/, '')}"${mark}"${rest}`);
	const list = property(frame, 'interactions');
	if (!isObject(frame) || JSON.stringify(list) !== JSON.stringify([mark])) throw new OtherLayout();
	for (;;) {
		yield { frame, interaction: parse(window.take(window.find(itemEnds) + itemEnds.length)) };
		if (!window.skips(comma)) break;
	}
	if (window.rest() !== rest) throw new OtherLayout();
}

function parse(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		throw new OtherLayout();
	}
}

/** A stretch of the file, which moves on as it is taken. */
class Window {
	private buffer = Buffer.alloc(blockSize);
	private start = 0;
	private end = 0;

	constructor(private readonly descriptor: number) {}

	/** How far ahead `bytes` stand. Throws {@link OtherLayout} where they do not, or not within the first `most` bytes. */
	find(bytes: Buffer, most = Number.POSITIVE_INFINITY): number {
		for (let from = this.start; ; ) {
			const found = this.buffer.subarray(0, this.end).indexOf(bytes, from);
			if (found !== -1) return found - this.start;
			const searched = Math.max(this.end - this.start - bytes.length + 1, 0);
			if (searched > most || !this.more()) throw new OtherLayout();
			from = this.start + searched;
		}
	}

	take(length: number): string {
		const text = this.buffer.toString('utf8', this.start, this.start + length);
		this.start += length;
		return text;
	}

	/** Whether `byte` is next; if so, it is taken. */
	skips(byte: number): boolean {
		while (this.end === this.start) if (!this.more()) return false;
		if (this.buffer[this.start] !== byte) return false;
		this.start += 1;
		return true;
	}

	rest(): string {
		while (this.more());
		return this.take(this.end - this.start);
	}

	/** Reads on; false at the end of the file. What was taken makes room, and what is held grows where it must. */
	private more(): boolean {
		this.buffer.copyWithin(0, this.start, this.end);
		this.end -= this.start;
		this.start = 0;
		if (this.end === this.buffer.length) this.buffer = Buffer.concat([this.buffer, Buffer.alloc(this.end)]);
		const read = readSync(this.descriptor, this.buffer, this.end, this.buffer.length - this.end, null);
		this.end += read;
		return read > 0;
	}
}
