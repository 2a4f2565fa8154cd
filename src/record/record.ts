/** The step `record`: runs the consumer tests, merges what they recorded, and replaces the pacts only if all are green. */
import { join } from 'node:path';
import type { Settings } from '../config/settings';
import { type Finding, finding } from '../exchange/finding';
import type { Spec } from '../openapi/spec';
import { type PactFile, parsePact } from '../pact/pact-file';
import { withTemporaryFolder } from '../system/lifetime';
import { type ConsumerTests, findConsumerTests, runConsumerTests } from './consumer-tests';
import { failureFinding } from './failure';
import type { TestResult } from './jest';
import { type Merge, mergePacts } from './merge';
import { sentencesOf } from './mismatch';
import { type Observed, readObservations } from './observation';
import { type ReplaceMode, type Replacement, replacePacts } from './pact-folder';
import { readRecordings } from './recordings';

export interface RecordOptions {
	readonly settings: Settings;
	/** The spec that the tests take their operations from. */
	readonly spec: Spec;
	/** How many test files run at a time; undefined for Jest's default. */
	readonly workers: number | undefined;
	readonly replace: ReplaceMode;
}

export interface Recorded {
	readonly findings: readonly Finding[];
	/** The recorded pacts; empty if anything was red. */
	readonly pacts: readonly PactFile[];
	/** The files that were written. */
	readonly changed: readonly string[];
}

/** Records all contracts. Rejects only if Jest or the file system fails. */
export async function record({ settings, spec, workers, replace }: RecordOptions): Promise<Recorded> {
	const testFolder = settings.tests;
	const files = await findConsumerTests(settings);
	if (files.length === 0 && settings.record === undefined) return red([withoutTests(testFolder)]);
	return withTemporaryFolder('record', async (directory) => {
		const tests = await runConsumerTests({ settings, files, directory, spec: spec.document, workers });
		const observed = await readObservations(directory);
		const merge = mergePacts(await readRecordings(directory));
		const findings = [
			...failures(tests, observed, settings, spec),
			...unrecorded(tests, observed, testFolder),
			...unmerged(merge),
		];
		if (findings.length === 0 && merge.pacts.length === 0) findings.push(nothingRecorded(testFolder));
		return replaceUnlessFound(findings, {
			folder: settings.pacts,
			pacts: merge.pacts,
			mode: replace,
			command: 'record',
		});
	});
}

const red = (findings: readonly Finding[]): Recorded => ({ findings, pacts: [], changed: [] });

/** Replaces nothing if there is any finding. */
export async function replaceUnlessFound(findings: readonly Finding[], replacement: Replacement): Promise<Recorded> {
	if (findings.length > 0) return red(findings);
	const { folder, pacts } = replacement;
	const files = pacts.map(({ name, text }) => parsePact(join(folder, name), text));
	return { pacts: files, ...(await replacePacts(replacement)) };
}

function failures(
	{ results, commandFailure }: ConsumerTests,
	observed: Observed,
	{ root, record: own }: Settings,
	spec: Spec,
): Finding[] {
	const failed = results.filter(({ status }) => status === 'failed');
	const findings = failed.map((each) => {
		const [isPactTest, mismatches] = [observed.isPactTest(each.test), observed.mismatchesIn(each.test)];
		return failureFinding(each, { isPactTest, mismatches, root, spec });
	});
	if (commandFailure !== undefined) {
		const fix = ['Correct the client or the test.'];
		const differences = sentencesOf(observed.mismatchesIn(undefined));
		const titles = [...differences, `The consumer tests failed (${own?.command}): ${commandFailure}`];
		findings.push(...titles.map((title) => finding({ code: 'record.failed', title, fix, detail: title })));
	}
	return findings;
}

/** What the contract would lack although no test failed for it. */
function unrecorded({ results, commandFailure }: ConsumerTests, observed: Observed, testFolder: string): Finding[] {
	const isRed = commandFailure !== undefined || results.some(({ status }) => status === 'failed');
	const passed = (test: TestResult['test']) =>
		results.find((each) => each.status === 'passed' && each.test.file === test.file && each.name === test.name);
	const lost = observed.unwritten.flatMap(({ description, test }): Finding[] => {
		const result = test && passed(test);
		// Without its test it is not known whether a failure explains it.
		if (test ? !result : isRed) return [];
		const title = result
			? `The test "${result.name}" passed, but its interaction "${description}" is not recorded.`
			: `A test described the interaction "${description}" and did not record it.`;
		const fix = [`Await \`executeTest\` (or \`verify\`) in ${result?.file ?? `${testFolder}/`}.`];
		const at = result && { interaction: { file: result.file, index: result.index, description: result.title } };
		return [finding({ code: 'record.incomplete', title, fix, ...at, detail: description })];
	});
	return [...results.filter(({ status }) => status === 'notRun').map(notRun), ...lost];
}

function notRun({ name, title: description, file, index }: TestResult): Finding {
	const title = `The consumer test "${name}" did not run, so its interaction is not recorded.`;
	const fix = [`Remove \`skip\`, \`todo\` or \`only\` from ${file}.`];
	const interaction = { file, index, description };
	return finding({ code: 'record.incomplete', title, fix, interaction, detail: name });
}

/** What keeps recordings from being one contract. */
export function unmerged({ duplicates, clashes }: Merge): Finding[] {
	const twice = duplicates.map((description) => {
		const title = `Two different interactions have the description "${description}" and the same provider state.`;
		return finding({
			code: 'record.duplicate',
			title,
			fix: ['Give each interaction its own description.'],
			detail: description,
		});
	});
	const mixed = clashes.map((description) => {
		const title = `The interaction "${description}" has another Pact specification than the rest of its pact.`;
		const fix = ['Use one of PactV3 and PactV4 in all tests.'];
		return finding({ code: 'record.failed', title, fix, detail: description });
	});
	return [...twice, ...mixed];
}

function withoutTests(folder: string): Finding {
	const title = `There is no Pact test in ${folder}/ (*.pact.test.ts), so nothing is recorded.`;
	return finding({ code: 'record.incomplete', title, fix: [`Write one, such as ${folder}/orders.pact.test.ts.`] });
}

function nothingRecorded(folder: string): Finding {
	const title = `The consumer tests in ${folder}/ recorded no interaction.`;
	return finding({ code: 'record.incomplete', title, fix: ['Add an interaction and await its `executeTest`.'] });
}
