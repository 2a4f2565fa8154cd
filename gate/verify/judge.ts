/**
 * Judges a verification: Pact's own result, and every interaction answered by exactly one recorded response, and that
 * response against the description in the role provider, and every value that a state supplied come back where the
 * contract expects it. Nothing a provider sent is repeated in a message.
 */
import { child, type Pointer } from '../../spec/pointer';
import type { Spec } from '../../spec/spec';
import { check } from '../check/check';
import { type Exchange, header, livePlaces, readBody } from '../exchange';
import { type Code, type Finding, finding } from '../finding';
import { type Recorded, suppliedBy, type Trace } from './bridge';
import { brokenEchoes, namesNeeded } from './echo';
import { type Answer, decoded } from './forward';
import { wordsOf } from './mismatch';
import type { NumberedInteraction, ReplayResult } from './replay';

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

/** How the provider fared over all: what one bad answer means depends on the others. */
interface Health {
	/** It refused our credentials wherever it was not meant to. */
	readonly refused: boolean;
	/** It answered at least one request as a provider that works. */
	readonly works: boolean;
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

const isRefusal = (status: number) => status === 401 || status === 403;
const isIll = (status: number) => status === 429 || status >= 500;

/** What is told of an interaction: the code, the message up to its subject, and the place in the pact. */
interface Told {
	readonly code: Code;
	readonly message: string;
	readonly at?: Pointer;
	readonly instance?: Pointer;
}

/** Each stage presupposes that the one before found nothing: a request that was never sent has no response to judge. */
function judgeOne(numbered: NumberedInteraction, evidence: Evidence, health: Health, spec: Spec): InteractionJudgement {
	const { number, interaction, pact } = numbered;
	const { request } = interaction.exchange;
	const operation = spec.operations.find(request.method, request.path)?.operation.name;
	const trace = evidence.traces.get(number) ?? { states: [], exchanges: [] };
	const withPlace = ({ code, message, at, instance }: Told) =>
		finding({
			code,
			role: 'provider',
			interaction: interaction.ref,
			message: `${message}: "${interaction.ref.description}"`,
			...(at === undefined ? {} : { at: { file: pact.file, pointer: at } }),
			...(instance === undefined ? {} : { instance }),
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

function judgeStates({ interaction }: NumberedInteraction, { states }: Trace, provider: string): Told[] {
	const base = child('/interactions', interaction.ref.index);
	const told = states.flatMap((state): Told[] => {
		const at = child(base, 'providerStates');
		switch (state.kind) {
			case 'met':
				return [];
			case 'unknown': {
				const next = 'Add it to contracts/states.ts, or correct its name';
				return [
					{
						code: 'state.unknown',
						message: `The provider state "${state.state}" is not in the catalogue. ${next}`,
						at,
					},
				];
			}
			case 'failed': {
				const what = `The provider state "${state.state}" could not be brought about: ${state.reason}`;
				return [{ code: 'state.failed', message: `${what}. Mend its handler`, at }];
			}
			case 'unmet': {
				const what = `The provider state "${state.state}" is not met at ${provider}`;
				return [{ code: 'state.unmet', message: `${what}. ${state.reason}`, at }];
			}
			default:
				return state satisfies never;
		}
	});
	if (told.length > 0) return told;
	const supplied = suppliedBy(states);
	return namesNeeded(interaction.stateValues)
		.filter((name) => supplied[name] === undefined)
		.map((name) => {
			const what = `No provider state supplies "${name}", which the request needs, so it was not sent`;
			const at = child(base, 'request', 'generators');
			return { code: 'state.value.missing', message: `${what}. Add it to the state in contracts/states.ts`, at };
		});
}

/** Exactly one request must have reached the provider, and Pact must have judged what came back. */
function judgeDelivery({ exchanges }: Trace, replay: ReplayResult): Told[] {
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

/** An answer that says nothing about the contract: none at all, an ill provider, a redirect. */
function judgeAnswer({ interaction }: NumberedInteraction, trace: Trace, provider: string, health: Health): Told[] {
	const answer: Answer | undefined = trace.exchanges[0]?.answer;
	if (!answer || health.refused) return [];
	const name = provider.charAt(0).toUpperCase() + provider.slice(1);
	if (answer.kind !== 'answered') {
		const what = `${name} gave no usable answer: ${answer.reason}`;
		return [{ code: `provider.${answer.kind}`, message: `${what}. See that it runs and can be reached` }];
	}
	const { status } = answer;
	if (status === interaction.exchange.response.status) return [];
	if (status === 429 || (isIll(status) && !health.works)) {
		const message = `${name} answered with status ${status}, so nothing can be judged. Try again later`;
		return [{ code: 'provider.ill', message }];
	}
	if (isIll(status)) {
		const what = `${name} failed with status ${status} while it answered other requests`;
		return [{ code: 'provider.failed', message: `${what}. Take it up with the provider` }];
	}
	if (status >= 300 && status < 400) {
		const what = `The provider answered with a redirect (status ${status}), which is never followed`;
		return [{ code: 'provider.redirect', message: `${what}. Correct the provider URL or the path` }];
	}
	return [];
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
	return wordsOf(result.mismatches).map(({ part, pointer, text }) => ({
		code: 'provider.mismatch',
		message: text,
		at: interaction.exchange.places.response[part] + pointer,
		...(part === 'body' ? { instance: pointer } : {}),
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
