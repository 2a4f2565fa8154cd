/** Judges what was exchanged beside the interactions, and the ids that every answer returns. */
import { check } from '../check/check';
import type { Disclosure } from '../exchange/disclosure';
import type { Exchange, InteractionRef } from '../exchange/exchange';
import { type Finding, type FindingDraft, finding } from '../exchange/finding';
import type { Recorded } from '../http/wire';
import { exchangeOf, isRefusal, judgeAnswer } from './answer';
import type { Evidence } from './evidence';
import { receivedAt } from './mismatch';
import { type HttpInteraction, wrongReturnedIds } from './state-values';

/**
 * Judges the responses to requests the tool sends itself (proofs, reads, restore), omitting findings already reported
 * for an interaction.
 */
export function judgeOwnRequests(
	interactions: readonly { readonly findings: readonly Finding[] }[],
	context: Evidence,
): Finding[] {
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
	{ interactions, proofs, provider: { name: provider }, spec, disclosure }: Evidence,
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

export function judgeReturnedIds(
	interaction: HttpInteraction,
	live: Exchange,
	{ showsValues }: Disclosure,
): FindingDraft[] {
	const { file } = interaction.ref;
	return wrongReturnedIds(interaction, live).map(({ pointer, name }) => ({
		code: 'provider.value.other',
		title: `Response body ${pointer}: expected the ${name} of the request, received ${showsValues ? receivedAt(live, 'body', pointer) : 'another value'}.`,
		fix: ['Report it to the provider: it answered for something else.'],
		at: { file, pointer: interaction.exchange.places.response.body + pointer },
		instance: pointer,
	}));
}

/** What the provider did to every operation alike is one cause, whatever the operation. */
const ofAll = /^provider\.(unreachable|timeout|cut|unavailable|failed)$|^state\./;

export const ofInteraction = (draft: FindingDraft, interaction: InteractionRef, operation?: string): Finding =>
	finding({
		...draft,
		role: 'provider',
		interaction,
		...(operation === undefined || ofAll.test(draft.code) ? {} : { operation }),
	});
