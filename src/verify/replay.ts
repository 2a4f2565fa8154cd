/** Runs Pact's verifier on copies of the pacts, in a process of its own, and reads what it found. */
import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../json/json';
import { environmentForPact } from '../system/environment';
import { withoutOrphan, withTemporaryFolder } from '../system/lifetime';
import { projectRoot } from '../system/project';
import type { Bridge } from './bridge';
import { numberedCopy } from './copy';
import type { Replayed } from './states';
import type { VerifierAnswer } from './verifier-child';
import { type Mismatch, readMismatches } from './verifier-result';

export type ReplayResult =
	/** By number. An interaction that is not in the map was not replayed. */
	| { readonly kind: 'ran'; readonly mismatches: ReadonlyMap<number, 'none' | readonly Mismatch[]> }
	| { readonly kind: 'failed'; readonly reason: string };

/** `timeout` in milliseconds, for each request of the verifier; must exceed the bridge's own timeout. */
export async function replay(
	interactions: readonly Replayed[],
	bridge: Bridge,
	timeout: number,
): Promise<ReplayResult> {
	return withTemporaryFolder('verify', async (directory) => {
		const pacts = [...new Set(interactions.map(({ pact }) => pact))];
		const pactUrls: string[] = [];
		for (const [index, pact] of pacts.entries()) {
			const copy = numberedCopy(pact, interactions);
			if (copy === undefined) continue;
			const file = join(directory, `${index}.json`);
			await writeFile(file, copy);
			pactUrls.push(file);
		}
		if (pactUrls.length === 0) return { kind: 'ran', mismatches: new Map() };
		const answer = await runVerifier(
			{
				provider: 'provider',
				providerBaseUrl: bridge.url,
				providerStatesSetupUrl: bridge.stateUrl,
				providerStatesSetupBody: true,
				providerStatesSetupTeardown: false,
				pactUrls,
				timeout,
				logLevel: 'error',
			},
			Math.min((interactions.length + 1) * timeout + 30_000, 2 ** 31 - 1),
		);
		if ('failure' in answer) return { kind: 'failed', reason: answer.failure };
		return { kind: 'ran', mismatches: readMismatches(JSON.parse(answer.json) as Json) };
	});
}

/** Plain HTTP needs no CA certificates; without this the verifier loads the system store at startup and per request. */
const withoutCertificates = { SSL_CERT_FILE: devNull, SSL_CERT_DIR: devNull, NODE_EXTRA_CA_CERTS: undefined };

function runVerifier(options: object, limit: number): Promise<VerifierAnswer> {
	return new Promise((resolve, reject) => {
		const script = join(projectRoot, 'dist', 'verifier.js');
		const env = environmentForPact(withoutCertificates);
		const child = withoutOrphan(fork(script, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] }));
		let answer: VerifierAnswer | undefined;
		const timer = setTimeout(() => {
			answer = { failure: `it gave no result within ${limit} ms` };
			child.kill('SIGKILL');
		}, limit);
		child.stdout?.resume();
		child.stderr?.resume();
		child.once('message', (message) => {
			answer = message as VerifierAnswer;
		});
		child.once('error', (error) => {
			answer ??= { failure: error.message };
			// What could not be started is never closed.
			if (child.pid !== undefined) return;
			clearTimeout(timer);
			reject(error);
		});
		child.once('close', (code, signal) => {
			clearTimeout(timer);
			resolve(answer ?? { failure: `its process ended early (${signal ?? `exit code ${code}`})` });
		});
		if (child.pid !== undefined) child.send(options);
	});
}
