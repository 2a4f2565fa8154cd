/** `contract record`: runs the consumer tests, and reports what they recorded and what became of `pacts/`. */
import { counted } from '../json/text';
import type { Spec } from '../openapi/spec';
import type { PactInteraction } from '../pact/pact-interaction';
import type { ReplaceMode } from '../record/pact-folder';
import { type Recorded, record } from '../record/record';
import { staleTypes } from '../record/stale-types';
import type { Judged } from '../report/report';
import { type Run, type StepResult, stepResult } from './step';

export interface RecordOptions {
	/** How many tests run at a time; undefined for as many as Jest likes. */
	readonly workers: number | undefined;
}

export async function runRecord({ workers }: RecordOptions, run: Run, replace: ReplaceMode): Promise<StepResult> {
	const { spec, progress, settings } = run;
	const started = performance.now();
	progress.show('record: the client against the contract');
	const recorded = await record({ settings, spec, workers, replace });
	const stale = await staleTypes(settings, spec.document.file);
	const recording = { ...recorded, findings: [...recorded.findings, ...stale] };
	return recordedStep('record', started, recording, run, (count) => `client with contract: ${count} recorded`);
}

/** A recorded interaction counts as judged: its test passed. */
export function recordedStep(
	step: 'record' | 'merge',
	started: number,
	{ findings, pacts, changed }: Recorded,
	{ spec, acceptances }: Run,
	sentenceOf: (count: string) => string,
): StepResult {
	const judged = pacts
		.flatMap(({ interactions }) => interactions)
		.map((each): Judged => ({ ref: each.ref, operation: operationOf(each, spec), findings: [] }));
	const hasFailed = findings.some(({ severity }) => severity === 'error');
	const outcome = changed.length > 0 ? 'pacts replaced' : hasFailed ? 'nothing replaced' : 'pacts unchanged';
	const sentence = `${sentenceOf(counted(judged.length, 'interaction'))}, ${outcome}`;
	return stepResult(step, started, sentence, { judged, findings, changed, acceptances });
}

function operationOf(interaction: PactInteraction, spec: Spec): string | undefined {
	if (interaction.kind !== 'http') return undefined;
	const { method, path } = interaction.exchange.request;
	return spec.operations.find(method, path)?.operation.name;
}
