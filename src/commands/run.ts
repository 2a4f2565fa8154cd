/** Runs one command from its options to its report. Nothing is printed here and nothing exits. */
import type { Settings } from '../config/settings';
import type { Verdict } from '../exchange/finding';
import { entriesList } from '../har/har-file';
import type { Har } from '../har/write';
import { locateInJson } from '../json/position';
import type { Spec } from '../openapi/spec';
import { pactLists } from '../pact/pact-stream';
import { withTestPlaces } from '../record/test-places';
import type { Redactor } from '../redact/redact';
import { type Acceptances, unmatched, withAcceptances } from '../report/acceptances';
import type { Extras } from '../report/html/extras';
import { leaveReport } from '../report/last-run';
import { type Locate, withPositions } from '../report/positions';
import { type Command, findingsOfSpec, makeReport, type Report } from '../report/report';
import type { Environment } from '../system/environment';
import { openSource } from '../system/source';
import type { Invocation } from './arguments';
import { comparedSpec, openSpec } from './open-spec';
import type { Progress } from './progress';
import { specFiles } from './spec-files';
import { line, type Run, type StepResult } from './step';
import { filesOf, printedFormat, tryTargets } from './targets';

export type JudgingInvocation = Extract<Invocation, { command: Command }>;

export interface Outcome {
	readonly report: Report;
	readonly extras: Extras;
	/** What was exchanged, and the file that it goes to. */
	readonly har?: { readonly file: string; readonly content: Har };
}

/** Throws `InputError` where an option, the environment or an input file cannot be used. */
export async function run(
	options: JudgingInvocation,
	settings: Settings,
	environment: Environment,
	progress: Progress,
	redactor: Redactor,
): Promise<Outcome> {
	const started = new Date();
	const { file, overlays, isOwn } =
		options.command === 'diff' ? comparedSpec(options, settings) : specFiles(options, settings);
	await tryTargets({
		...options,
		spec: file,
		read: [settings.pacts, settings.file, ...overlays, ...environment.files],
	});
	const [spec, acceptances] = await Promise.all([openSpec(file, overlays), acceptancesFor(options, isOwn)]);
	const listsAll = listing(options);
	const showsExchanges = formatsOf(options).includes('html');
	const minCoverage = isOwn ? settings.minCoverage : undefined;
	const steps = await stepsOf(options, {
		...{ spec, environment, progress, redactor, acceptances, settings, listsAll, showsExchanges, minCoverage },
	});
	const outcome = await conclude(options, environment, spec, steps, acceptances, settings);
	await leaveReport(outcome.report, redactor);
	if (!showsExchanges) return outcome;
	const { pageExtras } = await import('./page');
	const page = await pageExtras(outcome.report, spec.document, settings, environment, started);
	return { ...outcome, extras: { ...outcome.extras, page } };
}

/** Whether a report lists every interaction; else those that agree are counted, and not held. */
const listing = (options: JudgingInvocation): boolean =>
	options.command !== 'check' || formatsOf(options).some((each) => each !== 'text' && each !== 'github');

const formatsOf = (options: JudgingInvocation) => [
	printedFormat(options),
	...filesOf(options).map(({ format }) => format),
];

/** Each command is loaded when it is asked for: nobody waits for the others. */
async function stepsOf(options: JudgingInvocation, run: Run): Promise<readonly StepResult[]> {
	switch (options.command) {
		case 'record':
			return [await (await import('./record')).runRecord(options, run, 'always')];
		case 'merge':
			return [await (await import('./merge')).runMerge(options.files, run)];
		case 'check':
			return (await import('./check')).runCheck(options, run);
		case 'verify':
			return (await import('./verify')).runVerify(options, run);
		case 'tolerate':
			return (await import('./tolerate')).runTolerate(options, run);
		case 'coverage':
			return (await import('./coverage')).runCoverage(options, run);
		case 'diff':
			return (await import('./diff')).runDiff(options, run);
		case 'gate':
			return (await import('./gate')).runGate(options, run);
		case 'publish':
			return (await import('./publish')).runPublish(options, run);
		case 'can-i-deploy':
			return [await (await import('./can-i-deploy')).runCanIDeploy(options, run)];
		case 'record-deployment':
			return [await (await import('./record-deployment')).runRecordDeployment(options, run)];
		default:
			return options satisfies never;
	}
}

