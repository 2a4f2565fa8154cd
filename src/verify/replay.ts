/**
 * Runs Pact's verifier on a copy of the pacts: each interaction is named by its index and gets an extra provider state
 * carrying it, so results and requests can be matched. `pending` is removed because Pact treats pending failures as
 * success.
 */
import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { type Json, type JsonObject, property } from '../json/json';
import type { PactFile } from '../pact/pact-file';
import { environmentForPact } from '../system/environment';
import { withoutOrphan, withTemporaryFolder } from '../system/lifetime';
import { projectRoot } from '../system/project';
import { type Bridge, tagState } from './bridge';
import type { Replayed } from './states';
import type { VerifierAnswer } from './verifier-child';

/** What Pact found wrong with one response. */
export interface Mismatch {
	/** `BodyMismatch`, `StatusMismatch`, `HeaderMismatch`, … */
	readonly type: string;
	/** JSONPath in the body, or the name of the header. */
	readonly path: string;
	/** Pact's sentence. It quotes what the provider sent. */
	readonly text: string;
	readonly expected: string;
}

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
			const file = join(directory, `${index}.json`);
			await writeFile(file, JSON.stringify(numberedCopy(pact, interactions)));
			pactUrls.push(file);
		}
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

/** The pact's own interactions under their numbers, in the specification that the pact was written in. */
function numberedCopy(pact: PactFile, interactions: readonly Replayed[]): JsonObject {
	const list = listOf(property(pact.json, 'interactions'));
	return {
		consumer: { name: 'consumer' },
		provider: { name: 'provider' },
		interactions: interactions.flatMap(({ pact: own, interaction }, number) => {
			if (own !== pact) return [];
			const source = list[interaction.ref.index] as JsonObject;
			const { pending: _pending, providerState: _one, provider_state: _old, ...rest } = source;
			const tag = { name: tagState, params: { index: number } };
			const states = interaction.states.map(({ name, params }) => ({ name, params }));
			return [{ ...rest, description: String(number), providerStates: [tag, ...states] }];
		}),
		metadata: pact.json.metadata ?? {},
	};
}

/** Plain HTTP needs no CA certificates; without this the verifier loads the system store at startup and per request. */
const withoutCertificates = { SSL_CERT_FILE: devNull, SSL_CERT_DIR: devNull, NODE_EXTRA_CA_CERTS: undefined };

function runVerifier(options: object, limit: number): Promise<VerifierAnswer> {
	return new Promise((resolve) => {
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
		});
		child.once('close', (code, signal) => {
			clearTimeout(timer);
			resolve(answer ?? { failure: `its process ended early (${signal ?? `exit code ${code}`})` });
		});
		child.send(options);
	});
}

function readMismatches(json: Json): ReadonlyMap<number, 'none' | readonly Mismatch[]> {
	const found = new Map<number, Mismatch[]>();
	for (const error of [...listOf(property(json, 'errors')), ...listOf(property(json, 'pendingErrors'))]) {
		const number = Number(/ - (\d+)$/.exec(String(property(error, 'interaction')))?.[1]);
		const mismatch = property(error, 'mismatch');
		const several = listOf(property(mismatch, 'mismatches'));
		found.set(number, (several.length > 0 ? several : [mismatch ?? null]).map(readMismatch));
	}
	return new Map(
		listOf(property(json, 'interactionResults')).map((result) => {
			const number = Number(property(result, 'description'));
			return [number, property(result, 'result') === 'OK' ? 'none' : (found.get(number) ?? [])];
		}),
	);
}

function readMismatch(json: Json): Mismatch {
	const text = (key: string) => {
		const value = property(json, key);
		return value === undefined ? '' : String(value);
	};
	return {
		type: text('type'),
		path: text('path') || text('key'),
		text: text('mismatch') || text('message'),
		expected: text('expected'),
	};
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
