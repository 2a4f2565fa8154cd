/**
 * Judges a verification. Checks that (1) Pact reports no mismatch; (2) each interaction got exactly one response; (3)
 * it conforms to the spec; (4) values supplied by provider states are returned where the contract expects them. No
 * message repeats what a provider sent, unless values may be shown.
 */
import { check } from '../check/check';
import type { Disclosure } from '../exchange/disclosure';
import type { Exchange, ExchangeResponse, InteractionRef } from '../exchange/exchange';
import { type Finding, type FindingDraft, finding } from '../exchange/finding';
import type { Recorded } from '../http/wire';
import { child } from '../json/pointer';
import { capital } from '../json/text';
import type { Spec } from '../openapi/spec';
import type { ProviderVariables } from '../system/environment';
import { exchangeOf, isRefusal, isUnavailable, judgeAnswer } from './answer';
import { judgeMismatches, receivedAt } from './mismatch';
import { mergeOutages } from './outages';
import type { Provider } from './provider';
import type { ReplayResult } from './replay';
import { type HttpInteraction, wrongReturnedIds } from './state-values';
import { variablesOf } from './state-variables';
import { judgeStates, type Replayed } from './states';

export interface Evidence {
	readonly interactions: readonly Replayed[];
	/** The answers to the requests that proved provider states. */
	readonly proofs: readonly Recorded[];
	/** All that was exchanged, also to read the customer and to restore it. */
	readonly exchanges: readonly Recorded[];
	readonly result: ReplayResult;
	readonly provider: Provider;
	readonly spec: Spec;
	/** What messages may show of what the provider sent. */
	readonly disclosure: Disclosure;
}

export interface JudgedInteraction {
	readonly ref: InteractionRef;
	readonly operation: string | undefined;
	/** What the contract expects. */
	readonly expected: ExchangeResponse;
	/** Its request and what came of it; undefined if nothing was sent. */
	readonly recorded: Recorded | undefined;
	readonly findings: readonly Finding[];
}

export interface Judgement {
	/** Findings that belong to no interaction. */
	readonly findings: readonly Finding[];
	/** One for every interaction, in the order of the pacts. */
	readonly interactions: readonly JudgedInteraction[];
}

/** The evidence, and a summary of all responses: what one bad response means depends on the others. */
interface Context extends Evidence {
	/** Every usable response (not 429 or 5xx) was a refusal, not counting interactions that expect one. */
	readonly refused: boolean;
	/** At least one response was usable (not 429 or 5xx), not counting interactions that expect a refusal. */
	readonly works: boolean;
	/** The distinct statuses of all responses, not counting interactions that expect a refusal. */
	readonly statuses: readonly number[];
}

export function judge(evidence: Evidence): Judgement {
	const context = { ...evidence, ...healthOf(evidence) };
	const { result, refused, statuses } = context;
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
	if (result.kind === 'failed') {
		const title = `Pact's verifier gave no result: ${result.reason}.`;
		drafts.push({ code: 'verifier.failed', role: 'provider', title, fix: again });
	}
	const interactions = evidence.interactions.map((replayed, number) => judgeOne(replayed, number, context));
	const own = refused ? [] : judgeOwnRequests(interactions, context);
	return { findings: [...drafts.map(finding), ...own], interactions: mergeOutages(interactions, context.works) };
}

const checkKey = ({ apiKey, authScheme }: ProviderVariables) =>
	`Check ${apiKey}; it is sent as a bearer token (${authScheme}=basic sends it as HTTP basic).`;

const again = ['Run it again.', 'Report it as a fault of this tool if it stays so.'];

/** If every usable response is a refusal, the provider refuses our credentials. */
function healthOf({ interactions, proofs }: Evidence): Pick<Context, 'refused' | 'works' | 'statuses'> {
	const asked = interactions
		.filter(({ interaction }) => !isRefusal(interaction.exchange.response.status))
		.flatMap(({ exchanges }) => exchanges);
	const answers = [...proofs, ...asked].flatMap(({ answer }) => (answer.kind === 'answered' ? [answer.status] : []));
	const healthy = answers.filter((status) => !isUnavailable(status));
	const statuses = [...new Set(answers)].sort((one, other) => one - other);
	return { refused: healthy.length > 0 && healthy.every(isRefusal), works: healthy.length > 0, statuses };
}

function judgeOne(replayed: Replayed, number: number, context: Context): JudgedInteraction {
	const { ref, exchange } = replayed.interaction;
	const { method, path } = exchange.request;
	return {
		ref,
		operation: context.spec.operations.find(method, path)?.operation.name,
		expected: exchange.response,
		recorded: replayed.exchanges.find(({ attempts }) => attempts > 0),
		findings: findingsOf(replayed, number, context),
	};
}

