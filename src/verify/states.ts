/**
 * The provider states of an interaction: what came of each, whether its request may be sent, and if not, why.
 */
import type { StateValues } from '../config/config';
import type { FindingDraft } from '../exchange/finding';
import type { Recorded } from '../http/wire';
import { child } from '../json/pointer';
import type { PactFile } from '../pact/pact-file';
import type { Altered } from './sent';
import { type HttpInteraction, namesNeeded } from './state-values';
import type { Written } from './written';

/** One interaction of a verification, and what happened for it: the bridge adds to both lists. */
export interface Replayed {
	readonly pact: PactFile;
	readonly interaction: HttpInteraction;
	/** The fields of its body that the config leaves alone at this provider; then its request is not sent. */
	readonly withheld: readonly string[];
	readonly written: Written;
	/** Why Pact's verifier is not given it; undefined where it is. */
	readonly unreplayable: FindingDraft | undefined;
	readonly states: StateResult[];
	readonly exchanges: Recorded[];
	/** The part of its request that could not be sent as the contract writes it; then it was not sent. */
	altered?: Altered['altered'];
}

/** What the contract gives a state beside its name. */
export type StateParams = Readonly<Record<string, unknown>>;

export type StateResult =
	| {
			readonly kind: 'met';
			readonly state: string;
			/** Whether it says that something does not exist. */
			readonly isUnused: boolean;
			readonly values: StateValues;
	  }
	| { readonly kind: 'unknown'; readonly state: string }
	/** Its handler failed. */
	| { readonly kind: 'failed'; readonly state: string; readonly reason: string }
	/** Something is missing that the user can supply; `fix` says what. */
	| { readonly kind: 'unmet'; readonly state: string; readonly reason: string; readonly fix: readonly string[] }
	/** The provider gave the request that should prove it an answer that says nothing. */
	| { readonly kind: 'unproven'; readonly state: string; readonly recorded: Recorded };

/** Every state is met, none contradicts another, and every value is supplied that the request needs. */
export const canBeSent = (replayed: Replayed): boolean =>
	replayed.withheld.length === 0 &&
	replayed.states.every(({ kind }) => kind === 'met') &&
	judgeValues(replayed).length === 0;

/** Whether Pact's verifier did not get as far as to ask for the provider states. */
export const wasNotAsked = ({ states, interaction }: Replayed): boolean =>
	states.length === 0 && interaction.states.some(({ name }) => name !== '');

/** Why the request could not be sent; nothing of a state that is unproven, which its proof's answer explains. */
export function judgeStates(replayed: Replayed, provider: string): FindingDraft[] {
	const { states, interaction, withheld } = replayed;
	if (withheld.length > 0) {
		const fields = withheld.map((each) => `"${each}"`).join(' and ');
		const title = `Request body: the config leaves ${fields} alone at ${provider}, so the request was not sent.`;
		const fix = ['Send the fields to the local provider only.', 'Correct provider.leaveAlone of the config.'];
		const at = { file: interaction.ref.file, pointer: interaction.exchange.places.request.body };
		return [{ code: 'request.withheld', title, fix, at, detail: withheld.join(' ') }];
	}
	const at = { file: interaction.ref.file, pointer: child('/interactions', interaction.ref.index, 'providerStates') };
	const drafts = states.flatMap((state): FindingDraft[] => {
		if (state.kind === 'met' || state.kind === 'unproven') return [];
		return [{ code: `state.${state.kind}`, ...whyNotMet(state, provider), at, detail: state.state }];
	});
	const isUnproven = states.some(({ kind }) => kind === 'unproven');
	if (wasNotAsked(replayed)) return [];
	return drafts.length > 0 || isUnproven ? drafts : judgeValues(replayed);
}

function whyNotMet(state: Exclude<StateResult, { kind: 'met' | 'unproven' }>, provider: string) {
	const what = `Provider state "${state.state}"`;
	switch (state.kind) {
		case 'unknown':
			return {
				title: `${what} is unknown.`,
				fix: ['Add it to provider.states of the config.', 'Correct its name in the consumer test.'],
			};
		case 'failed':
			return {
				title: `${what} could not be set up: ${state.reason}.`,
				fix: ['Correct it under provider.states of the config.'],
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
			if (other && other.isUnused !== state.isUnused) {
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
			const fix = ['Add it to the provider state under provider.states of the config.'];
			const at = { file, pointer: child('/interactions', index, 'request', 'generators') };
			return { code: 'state.value.missing', title, fix, at, detail: name };
		});
}
