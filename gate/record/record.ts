/**
 * The step `record`: runs the consumer tests, merges what they recorded, and replaces `pacts/` only when all are green.
 * A pact is replaced by a complete one in a single rename, or stays as it is.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Interaction } from '../../contracts/interaction';
import { InputError } from '../../spec/input-error';
import { isObject, type Json, type JsonObject } from '../../spec/json';
import type { Spec } from '../../spec/spec';
import { type Finding, finding } from '../finding';
import { withTemporaryFolder } from '../lifetime';
import { type PactFile, parsePact } from '../pact-file';
import { reasonAgainstWriting, replaceFile } from '../written-file';
import { loadCatalogue } from './catalogue';
import { type ConsumerTests, runConsumerTests } from './consumer-tests';
import { failureFinding } from './failure';
import { identityOf, isAsRecorded, type MergedPact, mergePacts } from './merge';

export interface RecordOptions {
	/** The folder of the pacts, as the user named it. */
	readonly pacts: string;
	readonly spec: Spec;
	/** How many Jest workers; as many as Jest likes unless told. */
	readonly workers?: number;
	/**
	 * What to do with a pact that differs from what was recorded.
	 * - `always`: replace it.
	 * - `untouched`: replace it unless somebody edited it by hand; that is a finding.
	 * - `never`: leave it; any difference is a finding.
	 */
	readonly replace: 'always' | 'untouched' | 'never';
}

export interface Recording {
	readonly findings: readonly Finding[];
	/** What was recorded; empty where something was red. */
	readonly pacts: readonly PactFile[];
	/** Files that were written. */
	readonly changed: readonly string[];
}

/** Records all contracts. What disagrees is a finding; rejects only where the machine fails. */
export async function record(options: RecordOptions): Promise<Recording> {
	return withTemporaryFolder('record', async (directory) => {
		const tests = await runConsumerTests(directory, options.workers);
		const catalogue = [...loadCatalogue().values()].flat();
		const { pacts, duplicates } = mergePacts(await readParts(directory));
		const findings = [
			...tests.failed.map(({ title, reason }) => failureFinding(title, reason, catalogue, options.spec)),
			...tests.notRun.map(notRun),
			...duplicates.map((description) =>
				finding({
					code: 'record.duplicate',
					message: `Two interactions share description and provider state, and one would replace the other. Give each a description of its own: "${description}"`,
					detail: description,
				}),
			),
			...missing(catalogue, pacts, tests),
		];
		if (findings.length > 0) return { findings, pacts: [], changed: [] };
		const files = pacts.map(({ name, text }) => parsePact(join(options.pacts, name), text));
		return { pacts: files, ...(await replace(options, pacts)) };
	});
}

function notRun(title: string): Finding {
	const message = `A consumer test was not run, so the contract would lack it. Take away the skip, the todo or the only: "${title}"`;
	return finding({ code: 'record.incomplete', message, detail: title });
}

/** Every interaction of `contracts/` must have been recorded, whatever the tests say of themselves. */
function missing(catalogue: readonly Interaction[], pacts: readonly MergedPact[], tests: ConsumerTests): Finding[] {
	const recorded = new Set(pacts.flatMap((pact) => pact.identities));
	const told = new Set([...tests.failed.map((test) => test.title), ...tests.notRun]);
	if (catalogue.length === 0 && recorded.size === 0 && told.size === 0) {
		const message = 'The consumer tests recorded no interaction. Add one to contracts/ and run `contract record`';
		return [finding({ code: 'record.incomplete', message })];
	}
	return catalogue
		.filter(({ description, given }) => !told.has(description) && !recorded.has(identityOf(description, [given.name])))
		.map(({ description }) =>
			finding({
				code: 'record.incomplete',
				message: `No consumer test recorded the interaction. See that tests/consumer/ still runs it: "${description}"`,
				detail: description,
			}),
		);
}

async function readParts(directory: string): Promise<JsonObject[]> {
	const files = await readdir(directory, { recursive: true });
	const parts = files.filter((file) => /^interaction-[^/\\]+[/\\].+\.json$/.test(file)).sort();
	const read = await Promise.all(
		parts.map(async (file) => JSON.parse(await readFile(join(directory, file), 'utf8')) as Json),
	);
	return read.filter(isObject);
}

async function replace({ pacts: folder, replace: mode }: RecordOptions, pacts: readonly MergedPact[]) {
	const findings: Finding[] = [];
	const changed: string[] = [];
	const wanted = new Map(pacts.map((pact) => [pact.name, pact.text]));
	const present = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
	for (const name of [...new Set([...present, ...wanted.keys()])].sort()) {
		const path = join(folder, name);
		const before = present.includes(name) ? await readFile(path, 'utf8') : undefined;
		const after = wanted.get(name);
		if (before === after) continue;
		if (after === undefined) {
			findings.push(foreign(path));
			continue;
		}
		if (mode === 'never' || (mode === 'untouched' && before !== undefined && !wasRecorded(before))) {
			findings.push(differs(path, mode === 'never' ? 'pact.stale' : 'pact.edited'));
			continue;
		}
		changed.push(path);
		await writePact(folder, path, after);
	}
	return { findings, changed };
}

function wasRecorded(text: string): boolean {
	try {
		const json = JSON.parse(text) as Json;
		return isObject(json) && isAsRecorded(json);
	} catch {
		return false;
	}
}

function differs(file: string, code: 'pact.stale' | 'pact.edited'): Finding {
	const what =
		code === 'pact.edited'
			? 'was edited by hand; it is no longer what the consumer tests recorded'
			: 'is not what the consumer tests record';
	const message = `The pact ${what}. Run \`contract record\`, review the difference and commit it: ${file}`;
	return finding({ code, message, at: { file, pointer: '' } });
}

function foreign(file: string): Finding {
	const message = `No consumer test records this pact, so it was left alone. Delete it if it is not wanted: ${file}`;
	return finding({ code: 'pact.foreign', message, at: { file, pointer: '' } });
}

/** Throws {@link InputError} where the pact cannot be written. */
async function writePact(folder: string, path: string, text: string): Promise<void> {
	try {
		await mkdir(folder, { recursive: true });
		await replaceFile(path, text);
	} catch (error) {
		const what = `The pact ${path} cannot be written: ${reasonAgainstWriting(error)}`;
		throw new InputError(`${what}. Make ${folder} a folder that can be written, and run \`contract record\` again.`);
	}
}
