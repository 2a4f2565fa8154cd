/**
 * Writes files for the user. A file is replaced whole or not at all, links are followed, and no temporary file is left. The
 * `try…` functions check before a run whether its result can be written.
 */
import { randomUUID } from 'node:crypto';
import { rmSync, type Stats } from 'node:fs';
import { access, appendFile, constants, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf } from '../json/input-error';
import { withEnding } from './lifetime';

/** Until the rename, readers of `file` see the old content. Without `mode`, that of the file stays. */
export async function replaceFile(file: string, text: string, mode?: number): Promise<void> {
	const found = await foundAt(file);
	// A rename would turn a device or a pipe into a file, and `/dev/stdout` is the caller's, whatever it leads to.
	if (isStream(file, found)) return appendFile(file, text);
	const place = await placeOf(file);
	await withDraft(place, text, mode ?? (found ? found.mode & 0o777 : 0o666), (draft) => rename(draft, place));
}

/** Throws if `file`, a file or a device, cannot be written. */
export async function tryReplacing(file: string): Promise<void> {
	const found = await foundAt(file);
	if (found?.isDirectory()) throw new Error('it is a folder');
	if (isStream(file, found)) return access(file, constants.W_OK);
	await withDraft(await placeOf(file), '', 0o666);
}

const isStream = (file: string, found: Stats | undefined) =>
	found !== undefined && !found.isDirectory() && (!found.isFile() || /^\/(dev\/(std|fd\/)|proc\/)/.test(resolve(file)));

/**
 * The path behind links, even if no file is there yet. The error does not name a missing folder: someone may have passed a
 * secret as the path.
 */
export async function placeOf(file: string, missing = 'its folder does not exist'): Promise<string> {
	const known = await orMissing(realpath(file));
	if (known !== undefined) return known;
	const folder = await orMissing(realpath(dirname(file)));
	if (folder === undefined) throw new Error(missing);
	const place = join(folder, basename(file));
	const target = await readlink(place).catch(() => undefined);
	if (target === undefined) return place;
	return placeOf(resolve(folder, target), 'it is a link into a folder that does not exist');
}

/** Writes a temporary file beside `place` and removes it after `use`, unless `use` renames it. */
async function withDraft(place: string, text: string, mode: number, use?: (draft: string) => Promise<void>) {
	const draft = join(dirname(place), `.contract-${randomUUID()}`);
	const settled = withEnding(() => rmSync(draft, { force: true }));
	try {
		await writeFile(draft, text, { mode, flag: 'wx', flush: true });
		await use?.(draft);
	} finally {
		await rm(draft, { force: true });
		settled();
	}
}

const foundAt = (file: string) => orMissing(stat(file));

/** The result of a file operation; undefined if the file does not exist. */
async function orMissing<T>(operation: Promise<T>): Promise<T | undefined> {
	try {
		return await operation;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	}
}
