/** The step merge: says of how many folders the contract was made, and what became of `pacts/`. */
import { counted } from '../json/text';
import type { Spec } from '../openapi/spec';
import type { Progress } from './progress';
import { note, outcomeOf, recordedIn, reviewed, type StepResult } from './steps';

export interface MergeStepOptions {
	/** The folders that were named. */
	readonly folders: readonly string[];
	/** The folder of the pacts. */
	readonly pacts: string;
	readonly spec: Spec;
}

export async function mergeStep({ folders, pacts, spec }: MergeStepOptions, progress: Progress): Promise<StepResult> {
	const started = performance.now();
	progress.say('merge: the recordings into one contract');
	const { mergeFolders } = await import('../record/merge-folders');
	const merged = await mergeFolders(folders, pacts);
	const { findings, changed } = merged;
	const judged = recordedIn(merged.pacts, spec);
	const sentence = `contract of ${counted(folders.length, 'folder')}: ${counted(judged.length, 'interaction')} merged, ${outcomeOf(findings, changed)}`;
	return { judged, findings, note: note('merge', started, sentence), notes: changed.map(reviewed) };
}
