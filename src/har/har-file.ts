/**
 * Reads a HAR file (HTTP Archive 1.2), a recording of real exchanges as browsers and proxies write it, as a stream: one
 * entry is held at a time.
 */
import { InputError, reasonOf } from '../json/input-error';
import { isObject, type Json, property } from '../json/json';
import { BrokenJson, brokenInWords, itemAt, readFrame } from '../json/list-file';
import { type Batch, partsOf } from '../json/list-scan';
import { kindOfValue } from '../json/text';
import type { Source } from '../system/source';
import { creatorName } from './har';

export interface HarFile {
	/** As the user named it. */
	readonly file: string;
	/** Whether `contract` wrote it: then each entry is the API's and names its interaction. */
	readonly isOwn: boolean;
}

export const entriesList = '/log/entries';

const again = 'Name another file, or record it again';

export const isHarName = (file: string): boolean => /\.har$/i.test(file);

/** Whether a text begins as recordings do; its entries can begin late, so its first key is what is looked at. */
export const beginsAsHar = (text: string): boolean => /^\uFEFF?\s*\{\s*"log"\s*:/.test(text.slice(0, 500));

export function unreadableHar(file: string) {
	return (error: unknown): never => {
		throw new InputError(`The recording ${file} cannot be read: ${reasonOf(error)}. Name a recording.`);
	};
}

/** Takes entries as they are read, in the file's order. */
export type EntryTaker = (batch: Batch) => Promise<void>;

/**
 * Hands the entries to what `begin` makes, and returns how many there are. Who wrote the file may stand at its end: if the
 * entries looked like those of another program, they are handed out once more, to another taker. Throws {@link InputError},
 * which repeats nothing of the file: it may be a secret.
 */
export async function streamHar(source: Source, begin: (har: HarFile) => EntryTaker): Promise<number> {
	const { file } = source;
	try {
		for (const isAgain of [false, true]) {
			const count = await attempt(source, begin, isAgain);
			if (count !== undefined) return count;
		}
	} catch (error) {
		if (!(error instanceof BrokenJson)) throw error;
		throw new InputError(`The recording ${file} cannot be read: ${await brokenInWords(source.read, error)}. ${again}.`);
	}
	throw new InputError(`The recording ${file} changes while it is read. Run it again.`);
}

async function attempt(
	source: Source,
	begin: (har: HarFile) => EntryTaker,
	isAgain: boolean,
): Promise<number | undefined> {
	const { file } = source;
	let take: EntryTaker | undefined;
	let [count, isOwn] = [0, false];
	for await (const part of partsOf(source.read, [entriesList])) {
		if (part.kind === 'items') {
			if (!take) {
				isOwn = looksOwn(itemAt(part, 0)) !== isAgain;
				take = begin({ file, isOwn });
			}
			count += part.ends.length;
			await take(part);
			continue;
		}
		const log = property(readFrame(part), 'log');
		if (!isObject(log)) throw wrong(file, '/log', 'an object', log);
		if (!Array.isArray(log.entries)) throw wrong(file, '/log/entries', 'a list of entries', log.entries);
		if (part.repeated !== undefined) throw new InputError(`The recording ${file} has two lists of entries. ${again}.`);
		if (count === 0) {
			throw new InputError(`The recording ${file} has no entry, so it proves nothing. ${again}.`);
		}
		return (property(log.creator, 'name') === creatorName) === isOwn ? count : undefined;
	}
	return undefined;
}

/** As `contract` writes entries. */
const looksOwn = (entry: Json | undefined): boolean => property(property(entry, 'request'), '_path') !== undefined;

function wrong(file: string, pointer: string, expected: string, found: Json | undefined): InputError {
	return new InputError(
		`${file} is not a HAR file: expected ${expected} at ${pointer}, received ${kindOfValue(found)}. ${again}.`,
	);
}
