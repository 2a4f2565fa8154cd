/** The folder of the recorded pacts, `pacts/`. A pact is replaced in a single rename, or stays as it is. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, finding } from '../exchange/finding';
import { InputError, namesIn, reasonAgainstWriting } from '../json/input-error';
import { isObject, jsonIn } from '../json/json';
import { replaceFile } from '../system/atomic-file';
import { isAsRecorded, type MergedPact } from './merge';

/**
 * What to do with a pact that differs from the recorded one.
 * - `always`: replace it.
 * - `untouched`: replace it; one that was edited by hand is a finding.
 * - `never`: leave it; any difference is a finding.
 */
export type ReplaceMode = 'always' | 'untouched' | 'never';

export interface Replacement {
	/** The folder of the pacts, as the user named it. */
	readonly folder: string;
	readonly pacts: readonly MergedPact[];
	readonly mode: ReplaceMode;
	/** The command to run again if a pact cannot be written. */
	readonly command: 'record' | 'merge';
}

/** Replaces the pacts of the folder by the recorded ones. A pact that was not recorded stays, and is a finding. */
export async function replacePacts({
	folder,
	pacts,
	mode,
	command,
}: Replacement): Promise<{ findings: readonly Finding[]; changed: readonly string[] }> {
	const findings: Finding[] = [];
	const changed: string[] = [];
	const wanted = new Map(pacts.map((pact) => [pact.name, pact.text]));
	const present = (await namesIn(folder, readdir(folder))).filter((name) => name.endsWith('.json'));
	for (const name of [...new Set([...present, ...wanted.keys()])].sort()) {
		const path = join(folder, name);
		const before = present.includes(name) ? await readFile(path, 'utf8') : undefined;
		const after = wanted.get(name);
		if (before === after) continue;
		if (after === undefined) findings.push(differing(path, 'pact.foreign'));
		else if (mode === 'never') findings.push(differing(path, 'pact.stale'));
		else if (mode === 'untouched' && before !== undefined && !wasRecorded(before)) {
			findings.push(differing(path, 'pact.edited'));
		} else {
			changed.push(path);
			await writePact(folder, path, after, command);
		}
	}
	return { findings, changed };
}

function wasRecorded(text: string): boolean {
	const json = jsonIn(text);
	return isObject(json) && isAsRecorded(json);
}

const rerecord = 'Run `contract record`, review the difference and commit it.';
const differences = {
	'pact.edited': { what: 'was edited by hand and differs from what the consumer tests record', fix: rerecord },
	'pact.stale': { what: 'differs from what the consumer tests record', fix: rerecord },
	'pact.foreign': {
		what: 'is not recorded by any consumer test, and was not changed',
		fix: 'Delete it if nobody needs it.',
	},
} as const;

function differing(file: string, code: keyof typeof differences): Finding {
	const { what, fix } = differences[code];
	return finding({ code, title: `${file} ${what}.`, fix: [fix], at: { file, pointer: '' }, detail: file });
}

/** Throws {@link InputError} if the pact cannot be written. */
async function writePact(folder: string, path: string, text: string, command: string): Promise<void> {
	try {
		await mkdir(folder, { recursive: true });
		await replaceFile(path, text);
	} catch (error) {
		const what = `The pact ${path} cannot be written: ${reasonAgainstWriting(error)}`;
		throw new InputError(`${what}. Make ${folder} a writable folder, and run \`contract ${command}\` again.`);
	}
}
