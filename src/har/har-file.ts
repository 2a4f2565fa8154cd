/**
 * Reads a HAR file (HTTP Archive 1.2), a recording of real exchanges as browsers and proxies write it, down to its list
 * of entries. What an entry holds is read when it is judged, so that a large recording is never held twice.
 */
import { readFile } from 'node:fs/promises';
import { noBody, parseJson } from '../exchange/exchange';
import { InputError, reasonOf } from '../json/input-error';
import { isObject, type Json, property } from '../json/json';
import { kindOfValue } from '../json/text';
import { creatorName } from './har';

export interface HarFile {
	/** As the user named it. */
	readonly file: string;
	readonly entries: readonly Json[];
	/** Whether `contract` wrote it: then each entry is the API's and names its interaction. */
	readonly isOwn?: boolean;
}

const again = 'Name another file, or record it again';

export const isHarName = (file: string): boolean => /\.har$/i.test(file);

/** Whether a text begins as recordings do; its entries can begin late, so its first key is what is looked at. */
export const beginsAsHar = (text: string): boolean => /^\uFEFF?\s*\{\s*"log"\s*:/.test(text.slice(0, 500));

/** Reads and parses `file`. Throws {@link InputError}. */
export async function readHar(file: string): Promise<HarFile> {
	const text = await readFile(file, 'utf8').catch((error: unknown) => {
		// Node reports this in three ways, depending on where it meets the limit.
		const { name, code } = error as NodeJS.ErrnoException;
		const isTooLong = name === 'RangeError' || code === 'ERR_STRING_TOO_LONG' || code === 'ERR_FS_FILE_TOO_LARGE';
		const [reason, next] = isTooLong
			? ['it is larger than one text can be (about 500 MB)', 'Record less at a time']
			: [reasonOf(error), 'Name a recording'];
		throw new InputError(`The recording ${file} cannot be read: ${reason}. ${next}.`);
	});
	return parseHar(file, text);
}

/** Parses the text of a recording. Throws {@link InputError}, which repeats nothing of the text: it may be a secret. */
export function parseHar(file: string, text: string): HarFile {
	const content = text.replace(/^\uFEFF/, '').trimEnd();
	const parsed = content === '' ? noBody : parseJson(content, Number.POSITIVE_INFINITY);
	if (parsed.kind !== 'json') {
		const fault = parsed.kind === 'text' ? parsed.fault : undefined;
		throw new InputError(`The recording ${file} cannot be read: ${fault ?? 'it is empty'}. ${again}.`);
	}
	const log = property(parsed.value, 'log');
	if (!isObject(log)) throw wrong(file, '/log', 'an object', log);
	const { entries } = log;
	if (!Array.isArray(entries)) throw wrong(file, '/log/entries', 'a list of entries', entries);
	if (entries.length === 0) {
		throw new InputError(`The recording ${file} has no entry, so it proves nothing. ${again}.`);
	}
	return property(log.creator, 'name') === creatorName ? { file, entries, isOwn: true } : { file, entries };
}

function wrong(file: string, pointer: string, expected: string, found: Json | undefined): InputError {
	return new InputError(
		`${file} is not a HAR file: expected ${expected} at ${pointer}, received ${kindOfValue(found)}. ${again}.`,
	);
}
