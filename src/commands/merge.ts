/** `contract merge`: makes one contract of what several machines recorded, and reports what became of `pacts/`. */
import { counted } from '../json/text';
import { mergeFolders } from '../record/merge-folders';
import { recordedStep } from './record';
import type { Run, StepResult } from './step';

/** Throws `InputError` where a folder cannot be used. */
export async function runMerge(folders: readonly string[], run: Run): Promise<StepResult> {
	const started = performance.now();
	run.progress.show('merge: the recordings into one contract');
	const merged = await mergeFolders(folders, run.settings.pacts);
	const all = counted(folders.length, 'folder');
	return recordedStep('merge', started, merged, run, (count) => `contract of ${all}: ${count} merged`);
}
