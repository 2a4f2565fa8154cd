/**
 * Judges a verification. Checks that (1) Pact reports no mismatch; (2) each interaction got exactly one response; (3)
 * it conforms to the spec; (4) values supplied by provider states are returned where the contract expects them. No
 * message repeats what a provider sent, unless values may be shown.
 */
import { check } from '../check/check';
import type { Exchange, ExchangeResponse, InteractionRef } from '../exchange/exchange';
import { type Finding, type FindingDraft, finding } from '../exchange/finding';
import type { Recorded } from '../http/wire';
import { child } from '../json/pointer';
import { capital } from '../json/text';
import type { ProviderVariables } from '../system/environment';
import { exchangeOf, isRefusal, judgeAnswer } from './answer';
import { curlOf } from './curl';
import type { Evidence } from './evidence';
import { headerMismatches } from './expected-headers';
import { numberMismatches } from './expected-numbers';
import { type Health, healthOf } from './health';
import { judgeMismatches } from './mismatch';
import { mergeOutages } from './outages';
import { judgeOwnRequests, judgeReturnedIds, ofInteraction } from './own-requests';
import { variablesOf } from './state-variables';
import { judgeStates, type Replayed, wasNotAsked } from './states';
import { isExpectedStatus } from './status';
import { limitOfPactIn } from './unreplayable';
import type { Mismatch } from './verifier-result';

export interface JudgedInteraction {
	readonly ref: InteractionRef;
	readonly operation: string | undefined;
	/** What the contract expects. */
	readonly expected: ExchangeResponse;
	/** Its request and what came of it; undefined if nothing was sent. */
	readonly recorded: Recorded | undefined;
	/** Its request for a shell. */
	readonly curl: string;
	readonly findings: readonly Finding[];
}

export interface Judgement {
	/** Findings that belong to no interaction. */
	readonly findings: readonly Finding[];
	/** One for every interaction, in the order of the pacts. */
	readonly interactions: readonly JudgedInteraction[];
}

/** The evidence, and what all answers show together. */
export interface Context extends Evidence, Health {}

export function judge(evidence: Evidence): Judgement {
	const context = { ...evidence, ...healthOf(evidence) };
	const { refused, statuses } = context;
	const { name, credentials, variables } = evidence.provider;
	const drafts: FindingDraft[] = [];
	if (refused) {
		const title = `${capital(name)} answered ${statuses.join(' or ')} to every request.`;
		const fix = [
			credentials
				? checkKey(variables)
				: `Set ${variables.apiKey}; without it, the requests carry the example of the contract.`,
		];
		drafts.push({ code: 'provider.refused', role: 'provider', title, fix });
	}
	const interactions = evidence.interactions.map((replayed, number) => judgeOne(replayed, number, context));
	const own = refused ? [] : judgeOwnRequests(interactions, context);
	return { findings: [...drafts.map(finding), ...own], interactions: mergeOutages(interactions, context.works) };
}

const checkKey = ({ apiKey, authScheme }: ProviderVariables) =>
	`Check ${apiKey}; it is sent as a bearer token (${authScheme}=basic sends it as HTTP basic).`;

const again = ['Run it again.', 'Report it as a fault of this tool if it stays so.'];

function judgeOne(replayed: Replayed, number: number, context: Context): JudgedInteraction {
	const { ref, exchange } = replayed.interaction;
	const { method, path } = exchange.request;
	return {
		ref,
		operation: context.spec.operations.find(method, path)?.operation.name,
		expected: exchange.response,
		curl: curlOf(replayed.interaction, context.provider),
		recorded: replayed.exchanges.find(({ attempts }) => attempts > 0),
		findings: findingsOf(replayed, number, context),
	};
}

/** Each stage presupposes that the one before found nothing: a request that was never sent has no response to judge. */
function findingsOf(replayed: Replayed, number: number, context: Context): Finding[] {
	const { interaction } = replayed;
	const { spec, refused, disclosure, inTrouble } = context;
	const { name: provider } = context.provider;
	const [answered] = replayed.exchanges;
	const works = context.works && !(answered && inTrouble.has(answered));
	const isExpected = (status: number) => isExpectedStatus(replayed.written, interaction, status);
	const { method, path } = interaction.exchange.request;
	const operation = spec.operations.find(method, path)?.operation.name;
	const complete = (draft: FindingDraft) => ofInteraction(draft, interaction.ref, operation);
	const early = [
		() => judgeHandler(replayed, context),
		() => (replayed.unreplayable ? [replayed.unreplayable] : []),
		() => judgeStates(replayed, provider),
		() => judgeAltered(replayed),
		() => judgeDelivery(replayed, number, context),
		() => (refused ? [] : judgeProofs(replayed, context)),
		() => (answered && !refused ? judgeAnswer(answered, { provider, works, isExpected }) : []),
		() => (answered && inTrouble.has(answered) ? judgeLateRefusal(answered, context) : []),
	];
	for (const stage of early) {
		const drafts = stage();
		if (drafts.length > 0) return drafts.map(complete);
	}
	if (!answered || refused) return [];
	const live = exchangeOf(answered);
	const drafts = [...judgeReturnedIds(interaction, live, disclosure), ...judgeResult(replayed, number, live, context)];
	return [...check(live, spec, 'provider', disclosure).findings, ...drafts.map(complete)];
}

