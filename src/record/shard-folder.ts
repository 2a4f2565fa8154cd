/**
 * The folder that takes what a shard recorded. It holds one file, `shard.json`, which is replaced in a single rename:
 * whoever looks, or is interrupted, has the old shard whole or the new one. A folder that holds anything else is refused
 * and left as it is.
 */
import { access, constants, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Shard } from '../commands/arguments';
import { codeOf, InputError, reasonOf } from '../json/input-error';
import { isObject, type Json, type JsonObject, jsonIn, property } from '../json/json';
import { reasonAgainstWriting, replaceFile, tryReplacing } from '../system/atomic-file';
import { isAsRecorded, type MergedPact } from './merge';

export const shardFile = 'shard.json';

/** What a killed run leaves of the file that it was writing. */
const draft = /^\.shard\.json\.[\da-f-]{36}$/;

const formatVersion = 1;

/** What a shard recorded. */
export interface RecordedShard {
	readonly folder: string;
	readonly shard: Shard;
	/** The digest of what it was recorded from. */
	readonly sources: string;
	readonly pacts: readonly JsonObject[];
	readonly text: string;
}

/** Throws {@link InputError} where a shard could not be written to `folder`. Nothing is changed. */
export async function tryShardFolder(folder: string): Promise<void> {
	const names = await namesIn(folder);
	const strange = names?.find((name) => name !== shardFile && !draft.test(name));
	if (strange !== undefined) throw holdsOther(folder, strange);
	const isThere = names?.includes(shardFile) ?? false;
	if (isThere && !isShard(await readFile(join(folder, shardFile), 'utf8').catch(() => ''))) {
		throw holdsOther(folder, shardFile);
	}
	try {
		if (names) await tryReplacing(join(folder, shardFile));
		else await tryFolderIn(dirname(resolve(folder)));
	} catch (error) {
		throw cannotBeWritten(folder, error);
	}
}

/** Replaces what `folder` holds. Throws {@link InputError} where that fails; the old shard is still there then. */
export async function writeShard(
	folder: string,
	{ number, of }: Shard,
	sources: string,
	pacts: readonly MergedPact[],
): Promise<void> {
	const recorded = pacts.map(({ text }) => JSON.parse(text) as Json);
	const text = `${JSON.stringify({ formatVersion, shard: number, of, sources, pacts: recorded }, null, 2)}\n`;
	try {
		await mkdir(folder, { recursive: true });
		const left = (await readdir(folder)).filter((name) => draft.test(name));
		await replaceFile(join(folder, shardFile), text);
		for (const name of left) await rm(join(folder, name), { force: true });
	} catch (error) {
		throw cannotBeWritten(folder, error);
	}
}

/** Reads the shard in `folder`. Throws {@link InputError}. */
export async function readShard(folder: string): Promise<RecordedShard> {
	const file = join(folder, shardFile);
	const refuse = (why: string) =>
		new InputError(`The shard ${file} cannot be used: ${why}. Record it again with \`contract record --shard\`.`);
	const text = await readFile(file, 'utf8').catch((error: unknown) => {
		throw refuse(reasonOf(error));
	});
	if (!isShard(text)) throw refuse('it is not whole, or something else');
	const json = jsonIn(text);
	if (property(json, 'formatVersion') !== formatVersion) throw refuse('another version of `contract` wrote it');
	const [number, of, sources] = ['shard', 'of', 'sources'].map((key) => property(json, key));
	const pacts = property(json, 'pacts');
	const isPart = isCount(number) && isCount(of) && number <= of;
	const isRecorded = (pact: Json): pact is JsonObject => isObject(pact) && isAsRecorded(pact);
	if (!isPart || typeof sources !== 'string' || !Array.isArray(pacts) || !pacts.every(isRecorded)) {
		throw refuse('it was changed after it was recorded');
	}
	return { folder, shard: { number, of }, sources, pacts, text };
}

/**
 * The folders of shards among `folder` and those up to two below: what several machines handed in is unpacked side by
 * side. Throws {@link InputError} where there is none.
 */
export async function shardFoldersIn(folder: string): Promise<string[]> {
	const found = await search(folder, 2).catch((error: unknown) => {
		throw new InputError(`The folder ${folder} cannot be read: ${reasonAgainstReading(error)}. ${named}`);
	});
	if (found.length === 0) throw new InputError(`There is no shard in ${folder}, nor in the folders in it. ${named}`);
	return found;
}

const named = 'Name the folders that `contract record --shard` wrote, or one that holds them.';

async function search(folder: string, depth: number): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true });
	if (entries.some(({ name }) => name === shardFile)) return [folder];
	if (depth === 0) return [];
	const folders = entries.filter((each) => each.isDirectory() && !/^(\.|node_modules$)/.test(each.name));
	const found: string[] = [];
	for (const { name } of folders) found.push(...(await search(join(folder, name), depth - 1)));
	return found.sort();
}

/** What stands in `folder`; undefined where there is no folder. */
async function namesIn(folder: string): Promise<string[] | undefined> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw cannotBeWritten(folder, error);
	}
}

/** Throws where no folder could be made in `folder`, which need not be there itself. */
async function tryFolderIn(folder: string): Promise<void> {
	const found = await stat(folder).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	});
	if (!found && dirname(folder) !== folder) return tryFolderIn(dirname(folder));
	await access(join(folder, '.'), constants.W_OK);
}

function isShard(text: string): boolean {
	const json = jsonIn(text);
	return ['formatVersion', 'shard', 'of', 'sources', 'pacts'].every((key) => property(json, key) !== undefined);
}

const isCount = (value: Json | undefined): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value > 0;

function holdsOther(folder: string, name: string): InputError {
	return new InputError(
		`The folder ${folder} holds something else than a shard, so nothing is recorded there and nothing is deleted. Empty it, or name another one with --into: "${name}"`,
	);
}

function cannotBeWritten(folder: string, error: unknown): InputError {
	return new InputError(
		`The shard cannot be written to ${folder}: ${reasonAgainstWriting(error)}. Name another folder with --into.`,
	);
}

function reasonAgainstReading(error: unknown): string {
	switch (codeOf(error)) {
		case 'ENOENT':
			return 'there is no such folder';
		case 'ENOTDIR':
			return 'it is a file';
		default:
			return reasonOf(error);
	}
}
