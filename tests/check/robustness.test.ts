/**
 * Whatever a spec or a pact holds, the check never throws: what cannot be judged is a finding, and what cannot
 * be read an `InputError`. Documents are broken at random, from a seed, so a failure repeats.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { check } from '../../src/check/check';
import { InputError } from '../../src/json/input-error';
import type { Json } from '../../src/json/json';
import { loadSpec } from '../../src/openapi/spec';
import { parsePact } from '../../src/pact/pact-file';
import { withPositions } from '../../src/report/positions';
import { locatedIn } from '../support/sources';

const project = join(__dirname, '..', '..');
const fixtures = join(__dirname, 'fixtures');
const folder = mkdtempSync(join(tmpdir(), 'check-robustness-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The pairs of spec and pact that are broken: the real one, and every fixture with a pact. */
const pairs: (readonly [name: string, spec: Json, pact: Json])[] = [
	['imprint', join(project, 'spec', 'openapi.yaml'), join(project, 'pacts', 'imprint-client-imprint.json')] as const,
	...readdirSync(fixtures)
		.filter((name) => readdirSync(join(fixtures, name)).includes('pact.json'))
		.map((name) => [name, join(fixtures, name, 'spec.yaml'), join(fixtures, name, 'pact.json')] as const),
].map(([name, spec, pact]) => [
	name,
	parse(readFileSync(spec, 'utf8'), { merge: true, maxAliasCount: -1 }),
	JSON.parse(readFileSync(pact, 'utf8')),
]);

describe.each(pairs)('%s, broken at random', (name, spec, pact) => {
	test('never throws', async () => {
		const random = randomFrom(name);
		let judged = 0;
		for (let round = 0; round < 7; round += 1) {
			const brokenSpec = round % 3 === 1 ? spec : broken(spec, random);
			const brokenPact = round % 3 === 0 ? pact : broken(pact, random);
			judged += await judge(brokenSpec, brokenPact, `${name}-${round}`);
		}
		expect(judged).toBeGreaterThan(2);
	});
});

const operation = (value: Json): Json => ({ openapi: '3.1.0', paths: { '/customers/{id}': { put: value } } });
const responses = { 200: { description: 'ok', content: { 'application/json': { schema: { type: 'object' } } } } };

test.each<readonly [string, Json]>([
	['no paths', { openapi: '3.1.0' }],
	['paths that are a list', { openapi: '3.1.0', paths: [] }],
	['a path item that is null', { openapi: '3.1.0', paths: { '/customers/{id}': null } }],
	['an operation without anything', operation({})],
	['responses that are null', operation({ responses: null })],
	['responses that are text', operation({ responses: 'ok' })],
	['a response that is a list', operation({ responses: { 200: [] } })],
	['no content', operation({ requestBody: { content: {} }, responses: { 200: { content: {} } } })],
	['content that is null', operation({ requestBody: { content: null }, responses: { 200: { content: null } } })],
	['a media type that is null', operation({ responses: { 200: { content: { 'application/json': null } } } })],
	['parameters that are no list', operation({ parameters: { id: {} }, responses })],
	['parameters that are nothing', operation({ parameters: [null, 1, 'a', [], {}, { name: 1, in: 2 }], responses })],
	['headers that are a list', operation({ responses: { 200: { headers: [1] } } })],
	[
		'headers with strange names',
		operation({ responses: { 200: { headers: { '': {}, '~/ \n': null, __proto__: {} } } } }),
	],
	['security that is text', operation({ security: 'key', responses })],
	['security that is nothing', operation({ security: [null, 1, [], 'a', { key: null }], responses })],
	['an operation that refers to nothing', operation({ $ref: '#/nowhere', responses })],
	['an operation that refers to itself', operation({ $ref: '#/paths/~1customers~1{id}/put' })],
	[
		'a body that refers to itself',
		operation({ requestBody: { $ref: '#/paths/~1customers~1{id}/put/requestBody' }, responses }),
	],
	[
		'schema loops',
		schema(
			{ $ref: '#/components/schemas/A' },
			{ A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } },
		),
	],
	[
		'a schema that is all of itself',
		schema({ $ref: '#/components/schemas/A' }, { A: { allOf: [{ $ref: '#/components/schemas/A' }] } }),
	],
	[
		'a schema that is not itself',
		schema({ $ref: '#/components/schemas/A' }, { A: { not: { $ref: '#/components/schemas/A' } } }),
	],
	[
		'a schema that is any of itself',
		schema(
			{ anyOf: [{ $ref: '#/components/schemas/A' }] },
			{ A: { anyOf: [{ $ref: '#/components/schemas/A' }, { type: 'null' }] } },
		),
	],
	['a schema that is text', schema('object', {})],
	[
		'keywords of wrong types',
		schema({ type: 7, properties: 1, required: 'a', enum: 1, items: 'b', minimum: 'c', format: 3 }, {}),
	],
	['a reference that is a number', schema({ $ref: 7 }, {})],
	['a reference with a broken encoding', schema({ $ref: '#/%zz' }, {})],
	['a pattern for other engines', schema({ patternProperties: { '(?i)a': {}, '[a\\-b]': {} } }, {})],
])('%s never throws', async (_, spec) => {
	const pact = {
		interactions: [
			{
				description: 'puts a customer',
				request: {
					method: 'PUT',
					path: '/customers/1',
					query: { 'a[b': ['1'], '': [''] },
					headers: { '': '', __proto__: 'a', 'Content-Type': ['application/json'] },
					body: { a: { b: [null] } },
				},
				response: { status: 200, headers: { 'Content-Type': 'application/json' }, body: { a: [{}] } },
			},
		],
	};
	expect(await judge(spec, pact, 'weird')).toBe(2);
});

