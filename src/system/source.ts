/**
 * A file that is read in pieces, more than once where need be. What cannot be read twice, such as a pipe, is read once
 * and held.
 */
import { constants, openSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Source {
	/** As the user named it. */
	readonly file: string;
	/** Bytes. */
	readonly size: number;
	/** Whether it is held, and not read from a disk. */
	readonly isHeld: boolean;
	/** Copies bytes of the file from `position` on into `target` at `at`; how many, 0 at the end. */
	read(target: Uint8Array, at: number, position: number): Promise<number>;
	close(): Promise<void>;
}

/** Throws what `fs` throws. */
export async function openSource(file: string): Promise<Source> {
	const found = await stat(file);
	if (found.isFile()) {
		const handle = await open(file);
		return {
			...{ file, size: found.size, isHeld: false },
			read: async (target, at, position) => (await handle.read(target, at, target.length - at, position)).bytesRead,
			close: () => handle.close(),
		};
	}
	return heldSource(file, await (found.isFIFO() ? readPipe(file) : readFile(file)));
}

export const heldSource = (file: string, bytes: Buffer): Source => ({
	...{ file, size: bytes.length, isHeld: true },
	read: async (target, at, position) => bytes.copy(target, at, position),
	close: async () => {},
});

/** A pipe that nobody writes to must hold no thread, and with it signals and the end of the process. */
const readPipe = (file: string): Promise<Buffer> =>
	buffer(
		new Socket({ fd: openSync(file, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false }),
	);

/** The text of a file or a pipe. */
export const readText = async (file: string): Promise<string> =>
	(await stat(file)).isFIFO() ? (await readPipe(file)).toString() : readFile(file, 'utf8');
