/** Pact's verifier in a process of its own, which takes one run after another; after a crash, the next run gets a new one. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { VerifierOptions } from '@pact-foundation/pact-core/src/verifier/types';
import { environmentForPact } from '../system/environment';
import { withoutOrphan } from '../system/lifetime';
import { projectRoot } from '../system/project';
import type { VerifierAnswer } from './verifier-child';

export interface Verifier {
	/**
	 * Fails after `limit` milliseconds. Takes no further run before it has answered. Rejects where the process cannot be
	 * started.
	 */
	run(options: VerifierOptions, limit: number): Promise<VerifierAnswer>;
	close(): Promise<void>;
}

/** Plain HTTP needs no CA certificates; without this the verifier loads the system store at startup and per request. */
const withoutCertificates = { SSL_CERT_FILE: devNull, SSL_CERT_DIR: devNull, NODE_EXTRA_CA_CERTS: undefined };

/** Starts the process at once, so that it is ready when it is needed. */
export function startVerifier(): Verifier {
	let settle: (answer: VerifierAnswer) => void = () => {};
	let refuse: (error: Error) => void = () => {};
	let child: ChildProcess | undefined = start();

	function start(): ChildProcess {
		const script = join(projectRoot, 'dist', 'verifier.js');
		const env = environmentForPact(withoutCertificates);
		const own = withoutOrphan(fork(script, { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] }));
		const end = (failure: string) => {
			if (child !== own) return;
			child = undefined;
			settle({ failure });
		};
		own.on('message', (message) => settle(message as VerifierAnswer));
		own.on('error', (error) => {
			if (own.pid === undefined) refuse(error);
			end(error.message);
		});
		own.once('close', (code, signal) => end(`its process ended early (${signal ?? `exit code ${code}`})`));
		return own;
	}

	async function stop(): Promise<void> {
		const own = child;
		child = undefined;
		if (own?.kill('SIGKILL')) await once(own, 'close');
	}

	return {
		async run(options, limit) {
			child ??= start();
			const answer = new Promise<VerifierAnswer>((resolve, reject) => {
				[settle, refuse] = [resolve, reject];
			});
			const timer = setTimeout(() => {
				settle({ failure: `it gave no result within ${limit} ms` });
				void stop();
			}, limit);
			// What cannot be sent goes to a process that is about to close.
			child.send(options, () => {});
			return answer.finally(() => clearTimeout(timer));
		},
		close: stop,
	};
}
