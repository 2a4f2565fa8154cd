/** The mutants of the meaning: answers that look right and are about somebody else, or about an update that was not stored. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, property, typeOf } from '../../../src/json/json';
import { child, type Pointer, valueAt } from '../../../src/json/pointer';
import type { Spec } from '../../../src/openapi/spec';
import type { Asked, Expectation, Fault, Ids, Mutant } from '../mutant';
import { breachOf, type Sample } from './sample';
import { changed } from './sites';

/** Asks the honest provider about a customer of its own, and says what it answers. */
export type Rehearse = (
	sample: Sample,
	ask: NonNullable<Fault['ask']>,
) => Promise<{ status: number; body: Json; ids: Ids }>;

export async function meaningMutants(spec: Spec, samples: readonly Sample[], rehearse: Rehearse): Promise<Mutant[]> {
	const accepted = samples.filter(({ relied }) => relied.status >= 200 && relied.status < 300);
	const refused = samples.filter(({ relied }) => relied.status === 400);
	const mutants = [
		...idMutants(spec, accepted),
		...forgetful(accepted),
		...refused.flatMap((each) => defiant(spec, each)),
	];
	for (const sample of accepted) mutants.push(...(await storeMutants(spec, sample, rehearse)));
	return mutants;
}

/** The answer names another than was asked for. */
function idMutants(spec: Spec, samples: readonly Sample[]): Mutant[] {
	const [first] = samples;
	if (!first) return [];
	const places = new Set(
		samples.flatMap(({ relied, body }) =>
			placesOf(relied.body ?? null, relied.echoed).filter((place) => valueAt(body, place) !== undefined),
		),
	);
	return [...places].flatMap((place) => {
		const ways: readonly (readonly [string, (value: Json, ids: Ids) => Json])[] = [
			["another customer's", (_, ids) => ids.other],
			['that of nobody', (_, ids) => ids.unused],
			['in another case', (value) => String(value).toUpperCase()],
			['with a space behind it', (value) => `${value} `],
		];
		return ways.flatMap(([what, change]) => {
			const value = (body: Json, ids: Ids) => changedAt(body, place, (each) => change(each, ids));
			return mutantOf(spec, samples, `${place}: ${what}`, value) ?? [];
		});
	});
}

function mutantOf(
	spec: Spec,
	samples: readonly Sample[],
	what: string,
	value: (body: Json, ids: Ids) => Json,
): Mutant | undefined {
	const [first] = samples;
	const answers = samples.map((sample) => ({ sample, status: sample.status, body: value(sample.body, sample.ids) }));
	if (!first || answers.every(({ sample, body }) => isDeepStrictEqual(sample.body, body))) return undefined;
	const scope = { operation: first.operation.name, status: first.status };
	return {
		kind: 'meaning',
		name: `${first.operation.name} ${what}`,
		scope,
		fault: { value },
		expected: expectedOf(spec, answers, 'no interaction relies on it'),
	};
}

/** What a request asks to store is not stored, stored in part, or stored in the place of something else. */
async function storeMutants(spec: Spec, sample: Sample, rehearse: Rehearse): Promise<Mutant[]> {
	const asked = JSON.parse(sample.asked.body.toString('utf8') || 'null') as Json;
	const leaves = leavesOf(asked);
	const mutants: Mutant[] = [];
	const add = async (what: string, change: (body: Json) => Json) => {
		const ask = (request: Asked): Asked => ({
			...request,
			body: Buffer.from(JSON.stringify(change(JSON.parse(request.body.toString('utf8')) as Json))),
		});
		const { status, body, ids } = await rehearse(sample, ask);
		const of = { ...sample, ids, values: sample.values.map((value) => (value === sample.ids.own ? ids.own : value)) };
		const because = 'no response of the spec that an interaction relies on shows it';
		const expected = expectedOf(spec, [{ sample: of, status, body }], because);
		const scope = { operation: sample.operation.name, interactions: [sample.number] };
		mutants.push({
			kind: 'meaning',
			name: `${sample.operation.name} "${sample.description}": ${what}`,
			scope,
			fault: { ask },
			expected,
		});
	};
	if (leaves.length === 0) return [];
	await add('nothing is stored', () => ({}));
	if (leaves.length > 1) for (const leaf of leaves) await add(`${leaf} is not stored`, (body) => removedAt(body, leaf));
	for (const [one, other] of pairsOf(asked, leaves)) {
		await add(`${one} and ${other} are stored the wrong way round`, (body) => {
			const [a, b] = [valueAt(body, one), valueAt(body, other)] as Json[];
			return changedAt(
				changedAt(body, one, () => b ?? null),
				other,
				() => a ?? null,
			);
		});
	}
	return mutants;
}