function schema(root: Json, schemas: Json): Json {
	const content = { 'application/json': { schema: root } };
	return {
		...(operation({ requestBody: { content }, responses: { 200: { content } } }) as object),
		components: { schemas },
	};
}

/** Judges every interaction in both roles; how many judgements there were. */
async function judge(spec: Json, pact: Json, name: string): Promise<number> {
	const file = join(folder, `${name}.json`);
	writeFileSync(file, JSON.stringify(spec));
	try {
		const loaded = await loadSpec(file);
		const read = parsePact('pact.json', JSON.stringify(pact, null, 1));
		const exchanges = read.interactions.flatMap((each) => (each.kind === 'http' ? [each.exchange] : []));
		const findings = exchanges.flatMap((exchange) => [
			...check(exchange, loaded, 'contract').findings,
			...check(exchange, loaded, 'provider').findings,
		]);
		await withPositions(findings, locatedIn([read]), loaded);
		return exchanges.length * 2;
	} catch (error) {
		if (error instanceof InputError) return 0;
		throw error;
	}
}

const strange: Json[] = [
	...[null, true, false, 0, -1, 1.5, 1e308, '', 'object', 'a/b~c', '(', '$ref', [], {}, [null], [[]], { '': {} }],
	...[
		{ $ref: '#' },
		{ $ref: '#/paths' },
		{ $ref: '#/components/schemas/Missing' },
		{ $ref: 'other.yaml' },
		{ $ref: 1 },
	],
	...[
		{ type: 'object', required: ['a'] },
		{ allOf: [{ $ref: '#' }] },
		{ content: {} },
		{ schema: null },
		[{ name: 'a' }],
	],
];

/** A copy in which one to four values are replaced, removed, or moved elsewhere. */
function broken(document: Json, random: () => number): Json {
	const copy = structuredClone(document) as Json;
	for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) {
		const places = placesIn(copy);
		const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
		const place = pick(places);
		if (!place) return copy;
		const other = pick(places);
		const choice = random();
		if (choice < 0.25) Reflect.deleteProperty(place.owner, place.key);
		else if (choice < 0.5 && other) place.owner[place.key] = structuredClone(other.owner[other.key]);
		else place.owner[place.key] = structuredClone(pick(strange));
	}
	return copy;
}

interface PlaceInside {
	readonly owner: Record<string, unknown>;
	readonly key: string;
}

function placesIn(value: unknown, places: PlaceInside[] = []): PlaceInside[] {
	if (typeof value !== 'object' || value === null) return places;
	const owner = value as Record<string, unknown>;
	for (const key of Object.keys(owner)) {
		places.push({ owner, key });
		placesIn(owner[key], places);
	}
	return places;
}

/** Numbers from 0 to 1 that are the same for the same name (mulberry32). */
function randomFrom(name: string): () => number {
	let state = [...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
