/** Runs one command from its options to its report. Nothing is printed here and nothing exits. */
import { loadSpec, type Spec } from '../../spec/spec';
import type { Invocation } from '../arguments';
import type { Environment } from '../environment';
import type { Finding } from '../finding';
import type { PactFile } from '../pact-file';
import type { Progress } from '../progress';
import { findingsOfSpec, makeReport, type Report, withPositions } from '../report/report';
import type { TextExtras } from '../report/text';
import { allowedTarget } from '../verify/target';
import { pactFolder, readPacts } from './inputs';
import { checkStep, recordStep, type StepResult, verifyStep } from './steps';

export type JudgingInvocation = Extract<Invocation, { command: 'record' | 'check' | 'verify' | 'gate' }>;

export interface Outcome {
	readonly report: Report;
	readonly extras: TextExtras;
}

/** Throws `InputError` where an option, the environment or an input file cannot be used. */
export async function run(options: JudgingInvocation, environment: Environment, progress: Progress): Promise<Outcome> {
	switch (options.command) {
		case 'record': {
			const spec = await loadSpec(options.spec);
			const recorded = await recordStep(
				{ pacts: pactFolder, spec, replace: 'always', ...workersOf(options) },
				progress,
			);
			return conclude(options, spec, [], [recorded]);
		}
		case 'check': {
			const [spec, pacts] = [await loadSpec(options.spec), await readPacts(options.files, options.filter)];
			return conclude(options, spec, pacts, [await checkStep(pacts, spec)]);
		}
		case 'verify': {
			const spec = await loadSpec(options.spec);
			const target = targetOf(options, environment, spec);
			const pacts = await readPacts(options.files, options.filter);
			const verified = await verifyStep({ pacts, spec, target, environment, timeout: options.timeout }, progress);
			return conclude(options, spec, pacts, [verified]);
		}
		case 'gate': {
			const spec = await loadSpec(options.spec);
			const target = targetOf(options, environment, spec);
			// In CI a contract that is out of date must be seen, not mended where nobody commits it.
			const replace = environment.isCi ? 'never' : 'untouched';
			const recorded = await recordStep({ pacts: pactFolder, spec, replace, ...workersOf(options) }, progress);
			// Without a contract that the client keeps, there is nothing to hold against spec and provider.
			if (recorded.findings.some((each) => each.code.startsWith('record.'))) {
				const skipped = 'check and verify did not run: the client and its contract have to agree first';
				return conclude(options, spec, [], [recorded], [skipped]);
			}
			const pacts = await readPacts([]);
			const checked = await checkStep(pacts, spec);
			const verified = await verifyStep({ pacts, spec, target, environment, timeout: options.timeout }, progress);
			// Judged is what stands in pacts/, which need not be what was recorded just now.
			return conclude(options, spec, pacts, [{ ...recorded, judged: [] }, checked, verified]);
		}
		default:
			return options satisfies never;
	}
}

function conclude(
	{ command, strict, spec: specFile }: JudgingInvocation,
	spec: Spec,
	pacts: readonly PactFile[],
	steps: readonly StepResult[],
	notes: readonly string[] = [],
): Outcome {
	const place = (findings: readonly Finding[]) => withPositions(findings, pacts, spec);
	const judged = steps.flatMap((step) => step.judged).map((each) => ({ ...each, findings: place(each.findings) }));
	const findings = place([...findingsOfSpec(spec), ...steps.flatMap((step) => step.findings)]);
	return {
		report: makeReport({ command, strict, judged, findings, spec: { file: specFile, version: spec.document.version } }),
		extras: { steps: steps.map((step) => step.note), notes: [...steps.flatMap((step) => step.notes), ...notes] },
	};
}

function targetOf(
	{ providerUrl, allowHosts }: Extract<JudgingInvocation, { command: 'verify' | 'gate' }>,
	environment: Environment,
	spec: Spec,
): URL | undefined {
	const url = providerUrl ?? environment.baseUrl;
	return url === undefined ? undefined : allowedTarget(url, spec.document, allowHosts);
}

const workersOf = ({ workers }: { readonly workers: number | undefined }) => (workers === undefined ? {} : { workers });
