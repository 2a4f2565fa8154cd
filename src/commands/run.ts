/** Runs one command from its options to its report. Nothing is printed here and nothing exits. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Finding } from '../exchange/finding';
import { allowedTarget } from '../http/target';
import { loadSpec, type Spec } from '../openapi/spec';
import type { PactFile } from '../pact/pact-file';
import type { Redactor } from '../redact/redact';
import { type Command, findingsOfSpec, makeReport, type Report, withPositions } from '../report/report';
import type { TextExtras } from '../report/text';
import type { Environment } from '../system/environment';
import type { Invocation } from './arguments';
import { checkStep } from './check-step';
import type { DeployOptions } from './deploy-step';
import { checkedFiles, matchesNothing, pactFolder, readPacts } from './inputs';
import type { Progress } from './progress';
import { recordStep, type StepResult, verifyStep } from './steps';

export type JudgingInvocation = Extract<Invocation, { command: Command }>;

export interface Outcome {
	readonly report: Report;
	readonly extras: TextExtras;
	/** What was exchanged, and the file that it goes to. */
	readonly har?: StepResult['har'];
}

/** Throws `InputError` where an option, the environment or an input file cannot be used. */
export async function run(
	options: JudgingInvocation,
	environment: Environment,
	progress: Progress,
	redactor: Redactor,
): Promise<Outcome> {
	await tryTargets(options);
	switch (options.command) {
		case 'record': {
			const spec = await loadSpec(options.spec);
			const recorded = await recordStep(
				{ pacts: pactFolder, spec, replace: 'always', ...workersOf(options) },
				progress,
			);
			return conclude(options, spec, [recorded]);
		}
		case 'check': {
			const spec = await loadSpec(options.spec);
			const { pacts, recordings } = await checkedFiles(options.files);
			const { filter, allowHosts } = options;
			const steps = pacts.length > 0 ? [await checkStep({ files: pacts, spec, filter }, progress)] : [];
			if (recordings.length > 0) {
				const { recordingStep } = await import('./recording-step');
				steps.push(
					await recordingStep(
						{ files: recordings, spec, filter, allowHosts, showsValues: options.showValues, redactor },
						progress,
					),
				);
			}
			if (filter !== undefined && steps.every((step) => step.judged.length === 0)) throw matchesNothing(filter);
			return conclude(options, spec, steps);
		}
		case 'verify': {
			const spec = await loadSpec(options.spec);
			const target = targetOf(options, environment, spec);
			const { filter, strict } = options;
			if (options.fromBroker) {
				const { verifyFromBroker } = await import('./broker-step');
				const given = { source: options, spec, target, environment, options, redactor, filter, strict };
				return conclude(options, spec, await verifyFromBroker(given, progress));
			}
			const pacts = await readPacts(options.files, filter);
			const verified = await verifyStep({ pacts, spec, target, environment, options, redactor }, progress);
			return conclude(options, spec, [verified]);
		}
		case 'publish': {
			const spec = await loadSpec(options.spec);
			const pacts = await readPacts(options.files);
			const checked = await checkStep({ files: pacts.map(({ file }) => file), spec }, progress);
			const outcome = await conclude(
				options,
				spec,
				[checked],
				['         nothing was published: check has to agree first'],
			);
			if (outcome.report.verdict !== 'agree') return outcome;
			const { publishStep } = await import('./publish-step');
			return conclude(options, spec, [checked, await publishStep({ pacts, environment, options }, progress)]);
		}
		case 'can-i-deploy': {
			const spec = await loadSpec(options.spec);
			const pacts = await pactsToDeploy(options);
			const { deployStep } = await import('./deploy-step');
			return conclude(options, spec, [await deployStep({ pacts, environment, options }, progress)]);
		}
		case 'record-deployment': {
			const spec = await loadSpec(options.spec);
			const pacts = await pactsToDeploy(options);
			const { recordDeploymentStep } = await import('./deploy-step');
			return conclude(options, spec, [await recordDeploymentStep({ pacts, environment, options }, progress)]);
		}
		case 'merge': {
			const spec = await loadSpec(options.spec);
			const { mergeStep } = await import('./merge-step');
			const merged = await mergeStep({ folders: options.files, pacts: pactFolder, spec }, progress);
			return conclude(options, spec, [merged]);
		}
		case 'gate': {
			const spec = await loadSpec(options.spec);
			const target = targetOf(options, environment, spec);
			const { endWithBroker, planForBroker } = await import('./gate-broker');
			const plan = await planForBroker({ environment, options });
			// In CI a contract that is out of date must be seen, not mended where nobody commits it.
			const replace = environment.isCi ? 'never' : 'untouched';
			const recorded = await recordStep({ pacts: pactFolder, spec, replace, ...workersOf(options) }, progress);
			// Without a contract that the client keeps, there is nothing to hold against spec and provider.
			if (recorded.findings.some((each) => each.code.startsWith('record.'))) {
				const skipped = 'check and verify did not run: the client and its contract have to agree first';
				return conclude(options, spec, [recorded], [skipped]);
			}
			const pacts = await readPacts([]);
			const checked = await checkStep({ files: pacts.map(({ file }) => file), spec }, progress);
			const verified = await verifyStep({ pacts, spec, target, environment, options, redactor }, progress);
			// Judged is what stands in pacts/, which need not be what was recorded just now.
			const steps = [{ ...recorded, judged: [] }, checked, verified];
			const isRemote = target !== undefined;
			const end = await endWithBroker({ environment, options, plan, pacts, spec, steps, isRemote }, progress);
			return conclude(options, spec, [...steps, ...end.steps], end.notes);
		}
		default:
			return options satisfies never;
	}
}

