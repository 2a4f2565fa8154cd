/**
 * The provider states of an interaction: what came of each, whether its request may be sent, and if not, why.
 */
import { states as catalogue, type StateDefinition } from '../../contracts/states';
import type { FindingDraft } from '../exchange/finding';
import type { Recorded } from '../http/wire';
import { child } from '../json/pointer';
import type { PactFile } from '../pact/pact-file';
import { type HttpInteraction, namesNeeded } from './state-values';

/** One interaction of a verification, and what happened for it: the bridge adds to both lists. */
export interface Replayed {
	readonly pact: PactFile;
	readonly interaction: HttpInteraction;
	readonly states: StateResult[];
	readonly exchanges: Recorded[];
}

export type StateResult =
	| {
			readonly kind: 'met';
			readonly state: string;
			readonly needs: StateDefinition['needs'];
			/** What meets the need. */
			readonly id: string;
			/** By the names of the state's parameters. */
			readonly values: Readonly<Record<string, string>>;
	  }
	| { readonly kind: 'unknown'; readonly state: string }
	/** Its handler failed. */
	| { readonly kind: 'failed'; readonly state: string; readonly reason: string }
	/** Something is missing that the user can supply; `fix` says what. */
	| { readonly kind: 'unmet'; readonly state: string; readonly reason: string; readonly fix: readonly string[] }
	/** The provider gave the request that should prove it an answer that says nothing. */
	| { readonly kind: 'unproven'; readonly state: string; readonly recorded: Recorded };

export const stateNamed = (name: string): StateDefinition | undefined =>
	Object.values(catalogue).find((each) => each.name === name);

export function metWith(id: string, { name, needs, parameters }: StateDefinition): StateResult {
	const values = Object.fromEntries(Object.keys(parameters).map((parameter) => [parameter, id]));
	return { kind: 'met', state: name, needs, id, values };
}

/** Every state is met, none contradicts another, and every value is supplied that the request needs. */
export const canBeSent = (replayed: Replayed): boolean =>
	replayed.states.every(({ kind }) => kind === 'met') && judgeValues(replayed).length === 0;

/** Why the request could not be sent; nothing of a state that is unproven, which its proof's answer explains. */
export function judgeStates(replayed: Replayed, provider: string): FindingDraft[] {
	const { states, interaction } = replayed;
	const at = { file: interaction.ref.file, pointer: child('/interactions', interaction.ref.index, 'providerStates') };
	const drafts = states.flatMap((state): FindingDraft[] => {
		if (state.kind === 'met' || state.kind === 'unproven') return [];
		return [{ code: `state.${state.kind}`, ...whyNotMet(state, provider), at, detail: state.state }];
	});
	const isUnproven = states.some(({ kind }) => kind === 'unproven');
	return drafts.length > 0 || isUnproven ? drafts : judgeValues(replayed);
}

function whyNotMet(state: Exclude<StateResult, { kind: 'met' | 'unproven' }>, provider: string) {
	const what = `Provider state "${state.state}"`;
	switch (state.kind) {
		case 'unknown':
			return {
				title: `${what} is unknown.`,
				fix: ['Add it to contracts/states.ts.', 'Correct its name in the consumer test.'],
			};
		case 'failed':
			return {
				title: `${what} could not be set up: ${state.reason}.`,
				fix: ['Correct its handler in src/verify/provider.ts.'],
			};
		default:
			return { title: `${what} is not met at ${provider}: ${state.reason}.`, fix: state.fix };
	}
}

/** Of states that are all met: values that contradict each other, or that the request needs and none supplies. */
function judgeValues({ states, interaction }: Replayed): FindingDraft[] {
	const { file, index } = interaction.ref;
	const suppliers = new Map<string, StateResult & { kind: 'met' }>();
	for (const state of states) {
		if (state.kind !== 'met') continue;
		for (const name of Object.keys(state.values)) {
			const other = suppliers.get(name);
			if (other && other.needs !== state.needs) {
				const title = `Provider states "${other.state}" and "${state.state}" supply different values for "${name}", so the request was not sent.`;
				const fix = ['Correct the provider states of the interaction.'];
				const at = { file, pointer: child('/interactions', index, 'providerStates') };
				return [{ code: 'state.contradiction', title, fix, at, detail: name }];
			}
			suppliers.set(name, state);
		}
	}
	return namesNeeded(interaction)
		.filter((name) => !suppliers.has(name))
		.map((name) => {
			const title = `No provider state supplies "${name}", which the request needs, so the request was not sent.`;
			const fix = ['Add it to the provider state in contracts/states.ts.'];
			const at = { file, pointer: child('/interactions', index, 'request', 'generators') };
			return { code: 'state.value.missing', title, fix, at, detail: name };
		});
}
