/**
 * What comes before the response can be judged: the provider states, the delivery of the request, and whether the
 * answer says anything about the contract at all.
 */

import type { Code } from '../exchange/finding';
import type { Recorded } from '../http/wire';
import { child, type Pointer } from '../json/pointer';
import { capital } from '../json/text';
import { contradictionIn, suppliedBy, type Trace } from './bridge';
import { namesNeeded } from './echo';
import type { NumberedInteraction, ReplayResult } from './replay';
import { isIll, isRedirect } from './status';

/** What is told of an interaction: the code, the message up to its subject, and the place in the pact. */
export interface Told {
	readonly code: Code;
	readonly message: string;
	readonly at?: Pointer;
	readonly instance?: Pointer;
	/** Tells apart what shares code and place. */
	readonly detail?: string;
}

/** How the provider fared over all: what one bad answer means depends on the others. */
export interface Health {
	/** It refused our credentials wherever it was not meant to. */
	readonly refused: boolean;
	/** It answered at least one request as a provider that works. */
	readonly works: boolean;
}

const nextSteps = {
	unreachable: 'See that it runs and can be reached from here',
	timeout: 'See that it is well, or give it more time with --timeout',
	cut: 'Run it again; if it stays so, take it up with the provider',
} as const;

/** Every state met, none against another, and every value supplied that the request needs. */
export function judgeStates({ interaction }: NumberedInteraction, { states }: Trace, provider: string): Told[] {
	const base = child('/interactions', interaction.ref.index);
	const told = states.flatMap((state): Told[] => {
		const at = child(base, 'providerStates');
		switch (state.kind) {
			case 'met':
			case 'unproven':
				return [];
			case 'unknown': {
				const next = 'Add it to contracts/states.ts, or correct its name';
				const message = `The provider state "${state.state}" is not in the catalogue. ${next}`;
				return [{ code: 'state.unknown', message, at, detail: state.state }];
			}
			case 'failed': {
				const what = `The provider state "${state.state}" could not be brought about: ${state.reason}`;
				return [{ code: 'state.failed', message: `${what}. Mend its handler`, at, detail: state.state }];
			}
			case 'unmet': {
				const what = `The provider state "${state.state}" is not met at ${provider}`;
				return [{ code: 'state.unmet', message: `${what}. ${state.reason}`, at, detail: state.state }];
			}
			default:
				return state satisfies never;
		}
	});
	if (told.length > 0 || states.some(({ kind }) => kind === 'unproven')) return told;
	const contradiction = contradictionIn(states);
	if (contradiction) {
		const [one, other] = contradiction.states;
		const what = `The provider states "${one}" and "${other}" contradict each other: they supply different values for "${contradiction.name}", so the request was not sent`;
		const message = `${what}. Correct the states of the interaction`;
		return [{ code: 'state.contradiction', message, at: child(base, 'providerStates'), detail: contradiction.name }];
	}
	const supplied = suppliedBy(states);
	return namesNeeded(interaction.stateValues)
		.filter((name) => supplied[name] === undefined)
		.map((name) => {
			const what = `No provider state supplies "${name}", which the request needs, so it was not sent`;
			const at = child(base, 'request', 'generators');
			const message = `${what}. Add it to the state in contracts/states.ts`;
			return { code: 'state.value.missing', message, at, detail: name };
		});
}

/** Exactly one request must have reached the provider, and Pact must have judged what came back. */
export function judgeDelivery({ exchanges, states }: Trace, replay: ReplayResult): Told[] {
	if (states.some(({ kind }) => kind === 'unproven')) return [];
	if (exchanges.length > 1) {
		const message = `One request was to be sent, and ${exchanges.length} were. Run it again; if it stays so, report it`;
		return [{ code: 'provider.repeated', message }];
	}
	if (exchanges.length === 0 && replay.kind === 'ran') {
		const message =
			'The request never reached the provider, so nothing is proven. Run it again; if it stays so, report it';
		return [{ code: 'provider.unanswered', message }];
	}
	return [];
}

/** A state whose proof the provider answered with nothing that can be used: what that was, or that it refused. */
export function judgeProofs(
	{ interaction }: NumberedInteraction,
	trace: Trace,
	provider: string,
	health: Health,
): Told[] {
	return trace.states.flatMap((state): Told[] => {
		if (state.kind !== 'unproven' || health.refused) return [];
		const told = judgeAnswer(state.recorded, undefined, provider, health);
		if (told.length > 0) return told;
		const what = `The provider state "${state.state}" is not met at ${provider}: an update of no field was refused, and other requests were not`;
		const at = child('/interactions', interaction.ref.index, 'providerStates');
		const message = `${what}. Set IMPRINT_API_KEY to a key that may update the customer of IMPRINT_CUSTOMER_ID`;
		return [{ code: 'state.unmet', message, at, detail: state.state }];
	});
}

/** An answer that says nothing about the contract: none at all, an ill provider, a redirect. `expected` is a status. */
export function judgeAnswer(
	{ answer, attempts }: Recorded,
	expected: number | undefined,
	provider: string,
	health: Health,
): Told[] {
	const name = capital(provider);
	const tried = attempts > 1 ? `, tried ${attempts} times` : '';
	if (answer.kind === 'unsendable') {
		const what = 'The request holds characters that HTTP cannot send, in its path or a header';
		return [{ code: 'request.unsendable', message: `${what}. Correct what the client sends` }];
	}
	if (answer.kind !== 'answered') {
		const what = `${name} gave no usable answer${tried}: ${answer.reason}`;
		return [{ code: `provider.${answer.kind}`, message: `${what}. ${nextSteps[answer.kind]}` }];
	}
	const { status } = answer;
	if (status === expected) return [];
	if (status === 429 || (isIll(status) && !health.works)) {
		const message = `${name} answered with status ${status}${tried}, so nothing can be judged. Try again later`;
		return [{ code: 'provider.ill', message }];
	}
	if (isIll(status)) {
		const what = `${name} failed with status ${status}${tried} while it answered other requests`;
		return [{ code: 'provider.failed', message: `${what}. Take it up with the provider` }];
	}
	if (isRedirect(status)) {
		const what = `The provider answered with a redirect (status ${status}), which is never followed`;
		return [{ code: 'provider.redirect', message: `${what}. Correct the provider URL or the path` }];
	}
	return [];
}
