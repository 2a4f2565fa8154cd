/**
 * Judges a verification: Pact's own result, and every interaction answered by exactly one recorded response, and that
 * response against the spec in the role provider, and every value that a state supplied come back where the contract
 * expects it. No message repeats what a provider sent, unless values may be shown.
 */
import { check } from '../check/check';
import type { Disclosure } from '../exchange/disclosure';
import type { Exchange, InteractionRef } from '../exchange/exchange';
import { type Draft, type Finding, finding } from '../exchange/finding';
import type { Recorded } from '../http/wire';
import { child } from '../json/pointer';
import type { Spec } from '../openapi/spec';
import { exchangeOf, isRefusal, isUnavailable, judgeAnswer } from './answer';
import { judgeMismatches, receivedAt } from './mismatch';
import type { ReplayResult } from './replay';
import { type HttpInteraction, wrongReturnedIds } from './state-values';
import { judgeStates, type Replayed } from './states';

export interface Evidence {
	readonly interactions: readonly Replayed[];
	/** The answers to the requests that proved provider states. */
	readonly proofs: readonly Recorded[];
	/** All that was exchanged, also to read the customer and to put it back. */
	readonly exchanges: readonly Recorded[];
	readonly result: ReplayResult;
	/** The provider's name in messages. */
	readonly provider: string;
	readonly spec: Spec;
	/** What messages may show of what the provider sent. */
	readonly disclosure: Disclosure;
}

export interface JudgedInteraction {
	readonly ref: InteractionRef;
	readonly operation: string | undefined;
	/** Whether its request was sent. */
	readonly isReplayed: boolean;
	readonly findings: readonly Finding[];
}

export interface Judgement {
	/** Findings that belong to no interaction. */
	readonly findings: readonly Finding[];
	/** One for every interaction, in the order of the pacts. */
	readonly interactions: readonly JudgedInteraction[];
}

/** The evidence, and how the provider fared over all: what one bad answer means depends on the others. */
interface Context extends Evidence {
	/** It refused our credentials wherever it was not meant to. */
	readonly refused: boolean;
	/** It answered at least one request as a provider that works. */
	readonly works: boolean;
}

export function judge(evidence: Evidence): Judgement {
	const context = { ...evidence, ...healthOf(evidence) };
	const { result, provider, refused } = context;
	const drafts: Draft[] = [];
	if (refused) {
		const message = `The provider refused our credentials on every request. Set IMPRINT_API_KEY and IMPRINT_AUTH_SCHEME to what it accepts: ${provider}`;
		drafts.push({ code: 'provider.refused', role: 'provider', message });
	}
	if (result.kind === 'failed') {
		const message = `Pact's verifier came to no result: ${result.reason}. Run it again; if it stays so, report it`;
		drafts.push({ code: 'verifier.failed', role: 'provider', message });
	}
	const interactions = evidence.interactions.map((replayed, number) => judgeOne(replayed, number, context));
	const others = refused ? [] : judgeOthers(interactions, context);
	return { findings: [...drafts.map(finding), ...others], interactions };
}

/** A provider that refuses all that it is well enough to answer refuses our credentials. */
function healthOf({ interactions, proofs }: Evidence): Pick<Context, 'refused' | 'works'> {
	const asked = interactions
		.filter(({ interaction }) => !isRefusal(interaction.exchange.response.status))
		.flatMap(({ exchanges }) => exchanges);
	const statuses = [...proofs, ...asked]
		.flatMap(({ answer }) => (answer.kind === 'answered' ? [answer.status] : []))
		.filter((status) => !isUnavailable(status));
	return { refused: statuses.length > 0 && statuses.every(isRefusal), works: statuses.length > 0 };
}

function judgeOne(replayed: Replayed, number: number, context: Context): JudgedInteraction {
	const { ref, exchange } = replayed.interaction;
	const { method, path } = exchange.request;
	return {
		ref,
		operation: context.spec.operations.find(method, path)?.operation.name,
		isReplayed: (replayed.exchanges[0]?.attempts ?? 0) > 0,
		findings: findingsOf(replayed, number, context),
	};
}

/** Each stage presupposes that the one before found nothing: a request that was never sent has no response to judge. */
function findingsOf(replayed: Replayed, number: number, context: Context): Finding[] {
	const { interaction } = replayed;
	const { spec, provider, works, refused, disclosure } = context;
	const [answered] = replayed.exchanges;
	const expected = interaction.exchange.response.status;
	const complete = (draft: Draft) => ofInteraction(draft, interaction.ref);
	const early = [
		() => judgeStates(replayed, provider),
		() => judgeDelivery(replayed, context),
		() => (refused ? [] : judgeProofs(replayed, context)),
		() => (answered && !refused ? judgeAnswer(answered, { provider, works, expected }) : []),
	];
	for (const stage of early) {
		const drafts = stage();
		if (drafts.length > 0) return drafts.map(complete);
	}
	if (!answered || refused) return [];
	const live = exchangeOf(answered);
	const drafts = [
		...judgeReturnedIds(interaction, live, disclosure),
		...judgeResult(interaction, number, live, context),
	];
	return [...check(live, spec, 'provider', disclosure).findings, ...drafts.map(complete)];
}

