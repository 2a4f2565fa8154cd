/**
 * What is learned of Pact's own library while consumer tests run: `preload.ts` writes it as JSON lines, a file for each
 * process, into the folder of the recordings.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mismatch } from './mismatch';

/** The test that runs, as `jest-environment.ts` keeps it; no other runner says. */
export interface CurrentTest {
	/** Absolute. */
	readonly file: string;
	/** With the names of its `describe` blocks. */
	readonly name: string;
}

/** The key on the process under which the running test is kept: tests run in realms of their own. */
export const currentTestKey = Symbol.for('contract.current-test');

export type Observation = { readonly test: CurrentTest | undefined } & (
	| { readonly begun: number; readonly description: string }
	| { readonly written: readonly number[] }
	| { readonly mockServer: number; readonly mismatches: readonly Mismatch[] }
);

export interface Observed {
	/** Interactions that a test described and that no pact file holds. */
	readonly unwritten: readonly { readonly description: string; readonly test: CurrentTest | undefined }[];
	/** What Pact's mock servers reported in a test; in all that no runner named, for undefined. */
	mismatchesIn(test: CurrentTest | undefined): readonly Mismatch[];
	/** Whether an interaction was described in a test. */
	isPactTest(test: CurrentTest): boolean;
}

/** The subfolder that holds a pact of specification 2 or 3 in specification 4 too, so that all merge. */
export const asSpecification4 = 'as-specification-4';

const observationFile = /^observed-[\w-]+\.jsonl$/;

export async function readObservations(folder: string): Promise<Observed> {
	const unwritten: { description: string; test: CurrentTest | undefined }[] = [];
	const pactTests = new Set<string>();
	const mismatches = new Map<string, Map<string, readonly Mismatch[]>>();
	for (const file of (await readdir(folder)).filter((name) => observationFile.test(name)).sort()) {
		const begun = new Map<number, { description: string; test: CurrentTest | undefined }>();
		for (const line of (await readFile(join(folder, file), 'utf8')).split('\n').filter(Boolean)) {
			const each = JSON.parse(line) as Observation;
			const key = keyOf(each.test);
			if ('begun' in each) {
				begun.set(each.begun, { description: each.description, test: each.test });
				pactTests.add(key);
			} else if ('written' in each) for (const id of each.written) begun.delete(id);
			else {
				const own = mismatches.get(key) ?? new Map<string, readonly Mismatch[]>();
				mismatches.set(key, own.set(`${file} ${each.mockServer}`, each.mismatches));
			}
		}
		unwritten.push(...begun.values());
	}
	return {
		unwritten,
		mismatchesIn: (test) => [...(mismatches.get(keyOf(test))?.values() ?? [])].flat(),
		isPactTest: (test) => pactTests.has(keyOf(test)),
	};
}

const keyOf = (test: CurrentTest | undefined) => JSON.stringify([test?.file, test?.name]);
