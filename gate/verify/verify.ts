/**
 * The step `verify`: replays pacts against the provider through the bridge, and judges everything that came back.
 */
import { states } from '../../contracts/states';
import type { Spec } from '../../spec/spec';
import type { Finding } from '../finding';
import type { PactFile } from '../pact-file';
import { type StateResult, startBridge } from './bridge';
import { namesNeeded } from './echo';
import { type InteractionJudgement, judge } from './judge';
import type { Provider } from './provider';
import { type NumberedInteraction, replay } from './replay';

export interface VerifyOptions {
	readonly pacts: readonly PactFile[];
	readonly spec: Spec;
	readonly provider: Provider;
	/** Milliseconds for each answer of the provider. */
	readonly timeout: number;
	readonly onProgress?: (answered: number, total: number) => void;
}

export interface Verification {
	/** Findings that belong to no interaction. */
	readonly findings: readonly Finding[];
	/** One for every interaction over HTTP, in the order of the pacts. */
	readonly interactions: readonly (InteractionJudgement & NumberedInteraction)[];
}

/** Verifies the provider. Never rejects over what the provider does: that is a finding. */
export async function verify({ pacts, spec, provider, timeout, onProgress }: VerifyOptions): Promise<Verification> {
	const interactions = pacts
		.flatMap((pact) => pact.interactions.map((interaction) => ({ pact, interaction })))
		.flatMap(({ pact, interaction }) => (interaction.kind === 'http' ? [{ pact, interaction }] : []))
		.map((each, number): NumberedInteraction => ({ ...each, number }));
	let answered = 0;
	const bridge = await startBridge({
		providerUrl: provider.url,
		timeout,
		authorizationOf: (number) => {
			const expected = interactions[number]?.interaction.exchange.response.status;
			return expected === 401 || expected === 403 ? undefined : provider.authorization;
		},
		valuesNeededBy: (number) => namesNeeded(interactions[number]?.interaction.stateValues ?? []),
		meetState: async (name) => meetState(provider, name),
		onAnswer: () => {
			answered += 1;
			onProgress?.(answered, interactions.length);
		},
	});
	try {
		const replayed = await replay(interactions, bridge, timeout + 5_000);
		const evidence = { interactions, traces: bridge.traces, replay: replayed, provider: provider.name };
		const { all, each } = judge(evidence, spec);
		return { findings: all, interactions: each.flatMap((one) => withNumber(interactions, one)) };
	} finally {
		await bridge.close();
	}
}

function withNumber(interactions: readonly NumberedInteraction[], judgement: InteractionJudgement) {
	const numbered = interactions[judgement.number];
	return numbered ? [{ ...numbered, ...judgement }] : [];
}

function meetState(provider: Provider, name: string): StateResult {
	const state = Object.values(states).find((each) => each.name === name);
	if (!state) return { kind: 'unknown', state: name };
	const met = provider.meet(state.needs);
	if ('unmet' in met) return { kind: 'unmet', state: name, reason: met.unmet };
	return {
		kind: 'met',
		values: Object.fromEntries(Object.keys(state.parameters).map((parameter) => [parameter, met.id])),
	};
}
