/**
 * The folder of the recorded pacts, `pacts/`. A pact in it is replaced by a complete one in a single rename, or stays as
 * it is.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, finding } from '../exchange/finding';
import { InputError } from '../json/input-error';
import { isObject, jsonIn } from '../json/json';
import { reasonAgainstWriting, replaceFile } from '../system/atomic-file';
import { isAsRecorded, type MergedPact } from './merge';

/**
 * What to do with a pact that differs from what was recorded.
 * - `always`: replace it.
 * - `untouched`: replace it unless somebody edited it by hand; that is a finding.
 * - `never`: leave it; any difference is a finding.
 */
export type ReplaceMode = 'always' | 'untouched' | 'never';

export interface Replacement {
	/** The folder of the pacts, as the user named it. */
	readonly folder: string;
	readonly pacts: readonly MergedPact[];
	readonly mode: ReplaceMode;
	/** What is to be run again where a pact cannot be written. */
	readonly command: 'record' | 'merge';
}

/** Replaces the pacts of the folder by those that were recorded. One that was not recorded is left alone, and named. */
export async function replacePacts({
	folder,
	pacts,
	mode,
	command,
}: Replacement): Promise<{ findings: readonly Finding[]; changed: readonly string[] }> {
	const findings: Finding[] = [];
	const changed: string[] = [];
	const wanted = new Map(pacts.map((pact) => [pact.name, pact.text]));
	const present = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
	for (const name of [...new Set([...present, ...wanted.keys()])].sort()) {
		const path = join(folder, name);
		const before = present.includes(name) ? await readFile(path, 'utf8') : undefined;
		const after = wanted.get(name);
		if (before === after) continue;
		if (after === undefined) findings.push(unlike(path, 'pact.foreign'));
		else if (mode === 'never') findings.push(unlike(path, 'pact.stale'));
		else if (mode === 'untouched' && before !== undefined && !wasRecorded(before)) {
			findings.push(unlike(path, 'pact.edited'));
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
	'pact.edited': { what: 'was edited by hand: it is not what the consumer tests recorded', fix: rerecord },
	'pact.stale': { what: 'is not what the consumer tests record', fix: rerecord },
	'pact.foreign': {
		what: 'is recorded by no consumer test, and was left alone',
		fix: 'Delete it if it is not wanted.',
	},
} as const;

function unlike(file: string, code: keyof typeof differences): Finding {
	const { what, fix } = differences[code];
	return finding({ code, title: `${file} ${what}.`, fix: [fix], at: { file, pointer: '' }, detail: file });
}

/** Throws {@link InputError} where the pact cannot be written. */
async function writePact(folder: string, path: string, text: string, command: string): Promise<void> {
	try {
		await mkdir(folder, { recursive: true });
		await replaceFile(path, text);
	} catch (error) {
		const what = `The pact ${path} cannot be written: ${reasonAgainstWriting(error)}`;
		throw new InputError(
			`${what}. Make ${folder} a folder that can be written, and run \`contract ${command}\` again.`,
		);
	}
}
