/** The interactions of a pact that are replayed, before anything happened to them. */
import type { Body } from '../exchange/exchange';
import { isObject } from '../json/json';
import type { PactFile } from '../pact/pact-file';
import { safeMethods } from './restore/changes';
import type { Replayed } from './states';
import { whyNotReplayed } from './unreplayable';
import { writtenIn } from './written';

/** No request may change the fields in `leaveAlone`. */
export function replayedOf(pact: PactFile, leaveAlone: readonly string[]): Replayed[] {
	const all = writtenIn(pact);
	return pact.interactions.flatMap((interaction) => {
		const written = all[interaction.ref.index];
		if (interaction.kind !== 'http' || !written) return [];
		const { request, response } = interaction.exchange;
		// What the contract expects to be refused changes nothing.
		const isSafe = response.status >= 400 || safeMethods.has(request.method);
		const withheld = isSafe ? [] : leaveAlone.filter((field) => hasField(request.body, field));
		const unreplayable = whyNotReplayed(pact, interaction, written);
		return [{ pact, interaction, withheld, written, unreplayable, states: [], exchanges: [] }];
	});
}

const hasField = (body: Body, field: string) =>
	body.kind === 'json' && isObject(body.value) && Object.hasOwn(body.value, field);
