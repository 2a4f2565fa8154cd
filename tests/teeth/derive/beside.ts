/** The mutants beside the interactions: faults only in the requests that prove a provider state, or only in the one that restores a customer. */
import { isObject, type JsonObject } from '../../../src/json/json';
import type { Spec } from '../../../src/openapi/spec';
import type { Answered, Expectation, Fault, Mutant, Scope } from '../mutant';
import { typed, withBody } from './bytes';
import { breachOf, responseOf, type Sample } from './sample';
import { under } from './statuses';

/** `samples` are those of the operation that proves the states. */
export function besideMutants(spec: Spec, samples: readonly Sample[]): Mutant[] {
	const accepted = samples.filter(({ status }) => status === 200);
	const [first] = accepted;
	if (!first) return [];
	const { name } = first.operation;
	const mutants: Mutant[] = [];
	const add = (
		beside: NonNullable<Scope['beside']>,
		what: string,
		fault: Fault,
		expected: Expectation,
		timeout?: number,
	) =>
		mutants.push({
			...{ kind: 'beside', name: `${name}, ${beside} alone: ${what}`, fault, expected },
			scope: { operation: name, status: 200, beside },
			...(timeout === undefined ? {} : { timeout }),
		});
	const whole = (status: number): Fault | undefined => {
		const model = samples.find((sample) => sample.status === status);
		return (
			model && { answer: (answer: Answered) => ({ ...answer, status, body: Buffer.from(JSON.stringify(model.body)) }) }
		);
	};
	const breaks = 'it breaks the spec, whatever it was asked for';
	const anotherId = 'it answers for another than was asked for';
	const unproven = 'the states are not proven, so nothing is judged';

	const swap = (answer: Answered, from: string, to: string) => withBody((text) => text.replaceAll(from, to))(answer);
	const broken: [what: string, change: NonNullable<Fault['answer']>, because: string][] = [
		["another customer's id", (answer, { ids }) => swap(answer, ids.own, ids.other), anotherId],
	];
	if (breachOf(spec, [{ sample: first, status: 200, body: {} }])?.by.includes('spec')) {
		broken.push(['an empty object', withBody(() => '{}'), breaks]);
	}
	const field = Object.keys(isObject(first.body) ? first.body : {}).findLast((key) => {
		const body = { ...(first.body as JsonObject), [key]: 5 };
		return breachOf(spec, [{ sample: first, status: 200, body }])?.because.includes('the spec at');
	});
	if (field !== undefined) {
		const change = (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), [field]: 5 });
		broken.push([`/${field}: 5`, withBody(change), breaks]);
	}
	for (const status of [201, 204, 307, 422].filter((each) => responseOf(spec, first.operation, each) === undefined)) {
		broken.push([`${status}`, (answer) => under(status, answer), breaks]);
	}
	if (responseOf(spec, first.operation, 200)?.media['text/html'] === undefined) {
		broken.push(['called text/html', typed('text/html'), breaks]);
	}
	for (const [what, answer, because] of broken) {
		add('reading', what, { answer }, disagree(because));
		// The proof of a state is honest, and what reads the customer afterwards is not.
		const later: Fault = { answer: (honest, about) => (about.attempt > 1 ? answer(honest, about) : honest) };
		add('reading', `${what}, afterwards`, later, disagree(because));
		add('putting back', what, { answer }, disagree(because));
	}
	const unknown = whole(404);
	if (unknown) add('reading', 'a whole 404', unknown, unjudged('there is no customer to verify with'));
	add('reading', '401', { answer: (answer) => under(401, answer) }, unjudged(unproven));
	for (const status of [500, 503]) {
		const fails: Fault = { answer: (answer) => under(status, answer) };
		add('reading', `${status}`, fails, disagree('it fails while it answers others'));
	}
	add('reading', 'none at all', { deliver: () => {} }, unjudged(unproven), 500);

	const left = 'the customer is not as it was found';
	const refusal = whole(400);
	if (refusal) add('putting back', 'a whole 400, and nothing stored', { ...refusal, ask: nothing }, disagree(left));
	add('putting back', 'nothing is stored', { ask: nothing }, disagree(left));
	const fails: Fault = { ask: nothing, answer: (answer) => under(500, answer) };
	for (const status of [429, 500, 503]) {
		const stores: Fault = { answer: (answer) => under(status, answer) };
		add('putting back', `${status}, and stored`, stores, unjudged('the provider was unavailable'));
	}
	add('putting back', 'none at all, and stored', { deliver: () => {} }, unjudged('it did not say'), 500);
	if (refusal) add('putting back', 'a whole 400, and stored', refusal, disagree('it stores what it refuses'));
	add(
		'putting back',
		'500, and nothing stored',
		fails,
		unjudged('whether the customer is as it was found is not known'),
	);
	return mutants;
}

const nothing: NonNullable<Fault['ask']> = (asked) => ({ ...asked, body: Buffer.from('{}') });

const disagree = (because: string): Expectation => ({ outcome: 'caught', verdict: 'disagree', by: 'anybody', because });
const unjudged = (because: string): Expectation => ({ outcome: 'caught', verdict: 'unjudged', by: ['suite'], because });
