/**
 * Files that are written for the user. Each is replaced whole or not at all, where a link leads to; whether one can be is
 * found out before the work whose result it takes. Nothing is left behind. What throws, throws what stood in the way.
 */
import { randomUUID } from 'node:crypto';
import { access, constants, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, reasonOf } from '../json/input-error';

/** Whoever reads `file` meanwhile sees the one from before. `mode` is that of the new one. */
export async function replaceFile(file: string, text: string, mode = 0o666): Promise<void> {
	const place = await placeOf(file);
	await withDraft(place, text, mode, (draft) => rename(draft, place));
}

/** Throws where `file` could not be replaced. */
export async function tryReplacing(file: string): Promise<void> {
	const place = await placeOf(file);
	const found = await foundAt(place);
	if (found?.isDirectory()) throw new Error('it is a folder');
	// A device or a pipe would be a file afterwards.
	if (found?.isFile() === false) throw new Error('something else than a file stands there');
	await withDraft(place, '', 0o666);
}

/** Throws where `file` could not be written to, be it a file or a device. */
export async function tryWriting(file: string): Promise<void> {
	const found = await foundAt(file);
	if (!found || found.isDirectory()) return tryReplacing(file);
	await access(file, constants.W_OK);
}

/** What keeps a file from being written, without Node's path-laden sentence. */
export const reasonAgainstWriting = (error: unknown): string => reasons.get(codeOf(error)) ?? reasonOf(error);

const reasons: ReadonlyMap<string | undefined, string> = new Map([
	['ENOTDIR', 'a file stands where its folder should be'],
	['EEXIST', 'a file stands where its folder should be'],
	['EACCES', 'writing there is not permitted'],
	['EPERM', 'writing there is not permitted'],
	['EROFS', 'nothing can be written to that disk'],
]);

/**
 * Where a file is to stand: where a link leads to, also if nothing stands there yet. A folder that is missing is not
 * named: a part of a path is a part of whatever secret was taken for one.
 */
async function placeOf(file: string, missing = 'its folder does not exist'): Promise<string> {
	const known = await orMissing(realpath(file));
	if (known !== undefined) return known;
	const folder = await orMissing(realpath(dirname(file)));
	if (folder === undefined) throw new Error(missing);
	const place = join(folder, basename(file));
	const target = await readlink(place).catch(() => undefined);
	if (target === undefined) return place;
	return placeOf(resolve(folder, target), 'it is a link into a folder that does not exist');
}

/** Writes a file beside `place`, which is gone after `use` unless that renames it. */
async function withDraft(place: string, text: string, mode: number, use?: (draft: string) => Promise<void>) {
	const draft = join(dirname(place), `.${basename(place)}.${randomUUID()}`);
	try {
		await writeFile(draft, text, { mode, flag: 'wx', flush: true });
		await use?.(draft);
	} finally {
		await rm(draft, { force: true });
	}
}

const foundAt = (file: string) => orMissing(stat(file));

/** What is asked of a file; undefined where there is none. */
async function orMissing<T>(asked: Promise<T>): Promise<T | undefined> {
	try {
		return await asked;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	}
}
