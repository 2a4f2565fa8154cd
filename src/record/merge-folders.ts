/**
 * Merges the recordings of several machines into the contract that one machine would have recorded, byte for byte.
 * Replaces the pacts only if every interaction that they have was recorded.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, finding } from '../exchange/finding';
import { namesIn } from '../json/input-error';
import { isObject, jsonIn, property } from '../json/json';
import { identityIn, mergePacts } from './merge';
import { type Recorded, replaceUnlessFound, unmerged } from './record';
import { noRecording, type Recording, readRecordings } from './recordings';

/** `folder` is that of the pacts. Throws `InputError` if a folder cannot be used. */
export async function mergeFolders(folders: readonly string[], folder: string): Promise<Recorded> {
	const recordings: Recording[] = [];
	for (const each of folders) {
		const own = await readRecordings(each);
		if (own.length === 0) throw noRecording(each);
		recordings.push(...own);
	}
	const merge = mergePacts(recordings);
	const recorded = new Set(merge.pacts.flatMap(({ name, identities }) => identities.map((each) => `${name} ${each}`)));
	const findings = [...unmerged(merge), ...(await missing(folder, recorded))];
	return replaceUnlessFound(findings, { folder, pacts: merge.pacts, mode: 'always', command: 'merge' });
}

/** The interactions of recorded pacts in `folder` that no machine recorded this time. */
async function missing(folder: string, recorded: ReadonlySet<string>): Promise<Finding[]> {
	const names = (await namesIn(folder, readdir(folder))).filter((name) => name.endsWith('.json')).sort();
	const findings = names.map(async (name) => {
		const file = join(folder, name);
		const pact = jsonIn(await readFile(file, 'utf8'));
		// A pact that another tool wrote is nobody's to record.
		if (property(property(pact, 'metadata'), 'recorded') === undefined) return [];
		const interactions = property(pact, 'interactions');
		return (Array.isArray(interactions) ? interactions.filter(isObject) : [])
			.filter((each) => !recorded.has(`${name} ${identityIn(each)}`))
			.map(({ description }) => notMerged(file, String(description)));
	});
	return (await Promise.all(findings)).flat();
}

function notMerged(file: string, description: string): Finding {
	return finding({
		code: 'record.incomplete',
		title: `${file} has the interaction "${description}", and no folder has its recording.`,
		fix: [
			'Check that the folder of every shard is named.',
			`Delete ${file} first if the interaction was removed on purpose.`,
		],
		detail: description,
	});
}
