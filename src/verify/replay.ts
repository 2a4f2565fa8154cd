/** Runs Pact's verifier on copies of the pacts, piece by piece, and reads what it found. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../json/json';
import { isEnding, withTemporaryFolder } from '../system/lifetime';
import type { Bridge } from './bridge';
import { numberedCopy, type Piece } from './copy';
import type { Replayed } from './states';
import type { Verifier } from './verifier';
import { type Mismatch, readMismatches } from './verifier-result';

/** By number. An interaction that is in neither map was not replayed. */
export interface ReplayResult {
	readonly mismatches: ReadonlyMap<number, 'none' | readonly Mismatch[]>;
	/** Why the verifier gave no result. */
	readonly failures: ReadonlyMap<number, string>;
}

/** Pact copies the whole pact for each interaction, so the time for a pact grows with the square of its length. */
const mostInPiece = 20;

/** A verifier that failed so often in a row is not asked any more: the rest would only take its time. */
const patience = 2;

/** `timeout` in milliseconds, for each request of the verifier; must exceed the bridge's own timeout. */
export async function replay(
	interactions: readonly Replayed[],
	bridge: Bridge,
	verifier: Verifier,
	timeout: number,
): Promise<ReplayResult> {
	const mismatches = new Map<number, 'none' | readonly Mismatch[]>();
	const failures = new Map<number, string>();
	await withTemporaryFolder('verify', async (folder) => {
		const file = join(folder, 'pact.json');
		const options = {
			provider: 'provider',
			providerBaseUrl: bridge.url,
			providerStatesSetupUrl: bridge.stateUrl,
			providerStatesSetupBody: true,
			pactUrls: [file],
			timeout,
			logLevel: 'error' as const,
		};
		const run = async (piece: Piece) => {
			await writeFile(file, numberedCopy(piece));
			const limit = Math.min((piece.interactions.size + 1) * timeout + 30_000, 2 ** 31 - 1);
			return verifier.run(options, limit);
		};
		let [failed, reason] = [0, ''];
		for (const piece of piecesOf(interactions)) {
			// An interrupted run has ended the verifier, and restores what it changed: nothing may be sent any more.
			if (isEnding()) return;
			const answer = failed < patience ? await run(piece) : { failure: reason };
			if ('failure' in answer) {
				[failed, reason] = [failed + 1, answer.failure];
				for (const number of piece.interactions.keys()) failures.set(number, reason);
			} else {
				failed = 0;
				for (const [number, found] of readMismatches(JSON.parse(answer.json) as Json)) mismatches.set(number, found);
			}
		}
	});
	return { mismatches, failures };
}

/** In order; none holds interactions of two pacts. */
function piecesOf(interactions: readonly Replayed[]): Piece[] {
	const pieces: { readonly pact: Piece['pact']; readonly interactions: Map<number, Replayed> }[] = [];
	for (const [number, replayed] of interactions.entries()) {
		const { pact, unreplayable } = replayed;
		if (unreplayable !== undefined) continue;
		const last = pieces.at(-1);
		if (last?.pact === pact && last.interactions.size < mostInPiece) last.interactions.set(number, replayed);
		else pieces.push({ pact, interactions: new Map([[number, replayed]]) });
	}
	return pieces;
}
