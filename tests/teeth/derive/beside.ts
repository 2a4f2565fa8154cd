/** The mutants beside the interactions: faults only in what proves a provider state, or only in what puts a customer back. */
import type { Spec } from '../../../spec/spec';
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
	const unproven = 'the states are not proven, so nothing is judged';

	if (breachOf(spec, [{ sample: first, status: 200, body: {} }])?.by.includes('spec')) {
		add('reading', 'an empty object', { answer: withBody(() => '{}') }, disagree(breaks));
	}
	if (responseOf(spec, first.operation, 201) === undefined) {
		add('reading', '201', { answer: (answer) => under(201, answer) }, disagree(breaks));
	}
	if (responseOf(spec, first.operation, 200)?.media['text/html'] === undefined) {
		add('reading', 'called text/html', { answer: typed('text/html') }, disagree(breaks));
	}
	const swap = (answer: Answered, from: string, to: string) => withBody((text) => text.replaceAll(from, to))(answer);
	add(
		'reading',
		"another customer's id",
		{ answer: (answer, { ids }) => swap(answer, ids.own, ids.other) },
		disagree('it answers for another than was asked for'),
	);
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
