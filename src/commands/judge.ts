/** Judges the interactions of a contract, and keeps of them what the report needs. */
import { eachInTime, judge, whatWasStopped } from '../check/check';
import type { Batch } from '../json/list-scan';
import type { Spec } from '../openapi/spec';
import type { PactInteraction } from '../pact/pact-interaction';
import { interactionAt } from '../pact/pact-stream';
import type { Judged } from '../report/report';

export type OtherInteraction = Extract<PactInteraction, { kind: 'other' }>;

export interface JudgeOptions {
	/** Only interactions whose description holds this text. */
	readonly filter: string | undefined;
	/** Whether the report lists interactions that agree; else they are counted. */
	readonly listsAll: boolean;
}

export interface Outcome {
	readonly judged: Judged[];
	/** Those that agree and are not listed. */
	agreed: number;
	/** What is no request and response. */
	readonly others: OtherInteraction[];
}

export const noOutcome = (): Outcome => ({ judged: [], agreed: 0, others: [] });

export async function judgeInteractions(
	interactions: readonly PactInteraction[],
	spec: Spec,
	options: JudgeOptions,
): Promise<Outcome> {
	const outcome = noOutcome();
	await eachInTime(
		interactions,
		(each) => add(outcome, each, options, spec),
		(each) => addStopped(outcome, each),
	);
	return outcome;
}

/** Throws `BrokenJson` and `InputError`. */
export async function judgeBatch(
	file: string,
	batch: Batch,
	version: number,
	spec: Spec,
	options: JudgeOptions,
): Promise<Outcome> {
	const outcome = noOutcome();
	await eachInTime(
		[...batch.ends.keys()],
		(at) => add(outcome, interactionAt(file, batch, at, version), options, spec),
		(at) => addStopped(outcome, interactionAt(file, batch, at, version)),
	);
	return outcome;
}

function add(outcome: Outcome, interaction: PactInteraction, { filter, listsAll }: JudgeOptions, spec: Spec): void {
	const { kind, ref } = interaction;
	if (filter !== undefined && !ref.description.includes(filter)) return;
	if (kind === 'other') outcome.others.push(interaction);
	else {
		const result = judge(interaction.exchange, spec, 'contract');
		if (listsAll || result.findings.length > 0) outcome.judged.push({ ref, ...result });
		else outcome.agreed += 1;
	}
}

const addStopped = ({ judged }: Outcome, { ref }: PactInteraction) => judged.push({ ref, ...whatWasStopped() });
