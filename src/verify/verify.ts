/**
 * The step `verify`: replays pacts against the provider through the bridge, judges everything that came back, and restores
 * what it changed at a provider that is not ours.
 */
import { isRed } from '../exchange/finding';
import type { Transport } from '../http/transport';
import { createWire, type Recorded } from '../http/wire';
import type { PactFile } from '../pact/pact-file';
import { withLastWork } from '../system/lifetime';
import { isRefusal } from './answer';
import { startBridge } from './bridge';
import { type Judgement, judge } from './judge';
import type { Provider } from './provider';
import { replay } from './replay';
import { replayedOf } from './replayed';
import { findingsOf, sentenceOf, unfinishedSentence } from './restore/findings';
import type { Restoration } from './restore/restore';
import { localStates, proveStates, type StatesOptions, statesOf } from './restore/states';
import { stateVariables } from './state-variables';
import { isExpectedStatus } from './status';
import { startVerifier, type Verifier } from './verifier';

export interface VerifyOptions extends Omit<StatesOptions, 'interactions' | 'wire'> {
	readonly pacts: readonly PactFile[];
	readonly transport: Transport;
	/** Milliseconds that one request may take at most, whatever happens. */
	readonly longestDelivery: number;
	readonly onProgress: (text: string) => void;
	/** Called before the first request, with the list that all exchanges will join. */
	readonly onContact: (exchanges: readonly Recorded[]) => void;
}

export interface Verification extends Judgement {
	/** All that was sent, in order. */
	readonly exchanges: readonly Recorded[];
	readonly restoration: Restoration;
}

/** Verifies the provider. Never rejects over what the provider does: that is a finding. */
export async function verify(options: VerifyOptions): Promise<Verification> {
	const verifier = startVerifier();
	try {
		return await verifyWith(verifier, options);
	} finally {
		await verifier.close();
	}
}

async function verifyWith(verifier: Verifier, options: VerifyOptions): Promise<Verification> {
	const { spec, provider, transport, longestDelivery, disclosure } = options;
	const { name, kind } = provider;
	const progress = (text: string) => options.onProgress(`verify: ${text}`);
	const interactions = options.pacts.flatMap((pact) => replayedOf(pact, provider.leaveAlone));
	const wire = createWire(transport, provider.credentials);
	const { exchanges } = wire;
	options.onContact(exchanges);

	if (kind === 'remote' && statesOf(interactions).length > 0) progress(`the provider states at ${name}`);
	const states = kind === 'local' ? localStates(provider) : await proveStates({ ...options, interactions, wire });
	const unfinished = () => unfinishedSentence(states.changedFields(), name);
	const callOff = kind === 'remote' ? withLastWork({ finish, unfinished }) : undefined;
	let answered = 0;
	const bridge = await startBridge({
		interactions,
		meetState: (state, params, { interaction }) => states.meet(state, params, interaction.exchange.request.method),
		async send({ interaction, written }, request) {
			const { ref, exchange } = interaction;
			const isExpected = (status: number) => isExpectedStatus(written, interaction, status);
			const withoutCredentials = isRefusal(exchange.response.status);
			const own = { purpose: ref.description, interaction: ref, isExpected, withoutCredentials };
			const recorded = await wire.send({ ...request, ...own });
			answered += 1;
			progress(`${answered} of ${interactions.length} answered by ${name}`);
			return recorded;
		},
	});
	try {
		const result = await replay(interactions, bridge, verifier, longestDelivery + 5_000);
		if (kind === 'remote') progress(`restoring what was changed at ${name}`);
		const restoration = await states.restore();
		const evidence = {
			interactions,
			proofs: states.proofs,
			exchanges,
			result,
			provider,
			spec,
			disclosure,
		};
		return { ...withRestoration(judge(evidence), restoration, provider), exchanges, restoration };
	} catch (error) {
		const restoration = await states.restore();
		if (restoration.failed.length === 0) throw error;
		const fault = error instanceof Error ? error.message : String(error);
		throw new Error(`${fault}. ${sentenceOf(restoration, name)}`, { cause: error });
	} finally {
		callOff?.();
		await bridge.close();
	}

	async function finish(): Promise<string> {
		transport.hurry();
		return sentenceOf(await states.restore(), name);
	}
}

/** What a restoration found of an interaction presupposes that its answer was right. */
function withRestoration(judgement: Judgement, restoration: Restoration, { name, states }: Provider): Judgement {
	const found = findingsOf(restoration, name, stateVariables(states));
	const of = (ref: unknown) => found.filter(({ interaction }) => interaction === ref);
	return {
		findings: [...judgement.findings, ...of(undefined)],
		interactions: judgement.interactions.map((each) => {
			const isRight = !each.findings.some(isRed);
			return isRight ? { ...each, findings: [...each.findings, ...of(each.ref)] } : each;
		}),
	};
}
