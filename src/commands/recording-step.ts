/** The part of the step check that holds recordings against the description. */

import type { Disclosure } from '../exchange/disclosure';
import type { Finding } from '../exchange/finding';
import { readOwn } from '../har/entry';
import { readHar } from '../har/har-file';
import { scopeOf } from '../har/scope';
import { counted } from '../json/text';
import type { Spec } from '../openapi/spec';
import { textsOfRecording } from '../redact/learned';
import type { Redactor } from '../redact/redact';
import type { Judged } from '../report/report';
import type { Progress } from './progress';
import { judgeRecording } from './recording';
import { type StepResult, stepResult } from './step';

export interface RecordingStepOptions {
	readonly files: readonly string[];
	readonly spec: Spec;
	readonly allowHosts: readonly string[];
	readonly filter: string | undefined;
	readonly disclosure: Disclosure;
	/** Keeps what the recording holds out of what is told of a fault. */
	readonly redactor: Redactor;
}

/** Throws `InputError` where a recording cannot be read or holds no answer of the API. */
export async function recordingStep(options: RecordingStepOptions, progress: Progress): Promise<StepResult> {
	const started = performance.now();
	const { files, spec, allowHosts, filter, disclosure, redactor } = options;
	const scope = scopeOf(spec, allowHosts);
	const judged: Judged[] = [];
	const findings: Finding[] = [];
	let total = 0;
	for (const file of files) {
		const har = await readHar(file);
		const open = har.isOwn ? har.entries.filter((each) => !readOwn(each).isMasked) : har.entries;
		if (!disclosure.showsValues) redactor.learn(() => textsOfRecording(open));
		const onProgress = (entries: number) =>
			progress.say(`check: ${entries} of ${counted(har.entries.length, 'entry', 'entries')} of ${file}`);
		const judgement = await judgeRecording(har, { spec, scope, filter, disclosure, onProgress });
		for (const each of judgement.judged) judged.push(each);
		findings.push(...judgement.findings);
		total += har.entries.length;
	}
	const sentence = `recording with spec: ${judged.length} of ${counted(total, 'entry', 'entries')} against ${spec.document.file}`;
	return stepResult('check', started, sentence, { judged, findings });
}
