/**
 * Judges a verification: Pact's own result, and every interaction answered by exactly one recorded response, and that
 * response against the description in the role provider, and every value that a state supplied come back where the
 * contract expects it. Nothing a provider sent is repeated in a message.
 */
import { isObject, type Json } from '../../spec/json';
import { child, type Pointer, valueAt } from '../../spec/pointer';
import type { Spec } from '../../spec/spec';
import { asPattern, percentDecoded } from '../../spec/text';
import { check } from '../check/check';
import { type Exchange, header, livePlaces, readBody } from '../exchange';
import { type Code, type Finding, finding } from '../finding';
import type { Recorded, StateResult, Trace } from './bridge';
import { decoded } from './forward';
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

/** The findings of every interaction, and those that belong to none. */
export function judge(evidence: Evidence, spec: Spec): { all: Finding[]; each: InteractionJudgement[] } {
	const { replay, interactions, traces, provider } = evidence;
	const statuses = [...traces.values()].flatMap(({ exchanges }) =>
		exchanges.map(({ answer }) => (answer.kind === 'answered' ? answer.status : 0)),
	);
	const refused = statuses.length > 0 && statuses.every((status) => status === 401 || status === 403);
	const healthy = statuses.some((status) => status !== 0 && !isIll(status));
	const each = interactions.map((numbered) => judgeOne(numbered, evidence, spec, { refused, healthy }));
	const all: Finding[] = [];
	if (refused) {
		const message = `The provider refused our credentials on every request. Set IMPRINT_API_KEY and IMPRINT_AUTH_SCHEME to what it accepts: ${provider}`;
		all.push(finding({ code: 'provider.refused', role: 'provider', message }));
	}
	if (replay.kind === 'failed') {
		const message = `Pact's verifier came to no result: ${replay.reason}. Run it again; if it stays so, report it`;
		all.push(finding({ code: 'verifier.failed', role: 'provider', message }));
	}
	return { all, each };
}

const isIll = (status: number) => status === 429 || status >= 500;

function judgeOne(
	{ number, interaction, pact }: NumberedInteraction,
	{ traces, replay, provider }: Evidence,
	spec: Spec,
	{ refused, healthy }: { refused: boolean; healthy: boolean },
): InteractionJudgement {
	const trace = traces.get(number);
	const { ref, exchange } = interaction;
	const findings: Finding[] = [];
	const operation = spec.operations.find(exchange.request.method, exchange.request.path)?.operation.name;
	const report = (code: Code, message: string, at?: Pointer, instance?: Pointer) => {
		const place = at === undefined ? {} : { at: { file: pact.file, pointer: at } };
		const inside = instance === undefined ? {} : { instance };
		const text = `${message}: "${ref.description}"`;
		findings.push(
			finding({ code, role: 'provider', interaction: ref, message: text, ...place, ...inside, detail: message }),
		);
	};
	const done = () => ({ number, operation, findings });
	const base = child('/interactions', ref.index);

	const unmet = (trace?.states ?? []).filter((state) => state.kind !== 'met');
	for (const state of unmet) report(...wordsOfState(state, provider), child(base, 'providerStates'));
	if (unmet.length > 0) return done();
	const absent = interaction.stateValues
		.flatMap(({ expression }) => namesIn(expression))
		.filter((name) => !(name in valuesOf(trace)));
	for (const name of new Set(absent)) {
		report(
			'state.value.missing',
			`No provider state supplies "${name}", which the request needs, so an example was sent in its place. Add it to the state in contracts/states.ts`,
			child(base, 'request', 'generators'),
		);
	}
	if (absent.length > 0) return done();

	const [recorded, ...more] = trace?.exchanges ?? [];
	if (!recorded) {
		if (replay.kind === 'ran')
			report('provider.unanswered', 'The request never reached the provider, so nothing is proven');
		return done();
	}
	if (more.length > 0) report('provider.repeated', `One request was expected and ${more.length + 1} arrived`);
	const { answer } = recorded;
	if (refused) return done();
	if (answer.kind !== 'answered') {
		report(
			`provider.${answer.kind}`,
			`${capital(provider)} gave no answer: ${answer.reason}. See that it runs and can be reached`,
		);
		return done();
	}
	if (isIll(answer.status) && answer.status !== exchange.response.status) {
		if (answer.status === 429 || !healthy) {
			report(
				'provider.ill',
				`${capital(provider)} answered with status ${answer.status}, so nothing can be judged. Try again later`,
			);
		} else {
			report(
				'provider.failed',
				`${capital(provider)} failed with status ${answer.status} while it answered other requests. Take it up with the provider`,
			);
		}
		return done();
	}
	if (answer.status >= 300 && answer.status < 400 && answer.status !== exchange.response.status) {
		report(
			'provider.redirect',
			`The provider answered with a redirect (status ${answer.status}), which is never followed. Correct the provider URL or the path`,
		);
		return done();
	}

	const result = replay.kind === 'ran' ? replay.results.get(number) : undefined;
	if (replay.kind === 'ran' && !result) {
		report('provider.unanswered', 'Pact gave no result for the interaction, so nothing is proven');
	}
	const live = liveExchange(exchange, recorded);
	findings.push(...check(live, spec, 'provider').findings);
	for (const { pointer, name } of echoes(interaction.stateValues, exchange, live)) {
		report(
			'provider.value.other',
			`The response has another value at ${pointer} than the ${name} that was asked for. The provider answered for something else; take it up with it`,
			exchange.places.response.body + pointer,
			pointer,
		);
	}
	if (result && !result.ok) {
		for (const words of wordsOf(result.mismatches)) {
			report(
				'provider.mismatch',
				words.text,
				words.pointer === undefined ? exchange.places.response.status : exchange.places.response.body + words.pointer,
				words.pointer,
			);
		}
	}
	return done();
}

