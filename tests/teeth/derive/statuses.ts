/** The mutants of the status: every documented one in the place of every other, with its body and without, and those that nobody documents. */
import type { Spec } from '../../../src/openapi/spec';
import type { Answered, Expectation, Fault, Mutant, Scope, Watch } from '../mutant';
import { without } from './bytes';
import { breachOf, documentedStatuses, responseOf, type Sample } from './sample';

const success = (status: number) => status >= 200 && status < 300;

/** `all` are the samples of one operation; of them `samples` share a status. */
export function statusMutants(spec: Spec, samples: readonly Sample[], all: readonly Sample[]): Mutant[] {
	const [first] = samples;
	if (!first) return [];
	const { operation, status } = first;
	const mutants: Mutant[] = [];
	const scope: Scope = { operation: operation.name, status };
	const add = (what: string, fault: Fault, expected: Expectation, only: Scope = scope) =>
		mutants.push({ kind: 'status', name: `${operation.name} ${status}: ${what}`, scope: only, fault, expected });

	for (const other of documentedStatuses(spec, operation).filter((each) => each !== status)) {
		const breach = breachOf(
			spec,
			samples.map((sample) => ({ sample, status: other, body: sample.body })),
		);
		if (breach)
			add(
				`its body under ${other}`,
				{ answer: (answer) => ({ ...answer, status: other }) },
				{ outcome: 'caught', verdict: 'disagree', ...breach },
			);
		const model = all.find((sample) => sample.status === other);
		if (!model) continue;
		const because = `"${first.description}" relies on status ${status}`;
		const instead: Fault = {
			answer: (answer) => ({ ...answer, status: other, body: Buffer.from(JSON.stringify(model.body)) }),
		};
		add(`${meaningOf(status, other)} with a whole ${other}`, instead, {
			outcome: 'caught',
			verdict: 'disagree',
			by: ['Pact'],
			because,
		});
		const body = breachOf(
			spec,
			samples.map((sample) => ({ sample, status, body: model.body })),
		);
		const kept: Fault = { answer: (answer) => ({ ...answer, body: Buffer.from(JSON.stringify(model.body)) }) };
		add(
			`the body of a ${other}`,
			kept,
			body
				? { outcome: 'caught', verdict: 'disagree', ...body }
				: { outcome: 'loose', because: 'the spec requires no field of it, and no interaction relies on one' },
		);
	}

	// One alone: who looks at the first of a kind only sees nothing.
	for (const sample of samples.length > 1 ? samples : []) {
		const other = all.find((each) => each.status !== status);
		if (!other) continue;
		const because = `"${sample.description}" relies on status ${status}`;
		add(
			`"${sample.description}" alone with a whole ${other.status}`,
			{ answer: (answer) => ({ ...answer, status: other.status, body: Buffer.from(JSON.stringify(other.body)) }) },
			caught(because, ['Pact']),
			{ ...scope, interactions: [sample.number] },
		);
	}

	const undocumented = (each: number) => responseOf(spec, operation, each) === undefined;
	const one: Scope = { ...scope, interactions: [first.number] };
	for (const other of [201, 202, 203, 204, 206, 405, 409, 410, 415, 422].filter(undocumented)) {
		add(
			`${other} instead`,
			{ answer: (answer) => under(other, answer) },
			caught(`the spec documents no status ${other}`, ['spec', 'Pact']),
		);
	}
	for (const other of [401, 403].filter(undocumented)) {
		add(
			`${other} for one interaction`,
			{ answer: (answer) => under(other, answer) },
			caught(`the spec documents no status ${other}, and others are let in`, ['spec', 'Pact']),
			one,
		);
	}
	for (const other of [301, 302, 303, 307, 308].filter(undocumented)) {
		const redirect = (answer: Answered): Answered => ({
			...under(other, answer),
			headers: [...answer.headers, ['Location', '/elsewhere']],
		});
		add(`${other} to another page`, { answer: redirect }, caught('a redirect is never followed', ['suite']), one);
	}
	for (const other of [500, 502, 503, 504].filter(undocumented)) {
		add(
			`${other} that lasts for one interaction`,
			{ answer: (answer) => under(other, answer) },
			caught('it fails while it answers others', ['suite']),
			one,
		);
	}
	if (undocumented(429)) {
		add(
			'429 that lasts for one interaction',
			{ answer: (answer) => under(429, answer) },
			{
				outcome: 'caught',
				verdict: 'unjudged',
				by: ['suite'],
				because: 'who is asked too much says nothing about the contract',
			},
			one,
		);
	}
	return mutants;
}

const caught = (because: string, by: readonly Watch[]): Expectation => ({
	outcome: 'caught',
	verdict: 'disagree',
	by,
	because,
});

/** The answer under another status; one that has no body comes without, and 429 and 503 ask for no wait. */
export function under(status: number, answer: Answered): Answered {
	const headers =
		status === 429 || status === 503 ? [...answer.headers, ['Retry-After', '0'] as const] : answer.headers;
	if (status === 204) return { status, headers: without(headers, 'content-type'), body: Buffer.alloc(0) };
	return { ...answer, status, headers };
}

function meaningOf(status: number, other: number): string {
	if (success(status) && success(other)) return 'accepts in another way';
	if (success(status)) return other === 404 ? 'knows nobody,' : 'refuses what it should accept,';
	if (success(other)) return status === 404 ? 'knows everybody,' : 'accepts what it should refuse,';
	return 'refuses for another reason,';
}
