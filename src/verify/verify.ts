/**
 * The step `verify`: replays pacts against the provider through the bridge, judges everything that came back, and leaves
 * a provider that is not ours as it was found.
 */
import { type StateDefinition, states } from '../../contracts/states';
import { type Disclosure, namesOnly } from '../exchange/disclosure';
import type { Exchange } from '../exchange/exchange';
import type { Finding } from '../exchange/finding';
import type { Transport } from '../http/transport';
import { createWire, type Recorded } from '../http/wire';
import type { Spec } from '../openapi/spec';
import type { PactFile } from '../pact/pact-file';
import { withLastWork } from '../system/lifetime';
import { type StateResult, startBridge } from './bridge';
import { brokenEchoes, namesNeeded } from './echo';
import { type InteractionJudgement, judge } from './judge';
import { metBy, type Provider } from './provider';
import { type NumberedInteraction, replay } from './replay';
import { type Restoration, untouched } from './restore/restore';
import { findingsOf, sentenceOf, unfinishedSentence } from './restore/told';
import { beginVisit } from './restore/visit';
import { isRefusal } from './status';

export interface VerifyOptions {
	readonly pacts: readonly PactFile[];
	readonly spec: Spec;
	readonly provider: Provider;
	readonly transport: Transport;
	/** Milliseconds that one request may take at most, whatever happens. */
	readonly longestDelivery: number;
	/** Whether a remote provider's customer is put back. */
	readonly restores: boolean;
	/** What messages may show of what the provider sent. */
	readonly disclosure?: Disclosure;
	readonly onProgress?: (text: string) => void;
	/** Called before the first request, with the list that all exchanges will join. */
	readonly onContact?: (exchanges: readonly Recorded[]) => void;
}

export interface Verification {
	/** Findings that belong to no interaction. */
	readonly findings: readonly Finding[];
	/** One for every interaction over HTTP, in the order of the pacts. */
	readonly interactions: readonly (InteractionJudgement & NumberedInteraction)[];
	/** All that was sent, in order. */
	readonly exchanges: readonly Recorded[];
	readonly restoration: Restoration;
}

/** Verifies the provider. Never rejects over what the provider does: that is a finding. */
export async function verify(options: VerifyOptions): Promise<Verification> {
	const { pacts, spec, provider, transport, longestDelivery, restores, disclosure = namesOnly, onProgress } = options;
	const interactions = pacts
		.flatMap((pact) => pact.interactions.map((interaction) => ({ pact, interaction })))
		.flatMap(({ pact, interaction }) => (interaction.kind === 'http' ? [{ pact, interaction }] : []))
		.map((each, number): NumberedInteraction => ({ ...each, number }));
	const wire = createWire(transport, provider.authorization);
	options.onContact?.(wire.exchanges);
	const needed = statesOf(interactions);
	if (provider.kind === 'remote' && needed.length > 0) onProgress?.(`verify: the provider states at ${provider.name}`);
	const visit =
		provider.kind === 'remote'
			? await beginVisit({
					states: needed,
					interactions,
					base: basePathOf(interactions, spec),
					isForAnother: answersForAnother(interactions),
					provider,
					wire,
					spec,
					restores,
					disclosure,
				})
			: undefined;
	const done =
		visit &&
		withLastWork({
			async finish() {
				transport.hurry();
				return sentenceOf(await visit.leave(), provider.name);
			},
			unfinished: () => unfinishedSentence(visit.open(), provider.name),
		});
	let answered = 0;
	const bridge = await startBridge({
		send: (number, arrived) => {
			const { ref, exchange } = interactions[number]?.interaction ?? {};
			const expected = exchange?.response.status ?? 200;
			const purpose = ref?.description ?? '';
			const withoutCredentials = isRefusal(expected);
			return wire.send({ ...arrived, purpose, ...(ref ? { interaction: ref } : {}), expected, withoutCredentials });
		},
		valuesNeededBy: (number) => namesNeeded(interactions[number]?.interaction.stateValues ?? []),
		headersReliedOnBy: (number) => {
			const headers = interactions[number]?.interaction.exchange.response.headers ?? [];
			return new Set(headers.map(([name]) => name.toLowerCase()));
		},
		meetState: async (name, number) =>
			visit ? visit.meet(name, interactions[number]?.interaction.exchange.request.method ?? '') : meet(provider, name),
		onAnswer: () => {
			answered += 1;
			onProgress?.(`verify: ${answered} of ${interactions.length} answered by ${provider.name}`);
		},
	});
	try {
		const replayed = await replay(interactions, bridge, longestDelivery + 5_000);
		if (visit) onProgress?.(`verify: putting back what was changed at ${provider.name}`);
		const restoration = (await visit?.leave()) ?? untouched;
		const evidence = {
			interactions,
			traces: bridge.traces,
			probes: visit?.probes ?? [],
			exchanges: wire.exchanges,
			replay: replayed,
			provider: provider.name,
			disclosure,
		};
		const { all, each } = judge(evidence, spec);
		const afterwards = findingsOf(restoration, provider.name);
		return {
			findings: [...all, ...afterwards.filter(({ interaction }) => interaction === undefined)],
			interactions: each.flatMap((one) => withNumber(interactions, one, afterwards)),
			exchanges: wire.exchanges,
			restoration,
		};
	} catch (error) {
		const restoration = (await visit?.leave()) ?? untouched;
		if (restoration.failed.length === 0) throw error;
		const fault = error instanceof Error ? error.message : String(error);
		throw new Error(`${fault}. ${sentenceOf(restoration, provider.name)}`, { cause: error });
	} finally {
		done?.();
		await bridge.close();
	}
}

/** An interaction with its judgement, and what was found of it afterwards: that presupposes that its answer was right. */
function withNumber(
	interactions: readonly NumberedInteraction[],
	judgement: InteractionJudgement,
	afterwards: readonly Finding[],
) {
	const numbered = interactions[judgement.number];
	if (!numbered) return [];
	const isRight = judgement.findings.every(({ severity }) => severity !== 'error');
	const own = isRight ? afterwards.filter(({ interaction }) => interaction === numbered.interaction.ref) : [];
	return [{ ...numbered, ...judgement, findings: [...judgement.findings, ...own] }];
}

const stateOf = (name: string): StateDefinition | undefined => Object.values(states).find((each) => each.name === name);

/** The states of the catalogue that interactions ask for, each once. */
function statesOf(interactions: readonly NumberedInteraction[]): StateDefinition[] {
	const names = new Set(interactions.flatMap(({ interaction }) => interaction.states.map(({ name }) => name)));
	return [...names].flatMap((name) => stateOf(name) ?? []);
}

/** What stands before the description's path in the path of the first interaction that it knows. */
function basePathOf(interactions: readonly NumberedInteraction[], spec: Spec): string {
	for (const { interaction } of interactions) {
		const { method, path } = interaction.exchange.request;
		const described = spec.operations.find(method, path)?.operation.path;
		if (described !== undefined)
			return path
				.split('/')
				.slice(0, -described.split('/').length + 1)
				.join('/');
	}
	return '';
}

/** An answer is for another where a value of the request stands in what an interaction expects, and comes back otherwise. */
function answersForAnother(interactions: readonly NumberedInteraction[]): (live: Exchange) => boolean {
	return (live) =>
		interactions.some(
			({ interaction }) => brokenEchoes(interaction.stateValues, interaction.exchange, live).length > 0,
		);
}

async function meet(provider: Provider, name: string): Promise<StateResult> {
	const state = stateOf(name);
	return state ? metBy(provider, state).result : { kind: 'unknown', state: name };
}
