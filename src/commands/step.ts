/** What the commands share: the input of a run, and the result of a step. */
import { faultFinding } from '../broker/fault';
import type { MinCoverage } from '../config/min-coverage';
import type { Settings } from '../config/settings';
import type { CoverageReport } from '../coverage/report';
import type { ChangeReport } from '../diff/report';
import { type Finding, type Verdict, verdictOf } from '../exchange/finding';
import type { Har } from '../har/write';
import type { Spec } from '../openapi/spec';
import type { Redactor } from '../redact/redact';
import { type Acceptances, withAcceptances } from '../report/acceptances';
import { limited } from '../report/limit';
import type { FileText } from '../report/positions';
import { findingsOfSpec, type Judged, type Step } from '../report/report';
import type { VariantCounts } from '../report/variants';
import type { Environment } from '../system/environment';
import type { Source } from '../system/source';
import type { Progress } from './progress';

export interface Run {
	/** The entries of `accepted.yaml` that apply. */
	readonly acceptances: Acceptances;
	readonly settings: Settings;
	/** That of the config, where the spec is the config's. */
	readonly minCoverage?: MinCoverage | undefined;
	/** Whether a report lists interactions that agree. */
	readonly listsAll: boolean;
	/** Whether a report shows what was exchanged, also where it agrees. */
	readonly showsExchanges: boolean;
	readonly spec: Spec;
	readonly environment: Environment;
	readonly progress: Progress;
	/** Keeps values of the provider or of a recording out of messages. */
	readonly redactor: Redactor;
}

export interface StepResult {
	readonly judged: readonly Judged[];
	readonly findings: readonly Finding[];
	readonly step: Step;
	readonly notes: readonly string[];
	/** Pact files that were replaced. */
	readonly changed?: readonly string[];
	/** This step is allowed to judge no interaction. */
	readonly judgesNone?: boolean;
	/**
	 * Set if the user asked for a HAR file: its path, and a function that builds the HAR from the findings of the whole
	 * run.
	 */
	readonly har?: { readonly file: string; readonly write: (findings: readonly Finding[]) => Har };
	readonly coverage?: CoverageReport;
	readonly variants?: VariantCounts;
	readonly changes?: readonly ChangeReport[];
	/** The spec that the run's is compared with; what it leaves open as well is not reported. */
	readonly oldSpec?: Spec;
	/** How many more interactions agree, where the report does not list them. */
	readonly agreed?: number;
	/** Files that were held, for they cannot be read again. */
	readonly sources?: readonly Source[];
	/** Files that were read whole, for the lines and columns of what was found in them. */
	readonly texts?: readonly FileText[];
}

/** The result of a step that began at `started`: `sentence` names what it compared with what. */
export function stepResult(
	step: Step['step'],
	started: number,
	sentence: string,
	{ acceptances = [], ...found }: Partial<Omit<StepResult, 'step'> & Pick<Run, 'acceptances'>> = {},
): StepResult {
	const findings = withAcceptances(found.findings ?? [], acceptances);
	const judged = (found.judged ?? []).map((each) =>
		each.findings.length === 0 ? each : { ...each, findings: limited(withAcceptances(each.findings, acceptances)) },
	);
	const verdict = verdictOf([...findings, ...judged.flatMap((each) => each.findings)]);
	const seconds = Math.round(performance.now() - started) / 1000;
	return { notes: [], ...found, judged, findings, step: { step, seconds, sentence, verdict } };
}

/** A step that asks a broker. A fault of the broker is a finding, with `fallbackSentence` as the sentence. */
export async function brokerStep(
	step: Step['step'],
	started: number,
	fallbackSentence: string,
	ask: () => Promise<BrokerOutcome>,
): Promise<StepResult> {
	const [sentence, ...findings] = await ask().catch(
		(error: unknown): BrokerOutcome => [fallbackSentence, faultFinding(error)],
	);
	return stepResult(step, started, sentence, { findings, judgesNone: step === 'deploy' });
}

export type BrokerOutcome = readonly [sentence: string, ...findings: Finding[]];

/** The step with further findings of its own, and the files that they point into. */
export const withFindings = (
	step: StepResult,
	findings: readonly Finding[],
	texts: readonly FileText[],
): StepResult => {
	return { ...step, findings: [...step.findings, ...findings], texts };
};

/** The steps, with one more line after the last one. */
export function withNote(steps: readonly StepResult[], text: string): StepResult[] {
	const last = steps.at(-1);
	return last ? [...steps.slice(0, -1), { ...last, notes: [...last.notes, line(text)] }] : [];
}

/** A line of the report below the steps, indented to align with the step sentences. */
export const line = (text: string): string => `         ${text}`;

/** The verdict on all findings of the steps. */
export function verdictSoFar(steps: readonly StepResult[], { spec, acceptances }: Run, strict: boolean): Verdict {
	const found = steps.flatMap(({ findings, judged }) => [...findings, ...judged.flatMap((each) => each.findings)]);
	return verdictOf([...withAcceptances(findingsOfSpec(spec), acceptances), ...found], strict);
}
