/**
 * Judges a verification: Pact's own result, and every interaction answered by exactly one recorded response, and that
 * response against the description in the role provider, and every value that a state supplied come back where the
 * contract expects it. Nothing a provider sent is repeated in a message.
 */

import { check } from '../check/check';
import { isCredential } from '../check/parameter/headers';
import { type Disclosure, namesOnly, shorten } from '../exchange/disclosure';
import { type Exchange, header } from '../exchange/exchange';
import { type Code, type Finding, finding } from '../exchange/finding';
import { liveExchange } from '../http/live';
import type { Recorded } from '../http/wire';
import { valueAt } from '../json/pointer';
import type { Spec } from '../openapi/spec';
import type { Trace } from './bridge';
import { brokenEchoes } from './echo';
import { type Telling, wordsOf } from './mismatch';
import type { NumberedInteraction, ReplayResult } from './replay';
import { type Health, judgeAnswer, judgeDelivery, judgeProofs, judgeStates, type Told } from './stages';
import { isIll, isRefusal } from './status';

export interface Evidence {
	readonly interactions: readonly NumberedInteraction[];
	readonly traces: ReadonlyMap<number, Trace>;
	/** The answers to the requests that proved provider states. */
	readonly probes: readonly Recorded[];
	/** All that was exchanged, also to read the customer and to put it back. */
	readonly exchanges: readonly Recorded[];
	readonly replay: ReplayResult;
	/** The provider's name in messages. */
	readonly provider: string;
	/** What messages may show of what the provider sent. */
	readonly disclosure: Disclosure;
}

export interface InteractionJudgement {
	readonly number: number;
	readonly operation: string | undefined;
	/** Whether its request was sent. */
	readonly isReplayed: boolean;
	readonly findings: readonly Finding[];
}

/** The findings of every interaction, and those that belong to none. */
export function judge(evidence: Evidence, spec: Spec): { all: Finding[]; each: InteractionJudgement[] } {
	const health = healthOf(evidence);
	const all: Finding[] = [];
	const report = (code: Code, message: string) => all.push(finding({ code, role: 'provider', message }));
	if (health.refused) {
		report(
			'provider.refused',
			`The provider refused our credentials on every request. Set IMPRINT_API_KEY and IMPRINT_AUTH_SCHEME to what it accepts: ${evidence.provider}`,
		);
	}
	if (evidence.replay.kind === 'failed') {
		const { reason } = evidence.replay;
		report('verifier.failed', `Pact's verifier came to no result: ${reason}. Run it again; if it stays so, report it`);
	}
	const each = evidence.interactions.map((numbered) => judgeOne(numbered, evidence, health, spec));
	if (!health.refused) all.push(...judgeOthers(evidence, each, health, spec));
	return { all, each };
}

/** What comes back is judged, whatever was asked for: what the answers to our own requests add to what the interactions tell. */
function judgeOthers(evidence: Evidence, judgements: readonly InteractionJudgement[], health: Health, spec: Spec) {
	const place = (each: Finding) => JSON.stringify([each.code, each.instance, each.spec?.pointer]);
	const told = new Set(judgements.flatMap(({ findings }) => findings.map(place)));
	return evidence.exchanges
		.filter(({ request }) => request.interaction === undefined)
		.flatMap((recorded) => judgeOther(recorded, evidence, health, spec))
		.filter((each) => !told.has(place(each)) && told.add(place(each)))
		.map(({ interaction: _none, ...each }) => each);
}

function judgeOther(recorded: Recorded, evidence: Evidence, health: Health, spec: Spec): Finding[] {
	const { interactions, probes, provider, disclosure } = evidence;
	const ref = { file: '', index: 0, description: recorded.request.purpose };
	const withPlace = ({ at: _inPact, message, ...rest }: Told) =>
		finding({ ...rest, role: 'provider', interaction: ref, message: `${message}: "${ref.description}"` });
	// No interaction failed: a provider that fails here is ill, whatever it answered before.
	const early = judgeAnswer(recorded, undefined, provider, { ...health, works: false });
	const { answer } = recorded;
	if (probes.includes(recorded)) {
		// What is wrong with a proof is told of the interactions that it was for.
		if (early.length > 0 || (answer.kind === 'answered' && isRefusal(answer.status))) return [];
	} else if (early.length > 0) return early.map(withPlace);
	const live = liveExchange(ref, recorded);
	const echoes = interactions.flatMap((each) => judgeEchoes(each, live, disclosure));
	return [...check(live, spec, 'provider', disclosure).findings, ...echoes.map(withPlace)];
}

