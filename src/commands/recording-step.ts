/** The part of the step check that holds recordings against the spec. */

import { disclosureOf } from '../exchange/disclosure';
import type { Finding } from '../exchange/finding';
import { readOwn } from '../har/entry';
import { readHar } from '../har/har-file';
import { scopeOf } from '../har/scope';
import { counted } from '../json/text';
import { textsOfRecording } from '../redact/learned';
import type { Judged } from '../report/report';
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
	files: readonly string[],
	{ allowHosts, filter, showValues }: RecordingStepOptions,
	{ spec, redactor, progress, acceptances }: Run,
): Promise<StepResult> {
	const started = performance.now();
	const disclosure = disclosureOf('provider', showValues);
	const scope = scopeOf(spec, allowHosts);
	const judged: Judged[] = [];
	const findings: Finding[] = [];
	let total = 0;
	for (const file of files) {
		const har = await readHar(file);
		const open = har.isOwn ? har.entries.filter((each) => !readOwn(each).isMasked) : har.entries;
		if (!disclosure.showsValues) redactor.learn(() => textsOfRecording(open));
		const onProgress = (entries: number) =>
			progress.show(`check: ${entries} of ${counted(har.entries.length, 'entry', 'entries')} of ${file}`);
		const judgement = await judgeRecording(har, { spec, scope, filter, disclosure, onProgress });
		for (const each of judgement.judged) judged.push(each);
		findings.push(...judgement.findings);
		total += har.entries.length;
	}
	const sentence = `recording with spec: ${judged.length} of ${counted(total, 'entry', 'entries')} against ${spec.document.file}`;
	return stepResult('check', started, sentence, { judged, findings, acceptances });
}
