/**
 * A run's visit to a provider that is not ours: it proves what the provider states need before the first interaction,
 * and leaves the customer as it was found, however the run ends.
 */

import type { StateDefinition } from '../../../contracts/states';
import type { Disclosure } from '../../exchange/disclosure';
import type { Exchange } from '../../exchange/exchange';
import type { Recorded, Wire } from '../../http/wire';
import type { JsonObject } from '../../json/json';
import type { Spec } from '../../openapi/spec';
import type { StateResult } from '../bridge';
import { metBy, type Provider } from '../provider';
import type { NumberedInteraction } from '../replay';
import { isIll, isRedirect, isRefusal } from '../status';
import { changesOf, safeMethods } from './changes';
import { type Present, presentIn, proofRequest, readingPurpose, readRequest, withoutProof } from './present';
import { type Restoration, restore, untouched } from './restore';

export interface VisitOptions {
	/** What the interactions ask for, of the catalogue. */
	readonly states: readonly StateDefinition[];
	readonly interactions: readonly NumberedInteraction[];
	/** Whether an exchange answers for another customer than the interactions would accept. */
	readonly isForAnother: (live: Exchange) => boolean;
	/** What stands before the description's paths in those of the interactions. */
	readonly base: string;
	readonly provider: Provider;
	readonly wire: Wire;
	readonly spec: Spec;
	/** Whether the customer is put back. Without it, interactions may change one whose values are not known. */
	readonly restores: boolean;
	readonly disclosure: Disclosure;
}

export interface Visit {
	/** The answers to the requests that proved the states. */
	readonly probes: readonly Recorded[];
	/** Whether a state is met for an interaction of that method. */
	meet(name: string, method: string): StateResult;
	/** Puts the customer back; a second call waits for the first. */
	leave(): Promise<Restoration>;
	/** The fields that the run has sent, of which nobody knows whether they are as they were until it has left. */
	open(): string[];
}

interface Proven {
	readonly result: StateResult;
	/** Why requests that change something must not be sent. */
	readonly onlyReading?: string;
}

/** Proves every state of the catalogue that the run needs, one after another. */
export async function beginVisit(options: VisitOptions): Promise<Visit> {
	const { states, base, provider, wire, spec, restores, isForAnother, disclosure } = options;
	const probes: Recorded[] = [];
	const proven = new Map<string, Proven>();
	let found: { readonly id: string; readonly values: JsonObject; readonly read: () => Promise<Present> } | undefined;

	for (const state of states) proven.set(state.name, await prove(state));

	async function prove(state: StateDefinition): Promise<Proven> {
		const { id, result } = metBy(provider, state);
		const met: Proven = { result };
		if (id === undefined) return met;
		const request = proofRequest(state, id, base, spec);
		if (!request) {
			return restores ? { ...met, onlyReading: withoutProof(state, options.interactions, spec) } : met;
		}
		const recorded = await wire.send(request);
		probes.push(recorded);
		const { answer } = recorded;
		if (answer.kind !== 'answered' || isRefusal(answer.status) || isIll(answer.status) || isRedirect(answer.status)) {
			return { result: { kind: 'unproven', state: state.name, recorded } };
		}
		if (state.needs === 'an unused customer id') return met;
		if (answer.status === 404) {
			return { result: { kind: 'unmet', state: state.name, reason: noSuchCustomer } };
		}
		const reading = readRequest(request, spec);
		const read = async () =>
			presentIn(
				await wire.send({ ...(reading ?? { ...request, purpose: readingPurpose }), insists: true }),
				isForAnother,
			);
		const now = reading ? await read() : presentIn(recorded, isForAnother);
		if (now.kind === 'read') {
			found ??= { id, values: now.values, read };
			return met;
		}
		const what = reading ? 'The request for its values' : 'An update of no field';
		return restores ? { ...met, onlyReading: `${what} was answered ${now.came}, ${unknownValues}` } : met;
	}

	const changes = () => (restores && found ? changesOf(wire.begun, wire.exchanges, found.id) : []);

	async function putBack(): Promise<Restoration> {
		if (changes().length === 0 || !found) return untouched;
		return restore(changes, found.values, wire, found.read, disclosure);
	}

	let leaving: Promise<Restoration> | undefined;
	return {
		probes,
		meet(name, method) {
			const { result, onlyReading } = proven.get(name) ?? { result: { kind: 'unknown', state: name } };
			if (onlyReading === undefined || safeMethods.has(method)) return result;
			return { kind: 'unmet', state: name, reason: onlyReading };
		},
		leave() {
			leaving ??= putBack();
			return leaving;
		},
		open: () => [...new Set(changes().flatMap(({ fields }) => [...fields.keys()]))].sort(),
	};
}

const noSuchCustomer =
	'An update of no field was answered with status 404, so no customer there has the id of IMPRINT_CUSTOMER_ID. Set it to the id of one that exists there';

const unknownValues =
	'so what the interactions change could not be put back. Have the provider mend that answer, or verify with --no-restore';
