/** Judges the interactions of a contract, and keeps of them what the report needs. */
import { eachInTime, judge, whatWasStopped } from '../check/check';
import type { Batch } from '../json/list-scan';
import type { Spec } from '../openapi/spec';
import type { OtherInteraction, PactInteraction } from '../pact/pact-interaction';
import { interactionAt } from '../pact/pact-stream';
import type { Judged } from '../report/report';

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

export const judgeInteractions = (
	interactions: readonly PactInteraction[],
	spec: Spec,
	options: JudgeOptions,
): Promise<Outcome> => judgeAll(interactions, (each) => each, spec, options);

/** Throws `BrokenJson` and `InputError`. */
export const judgeBatch = (
	file: string,
	batch: Batch,
	version: number,
	spec: Spec,
	options: JudgeOptions,
): Promise<Outcome> => judgeAll([...batch.ends.keys()], (at) => interactionAt(file, batch, at, version), spec, options);

/** Each interaction is read when its turn comes, and let go. */
async function judgeAll<T>(
	items: readonly T[],
	read: (item: T) => PactInteraction,
	spec: Spec,
	options: JudgeOptions,
): Promise<Outcome> {
	const outcome = noOutcome();
	await eachInTime(
		items,
		(each) => add(outcome, read(each), options, spec),
		(each) => outcome.judged.push({ ref: read(each).ref, ...whatWasStopped() }),
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
