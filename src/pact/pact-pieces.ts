/**
 * Takes a large pact apart without holding it: parses one interaction at a time, where the file is laid out as Pact's
 * writer lays it out (two spaces a level). A line end cannot stand inside a JSON text, so the pieces are what a whole
 * parse would give, or the layout is another one: then {@link OtherLayout} is thrown, and the file has to be read
 * whole.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parseExact } from '../json/exact';
import { orUndefined } from '../json/input-error';
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

/**
 * The interactions of the pact in `file`, in their order. Throws {@link OtherLayout}, at times late, and what `fs`
 * throws.
 */
export function* piecesOf(file: string): Generator<Piece> {
	const descriptor = openSync(file, 'r');
	try {
		yield* takeApart(descriptor, fstatSync(descriptor).size);
	} finally {
		closeSync(descriptor);
	}
}

function* takeApart(descriptor: number, size: number): Generator<Piece> {
	const ahead = new Ahead(descriptor);
	const head = ahead.takeTo(listBegins, blockSize);
	// What follows the list is needed first: it names the version of the specification.
	const tail = Buffer.alloc(Math.min(tailSize, size));
	readSync(descriptor, tail, 0, tail.length, size - tail.length);
	// Where the list ends nowhere in it, this is all of it, and nothing can be taken apart around that.
	const rest = tail.toString('utf8', tail.lastIndexOf(listEnds));
	const mark = randomUUID();
	const frame = parse(`${head.replace(/^\uFEFF/, '')}"${mark}"${rest}`);
	const list = property(frame, 'interactions');
	if (!isObject(frame) || JSON.stringify(list) !== JSON.stringify([mark])) throw new OtherLayout();
	do yield { frame, interaction: parse(ahead.takeTo(itemEnds)) };
	while (ahead.skipsComma());
	if (ahead.takeAll() !== rest) throw new OtherLayout();
}

function parse(text: string): Json {
	const value = orUndefined(() => parseExact(text));
	if (value === undefined) throw new OtherLayout();
	return value;
}

/** What was read of the file and not yet taken. */
class Ahead {
	private bytes = Buffer.alloc(0);

	constructor(private readonly descriptor: number) {}

	/**
	 * All up to the end of `mark`. Throws {@link OtherLayout} where it does not follow, or not within the first `most`
	 * bytes.
	 */
	takeTo(mark: Buffer, most = Number.POSITIVE_INFINITY): string {
		let [found, searched] = [this.bytes.indexOf(mark), 0];
		while (found === -1) {
			searched = Math.max(this.bytes.length - mark.length + 1, 0);
			if (searched > most || !this.more()) throw new OtherLayout();
			found = this.bytes.indexOf(mark, searched);
		}
		return this.take(found + mark.length);
	}

	/** Whether a comma is next; if so, it is taken. */
	skipsComma(): boolean {
		while (this.bytes.length === 0) if (!this.more()) return false;
		return this.bytes[0] === comma && this.take(1) !== '';
	}

	takeAll(): string {
		while (this.more());
		return this.take(this.bytes.length);
	}

	private take(length: number): string {
		const text = this.bytes.toString('utf8', 0, length);
		this.bytes = this.bytes.subarray(length);
		return text;
	}

	/** Reads on, the more the more is held; false at the end of the file. */
	private more(): boolean {
		const block = Buffer.alloc(Math.max(blockSize, this.bytes.length));
		const read = readSync(this.descriptor, block, 0, block.length, null);
		this.bytes = Buffer.concat([this.bytes, block.subarray(0, read)]);
		return read > 0;
	}
}
