/**
 * Judges a verification: Pact's own result, and every interaction answered by exactly one recorded response, and that
 * response against the description in the role provider, and every value that a state supplied come back where the
 * contract expects it. Nothing a provider sent is repeated in a message.
 */
import { type Pointer, valueAt } from '../../spec/pointer';
import type { Spec } from '../../spec/spec';
import { check } from '../check/check';
import { shownPlace } from '../check/wording';
import { type Exchange, header, livePlaces, readBody } from '../exchange';
import { type Code, type Finding, finding } from '../finding';
import type { Recorded, Trace } from './bridge';
import { brokenEchoes } from './echo';
import { decoded } from './forward';
import { wordsOf } from './mismatch';
import type { NumberedInteraction, ReplayResult } from './replay';
import { type Health, isIll, isRefusal, judgeAnswer, judgeDelivery, judgeStates, type Told } from './stages';

export interface Evidence {
	readonly interactions: readonly NumberedInteraction[];
	readonly traces: ReadonlyMap<number, Trace>;
	readonly replay: ReplayResult;
	/** The provider's name in messages. */
	readonly provider: string;
}

export interface InteractionJudgement {
	readonly number: number;
	readonly operation: string | undefined;
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
	return { all, each: evidence.interactions.map((numbered) => judgeOne(numbered, evidence, health, spec)) };
}

function healthOf({ interactions, traces }: Evidence): Health {
	const statuses = interactions
		.filter(({ interaction }) => !isRefusal(interaction.exchange.response.status))
		.flatMap(({ number }) => traces.get(number)?.exchanges ?? [])
		.map(({ answer }) => (answer.kind === 'answered' ? answer.status : undefined));
	return {
		refused: statuses.length > 0 && statuses.every((status) => status !== undefined && isRefusal(status)),
		works: statuses.some((status) => status !== undefined && !isIll(status)),
	};
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
	const early = [
		() => judgeStates(numbered, trace, evidence.provider),
		() => judgeDelivery(trace, evidence.replay),
		() => judgeAnswer(numbered, trace, evidence.provider, health),
	];
	for (const stage of early) {
		const told = stage();
		if (told.length > 0) return { number, operation, findings: told.map(withPlace) };
	}
	const [recorded] = trace.exchanges;
	if (!recorded || health.refused) return { number, operation, findings: [] };
	const live = liveExchange(interaction.exchange, recorded);
	const told = [...judgeEchoes(numbered, live), ...judgeReplay(numbered, evidence.replay)];
	return { number, operation, findings: [...check(live, spec, 'provider').findings, ...told.map(withPlace)] };
}

function judgeEchoes({ interaction }: NumberedInteraction, live: Exchange): Told[] {
	const { exchange, stateValues } = interaction;
	return brokenEchoes(stateValues, exchange, live).map(({ pointer, name }) => ({
		code: 'provider.value.other',
		message: `The response has another value at ${pointer} than the ${name} that was asked for: the provider answered for something else. Take it up with the provider`,
		at: exchange.places.response.body + pointer,
		instance: pointer,
	}));
}

function judgeReplay({ number, interaction }: NumberedInteraction, replay: ReplayResult): Told[] {
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
	const shown = (pointer: Pointer) =>
		valueAt(expected, pointer) === undefined ? shownPlace(pointer, 'provider') : pointer;
	return wordsOf(result.mismatches, shown).map(({ part, pointer, text }) => ({
		code: 'provider.mismatch',
		message: text,
		at: places.response[part] + pointer,
		...(part === 'body' ? { instance: pointer } : {}),
		detail: text,
	}));
}

/** The exchange that really took place: the request that was sent, the response that came. */
function liveExchange(expected: Exchange, { request, answer }: Recorded): Exchange {
	if (answer.kind !== 'answered') throw new Error('an exchange without an answer cannot be judged');
	const [path = '/', query = ''] = request.target.split('?');
	const body = decoded(answer.body, header(answer.headers, 'content-encoding'));
	return {
		interaction: expected.interaction,
		places: livePlaces,
		request: {
			method: request.method,
			path,
			query: [...new URLSearchParams(query)],
			headers: request.headers,
			body: readBody(request.body, header(request.headers, 'content-type')),
		},
		response: {
			status: answer.status,
			headers: answer.headers,
			body: body
				? readBody(body, header(answer.headers, 'content-type'))
				: { kind: 'text', text: '', fault: 'its content encoding cannot be undone' },
		},
	};
}
