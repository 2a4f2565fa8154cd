/**
 * The real client in a thread of its own: loaded once, called once for each variant, and ended where it does not end by
 * itself. What it prints is dropped.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Settings } from '../../config/settings';
import { InputError } from '../../json/input-error';
import { environmentForClient } from '../../system/environment';
import { withEnding } from '../../system/lifetime';
import { projectRoot } from '../../system/project';
import type { Answer, Call, Entry, Made, ThreadData } from './protocol';

/** What came of a call. */
export type Outcome = Made | { readonly kind: 'exited'; readonly code: number } | { readonly kind: 'endless' };

type Loaded = Extract<Answer, { kind: 'loaded' }>;

export class Client {
	private worker: Worker | undefined;
	private receive: ((answer: Answer | { readonly kind: 'exited'; readonly code: number }) => void) | undefined;
	private loading: Promise<Loaded>;
	private cancelEnding = () => {};
	/** What was thrown when no call was waited for. */
	private late: Extract<Made, { kind: 'uncaught' }> | undefined;

	private constructor(private readonly data: ThreadData) {
		this.loading = this.start();
		// It is thrown to whoever asks for the entries.
		this.loading.catch(() => {});
	}

	/** Starts to load the client of the config. */
	static of({ root, file = 'contract.config.ts', operations }: Settings): Client {
		return new Client({ root, operations, config: join(root, file), cache: cacheFolder() });
	}

	/** How it uses operations. Throws {@link InputError} where the config or an entry cannot be loaded. */
	async entries(): Promise<{ readonly entries: readonly Entry[]; readonly hasClient: boolean }> {
		return this.loading;
	}

	/** Never rejects for what the client does. */
	async call(call: Call, milliseconds: number): Promise<Outcome> {
		await this.loading;
		const answer = await new Promise<Outcome>((resolve) => {
			const timer = setTimeout(() => resolve({ kind: 'endless' }), milliseconds);
			this.receive = (each) => {
				if (each.kind === 'loaded' || each.kind === 'unusable') return;
				clearTimeout(timer);
				resolve(each);
			};
			this.worker?.postMessage(call);
		});
		this.receive = undefined;
		if (answer.kind === 'endless' || answer.kind === 'exited' || answer.kind === 'uncaught') await this.restart();
		return answer;
	}

	/** What the client threw after its call was over, since this was asked last. */
	takeLate(): Extract<Made, { kind: 'uncaught' }> | undefined {
		const { late } = this;
		this.late = undefined;
		return late;
	}

	async close(): Promise<void> {
		this.cancelEnding();
		const { worker } = this;
		this.worker = undefined;
		await worker?.terminate();
	}

	private async restart(): Promise<void> {
		await this.close();
		this.loading = this.start();
		await this.loading;
	}

	private start(): Promise<Loaded> {
		const worker = new Worker(join(projectRoot, 'dist', 'client-thread.js'), {
			workerData: this.data,
			...{ stdout: true, stderr: true, stdin: false, env: environmentForClient() },
		});
		for (const stream of [worker.stdout, worker.stderr]) stream.resume();
		this.worker = worker;
		this.cancelEnding = withEnding(() => void worker.terminate());
		return new Promise((resolve, reject) => {
			const exited = (code: number) => {
				if (this.worker !== worker) return;
				reject(new InputError(`The client ended the process with code ${code} while it was loaded.`));
				this.receive?.({ kind: 'exited', code });
			};
			worker.on('message', (answer: Answer) => {
				if (answer.kind === 'loaded') resolve(answer);
				else if (answer.kind === 'unusable') reject(new InputError(`${answer.message.replace(/\.$/, '')}.`));
				else if (this.receive) this.receive(answer);
				else if (answer.kind === 'uncaught') this.late = answer;
			});
			worker.on('error', (error) => {
				reject(error);
				this.receive?.({ kind: 'uncaught', name: error.name, message: error.message, place: undefined });
			});
			worker.on('exit', exited);
		});
	}
}

const cacheFolder = () => join(require.resolve('jiti/package.json'), '..', '..', '.cache', 'contract', 'jiti');