const ofInteraction = (draft: Draft, interaction: InteractionRef): Finding =>
	finding({ ...draft, role: 'provider', interaction, message: `${draft.message}: "${interaction.description}"` });

/** Exactly one request must have reached the provider. */
function judgeDelivery({ exchanges, states }: Replayed, { result }: Context): Draft[] {
	if (states.some(({ kind }) => kind === 'unproven')) return [];
	if (exchanges.length > 1) {
		const message = `One request was to be sent, and ${exchanges.length} were. Run it again; if it stays so, report it`;
		return [{ code: 'provider.repeated', message }];
	}
	if (exchanges.length > 0 || result.kind === 'failed') return [];
	const what = 'The request never reached the provider, so nothing is proven';
	return [{ code: 'provider.unanswered', message: `${what}. Run it again; if it stays so, report it` }];
}

/** A state whose proof the provider answered with nothing that can be used: what that was, or that it refused. */
function judgeProofs({ interaction: { ref }, states }: Replayed, { provider, works }: Context): Draft[] {
	return states.flatMap((state): Draft[] => {
		if (state.kind !== 'unproven') return [];
		const drafts = judgeAnswer(state.recorded, { provider, works });
		if (drafts.length > 0) return drafts;
		const what = `The provider state "${state.state}" is not met at ${provider}: an update of no field was refused, and other requests were not`;
		const message = `${what}. Set IMPRINT_API_KEY to a key that may update the customer of IMPRINT_CUSTOMER_ID`;
		const at = { file: ref.file, pointer: child('/interactions', ref.index, 'providerStates') };
		return [{ code: 'state.unmet', message, at, detail: state.state }];
	});
}

function judgeReturnedIds(interaction: HttpInteraction, live: Exchange, { showsValues }: Disclosure): Draft[] {
	const { file } = interaction.ref;
	return wrongReturnedIds(interaction, live).map(({ pointer, name }) => ({
		code: 'provider.value.other',
		message: `The response has another value at ${pointer} than the ${name} that was asked for${showsValues ? ` (it is ${receivedAt(live, 'body', pointer)})` : ''}: the provider answered for something else. Take it up with the provider`,
		at: { file, pointer: interaction.exchange.places.response.body + pointer },
		instance: pointer,
	}));
}

function judgeResult(interaction: HttpInteraction, number: number, live: Exchange, context: Context): Draft[] {
	if (context.result.kind === 'failed') return [];
	const mismatches = context.result.mismatches.get(number);
	if (mismatches === 'none') return [];
	if (mismatches) return judgeMismatches(mismatches, { interaction, live, disclosure: context.disclosure });
	const what = 'Pact gave no result for the interaction, so nothing is proven';
	return [{ code: 'provider.unanswered', message: `${what}. Run it again; if it stays so, report it` }];
}

/** What the answers to our own requests add to what the interactions report: all that comes back is judged. */
function judgeOthers(interactions: readonly JudgedInteraction[], context: Context): Finding[] {
	const place = (each: Finding) => JSON.stringify([each.code, each.instance, each.spec?.pointer]);
	const reported = new Set(interactions.flatMap(({ findings }) => findings.map(place)));
	return context.exchanges
		.filter(({ request }) => request.interaction === undefined)
		.flatMap((recorded) => judgeOther(recorded, context))
		.filter((each) => !reported.has(place(each)) && reported.add(place(each)))
		.map(({ interaction: _none, ...each }) => each);
}

function judgeOther(recorded: Recorded, { interactions, proofs, provider, spec, disclosure }: Context): Finding[] {
	const { answer } = recorded;
	const ref = { file: '', index: 0, description: recorded.request.purpose };
	const complete = ({ at: _inPact, ...draft }: Draft) => ofInteraction(draft, ref);
	// No interaction failed: a provider that fails here is unavailable, whatever it answered before.
	const early = judgeAnswer(recorded, { provider, works: false });
	if (proofs.includes(recorded)) {
		// What is wrong with a proof is reported of the interactions that it was for.
		if (early.length > 0 || (answer.kind === 'answered' && isRefusal(answer.status))) return [];
	} else if (early.length > 0) return early.map(complete);
	const live = exchangeOf(recorded);
	const others = interactions.flatMap(({ interaction }) => judgeReturnedIds(interaction, live, disclosure));
	return [...check(live, spec, 'provider', disclosure).findings, ...others.map(complete)];
}
