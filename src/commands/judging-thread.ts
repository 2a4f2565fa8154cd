/** A thread that judges batches of a pact; see `judging.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { InputError, systemFault } from '../json/input-error';
import { BrokenJson } from '../json/list-file';
import type { Batch } from '../json/list-scan';
import { type Doubt, loadSpec } from '../openapi/spec';
import { type JudgeOptions, judgeBatch, type Outcome } from './judge';

export interface ThreadOptions extends JudgeOptions {
	readonly specFile: string;
	readonly overlays: readonly string[];
	/** A pipe cannot be read again, and a file may have changed. */
	readonly specText: string;
}

export interface Task {
	readonly file: string;
	readonly batch: Batch;
	readonly version: number;
}

/** What cannot be read, and what is said about it; or a fault of ours. */
export type Failure =
	| { readonly kind: 'broken'; readonly offset: number; readonly isCut: boolean }
	| { readonly kind: 'input' | 'fault'; readonly message: string };

export type Answer = { readonly outcome: Outcome; readonly doubts: readonly Doubt[] } | { readonly failure: Failure };

const { specFile, specText, overlays, ...options } = workerData as ThreadOptions;
const loading = loadSpec(specFile, { text: specText, overlays });
let told = 0;

/** One after the other, and so are the answers. */
let last = Promise.resolve();
parentPort?.on('message', (task: Task) => {
	last = last.then(async () => {
		const answer = await answerTo(task).catch((error: unknown): Answer => ({ failure: failureOf(error) }));
		parentPort?.postMessage(answer);
	});
});

async function answerTo({ file, batch, version }: Task): Promise<Answer> {
	const spec = await loading;
	const outcome = await judgeBatch(file, batch, version, spec, options);
	const doubts = spec.doubts().slice(told);
	told += doubts.length;
	return { outcome, doubts };
}

function failureOf(error: unknown): Failure {
	if (error instanceof BrokenJson) return { kind: 'broken', offset: error.offset, isCut: error.isCut };
	const input = error instanceof InputError ? error : systemFault(error);
	const message = input?.message ?? (error instanceof Error ? error.message : String(error));
	return { kind: input ? 'input' : 'fault', message };
}