/** A provider that refuses all that it is well enough to answer refuses our credentials. */
function healthOf({ interactions, traces, probes }: Evidence): Health {
	const asked = interactions
		.filter(({ interaction }) => !isRefusal(interaction.exchange.response.status))
		.flatMap(({ number }) => traces.get(number)?.exchanges ?? []);
	const statuses = [...probes, ...asked]
		.flatMap(({ answer }) => (answer.kind === 'answered' ? [answer.status] : []))
		.filter((status) => !isIll(status));
	return { refused: statuses.length > 0 && statuses.every(isRefusal), works: statuses.length > 0 };
}

/** Each stage presupposes that the one before found nothing: a request that was never sent has no response to judge. */
function judgeOne(numbered: NumberedInteraction, evidence: Evidence, health: Health, spec: Spec): InteractionJudgement {
	const { number, interaction, pact } = numbered;
	const { request } = interaction.exchange;
	const operation = spec.operations.find(request.method, request.path)?.operation.name;
	const trace = evidence.traces.get(number) ?? { states: [], exchanges: [] };
	const withPlace = ({ code, message, at, instance, detail }: Told) =>
		finding({
			code,
			role: 'provider',
			interaction: interaction.ref,
			message: `${message}: "${interaction.ref.description}"`,
			...(at === undefined ? {} : { at: { file: pact.file, pointer: at } }),
			...(instance === undefined ? {} : { instance }),
			...(detail === undefined ? {} : { detail }),
		});
	const [answered] = trace.exchanges;
	const isReplayed = (answered?.attempts ?? 0) > 0;
	const { status } = interaction.exchange.response;
	const early = [
		() => judgeStates(numbered, trace, evidence.provider),
		() => judgeDelivery(trace, evidence.replay),
		() => judgeProofs(numbered, trace, evidence.provider, health),
		() => (answered && !health.refused ? judgeAnswer(answered, status, evidence.provider, health) : []),
	];
	for (const stage of early) {
		const told = stage();
		if (told.length > 0) return { number, operation, isReplayed, findings: told.map(withPlace) };
	}
	if (!answered || health.refused) return { number, operation, isReplayed, findings: [] };
	const { disclosure } = evidence;
	const live = liveExchange(interaction.ref, answered);
	const told = [...judgeEchoes(numbered, live, disclosure), ...judgeReplay(numbered, live, evidence)];
	return {
		number,
		operation,
		isReplayed,
		findings: [...check(live, spec, 'provider', disclosure).findings, ...told.map(withPlace)],
	};
}

function judgeEchoes({ interaction }: NumberedInteraction, live: Exchange, { showsValues }: Disclosure): Told[] {
	const { exchange, stateValues } = interaction;
	return brokenEchoes(stateValues, exchange, live).map(({ pointer, name }) => ({
		code: 'provider.value.other',
		message: `The response has another value at ${pointer} than the ${name} that was asked for${showsValues ? ` (it is ${cameIn(live, 'body', pointer)})` : ''}: the provider answered for something else. Take it up with the provider`,
		at: exchange.places.response.body + pointer,
		instance: pointer,
	}));
}

function judgeReplay(
	{ number, interaction }: NumberedInteraction,
	live: Exchange,
	{ replay, disclosure }: Evidence,
): Told[] {
	if (replay.kind === 'failed') return [];
	const result = replay.results.get(number);
	if (!result) {
		const message =
			'Pact gave no result for the interaction, so nothing is proven. Run it again; if it stays so, report it';
		return [{ code: 'provider.unanswered', message }];
	}
	if (result.ok) return [];
	const { places, response } = interaction.exchange;
	const expected = response.body.kind === 'json' ? response.body.value : undefined;
	// What the contract names may be named; another key is the provider's.
	const telling = ({ place: shown, showsValues }: Disclosure): Telling => ({
		shown: (pointer) => (valueAt(expected, pointer) === undefined ? shown(pointer) : pointer),
		came: (part, place) => (showsValues ? cameIn(live, part, place) : undefined),
	});
	// The same fault is the same with other values.
	const withheld = wordsOf(result.mismatches, telling(namesOnly));
	return wordsOf(result.mismatches, telling(disclosure)).map(({ part, pointer, text }, index) => ({
		code: 'provider.mismatch',
		message: text,
		at: places.response[part] + pointer,
		...(part === 'body' ? { instance: pointer } : {}),
		detail: withheld[index]?.text ?? text,
	}));
}

/** What came, as it is written. */
function cameIn({ response }: Exchange, part: 'headers' | 'body', place: string): string | undefined {
	if (part === 'headers') return isCredential(place) ? undefined : header(response.headers, place.toLowerCase());
	const value = response.body.kind === 'json' ? valueAt(response.body.value, place) : undefined;
	return value === undefined ? undefined : shorten(JSON.stringify(value));
}
