/**
 * Has Pact's verifier replay interactions against the bridge, and reads its result. Replayed is a copy in which every
 * interaction bears a number and begins with a state that announces the number, so that results and requests can be told
 * apart whatever the descriptions are, and nothing is pending: a pending failure would count as success.
 */
import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Json, type JsonObject, property } from '../json/json';
import type { PactFile } from '../pact/pact-file';
import type { PactInteraction } from '../pact/pact-interaction';
import { environmentForPact } from '../system/environment';
import { withoutOrphan, withTemporaryFolder } from '../system/lifetime';
import { projectRoot } from '../system/project';
import { type Bridge, tagState } from './bridge';
import type { VerifierAnswer } from './verifier-child';

export interface NumberedInteraction {
	readonly number: number;
	readonly pact: PactFile;
	readonly interaction: PactInteraction & { readonly kind: 'http' };
}

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
	| { readonly kind: 'ran'; readonly results: ReadonlyMap<number, { ok: boolean; mismatches: readonly Mismatch[] }> }
	| { readonly kind: 'failed'; readonly reason: string };

/** `timeout` in milliseconds, for each request of the verifier; it must outlast the bridge's. */
export async function replay(
	interactions: readonly NumberedInteraction[],
	bridge: Pick<Bridge, 'url' | 'stateUrl'>,
	timeout: number,
): Promise<ReplayResult> {
	return withTemporaryFolder('verify', async (directory) => {
		const pacts = [...new Set(interactions.map(({ pact }) => pact))];
		const files = pacts.map((_, index) => join(directory, `${index}.json`));
		for (const [index, pact] of pacts.entries()) {
			const copy = numberedCopy(pact, interactions);
			await writeFile(files[index] ?? '', JSON.stringify(copy));
		}
		const answer = await runVerifier(
			{
				provider: 'provider',
				providerBaseUrl: bridge.url,
				providerStatesSetupUrl: bridge.stateUrl,
				providerStatesSetupBody: true,
				providerStatesSetupTeardown: false,
				pactUrls: files,
				timeout,
				logLevel: 'error',
			},
			Math.min((interactions.length + 1) * timeout + 30_000, 2 ** 31 - 1),
		);
		if ('failure' in answer) return { kind: 'failed', reason: answer.failure };
		return { kind: 'ran', results: readResults(JSON.parse(answer.json) as Json) };
	});
}

/** The pact's own interactions under their numbers, in the specification that the pact was written in. */
function numberedCopy(pact: PactFile, interactions: readonly NumberedInteraction[]): JsonObject {
	const list = property(pact.json, 'interactions');
	return {
		consumer: { name: 'consumer' },
		provider: { name: 'provider' },
		interactions: interactions
			.filter((each) => each.pact === pact)
			.map(({ number, interaction }) => {
				const source = Array.isArray(list) ? (list[interaction.ref.index] as JsonObject) : {};
				const { pending: _pending, providerState: _one, provider_state: _old, ...rest } = source;
				return {
					...rest,
					description: String(number),
					providerStates: [
						{ name: tagState, params: { index: number } },
						...interaction.states.map(({ name, params }) => ({ name, params })),
					],
				};
			}),
		metadata: pact.json.metadata ?? {},
	};
}

function runVerifier(options: object, limit: number): Promise<VerifierAnswer> {
	return new Promise((resolve) => {
		const script = join(projectRoot, 'dist', 'verifier.js');
		const child = withoutOrphan(
			fork(script, { env: environmentForPact(), stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] }),
		);
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

function readResults(json: Json): ReadonlyMap<number, { ok: boolean; mismatches: readonly Mismatch[] }> {
	const mismatches = new Map<number, Mismatch[]>();
	for (const error of [...listOf(property(json, 'errors')), ...listOf(property(json, 'pendingErrors'))]) {
		const number = Number(/ - (\d+)$/.exec(String(property(error, 'interaction')))?.[1]);
		const found = property(error, 'mismatch');
		const several = listOf(property(found, 'mismatches'));
		mismatches.set(number, (several.length > 0 ? several : [found ?? null]).map(readMismatch));
	}
	return new Map(
		listOf(property(json, 'interactionResults')).map((result) => {
			const number = Number(property(result, 'description'));
			return [number, { ok: property(result, 'result') === 'OK', mismatches: mismatches.get(number) ?? [] }];
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
