/**
 * Merges the recordings of several machines into the contract that one machine would have recorded, byte for byte.
 * Replaces `pacts/` only if every interaction of the catalogue was recorded.
 */
import type { JsonObject } from '../json/json';
import { loadCatalogue } from './catalogue';
import { mergePacts } from './merge';
import { duplicated, missing, type Recording, replaceUnlessFound } from './record';
import { noRecording, readRecordings } from './recordings';

/** `folder` is that of the pacts. Throws `InputError` if a folder cannot be used. */
export async function mergeFolders(folders: readonly string[], folder: string): Promise<Recording> {
	const recordings: JsonObject[] = [];
	for (const each of folders) {
		const own = await readRecordings(each);
		if (own.length === 0) throw noRecording(each);
		recordings.push(...own);
	}
	const merge = mergePacts(onceEach(recordings));
	const catalogue = [...loadCatalogue().values()].flat();
	const findings = [...merge.duplicates.map(duplicated), ...missing(catalogue, merge.pacts)];
	return replaceUnlessFound(findings, { folder, pacts: merge.pacts, mode: 'always', command: 'merge' });
}

/** One part for each interaction; equal recordings of several machines count once. */
function onceEach(recordings: readonly JsonObject[]): JsonObject[] {
	const parts = recordings.flatMap(({ consumer = null, provider = null, interactions }) =>
		Array.isArray(interactions)
			? interactions.map((each): JsonObject => ({ consumer, provider, interactions: [each] }))
			: [],
	);
	return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}
