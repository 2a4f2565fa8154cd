/**
 * Reads a pact file (specification 2, 3 or 4) into interactions. Only this folder reads raw pact JSON.
 */
import { readFile } from 'node:fs/promises';
import { parseJson } from '../exchange/exchange';
import { InputError, reasonOf } from '../json/input-error';
import { isObject, type Json, type JsonObject, property } from '../json/json';
import { messagesOf, type PactInteraction, readInteraction, wrong } from './pact-interaction';

export interface PactFile {
	/** As the user named it. */
	readonly file: string;
	readonly text: string;
	readonly json: JsonObject;
	readonly consumer: string;
	readonly provider: string;
	readonly interactions: readonly PactInteraction[];
}

/** Reads and parses `file`. Throws {@link InputError}. */
export async function readPact(file: string): Promise<PactFile> {
	const text = await readFile(file, 'utf8').catch((error: unknown) => {
		throw new InputError(
			`The pact ${file} cannot be read: ${reasonOf(error)}. Name a pact file, or run \`contract record\`.`,
		);
	});
	return parsePact(file, text);
}

/** Parses the text of a pact. Throws {@link InputError}. */
export function parsePact(file: string, text: string): PactFile {
	const content = text.replace(/^\uFEFF/, '').trimEnd();
	const parsed = parseJson(content, Number.POSITIVE_INFINITY);
	if (parsed.kind !== 'json') {
		throw new InputError(
			`The pact ${file} cannot be read: ${content === '' ? 'it is empty' : parsed.fault}. Restore it from version control, or run \`contract record\`.`,
		);
	}
	const json = parsed.value;
	if (!isObject(json)) throw wrong(file, '', 'an object with a list "interactions"', json);
	// A pact of specification 3 may hold messages alone.
	const list = property(json, 'interactions') ?? (Array.isArray(property(json, 'messages')) ? [] : undefined);
	if (!Array.isArray(list)) throw wrong(file, '/interactions', 'a list of interactions', list);
	const messages = messagesOf(file, json, list.length);
	if (list.length + messages.length === 0) {
		throw new InputError(`The pact ${file} has no interaction, so it proves nothing. Run \`contract record\`.`);
	}
	const version = majorVersion(json, list[0]);
	return {
		file,
		text,
		json,
		consumer: nameOf(json, 'consumer'),
		provider: nameOf(json, 'provider'),
		interactions: [...list.map((each: Json, index) => readInteraction(file, each, index, version)), ...messages],
	};
}

function nameOf(json: JsonObject, party: 'consumer' | 'provider'): string {
	const name = property(json[party], 'name');
	return typeof name === 'string' ? name : '';
}

/** The major version of the Pact specification that the file names, or shows: from 4 on each interaction has a type. */
export function majorVersion({ metadata }: JsonObject, first: Json | undefined): number {
	const stated = property(metadata, 'pactSpecification') ?? property(metadata, 'pact-specification');
	const version = property(stated, 'version') ?? property(metadata, 'pactSpecificationVersion');
	const shown = property(first, 'type') === undefined ? 3 : 4;
	return Number.parseInt(String(version), 10) || shown;
}