/** Each stage presupposes that the one before found nothing: a request that was never sent has no response to judge. */
function findingsOf(replayed: Replayed, number: number, context: Context): Finding[] {
	const { interaction } = replayed;
	const { spec, works, refused, disclosure } = context;
	const { name: provider } = context.provider;
	const [answered] = replayed.exchanges;
	const expected = interaction.exchange.response.status;
	const { method, path } = interaction.exchange.request;
	const operation = spec.operations.find(method, path)?.operation.name;
	const complete = (draft: FindingDraft) => ofInteraction(draft, interaction.ref, operation);
	const early = [
		() => judgeHandler(replayed, context),
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

/** Whether the local provider has a handler for the request at all. */
function judgeHandler({ interaction }: Replayed, { provider }: Context): FindingDraft[] {
	const { method, path } = interaction.exchange.request;
	const unhandled = provider.unhandled(method, path);
	if (!unhandled) return [];
	return [{ code: 'provider.unhandled', title: unhandled.title, fix: [unhandled.fix] }];
}

/** What the provider did to every operation alike is one cause, whatever the operation. */
const ofAll = /^provider\.(unreachable|timeout|cut|unavailable|failed)$|^state\./;

const ofInteraction = (draft: FindingDraft, interaction: InteractionRef, operation?: string): Finding =>
	finding({
		...draft,
		role: 'provider',
		interaction,
		...(operation === undefined || ofAll.test(draft.code) ? {} : { operation }),
	});

/** Exactly one request must have reached the provider. */
function judgeDelivery({ exchanges, states }: Replayed, { result }: Context): FindingDraft[] {
	if (states.some(({ kind }) => kind === 'unproven')) return [];
	if (exchanges.length > 1) {
		const title = `Request: expected one, and ${exchanges.length} were sent.`;
		return [{ code: 'provider.repeated', title, fix: again }];
	}
	if (exchanges.length > 0 || result.kind === 'failed') return [];
	return [{ code: 'provider.unanswered', title: 'The request never reached the provider.', fix: again }];
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

function judgeReturnedIds(interaction: HttpInteraction, live: Exchange, { showsValues }: Disclosure): FindingDraft[] {
	const { file } = interaction.ref;
	return wrongReturnedIds(interaction, live).map(({ pointer, name }) => ({
		code: 'provider.value.other',
		title: `Response body ${pointer}: expected the ${name} of the request, received ${showsValues ? receivedAt(live, 'body', pointer) : 'another value'}.`,
		fix: ['Report it to the provider: it answered for something else.'],
		at: { file, pointer: interaction.exchange.places.response.body + pointer },
		instance: pointer,
	}));
}

function judgeResult(interaction: HttpInteraction, number: number, live: Exchange, context: Context): FindingDraft[] {
	if (context.result.kind === 'failed') return [];
	const mismatches = context.result.mismatches.get(number);
	if (mismatches === 'none') return [];
	if (mismatches) return judgeMismatches(mismatches, { interaction, live, disclosure: context.disclosure });
	return [{ code: 'provider.unanswered', title: 'Pact gave no result for the interaction.', fix: again }];
}

/**
 * Judges the responses to requests the tool sends itself (proofs, reads, restore), omitting findings already reported
 * for an interaction.
 */
function judgeOwnRequests(interactions: readonly JudgedInteraction[], context: Context): Finding[] {
	const place = (each: Finding) => JSON.stringify([each.code, each.instance, each.spec?.pointer]);
	const reported = new Set(interactions.flatMap(({ findings }) => findings.map(place)));
	return context.exchanges
		.filter(({ request }) => request.interaction === undefined)
		.flatMap((recorded) => judgeOwnRequest(recorded, context))
		.filter((each) => !reported.has(place(each)) && reported.add(place(each)))
		.map(ofOwnRequest);
}

/** The request is named in the title, for it is no interaction of the contract. */
function ofOwnRequest({ interaction, ...each }: Finding): Finding {
	const title = each.title.replace(/\.$/, ` (request: ${interaction?.description}).`);
	return { ...each, title, message: [title, ...each.fix].join(' ') };
}

function judgeOwnRequest(
	recorded: Recorded,
	{ interactions, proofs, provider: { name: provider }, spec, disclosure }: Context,
): Finding[] {
	const { answer } = recorded;
	const ref = { file: '', index: 0, description: recorded.request.purpose };
	const complete = ({ at: _inPact, ...draft }: FindingDraft) => ofInteraction(draft, ref);
	// No interaction failed: a provider that fails here is unavailable, whatever it answered before.
	const early = judgeAnswer(recorded, { provider, works: false });
	if (proofs.includes(recorded)) {
		// A failed proof is reported for the interactions that needed it.
		if (early.length > 0 || (answer.kind === 'answered' && isRefusal(answer.status))) return [];
	} else if (early.length > 0) return early.map(complete);
	const live = exchangeOf(recorded);
	const others = interactions.flatMap(({ interaction }) => judgeReturnedIds(interaction, live, disclosure));
	return [...check(live, spec, 'provider', disclosure).findings, ...others.map(complete)];
}
