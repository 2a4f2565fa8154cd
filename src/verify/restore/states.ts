/**
 * The provider states of a run. At a provider that is not ours, each is proven before the first interaction, and the
 * customer is restored, however the run ends; at the local one, each is met anew whenever it is asked for.
 */
import type { StateDefinition } from '../../../contracts/states';
import type { Disclosure } from '../../exchange/disclosure';
import type { Exchange } from '../../exchange/exchange';
import type { Recorded, Wire } from '../../http/wire';
import type { JsonObject } from '../../json/json';
import type { Spec } from '../../openapi/spec';
import { isRedirect, isRefusal, isUnavailable } from '../answer';
import { type Provider, setCustomer } from '../provider';
import { wrongReturnedIds } from '../state-values';
import { type Replayed, type StateResult, stateNamed } from '../states';
import { changesOf, safeMethods } from './changes';
import { type Present, presentIn, proofRequest, readingPurpose, readRequest, withoutProof } from './present';
import { type Restoration, restore, untouched } from './restore';

export interface StatesOptions {
	readonly interactions: readonly Replayed[];
	readonly provider: Provider;
	readonly wire: Wire;
	readonly spec: Spec;
	/** Whether a remote provider's customer is restored. Without it, interactions may change one whose values are not known. */
	readonly restores: boolean;
	/** What messages may show of what the provider sent. */
	readonly disclosure: Disclosure;
}

export interface ProviderStates {
	/** The answers to the requests that proved the states. */
	readonly proofs: readonly Recorded[];
	/** Whether a state is met for an interaction of that method. */
	meet(name: string, method: string): StateResult;
	/** Restores the customer; a second call waits for the first. */
	restore(): Promise<Restoration>;
	/** The fields that the run has sent, of which nobody knows whether they are as they were until it is restored. */
	changedFields(): string[];
}

/** At the local provider there is nothing to prove, nor to restore. */
export const localStates = (provider: Provider): ProviderStates => ({
	proofs: [],
	meet(name) {
		const state = stateNamed(name);
		return state ? provider.meet(state) : { kind: 'unknown', state: name };
	},
	restore: async () => untouched,
	changedFields: () => [],
});

type Unmet = Pick<Extract<StateResult, { kind: 'unmet' }>, 'reason' | 'fix'>;

interface Proven {
	readonly result: StateResult;
	/** Why requests that change something must not be sent. */
	readonly onlyReading?: Unmet;
}

/** Proves every state of the catalogue that the interactions ask for, one after another. */
export async function proveStates(options: StatesOptions): Promise<ProviderStates> {
	const { interactions, provider, wire, spec, restores, disclosure } = options;
	const proofs: Recorded[] = [];
	const proven = new Map<string, Proven>();
	let found: { readonly id: string; readonly values: JsonObject; readonly read: () => Promise<Present> } | undefined;

	for (const state of neededBy(interactions)) proven.set(state.name, await prove(state));

	async function prove(state: StateDefinition): Promise<Proven> {
		const result = provider.meet(state);
		if (result.kind !== 'met') return { result };
		const request = proofRequest(state, result.id, interactions, spec);
		if (!request) return { result, onlyReading: withoutProof(state, interactions, spec) };
		const recorded = await wire.send(request);
		proofs.push(recorded);
		const status = recorded.answer.kind === 'answered' ? recorded.answer.status : undefined;
		if (status === undefined || isRefusal(status) || isUnavailable(status) || isRedirect(status)) {
			return { result: { kind: 'unproven', state: state.name, recorded } };
		}
		if (state.needs === 'an unused customer id') return { result };
		if (status === 404)
			return {
				result: {
					kind: 'unmet',
					state: state.name,
					reason: 'an update of no field was answered with status 404',
					fix: [setCustomer(provider.name)],
				},
			};
		const reading = readRequest(request, spec);
		const read = async () =>
			presentIn(
				await wire.send({ ...(reading ?? { ...request, purpose: readingPurpose }), retriesDuringShutdown: true }),
				isForAnother,
			);
		const now = reading ? await read() : presentIn(recorded, isForAnother);
		if (now.kind === 'read') {
			found ??= { id: result.id, values: now.values, read };
			return { result };
		}
		const what = reading ? 'the request for its values' : 'an update of no field';
		const reason = `${what} was answered ${now.came}, so what the interactions change could not be restored`;
		return {
			result,
			onlyReading: { reason, fix: ['Report that answer to the provider.', 'Verify with --no-restore.'] },
		};
	}

	/** A value of the request stands in what an interaction expects, and another one came back. */
	function isForAnother(live: Exchange): boolean {
		return interactions.some(({ interaction }) => wrongReturnedIds(interaction, live).length > 0);
	}

	const changes = () => (restores && found ? changesOf(wire.begun, wire.exchanges, found.id) : []);

	const restoreChanges = async () =>
		found && changes().length > 0
			? restore({ changes, before: found.values, read: found.read, wire, disclosure })
			: untouched;

	let restoration: Promise<Restoration> | undefined;
	return {
		proofs,
		meet(name, method) {
			const { result, onlyReading } = proven.get(name) ?? { result: { kind: 'unknown', state: name } };
			if (!restores || onlyReading === undefined || safeMethods.has(method)) return result;
			return { kind: 'unmet', state: name, ...onlyReading };
		},
		restore() {
			restoration ??= restoreChanges();
			return restoration;
		},
		changedFields: () => [...new Set(changes().flatMap(({ fields }) => [...fields.keys()]))].sort(),
	};
}

/** The states of the catalogue that interactions ask for, each once. */
export function neededBy(interactions: readonly Replayed[]): StateDefinition[] {
	const names = new Set(interactions.flatMap(({ interaction }) => interaction.states.map(({ name }) => name)));
	return [...names].flatMap((name) => stateNamed(name) ?? []);
}
