/**
 * Judges the batches of large pacts in several threads. What comes of them is taken in the order of the file, so the
 * result is the same as with one.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InputError, systemFault } from '../json/input-error';
import { BrokenJson } from '../json/list-file';
import type { Batch } from '../json/list-scan';
import type { Spec } from '../openapi/spec';
import type { JudgeOptions, Outcome } from './judge';
import type { Answer, Failure, Task, ThreadOptions } from './judging-thread';

/** Batches that a thread has before it: with two it never waits for the next one. */
const ahead = 2;

class Thread {
	private readonly worker: Worker;
	/** Who waits for its answers. */
	private readonly waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
	/** Why it gives no more answers. */
	private failure: Error | undefined;

	constructor(workerData: ThreadOptions) {
		this.worker = new Worker(join(__dirname, 'judging-thread.js'), { workerData });
		this.worker.on('message', (answer: Answer) => this.waiting.shift()?.resolve(answer));
		this.worker.on('error', (error) => this.fail(unstarted(error) ?? error));
		this.worker.on('exit', () => this.fail(new Error('a thread ended too early')));
	}

	private fail(error: Error): void {
		this.failure ??= error;
		for (const { reject } of this.waiting.splice(0)) reject(this.failure);
	}

	get open(): number {
		return this.waiting.length;
	}

	judge(task: Task): Promise<Answer> {
		if (this.failure) return Promise.reject(this.failure);
		const { buffer } = task.batch.bytes;
		this.worker.postMessage(task, buffer instanceof ArrayBuffer ? [buffer] : []);
		return new Promise((resolve, reject) => {
			this.waiting.push({ resolve, reject });
		});
	}

	close(): Promise<number> {
		return this.worker.terminate();
	}
}

export class Threads {
	private readonly threads: Thread[];
	/** In the order of the file. */
	private readonly answers: Promise<Answer>[] = [];

	constructor(
		count: number,
		private readonly spec: Spec,
		options: JudgeOptions,
	) {
		const { file: specFile, text: specText, overlays } = spec.document;
		const workerData: ThreadOptions = { ...options, specFile, specText, overlays };
		this.threads = Array.from({ length: count }, () => new Thread(workerData));
	}

	/** Hands a batch to a thread; what comes of an earlier one, if it has to be waited for. */
	async judge(file: string, batch: Batch, version: number): Promise<Outcome | undefined> {
		const [thread] = this.threads.toSorted((one, other) => one.open - other.open);
		if (!thread) return undefined;
		const answer = thread.judge({ file, batch, version });
		// It is thrown when its turn comes.
		answer.catch(() => {});
		this.answers.push(answer);
		return this.answers.length >= this.threads.length * ahead ? this.next() : undefined;
	}

	/** What came of the first batch that was not asked for yet. Throws `BrokenJson` and {@link InputError}. */
	async next(): Promise<Outcome | undefined> {
		const answer = await this.answers.shift();
		if (answer === undefined) return undefined;
		if ('failure' in answer) throw errorOf(answer.failure);
		for (const each of answer.doubts) this.spec.doubt(each);
		return answer.outcome;
	}

	/** Forgets what was begun. */
	async drop(): Promise<void> {
		await Promise.allSettled(this.answers.splice(0));
	}

	async close(): Promise<void> {
		await Promise.all(this.threads.map((each) => each.close()));
	}
}

/** Node names a limit of the system in the message alone. */
function unstarted(error: Error): InputError | undefined {
	const code = /^Worker initialization failure: (\w+)$/.exec(error.message)?.[1];
	return systemFault(Object.assign(new Error(error.message), { code, syscall: 'worker' }));
}

function errorOf(failure: Failure): Error {
	if (failure.kind === 'broken') return new BrokenJson(failure.offset, failure.isCut);
	return failure.kind === 'input' ? new InputError(failure.message) : new Error(failure.message);
}