/** An honest answer, and nothing kept of it. */
function forgetful(samples: readonly Sample[]): Mutant[] {
	const [first] = samples;
	if (!first) return [];
	return [
		{
			kind: 'meaning',
			name: `${first.operation.name}: shows the update, and forgets it at once`,
			scope: { operation: first.operation.name, interactions: samples.map(({ number }) => number) },
			fault: { forgets: true },
			expected: seenAfterwards,
		},
	];
}

/** A refusal, and something stored of the field all the same: what the description has for an example of it. */
function defiant(spec: Spec, { operation, number, description, asked, status, body }: Sample): Mutant[] {
	const { document } = spec;
	const content = document.follow(child(document.follow(child(operation.pointer, 'requestBody')).pointer, 'content'));
	const schema = document.follow(child(content.pointer, 'application/json', 'schema')).pointer;
	const fields = Object.keys((JSON.parse(asked.body.toString('utf8')) ?? {}) as object);
	return fields.flatMap((field): Mutant[] => {
		const example = property(document.follow(child(schema, 'properties', field)).value, 'example');
		if (example === undefined) return [];
		return [
			{
				kind: 'meaning',
				name: `${operation.name} "${description}": refuses it, and stores ${field}`,
				scope: { operation: operation.name, interactions: [number] },
				fault: {
					ask: (request) => ({ ...request, body: Buffer.from(JSON.stringify({ [field]: example })) }),
					answer: (answer) => ({ ...answer, status, body: Buffer.from(JSON.stringify(body)) }),
				},
				expected: seenAfterwards,
			},
		];
	});
}

const seenAfterwards: Expectation = {
	outcome: 'caught',
	verdict: 'disagree',
	by: ['suite'],
	because: 'the customer is read afterwards, and has another value',
};

function expectedOf(spec: Spec, answers: Parameters<typeof breachOf>[1], because: string): Expectation {
	const breach = breachOf(spec, answers);
	return breach ? { outcome: 'caught', verdict: 'disagree', ...breach } : { outcome: 'loose', because };
}

const placesOf = (value: Json, wanted: readonly string[]): Pointer[] =>
	leavesOf(value).filter((place) => wanted.includes(String(valueAt(value, place))));

/** The places of all values that hold no others. */
function leavesOf(value: Json, at: Pointer = ''): Pointer[] {
	if (!isObject(value)) return at === '' ? [] : [at];
	return Object.entries(value).flatMap(([key, member]) => leavesOf(member, child(at, key)));
}

/** Neighbours of one type in one object. */
function pairsOf(value: Json, leaves: readonly Pointer[]): [Pointer, Pointer][] {
	const parent = (place: Pointer) => place.slice(0, place.lastIndexOf('/'));
	return leaves.slice(1).flatMap((other, index): [Pointer, Pointer][] => {
		const one = leaves[index] ?? '';
		const alike = parent(one) === parent(other) && typeOf(valueAt(value, one)) === typeOf(valueAt(value, other));
		return alike && valueAt(value, one) !== valueAt(value, other) ? [[one, other]] : [];
	});
}

const stepsOf = (place: Pointer) =>
	place
		.split('/')
		.slice(1)
		.map((property) => ({ property: property.replaceAll('~1', '/').replaceAll('~0', '~') }));
const changedAt = (body: Json, place: Pointer, change: (value: Json) => Json): Json =>
	changed(body, stepsOf(place), 'first', (value) => change(value ?? null)) ?? null;
const removedAt = (body: Json, place: Pointer): Json => changed(body, stepsOf(place), 'first', () => undefined) ?? null;
