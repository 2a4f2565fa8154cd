/** The step `record`: runs the consumer tests, merges the recordings, and replaces `pacts/` only if all are green. */
import { join } from 'node:path';
import type { Interaction } from '../../contracts/interaction';
import { type Finding, finding } from '../exchange/finding';
import { didYouMean } from '../json/text';
import type { Spec } from '../openapi/spec';
import { type PactFile, parsePact } from '../pact/pact-file';
import { withTemporaryFolder } from '../system/lifetime';
import { type Catalogued, catalogued } from './catalogue';
import { type ConsumerTests, runConsumerTests } from './consumer-tests';
import { failureFinding } from './failure';
import { identityOf, type MergedPact, mergePacts } from './merge';
import { type ReplaceMode, type Replacement, replacePacts } from './pact-folder';
import { readRecordings } from './recordings';

export interface RecordOptions {
	/** The folder of the pacts, as the user named it. */
	readonly pacts: string;
	readonly spec: Spec;
	/** The number of Jest workers; undefined for Jest's default. */
	readonly workers: number | undefined;
	readonly replace: ReplaceMode;
}

export interface Recording {
	readonly findings: readonly Finding[];
	/** The recorded pacts; empty if anything was red. */
	readonly pacts: readonly PactFile[];
	/** The files that were written. */
	readonly changed: readonly string[];
}

/** Records all contracts. Rejects only if Jest or the file system fails. */
export async function record({ pacts: folder, spec, workers, replace }: RecordOptions): Promise<Recording> {
	const all = catalogued();
	const unknown = unknownOperations(all, spec);
	if (unknown.length > 0) return { findings: unknown, pacts: [], changed: [] };
	return withTemporaryFolder('record', async (directory) => {
		const tests = await runConsumerTests(directory, workers);
		const catalogue = all.map(({ interaction }) => interaction);
		const { pacts, duplicates } = mergePacts(await readRecordings(directory));
		const findings = [
			...tests.failed.map(({ title, reason }) => failureFinding(title, reason, all, spec)),
			...tests.notRun.map(notRun),
			...duplicates.map(duplicated),
			...missing(catalogue, pacts, tests),
		];
		return replaceUnlessFound(findings, { folder, pacts, mode: replace, command: 'record' });
	});
}

/** An `operationId` that the spec lacks is one cause, however many interactions name it. */
function unknownOperations(catalogue: readonly Catalogued[], { document, operations }: Spec): Finding[] {
	const known = operations.operations.map(({ name }) => name);
	const wrong = catalogue.filter(({ interaction: { operationId } }) => !known.includes(operationId));
	return [...new Map(wrong.map((each) => [each.interaction.operationId, each.file]))].map(([id, file]) =>
		finding({
			code: 'record.failed',
			title: `${document.file} has no operationId "${id}"${didYouMean(id, known, id.length / 2) || '.'}`,
			fix: [`Correct the operationId in ${file}.`, `Update ${document.file} if it is outdated.`],
			detail: id,
		}),
	);
}

/** Replaces nothing if there is any finding. */
export async function replaceUnlessFound(findings: readonly Finding[], replacement: Replacement): Promise<Recording> {
	if (findings.length > 0) return { findings, pacts: [], changed: [] };
	const { folder, pacts } = replacement;
	const files = pacts.map(({ name, text }) => parsePact(join(folder, name), text));
	return { pacts: files, ...(await replacePacts(replacement)) };
}

export function duplicated(description: string): Finding {
	const title = `Two different interactions have the description "${description}" and the same provider state.`;
	const fix = ['Give each interaction its own description.'];
	return finding({ code: 'record.duplicate', title, fix, detail: description });
}

function notRun(test: string): Finding {
	const title = `The consumer test "${test}" did not run, so its interaction is not recorded.`;
	const fix = ['Remove `skip`, `todo` or `only` from tests/consumer/.'];
	return finding({ code: 'record.incomplete', title, fix, detail: test });
}

/** The interactions of `catalogue` that were not recorded, though no test failed. */
export function missing(
	catalogue: readonly Interaction[],
	pacts: readonly MergedPact[],
	tests: ConsumerTests = { failed: [], notRun: [] },
): Finding[] {
	const recorded = new Set(pacts.flatMap((pact) => pact.identities));
	const reported = new Set([...tests.failed.map((test) => test.title), ...tests.notRun]);
	if (catalogue.length === 0 && recorded.size === 0 && reported.size === 0) {
		const title = 'The consumer tests recorded no interaction.';
		return [finding({ code: 'record.incomplete', title, fix: ['Add one to contracts/ and run `contract record`.'] })];
	}
	return catalogue
		.filter(
			({ description, given }) => !reported.has(description) && !recorded.has(identityOf(description, [given.name])),
		)
		.map(({ description }) =>
			finding({
				code: 'record.incomplete',
				title: `No consumer test recorded the interaction "${description}".`,
				fix: ['Check that a test in tests/consumer/ runs it.'],
				detail: description,
			}),
		);
}
