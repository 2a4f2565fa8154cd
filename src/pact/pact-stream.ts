/** Reads a pact file as a stream: what is held of it is a piece, whatever its size and layout. */
import { InputError } from '../json/input-error';
import { type Json, type JsonObject, property } from '../json/json';
import { BrokenJson, brokenInWords, itemAt, readFrame } from '../json/list-file';
import { type Batch, partsOf } from '../json/list-scan';
import type { Source } from '../system/source';
import { majorVersion, notJson, type PactFile, readParties } from './pact-file';
import { messagesOf, type OtherInteraction, type PactInteraction, readInteraction } from './pact-interaction';

/** The lists of a pact that can be long. */
export const pactLists = ['/interactions', '/messages'] as const;

/** Takes interactions as they are read, in the file's order. */
export interface Taker {
	/** `version` is the major one of the specification. Throws {@link BrokenJson} and {@link InputError}. */
	take(batch: Batch, version: number): Promise<void>;
	end(): Promise<void>;
}

export interface StreamedPact extends Pick<PactFile, 'file' | 'consumer' | 'provider'> {
	/** What is no request and response, beside what was taken. */
	readonly messages: readonly OtherInteraction[];
}

/**
 * Hands the interactions to what `begin` makes. The version of the specification may be stated at the end of the file: if
 * the interactions looked like those of another one, they are handed out once more, to another taker. Throws
 * {@link InputError}.
 */
export async function streamPact(source: Source, begin: () => Taker): Promise<StreamedPact> {
	try {
		return (await attempt(source, begin, undefined)) ?? (await attempt(source, begin, 'other')) ?? unsettled(source);
	} catch (error) {
		throw error instanceof BrokenJson ? notJson(source.file, await brokenInWords(source.read, error)) : error;
	}
}

const unsettled = ({ file }: Source): never => {
	throw new InputError(`The pact ${file} changes while it is read. Run it again.`);
};

async function attempt(
	source: Source,
	begin: () => Taker,
	guess: 'other' | undefined,
): Promise<StreamedPact | undefined> {
	const taker = begin();
	const messages: JsonObject[] = [];
	let first: Json | undefined;
	let [count, version] = [0, 4];
	for await (const part of partsOf(source.read, pactLists)) {
		if (part.kind === 'items' && part.list === '/interactions') {
			if (first === undefined) {
				first = itemAt(part, 0);
				const looks = majorVersion({}, first);
				version = guess === undefined ? looks : 7 - looks;
			}
			count += part.ends.length;
			await taker.take(part, version);
		} else if (part.kind === 'items') {
			for (const at of part.ends.keys())
				messages.push({ description: property(itemAt(part, at), 'description') ?? null });
		} else {
			await taker.end();
			const { file } = source;
			if (part.repeated !== undefined)
				throw new InputError(`The pact ${file} has two lists ${part.repeated}. Remove one.`);
			const { json, ...parties } = readParties(file, readFrame(part), count + messages.length);
			if (count > 0 && majorVersion(json, first) < 4 !== version < 4) return undefined;
			return { file, ...parties, messages: messagesOf(file, { messages }, count) };
		}
	}
	return undefined;
}

/** An interaction of a batch. Throws {@link BrokenJson} and {@link InputError}. */
export const interactionAt = (file: string, batch: Batch, at: number, version: number): PactInteraction =>
	readInteraction(file, itemAt(batch, at), batch.first + at, version);
