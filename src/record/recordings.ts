/** Reads the recordings of the consumer tests: one pact file for each interaction. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, reasonOf } from '../json/input-error';
import { isObject, type Json, type JsonObject, jsonIn, property } from '../json/json';

/** The recorder's file names, at any depth. */
const recording = /(^|[/\\])interaction-[^/\\]+[/\\][^/\\]+\.json$/;

/** The recorded pacts of `folder`. Throws {@link InputError} if one cannot be used. */
export async function readRecordings(folder: string): Promise<JsonObject[]> {
	const files = await readdir(folder, { recursive: true }).catch((error: unknown) => {
		throw new InputError(`The folder ${folder} cannot be read: ${reasonAgainstReading(error)}. ${next}.`);
	});
	const recordings = files.filter((file) => recording.test(file)).sort();
	return Promise.all(recordings.map((file) => readRecording(join(folder, file))));
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
	return isObject(pact) && Array.isArray(pact.interactions) && names.every((name) => typeof name === 'string');
}

const reasons: Readonly<Record<string, string>> = { ENOENT: 'there is no such folder', ENOTDIR: 'it is a file' };
const reasonAgainstReading = (error: unknown) =>
	reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? reasonOf(error);