function wordsOfState(state: StateResult & { kind: 'unknown' | 'failed' | 'unmet' }, provider: string): [Code, string] {
	switch (state.kind) {
		case 'unknown':
			return [
				'state.unknown',
				`The provider state "${state.state}" is not in the catalogue. Add it to contracts/states.ts, or correct its name`,
			];
		case 'failed':
			return [
				'state.failed',
				`The provider state "${state.state}" could not be brought about: ${state.reason}. Mend its handler`,
			];
		case 'unmet':
			return ['state.unmet', `The provider state "${state.state}" is not met at ${provider}. ${state.reason}`];
		default:
			return state.kind satisfies never;
	}
}

function valuesOf(trace: Trace | undefined): Record<string, string> {
	return Object.assign({}, ...(trace?.states ?? []).map((state) => (state.kind === 'met' ? state.values : {})));
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

/** Where the contract expects a supplied value to come back, and another one came. */
function* echoes(stateValues: readonly { expression: string; example: string }[], expected: Exchange, live: Exchange) {
	const [want, got] = [expected.response.body, live.response.body];
	if (want.kind !== 'json' || got.kind !== 'json' || expected.response.status !== live.response.status) return;
	for (const { expression, example } of stateValues) {
		const before = valuesIn(expression, example);
		const after = valuesIn(expression, live.request.path);
		for (const [name, value] of before) {
			for (const pointer of placesOf(want.value, value)) {
				const actual = valueAt(got.value, pointer);
				if (actual !== undefined && actual !== after.get(name)) yield { pointer, name };
			}
		}
	}
}

const namesIn = (expression: string): string[] =>
	[...expression.matchAll(/\$\{([^}]+)\}/g)].map((match) => match[1] ?? '');

/** The values that `text` has at the places of `${names}` in `expression`, percent-decoded. */
function valuesIn(expression: string, text: string): Map<string, string> {
	const pattern = expression
		.split(/\$\{[^}]+\}/)
		.map(asPattern)
		.join('([^/]+)');
	const match = new RegExp(`^${pattern}$`).exec(text);
	return new Map(
		namesIn(expression).flatMap((name, index) => (match ? [[name, percentDecoded(match[index + 1] ?? '')]] : [])),
	);
}

function placesOf(value: Json, wanted: string, at: Pointer = ''): Pointer[] {
	if (value === wanted) return [at];
	if (Array.isArray(value)) return value.flatMap((item: Json, index) => placesOf(item, wanted, child(at, index)));
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([key, member]) => placesOf(member, wanted, child(at, key)));
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