/**
 * `accepted.yaml` applies only to the project's own spec. It is ignored for another spec, or when `check` gets both
 * files and an explicit `--spec`.
 */
async function acceptancesFor(options: JudgingInvocation, isOwn: boolean): Promise<Acceptances> {
	return !isOwn || isNamedCheck(options) ? [] : (await import('../report/acceptances')).readAcceptances();
}

const isNamedCheck = (options: JudgingInvocation) =>
	options.command === 'check' && options.files.length > 0 && options.given.has('spec');

async function conclude(
	{ command, strict }: JudgingInvocation,
	{ variables }: Environment,
	spec: Spec,
	steps: readonly StepResult[],
	acceptances: Acceptances,
	settings: Settings,
): Promise<Outcome> {
	const old = steps.find((step) => step.oldSpec)?.oldSpec;
	const specFindings = withAcceptances(findingsOfSpec(spec, old), acceptances);
	const found = [...specFindings, ...steps.flatMap((step) => step.findings)];
	const judged = steps.flatMap((step) => step.judged);
	const coverage = steps.find((step) => step.coverage)?.coverage;
	const variants = steps.find((step) => step.variants)?.variants;
	const changes = steps.find((step) => step.changes)?.changes;
	const all = [...found, ...judged.flatMap((each) => each.findings)];
	// If `record` failed, the gate never ran `verify`, so unmatched acceptances cannot be determined.
	const isComplete = command === 'gate' && steps.some(({ step: { step } }) => step === 'verify');
	const report = makeReport({
		...{ command, strict, spec: shownSpec(spec.document) },
		judged,
		...(coverage && { coverage }),
		...(variants && { variants }),
		...(changes && { changes }),
		agreed: steps.reduce((sum, { agreed = 0 }) => sum + agreed, 0),
		findings: [...found, ...(isComplete ? unmatched(all, acceptances) : [])],
		steps: steps.map(({ step }) => step),
		judgesNone: steps.every((step) => step.judgesNone),
	});
	const har = steps.find((step) => step.har)?.har;
	const placed = await withTestPlaces(await withPositions(report.findings, locatorOf(steps), spec), settings);
	return {
		report: { ...report, findings: placed },
		...(har === undefined ? {} : { har: { file: har.file, content: har.write(placed) } }),
		extras: {
			notes: [...steps.flatMap((step) => step.notes), ...changedNotes(steps, report.verdict)],
			blob: blobOf(variables),
		},
	};
}

/** Where CI's host shows the files of this commit. */
function blobOf({
	GITHUB_SERVER_URL,
	GITHUB_REPOSITORY,
	GITHUB_SHA,
	CI_PROJECT_URL,
	CI_COMMIT_SHA,
}: NodeJS.ProcessEnv) {
	if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_SHA)
		return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}`;
	return CI_PROJECT_URL && CI_COMMIT_SHA ? `${CI_PROJECT_URL}/-/blob/${CI_COMMIT_SHA}` : undefined;
}

/** Where no overlay applies, none is named. */
const shownSpec = ({ file, version, overlays }: Spec['document']) => ({
	...{ file, version },
	...(overlays.length > 0 && { overlays }),
});

/** A pact that was replaced is to be committed once everything agrees. */
function changedNotes(steps: readonly StepResult[], verdict: Verdict): string[] {
	const next = verdict === 'agree' ? 'review and commit it' : 'do not commit it before the findings are resolved';
	return steps.flatMap(({ changed = [] }) => changed.map((file) => line(`${file} has changed: ${next}`)));
}

/**
 * Finds places in the files of the run. One that is not held is read again, which happens only where there is a finding;
 * if it cannot be read any more, its findings have no lines.
 */
function locatorOf(steps: readonly StepResult[]): Locate {
	const texts = new Map(steps.flatMap(({ texts = [] }) => texts.map(({ file, text }) => [file, text] as const)));
	const held = steps.flatMap(({ sources = [] }) => sources);
	return async (file, pointers) => {
		const text = texts.get(file);
		if (text !== undefined) return locateInJson(text, pointers);
		const { locateInFile } = await import('../json/list-file');
		const source = held.find((each) => each.file === file) ?? (await openSource(file).catch(() => undefined));
		if (!source) return new Map();
		const lists = [...pactLists, entriesList];
		return locateInFile(source.read, lists, pointers)
			.catch(() => new Map())
			.finally(() => source.close());
	};
}