/** A refusal among outages, or at the end of a run that was let in before. */
function judgeLateRefusal(
	{ answer }: Recorded,
	{ refused, provider: { name, credentials, variables } }: Context,
): FindingDraft[] {
	if (refused || answer.kind !== 'answered' || !isRefusal(answer.status)) return [];
	const title = `${capital(name)} answered ${answer.status}, and let in other requests of this run.`;
	const fix = ['Run it again.', ...(credentials ? [checkKey(variables)] : [])];
	return [{ code: 'provider.refused', title, fix }];
}

/** Whether the local provider has a handler for the request at all. */
function judgeHandler({ interaction }: Replayed, { provider }: Context): FindingDraft[] {
	const { method, path } = interaction.exchange.request;
	const unhandled = provider.unhandled(method, path);
	if (!unhandled) return [];
	return [{ code: 'provider.unhandled', title: unhandled.title, fix: [unhandled.fix] }];
}

/** What arrived at the bridge has to be what the contract says. */
function judgeAltered({ altered, interaction: { ref, exchange } }: Replayed): FindingDraft[] {
	if (altered === undefined) return [];
	const title = `Request ${altered}: Pact's verifier cannot send it as the contract writes it, so the request was not sent.`;
	const at = { file: ref.file, pointer: exchange.places.request[altered] };
	return [{ code: 'request.altered', title, fix: [`Correct the ${altered} in the consumer test.`], at }];
}

const withoutResult = (reason: string): FindingDraft => ({
	code: 'verifier.failed',
	title: `Pact's verifier gave no result: ${reason}.`,
	fix: again,
});

/** Exactly one request must have reached the provider. */
function judgeDelivery(replayed: Replayed, number: number, { result }: Context): FindingDraft[] {
	const { exchanges, states } = replayed;
	if (states.some(({ kind }) => kind === 'unproven')) return [];
	if (exchanges.length > 1) {
		const title = `Request: expected one, and ${exchanges.length} were sent.`;
		return [{ code: 'provider.repeated', title, fix: again }];
	}
	if (exchanges.length > 0) return [];
	const failure = result.failures.get(number);
	if (failure !== undefined) return [withoutResult(failure)];
	if (wasNotAsked(replayed)) return [withoutResult('it did not ask for the provider states')];
	return [withoutResult('it did not send the request')];
}

/** Reports provider states whose proof request got no usable answer: the reason, or that the provider refused it. */
function judgeProofs({ interaction: { ref }, states }: Replayed, context: Context): FindingDraft[] {
	const { works, provider: of } = context;
	const { name: provider, variables, states: known = {} } = of;
	return states.flatMap((state): FindingDraft[] => {
		if (state.kind !== 'unproven') return [];
		const drafts = judgeAnswer(state.recorded, { provider, works });
		if (drafts.length > 0) return drafts;
		const title = `Provider state "${state.state}" is not met at ${provider}: it refused an update of no field, and no other request.`;
		const names = variablesOf(known[state.state] ?? {});
		const whose = names.length === 0 ? 'what the state stands for' : `what ${names.join(' and ')} names`;
		const fix = [`Set ${variables.apiKey} to a key that may update ${whose}.`];
		const at = { file: ref.file, pointer: child('/interactions', ref.index, 'providerStates') };
		return [{ code: 'state.unmet', title, fix, at, detail: state.state }];
	});
}

/** What Pact does not compare as the contract means it. */
function ownMismatches({ written, exchanges: [recorded] }: Replayed, { response }: Exchange): Mismatch[] {
	const { answer } = recorded ?? {};
	const bytes = answer?.kind === 'answered' && response.body.kind === 'json' ? answer.content : undefined;
	const numbers = bytes ? numberMismatches(written, new TextDecoder().decode(bytes)) : [];
	return [...headerMismatches(written, response.headers), ...numbers];
}

/** How Pact's sentence begins about a body that its parser cannot read. */
const unparsed = 'Failed to parse the actual body';

/** What keeps Pact's parser from reading the answer, though it is JSON. */
function limitOf({ exchanges: [recorded] }: Replayed, { response }: Exchange): string | undefined {
	if (response.body.kind !== 'json') return undefined;
	const { answer } = recorded ?? {};
	return answer?.kind === 'answered' && answer.content ? limitOfPactIn(answer.content) : undefined;
}

function judgeResult(replayed: Replayed, number: number, live: Exchange, context: Context): FindingDraft[] {
	const failure = context.result.failures.get(number);
	if (failure !== undefined) return [withoutResult(failure)];
	const mismatches = context.result.mismatches.get(number);
	if (!mismatches) return [withoutResult('it left this interaction out')];
	const own = ownMismatches(replayed, live);
	if (mismatches === 'none' && own.length === 0) return [];
	const all = [...(mismatches === 'none' ? [] : mismatches), ...own];
	const limit = all.some(({ text }) => text.startsWith(unparsed)) ? limitOf(replayed, live) : undefined;
	if (limit !== undefined) {
		const title = `Response body: Pact's verifier cannot read it, so it was not compared: ${limit}.`;
		return [{ code: 'verifier.failed', title, fix: ['Report it to the provider.'], instance: '', detail: limit }];
	}
	const { interaction, written } = replayed;
	return judgeMismatches(all, { interaction, written, live, disclosure: context.disclosure });
}
