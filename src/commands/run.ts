/** Runs one command from its options to its report. Nothing is printed here and nothing exits. */
import { readFile } from 'node:fs/promises';
import type { Finding } from '../exchange/finding';
import type { Har } from '../har/write';
import { loadSpec, type Spec } from '../openapi/spec';
import type { Redactor } from '../redact/redact';
import { type FileText, withPositions } from '../report/positions';
import { type Command, findingsOfSpec, makeReport, type Report } from '../report/report';
import type { TextExtras } from '../report/text';
import type { Environment } from '../system/environment';
import type { Invocation } from './arguments';
import type { Progress } from './progress';
import type { Run, StepResult } from './step';

export type JudgingInvocation = Extract<Invocation, { command: Command }>;

export interface Outcome {
	readonly report: Report;
	readonly extras: TextExtras;
	/** What was exchanged, and the file that it goes to. */
	readonly har?: { readonly file: string; readonly content: Har };
}

/** Throws `InputError` where an option, the environment or an input file cannot be used. */
export async function run(
	options: JudgingInvocation,
	environment: Environment,
	progress: Progress,
	redactor: Redactor,
): Promise<Outcome> {
	await tryTargets(options);
	const spec = await loadSpec(options.spec);
	const steps = await stepsOf(options, { spec, environment, progress, redactor });
	return conclude(options, spec, steps);
}

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

/** What has nowhere to go is not worth asking a provider for. */
async function tryTargets(options: JudgingInvocation): Promise<void> {
	if (options.output !== undefined) await (await import('../report/write-report')).tryReport(options.output);
	if ('har' in options && options.har !== undefined) {
		await (await import('../har/write-file')).tryHar(options.har);
	}
}

async function conclude(
	{ command, strict, spec: file }: JudgingInvocation,
	spec: Spec,
	steps: readonly StepResult[],
): Promise<Outcome> {
	const report = makeReport({
		...{ command, strict, spec: { file, version: spec.document.version } },
		judged: steps.flatMap((step) => step.judged),
		findings: [...findingsOfSpec(spec), ...steps.flatMap((step) => step.findings)],
		steps: steps.map(({ step }) => step),
		judgesNone: steps.every((step) => step.judgesNone),
	});
	const texts = await textsBehind(report.findings, new Map(steps.flatMap(textsOf)));
	const har = steps.find((step) => step.har)?.har;
	const placed = withPositions(report.findings, texts, spec);
	return {
		report: { ...report, findings: placed },
		...(har === undefined ? {} : { har: { file: har.file, content: har.write(placed) } }),
		extras: { notes: steps.flatMap((step) => step.notes) },
	};
}

const textsOf = ({ texts = [] }: StepResult) => texts.map(({ file, text }) => [file, text] as const);

/** The files that findings point into. What was judged without being held is read once more, only then. */
async function textsBehind(findings: readonly Finding[], known: ReadonlyMap<string, string>): Promise<FileText[]> {
	const files = new Set(findings.flatMap(({ at }) => (at?.file === undefined ? [] : [at.file])));
	const texts = [...files].map(async (file): Promise<FileText> => {
		return { file, text: known.get(file) ?? (await readFile(file, 'utf8').catch(() => '')) };
	});
	return (await Promise.all(texts)).filter(({ text }) => text !== '');
}
