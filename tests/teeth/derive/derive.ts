/** The whole table of mutants, from a description and a contract, and from what the honest provider answers to it. */

import config from '../../../contract.config';
import { type Json, property } from '../../../src/json/json';
import type { Spec } from '../../../src/openapi/spec';
import type { Answered, Asked, Ids, Mutant } from '../mutant';
import { besideMutants } from './beside';
import { byteMutants } from './bytes';
import { fieldMutants } from './fields';
import { harmlessMutants } from './harmless';
import { meaningMutants, type Rehearse } from './meaning';
import { askedOf, type Sample, sampleOf } from './sample';
import { statusMutants } from './statuses';
import { wireMutants } from './wire';

export interface HonestProvider {
	invite(): Ids;
	/** Answers with the credentials that it needs. */
	ask(asked: Asked): Promise<Answered>;
}

export async function deriveMutants(
	spec: Spec,
	interactions: readonly Json[],
	honest: HonestProvider,
): Promise<Mutant[]> {
	const samples = await takeSamples(spec, interactions, honest);
	if (samples.length === 0)
		throw new Error('There is no interaction whose operation the description has, so no mutant either');
	const rehearse: Rehearse = async (sample, ask) => {
		const ids = honest.invite();
		const { asked } = askedOf(interactions[sample.number] ?? null, ids.own);
		const { status, body } = await honest.ask(ask(asked, ids));
		return { status, body: jsonOf(body), ids };
	};
	const mutants: Mutant[] = [];
	for (const operation of groups(samples, ({ operation }) => operation.name)) {
		for (const alike of groups(operation, ({ status }) => status)) {
			mutants.push(...fieldMutants(spec, alike), ...byteMutants(spec, alike), ...statusMutants(spec, alike, operation));
		}
		mutants.push(...(await meaningMutants(spec, operation, rehearse)));
	}
	for (const operation of proving(samples)) mutants.push(...besideMutants(spec, operation));
	mutants.push(...harmlessMutants(), ...wireMutants());
	return distinct(mutants);
}

/** The id that an interaction is sent with, by what its state needs. */
export function idFor(interaction: Json, ids: Ids): string {
	const list = property(interaction, 'providerStates');
	const names = (Array.isArray(list) ? (list as Json[]) : []).map((state) => property(state, 'name'));
	return names.includes('no customer has the id') ? ids.unused : ids.own;
}

/** What the honest provider answers to each interaction. */
export async function takeSamples(
	spec: Spec,
	interactions: readonly Json[],
	honest: HonestProvider,
): Promise<Sample[]> {
	const samples: Sample[] = [];
	for (const [number, interaction] of interactions.entries()) {
		const ids = honest.invite();
		const { asked, values } = askedOf(interaction, idFor(interaction, ids));
		const { status, body } = await honest.ask(asked);
		const read = { status, body: jsonOf(body) };
		const sample = sampleOf(spec, interaction, number, ids, asked, values, read);
		if (sample) samples.push(sample);
	}
	return samples;
}

/** The samples of the operations that prove states, by operation. */
function proving(samples: readonly Sample[]): Sample[][] {
	const names = Object.values(config.provider.states ?? {}).map(({ proof }) => proof?.operationId);
	return groups(
		samples.filter(({ operation }) => names.includes(operation.name)),
		({ operation }) => operation.name,
	);
}

function groups<T>(all: readonly T[], by: (each: T) => unknown): T[][] {
	const found = new Map<unknown, T[]>();
	for (const each of all) found.set(by(each), [...(found.get(by(each)) ?? []), each]);
	return [...found.values()];
}

/** Two schemas that say the same of a place lead to the same mutant, which is one. */
const distinct = (mutants: readonly Mutant[]): Mutant[] => [
	...new Map(mutants.map((mutant) => [mutant.name, mutant])).values(),
];

/** The JSON of an answer; null where it has no body. */
const jsonOf = (body: Buffer): Json => JSON.parse(body.toString('utf8') || 'null') as Json;
