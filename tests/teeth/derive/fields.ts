/** The mutants of the fields: every place in the body of every documented response, with every value that its schemas speak about. */
import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../../src/json/json';
import { child } from '../../../src/json/pointer';
import type { Spec } from '../../../src/openapi/spec';
import type { Expectation, Mutant } from '../mutant';
import { breachOf, jsonSchemaOf, type Sample } from './sample';
import { changed, type Site, type Step, shownPath, sitesOf, type Which } from './sites';
import { type Trial, trialsOf } from './values';

/** `samples` are those of one operation that share a status. */
export function fieldMutants(spec: Spec, samples: readonly Sample[]): Mutant[] {
	const [first] = samples;
	const schema = first && jsonSchemaOf(spec, first.operation, first.status);
	if (!first || schema === undefined) return [];
	return sitesOf(spec.document, schema).flatMap((site) => {
		const ways: readonly Which[] = site.path.some((step) => step === 'items' || step === 'values')
			? ['first', 'more']
			: ['first'];
		const last = site.path.at(-1);
		const trials = trialsOf(site.schemas, site.isRequired, typeof last === 'object');
		return ways.flatMap((which) => trials.flatMap((trial) => mutantOf(spec, samples, site, trial, which) ?? []));
	});
}

const names = { items: '*', values: '{}' } as const;
const stepName = (step: Step) => (typeof step === 'object' ? step.property : names[step]);

function mutantOf(spec: Spec, samples: readonly Sample[], site: Site, trial: Trial, which: Which): Mutant | undefined {
	const [first] = samples;
	const value = (body: Json): Json => changed(body, site.path, which, trial.change) ?? null;
	const answers = samples.map((sample) => ({ sample, status: sample.status, body: value(sample.body) }));
	if (!first || answers.every(({ sample, body }) => isDeepStrictEqual(sample.body, body))) return undefined;
	const breach = breachOf(spec, answers);
	const expected: Expectation = breach ? { outcome: 'caught', verdict: 'disagree', ...breach } : trial.otherwise;
	const where = `${first.operation.name} ${first.status} ${shownPath(site.path)}${which === 'more' ? ' (one more)' : ''}`;
	return {
		kind: 'field',
		name: `${where}: ${trial.what}`,
		scope: { operation: first.operation.name, status: first.status },
		fault: { value },
		expected,
		place: { status: first.status, instance: child('', ...site.path.map(stepName)) },
	};
}
