/** Reads what consumer tests recorded: every pact file below a folder, whoever wrote it. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError, reasonOf } from '../json/input-error';
import { isObject, type Json, type JsonObject, jsonIn, property } from '../json/json';
import { asSpecification4 } from './observation';

export interface Recording {
	readonly file: string;
	readonly pact: JsonObject;
	/** The same in specification 4, where it has another. */
	readonly inSpecification4?: JsonObject;
}

/** The recorded pacts of `folder`. Throws {@link InputError} if one cannot be used. */
export async function readRecordings(folder: string): Promise<Recording[]> {
	const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
		throw new InputError(`The folder ${folder} cannot be read: ${reasonAgainstReading(error)}. ${next}.`);
	});
	const files = names.filter((name) => name.endsWith('.json')).sort();
	const isTranslation = (file: string) => basename(dirname(file)) === asSpecification4;
	return Promise.all(
		files
			.filter((file) => !isTranslation(file))
			.map(async (name): Promise<Recording> => {
				const file = join(folder, name);
				const translated = join(dirname(name), asSpecification4, basename(name));
				const pact = await readRecording(file);
				if (!files.includes(translated)) return { file, pact };
				return { file, pact, inSpecification4: await readRecording(join(folder, translated)) };
			}),
	);
}

const next = 'Name a folder that the consumer tests recorded into (CONTRACT_RECORD_DIR)';

export const noRecording = (folder: string): InputError =>
	new InputError(`There is no recording in ${folder}. ${next}.`);

async function readRecording(file: string): Promise<JsonObject> {
	const refuse = (why: string) => new InputError(`The recording ${file} cannot be used: ${why}. Record it again.`);
	const text = await readFile(file, 'utf8').catch((error: unknown) => {
		throw refuse(reasonOf(error));
	});
	const pact = jsonIn(text);
	if (pact === undefined) throw refuse('it is not JSON');
	if (!isRecording(pact)) throw refuse('it is not a pact of one consumer and one provider');
	return pact;
}

function isRecording(pact: Json): pact is JsonObject {
	const names = ['consumer', 'provider'].map((party) => property(property(pact, party), 'name'));
	const lists = ['interactions', 'messages'].map((list) => property(pact, list));
	return isObject(pact) && lists.some(Array.isArray) && names.every((name) => typeof name === 'string');
}

const reasons: Readonly<Record<string, string>> = { ENOENT: 'there is no such folder', ENOTDIR: 'it is a file' };
const reasonAgainstReading = (error: unknown) =>
	reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? reasonOf(error);
