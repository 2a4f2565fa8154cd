/** The step `record`: runs the consumer tests, merges what they recorded, and replaces `pacts/` only when all are green. */
import { join } from 'node:path';
import type { Interaction } from '../../contracts/interaction';
import { type Finding, finding } from '../exchange/finding';
import type { Spec } from '../openapi/spec';
import { type PactFile, parsePact } from '../pact/pact-file';
import { withTemporaryFolder } from '../system/lifetime';
import { loadCatalogue } from './catalogue';
import { type ConsumerTests, runConsumerTests } from './consumer-tests';
import { failureFinding } from './failure';
import { identityOf, type MergedPact, mergePacts } from './merge';
import { type ReplaceMode, type Replacement, replacePacts } from './pact-folder';
import { readRecordings } from './recordings';

export interface RecordOptions {
	/** The folder of the pacts, as the user named it. */
	readonly pacts: string;
	readonly spec: Spec;
	/** How many Jest workers; undefined for as many as Jest likes. */
	readonly workers: number | undefined;
	readonly replace: ReplaceMode;
}

export interface Recording {
	readonly findings: readonly Finding[];
	/** What was recorded; empty where something was red. */
	readonly pacts: readonly PactFile[];
	/** Files that were written. */
	readonly changed: readonly string[];
}

/** Records all contracts. What disagrees is a finding; rejects only where the machine fails. */
export async function record({ pacts: folder, spec, workers, replace }: RecordOptions): Promise<Recording> {
	return withTemporaryFolder('record', async (directory) => {
		const tests = await runConsumerTests(directory, workers);
		const catalogue = [...loadCatalogue().values()].flat();
		const { pacts, duplicates } = mergePacts(await readRecordings(directory));
		const findings = [
			...tests.failed.map(({ title, reason }) => failureFinding(title, reason, catalogue, spec)),
			...tests.notRun.map(notRun),
			...duplicates.map(duplicated),
			...missing(catalogue, pacts, tests),
		];
		return replaceUnlessFound(findings, { folder, pacts, mode: replace, command: 'record' });
	});
}

/** Where anything was found, nothing is replaced. */
export async function replaceUnlessFound(findings: readonly Finding[], replacement: Replacement): Promise<Recording> {
	if (findings.length > 0) return { findings, pacts: [], changed: [] };
	const { folder, pacts } = replacement;
	const files = pacts.map(({ name, text }) => parsePact(join(folder, name), text));
	return { pacts: files, ...(await replacePacts(replacement)) };
}

export function duplicated(description: string): Finding {
	const title = `Two interactions share the description "${description}" and the provider state, and one would replace the other.`;
	const fix = ['Give each a description of its own.'];
	return finding({ code: 'record.duplicate', title, fix, detail: description });
}

function notRun(test: string): Finding {
	const title = `The consumer test "${test}" was not run, so the contract would lack it.`;
	const fix = ['Remove the skip, the todo or the only.'];
	return finding({ code: 'record.incomplete', title, fix, detail: test });
}

/** Every interaction of `catalogue` must have been recorded, whatever the tests say of themselves. */
export function missing(
	catalogue: readonly Interaction[],
	pacts: readonly MergedPact[],
	tests: ConsumerTests = { failed: [], notRun: [] },
): Finding[] {
	const recorded = new Set(pacts.flatMap((pact) => pact.identities));
	const told = new Set([...tests.failed.map((test) => test.title), ...tests.notRun]);
	if (catalogue.length === 0 && recorded.size === 0 && told.size === 0) {
		const title = 'The consumer tests recorded no interaction.';
		return [finding({ code: 'record.incomplete', title, fix: ['Add one to contracts/ and run `contract record`.'] })];
	}
	return catalogue
		.filter(({ description, given }) => !told.has(description) && !recorded.has(identityOf(description, [given.name])))
		.map(({ description }) =>
			finding({
				code: 'record.incomplete',
				title: `No consumer test recorded the interaction "${description}".`,
				fix: ['Check that tests/consumer/ still runs it.'],
				detail: description,
			}),
		);
}