/** What has nowhere to go is not worth asking a provider for. */
async function tryTargets(options: JudgingInvocation): Promise<void> {
	if (options.output !== undefined) await (await import('../report/write-report')).tryReport(options.output);
	if ('har' in options && options.har !== undefined) {
		await (await import('../har/write/write-har')).tryHar(options.har);
	}
}

async function conclude(
	{ command, strict, spec: specFile }: JudgingInvocation,
	spec: Spec,
	steps: readonly StepResult[],
	notes: readonly string[] = [],
): Promise<Outcome> {
	const judged = steps.flatMap((step) => step.judged);
	const findings = [...findingsOfSpec(spec), ...steps.flatMap((step) => step.findings)];
	const of = { file: specFile, version: spec.document.version };
	const har = steps.find((step) => step.har)?.har;
	const judgesNone = steps.every((step) => step.judgesNone);
	const report = makeReport({ command, strict, judged, findings, spec: of, judgesNone });
	return {
		report: { ...report, findings: withPositions(report.findings, await textsBehind(report.findings), spec) },
		...(har === undefined ? {} : { har }),
		extras: { steps: steps.map((step) => step.note), notes: [...steps.flatMap((step) => step.notes), ...notes] },
	};
}

/** The files that findings point into: read only then, for a large pact is judged without being held. */
async function textsBehind(findings: readonly Finding[]): Promise<{ file: string; text: string }[]> {
	const files = new Set(findings.flatMap(({ at }) => (at?.file === undefined ? [] : [at.file])));
	const texts = [...files].map(async (file) => ({ file, text: await readFile(file, 'utf8').catch(() => '') }));
	return (await Promise.all(texts)).filter(({ text }) => text !== '');
}

/** They say what it is about, and with whom it has to get along; where both are said, nobody asks them. */
async function pactsToDeploy(
	options: DeployOptions & { readonly environment: string | undefined },
): Promise<PactFile[]> {
	const { pacticipant, environment } = options;
	if (pacticipant === undefined) return readPacts([]);
	return environment === undefined && existsSync(pactFolder) ? readPacts([]) : [];
}

function targetOf(
	{ providerUrl, allowHosts }: Extract<JudgingInvocation, { command: 'verify' | 'gate' }>,
	environment: Environment,
	spec: Spec,
): URL | undefined {
	const url = providerUrl ?? environment.baseUrl;
	const hasCredentials = environment.apiKey !== undefined || environment.clientCertFile !== undefined;
	return url === undefined ? undefined : allowedTarget(url, spec, allowHosts, hasCredentials);
}

const workersOf = ({ workers }: { readonly workers: number | undefined }) => (workers === undefined ? {} : { workers });
