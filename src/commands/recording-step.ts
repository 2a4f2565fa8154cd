/** The part of the step check that holds recordings against the spec. */

import { disclosureOf } from '../exchange/disclosure';
import type { Finding } from '../exchange/finding';
import { readOwn } from '../har/entry';
import { type HarFile, unreadableHar } from '../har/har-file';
import { scopeOf } from '../har/scope';
import type { Json } from '../json/json';
import { itemAt } from '../json/list-file';
import type { Batch } from '../json/list-scan';
import { counted } from '../json/text';
import { textsOfRecording } from '../redact/learned';
import type { Judged } from '../report/report';
import type { Source } from '../system/source';
import type { Input } from './inputs';
import { judgeRecording } from './recording';
import { type Run, type StepResult, stepResult } from './step';

export interface RecordingStepOptions {
	/** Hosts whose entries in a recording are judged too. */
	readonly allowHosts: readonly string[];
	/** Only interactions whose description holds this text. */
	readonly filter: string | undefined;
	/** Whether findings show what a recording holds. */
	readonly showValues: boolean;
}

/** Throws `InputError` where a recording cannot be read or holds no answer of the API. */
export async function recordingStep(
	files: readonly Input[],
	{ allowHosts, filter, showValues }: RecordingStepOptions,
	{ spec, redactor, progress, acceptances }: Run,
): Promise<StepResult> {
	const started = performance.now();
	const disclosure = disclosureOf('provider', showValues);
	const scope = scopeOf(spec, allowHosts);
	const judged: Judged[] = [];
	const findings: Finding[] = [];
	let total = 0;
	const sources: Source[] = [];
	// A fault of ours could quote what is being judged.
	let current: (() => Iterable<Json>) | undefined;
	if (!disclosure.showsValues) redactor.learn(() => textsOfRecording(current?.() ?? []));
	for (const input of files) {
		const source = await input.open().catch(unreadableHar(input.file));
		if (source.isHeld) sources.push(source);
		const onBatch = (entries: number, batch: Batch, { isOwn }: HarFile) => {
			progress.show(`check: ${counted(entries, 'entry', 'entries')} of ${input.file}`);
			current = () => unmaskedIn(batch, isOwn);
		};
		try {
			const judgement = await judgeRecording(source, { spec, scope, filter, disclosure, onBatch });
			for (const each of judgement.judged) judged.push(each);
			findings.push(...judgement.findings);
			total += judgement.total;
		} finally {
			await source.close();
		}
	}
	const sentence = `recording with spec: ${judged.length} of ${counted(total, 'entry', 'entries')} against ${spec.document.file}`;
	return stepResult('check', started, sentence, { judged, findings, sources, acceptances });
}

function* unmaskedIn(batch: Batch, isOwn: boolean): Generator<Json> {
	for (const at of batch.ends.keys()) {
		const entry = itemAt(batch, at);
		if (!isOwn || !readOwn(entry).isMasked) yield entry;
	}
}
