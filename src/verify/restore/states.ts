/**
 * The provider states of a run. At a provider that is not ours, each is proven before the first interaction, and what the
 * run changes is restored, however the run ends; at the local one, each is met anew whenever it is asked for.
 */
import type { ProviderState } from '../../config/config';
import type { Disclosure } from '../../exchange/disclosure';
import type { Exchange } from '../../exchange/exchange';
import type { Recorded, Wire } from '../../http/wire';
import type { JsonObject } from '../../json/json';
import type { Spec } from '../../openapi/spec';
import { isRedirect, isRefusal, isUnavailable } from '../answer';
import { type Provider, setVariables } from '../provider';
import { wrongReturnedIds } from '../state-values';
import type { Replayed, StateParams, StateResult } from '../states';
import { changedElsewhere, changesOf, namesOneOf, safeMethods } from './changes';
import { noRestore, type Present, presentIn, proofRequest, readingPurpose, readRequest, withoutProof } from './present';
import { merged, type Restoration, restore, untouched } from './restore';

export interface StatesOptions {
	readonly interactions: readonly Replayed[];
	readonly provider: Provider;
	readonly wire: Wire;
	readonly spec: Spec;
	/** Whether what changes at a remote provider is restored. Without it, requests may change what nobody has read. */
	readonly restores: boolean;
	/** What messages may show of what the provider sent. */
	readonly disclosure: Disclosure;
}

export interface ProviderStates {
	/** The answers to the requests that proved the states. */
	readonly proofs: readonly Recorded[];
	/** Whether a state is met for an interaction of that method. */
	meet(name: string, params: StateParams, method: string): Promise<StateResult>;
	/** Restores what changed; a second call waits for the first. */
	restore(): Promise<Restoration>;
	/** The fields that the run has sent, of which nobody knows whether they are as they were until they are restored. */
	changedFields(): string[];
}

/** The state of the config; without any states in the config, one that supplies what the contract gives it. */
const stateNamed = ({ states }: Provider, name: string): ProviderState | undefined =>
	states === undefined ? {} : Object.hasOwn(states, name) ? states[name] : undefined;

/** At the local provider there is nothing to prove, nor to restore. */
export const localStates = (provider: Provider): ProviderStates => ({
	proofs: [],
	async meet(name, params) {
		const state = stateNamed(provider, name);
		return state ? provider.meet(name, state, params) : { kind: 'unknown', state: name };
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

/** What a state stands for at the provider: the values that name it in paths, and how it was before the run. */
interface Resource {
	readonly ids: readonly string[];
	readonly before: JsonObject;
	readonly read: () => Promise<Present>;
}

const keyOf = (name: string, params: StateParams) => JSON.stringify([name, params]);

/** Proves every state that the interactions ask for, one after another. */
export async function proveStates(options: StatesOptions): Promise<ProviderStates> {
	const { interactions, provider, wire, spec, restores, disclosure } = options;
	const proofs: Recorded[] = [];
	const proven = new Map<string, Proven>();
	const resources = new Map<string, Resource>();

	for (const { name, params } of statesOf(interactions)) {
		const key = keyOf(name, params);
		if (!proven.has(key)) proven.set(key, await prove(name, params));
	}

	async function prove(name: string, params: StateParams): Promise<Proven> {
		const state = stateNamed(provider, name);
		if (!state) return { result: { kind: 'unknown', state: name } };
		const result = await provider.meet(name, state, params);
		if (result.kind !== 'met') return { result };
		const request = proofRequest(name, state, result.values, interactions, spec);
		if (!request) return { result, onlyReading: withoutProof(name, state, interactions, spec, provider.configFile) };
		const recorded = await wire.send(request);
		proofs.push(recorded);
		const status = recorded.answer.kind === 'answered' ? recorded.answer.status : undefined;
		if (status === undefined || isRefusal(status) || isUnavailable(status) || isRedirect(status)) {
			return { result: { kind: 'unproven', state: name, recorded } };
		}
		if (result.isUnused) return { result };
		const asked = request.body.toString() === '{}' ? 'an update of no field' : 'the request that proves it';
		if (status === 404) {
			const reason = `${asked} was answered with status 404`;
			return { result: { kind: 'unmet', state: name, reason, fix: [setVariables(state, provider.name)] } };
		}
		const reading = readRequest(request, spec);
		const again = reading ?? { ...request, purpose: readingPurpose };
		const read = async () => presentIn(await wire.send({ ...again, retriesDuringShutdown: true }), isForAnother);
		const now = reading ? await read() : presentIn(recorded, isForAnother);
		if (now.kind === 'read') {
			const ids = Object.values(result.values);
			if (!resources.has(request.target)) resources.set(request.target, { ids, before: now.values, read });
			return { result };
		}
		const what = reading ? 'the request for its values' : asked;
		const reason = `${what} was answered ${now.came}, so what the interactions change could not be restored`;
		const fix = ['Report that answer to the provider.', noRestore];
		return { result, onlyReading: { reason, fix } };
	}

	/** A value of the request stands in what an interaction expects, and another one came back. */
	function isForAnother(live: Exchange): boolean {
		return interactions.some(({ interaction }) => wrongReturnedIds(interaction, live).length > 0);
	}

	const names = (ids: readonly string[]) => namesOneOf(ids, spec.operations);

	const changed = () =>
		restores
			? [...resources.values()].map((each) => ({
					...each,
					changes: changesOf(wire.begun, wire.exchanges, names(each.ids)),
				}))
			: [];

	async function restoreChanges(): Promise<Restoration> {
		let all = untouched;
		const ids = [...resources.values()].flatMap((each) => each.ids);
		const left = changedElsewhere(wire.exchanges, names(ids)).map(({ request: { method, target } }) => {
			const field = spec.operations.find(method, target.split('?', 1)[0] ?? '')?.operation.name ?? method;
			return { field, why: 'no provider state says what it changes' };
		});
		for (const { ids, before, read, changes } of changed()) {
			if (changes.length === 0) continue;
			const later = () => changesOf(wire.begun, wire.exchanges, names(ids));
			all = merged(all, await restore({ changes: later, before, read, wire, disclosure }));
		}
		return restores ? merged(all, { ...untouched, left }) : all;
	}

	let restoration: Promise<Restoration> | undefined;
	return {
		proofs,
		async meet(name, params, method) {
			const { result, onlyReading } = proven.get(keyOf(name, params)) ?? { result: { kind: 'unknown', state: name } };
			if (!restores || result.kind !== 'met' || safeMethods.has(method)) return result;
			if (onlyReading !== undefined) return { kind: 'unmet', state: name, ...onlyReading };
			if (result.isUnused || !cannotBeRestored(method)) return result;
			const reason = `what ${method} changes could not be restored`;
			return { kind: 'unmet', state: name, reason, fix: [noRestore] };
		},
		restore() {
			restoration ??= restoreChanges();
			return restoration;
		},
		changedFields: () =>
			[...new Set(changed().flatMap(({ changes }) => changes.flatMap(({ fields }) => [...fields.keys()])))].sort(),
	};
}

/** Methods that replace or remove the whole: an update of single fields does not undo them. */
const cannotBeRestored = (method: string) => method === 'PUT' || method === 'DELETE';

/** The states that interactions ask for. */
export function statesOf(interactions: readonly Replayed[]): { readonly name: string; readonly params: StateParams }[] {
	return interactions.flatMap(({ interaction }) =>
		interaction.states.map(({ name, params }) => ({ name, params: params as StateParams })),
	);
}
