/**
 * Reads a pact file (specification 2, 3 or 4) into interactions. Only this folder reads raw pact JSON.
 */
import { parseExact } from '../json/exact';
import { InputError, orUndefined, reasonOf } from '../json/input-error';
import { isObject, type Json, type JsonObject, property } from '../json/json';
import { faultInText } from '../json/json-fault';
import { readText } from '../system/source';
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
	return parsePact(file, await readText(file).catch(unreadable(file)));
}

export const unreadable = (file: string) => (error: unknown) => {
	throw new InputError(
		`The pact ${file} cannot be read: ${reasonOf(error)}. Name a pact file, or run \`contract record\`.`,
	);
};

/** Parses the text of a pact. Throws {@link InputError}. */
export function parsePact(file: string, text: string): PactFile {
	const content = text.replace(/^\uFEFF/, '').trimEnd();
	const json = orUndefined(() => parseExact(content));
	if (json === undefined) throw notJson(file, faultInText(content));
	const { interactions } = isObject(json) ? json : {};
	const list = Array.isArray(interactions) ? interactions : [];
	const messages = isObject(json) ? messagesOf(file, json, list.length) : [];
	const pact = readParties(file, json, list.length + messages.length);
	const version = majorVersion(pact.json, list[0]);
	return {
		...pact,
		...{ file, text },
		interactions: [...list.map((each: Json, index) => readInteraction(file, each, index, version)), ...messages],
	};
}

export const notJson = (file: string, fault: string) =>
	new InputError(
		`The pact ${file} cannot be read: ${fault}. Restore it from version control, or run \`contract record\`.`,
	);

/** What is not an interaction, of a pact that has `count` of them. Throws {@link InputError}. */
export function readParties(file: string, json: Json, count: number): Pick<PactFile, 'json' | 'consumer' | 'provider'> {
	if (!isObject(json)) throw wrong(file, '', 'an object with a list "interactions"', json);
	// A pact of specification 3 may hold messages alone.
	const list = property(json, 'interactions') ?? (Array.isArray(property(json, 'messages')) ? [] : undefined);
	if (!Array.isArray(list)) throw wrong(file, '/interactions', 'a list of interactions', list);
	if (count === 0) {
		throw new InputError(`The pact ${file} has no interaction, so it proves nothing. Run \`contract record\`.`);
	}
	return { json, consumer: nameOf(json, 'consumer'), provider: nameOf(json, 'provider') };
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
