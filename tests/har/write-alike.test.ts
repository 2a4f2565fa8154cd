/** What is replaced is judged alike, whatever the description asks of it; and of what came nothing is left. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../src/json/json';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { withFolder } from '../support/temporary';
import { answered, judgedAgain, judgedLive, saying, written } from './support/written';

async function specFor(schema: Json, more: JsonObject = {}): Promise<Spec> {
	const media = { 'application/json': { schema } };
	const document = {
		openapi: '3.1.0',
		info: { title: 'a', version: '1' },
		paths: { '/': { get: { operationId: 'get', responses: { 200: { description: 'a', content: media, ...more } } } } },
	};
	return withFolder(async (folder) => {
		await writeFile(join(folder, 'spec.json'), JSON.stringify(document));
		return loadSpec(join(folder, 'spec.json'));
	});
}

const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more });
const text = { type: 'string' };

/** Each: what is asked, and what came; valid and not. */
const cases: Record<string, readonly [schema: Json, ...values: Json[]]> = {
	'if and then': [
		object(
			{ age: { type: 'integer' }, guardian: text },
			// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
			{ if: { properties: { age: { maximum: 17 } } }, then: { required: ['guardian'] }, else: { required: ['phone'] } },
		),
		...[{ age: 15, guardian: 'Peter' }, { age: 15 }, { age: 45, phone: '+1 555 0100' }, { age: 45, guardian: 'Peter' }],
	],
	'if by pattern': [
		object({ iban: text, bank: text }, {
			if: { properties: { iban: { pattern: '^DE' } }, required: ['iban'] },
			// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
			then: { properties: { bank: { maxLength: 4 } } },
		} as JsonObject),
		...[
			{ iban: 'DE12345678', bank: 'Sparkasse' },
			{ iban: 'FR12345678', bank: 'Sparkasse' },
		],
	],
	'unique items': [
		object({ ids: { type: 'array', uniqueItems: true }, rows: { type: 'array', uniqueItems: true } }),
		{ ids: [1987, 1988, 1989, 'Anna', 'Anne', 'Änne', 'Ünne'], rows: [{ id: 1987 }, { id: 1988 }] },
		{
			ids: [1987, 1987, 1989],
			rows: [
				{ id: 1987, a: 'Anna' },
				{ id: 1987, a: 'Anna' },
			],
		},
		{ ids: ['Anna', 'Anna'], rows: [{ day: 12 }, { day: 13 }, { day: 14 }] },
	],
	'unique days': [
		{ type: 'array', uniqueItems: true, items: { type: 'integer', minimum: 1, maximum: 31 } },
		[12, 13, 14, 31, 30, 29],
		[12, 13, 32],
	],
	'one of several': [
		object({
			id: {
				oneOf: [
					{ type: 'string', pattern: '^cus_[a-z0-9]+$' },
					{ type: 'string', pattern: '^acc-[0-9]{4}$' },
					{ type: 'integer', minimum: 1000, multipleOf: 7 },
				],
			},
		}),
		...['cus_8xk2', 'acc-8842', 1001, 1002, 'nothing like it', 'acc-88421'].map((id) => ({ id })),
	],
	'several hold': [
		{
			oneOf: [
				{ type: 'string', minLength: 3 },
				{ type: 'string', maxLength: 9 },
			],
		},
		...['Margarete', 'Margaretes', 'Li'],
	],
	'one of by value': [
		{
			oneOf: [
				object({ level: { type: 'integer', maximum: 3 }, name: text }, { required: ['name'] }),
				object({ level: { type: 'integer', minimum: 4 }, title: text }, { required: ['title'] }),
			],
		},
		...[{ level: 2, name: 'Anna' }, { level: 7, title: 'Doctor' }, { level: 7, name: 'Anna' }, { level: 2 }],
	],
	multiples: [
		object({ a: { multipleOf: 7 }, b: { multipleOf: 0.01 }, c: { multipleOf: 2.5, exclusiveMinimum: 10 } }),
		{ a: 49, b: 19.99, c: 12.5 },
		{ a: 50, b: 19.999, c: 12 },
		{ a: 4_900_000, b: 1234.5, c: 7.5 },
	],
	bounds: [
		object({
			year: { type: 'integer', minimum: 1900, maximum: 2100 },
			day: { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 32 },
			narrow: { type: 'number', minimum: 1.11, maximum: 1.12 },
			size: { type: 'integer', format: 'int32' },
		}),
		{ year: 1987, day: 17, narrow: 1.115, size: 4_242 },
		{ year: 1887, day: 32, narrow: 1.2, size: 3_000_000_000 },
		{ year: 1987.5, day: -1, narrow: 'Anna', size: 1e300 },
	],
	formats: [
		object(
			Object.fromEntries(
				[
					'date-time',
					'date',
					'time',
					'email',
					'uuid',
					'uri',
					'hostname',
					'ipv4',
					'ipv6',
					'duration',
					'byte',
					'regex',
				].map((format) => [format, { type: 'string', format }]),
			),
		),
		{
			'date-time': '1987-06-05T12:13:14Z',
			date: '1987-02-28',
			time: '12:13:14Z',
			email: 'anna.smith@example.net',
			uuid: '9f1c2d3e-58cc-4372-a567-0e02b2c3d479',
			uri: 'https://example.net/anna',
			hostname: 'anna.example.net',
			ipv4: '198.51.100.99',
			ipv6: '2001:db8::99',
			duration: 'P3Y6M',
			byte: 'QW5uYSBTbWl0aA==',
			regex: '^anna[0-9]+$',
		},
		Object.fromEntries(
			['date-time', 'date', 'time', 'email', 'uuid', 'uri', 'ipv4', 'ipv6', 'duration', 'byte'].map((each) => [
				each,
				'Anna Smith [1987-02-31',
			]),
		),
		{ date: '1987-02-29', 'date-time': '1987-06-05 12:13:14', email: 'anna@', ipv4: '198.51.100.999' },
	],
	patterns: [
		object({
			zip: { pattern: '^[0-9]{5}(-[0-9]{4})?$' },
			phone: { pattern: '^\\+1[2-9][0-9]{9}$' },
			state: { pattern: '^(AL|AK|AZ|CA|NY)$' },
			plate: { pattern: '^[A-HJ-NPR-Z]{3}[2-9]{3}$' },
			even: { pattern: '[02468]$' },
		}),
		{ zip: '94107-8642', phone: '+14155552671', state: 'CA', plate: 'XYZ987', even: 'Anna 42' },
		{ zip: '9410', phone: '+1415555267', state: 'ZZ', plate: 'OOO111', even: 'Anna 43' },
	],
	lengths: [
		object({ ssn4: { minLength: 4, maxLength: 4, pattern: '^\\d+$' }, name: { maxLength: 5 }, odd: { minLength: 3 } }),
		{ ssn4: '8642', name: 'Ännäö', odd: '😀😁😂' },
		{ ssn4: '864', name: 'Ännäöü', odd: '😀😁' },
	],
	listed: [
		object({ status: { enum: ['ACTIVE', 'CLOSED', 7] }, kind: { const: 'person' } }),
		{ status: 'ACTIVE', kind: 'person' },
		{ status: 'SECRET', kind: 'animal' },
		{ status: 7, kind: 7 },
	],
	maps: [
		object({ a: { additionalProperties: { type: 'integer', minimum: 5 }, propertyNames: { pattern: '^[^@]+@' } } }),
		{ a: { 'anna@example.net': 42, 'bert@example.net': 3, 'no mail': 42 } },
		{ a: { annasmith: 42, bertsmith: 'x', '1987-06-05': 7 } },
	],
	'maps by pattern': [
		object({
			a: {
				patternProperties: { '^x-': { type: 'integer' }, '\\d{4} \\d{4}$': { maxLength: 5 } },
				additionalProperties: false,
			},
		}),
		{ a: { 'x-anna smith': 42, 'x-bert smith': 'Bert', '4242 8888': 'Anna', '4242 9999': 'Annabell' } },
		{ a: { 'y-anna smith': 42, annasmith: 'Anna' } },
	],
	contains: [
		object({ a: { type: 'array', contains: { type: 'integer', minimum: 100 }, minContains: 2, maxContains: 3 } }),
		...[[120, 130, 7], [120, 7, 8], [120, 130, 140, 150], ['Anna']].map((a) => ({ a })),
	],
	not: [
		object({ a: { not: { pattern: '^A' } }, b: { not: { multipleOf: 5 } } }),
		{ a: 'Anna', b: 25 },
		{ a: 'Bert', b: 26 },
	],
	'any of': [
		object({
			a: {
				anyOf: [
					{ type: 'string', format: 'email' },
					{ type: 'string', pattern: '^\\d{7}$' },
				],
			},
		}),
		...['anna@example.net', '5550199', 'Anna'].map((a) => ({ a })),
	],
	'a value by itself': [{ type: 'string', format: 'date' }, '1987-06-05', 'Anna', 1987, null, true, ['Anna']],
	'nothing asked': [
		{},
		{ first: 'Anna', born: 1987, deep: [{ 'anna@example.net': ['Smith', { 'Smith, Anna': 1987.5 }] }] },
	],
};

describe.each(Object.entries(cases))('%s', (_, [schema, ...values]) => {
	test.each(values.map((value) => [JSON.stringify(value), value] as const))('%s', async (_text, value) => {
		const spec = await specFor(schema);
		const sent = answered({ status: 200, headers: { 'Content-Type': 'application/json' }, body: raw(value) });
		const har = written([sent], spec);
		const [entry] = har.log.entries;
		const stands = entry?.response.content.text ?? '';
		expect((await judgedAgain(har, spec)).map(saying)).toEqual(judgedLive(sent, spec).map(saying));
		expect(entry?.response.comment).toBeUndefined();
		const left = leavesOf(JSON.parse(stands) as Json);
		const named = JSON.stringify(schema);
		const kept = leavesOf(value).filter(
			(each) => left.includes(each) || (String(each).length >= 4 && stands.includes(String(each))),
		);
		expect(kept.filter((each) => String(each).length >= 2 && !named.includes(String(each)))).toEqual([]);
	});
});

test('no key becomes one that the description or a finding names', async () => {
	const spec = await specFor(object({ aaaa: {}, map: { additionalProperties: true } }));
	const value = { aaaa: 1, map: { anna: 1, aaaa: 2, Bert: 3 }, Aaaa: 4 };
	const sent = answered({ status: 200, headers: { 'Content-Type': 'application/json' }, body: raw(value) });
	const [entry] = written([sent], spec).log.entries;
	const left = JSON.parse(entry?.response.content.text ?? '') as { map: object };
	expect(Object.keys(left)).toEqual(['aaaa', 'map', 'Aaaa']);
	expect(Object.keys(left.map)).toEqual(['aaab', 'aaaa', 'Aaab']);
});

describe('where nothing invented is judged alike', () => {
	test.each<readonly [string, JsonObject, JsonObject]>([
		['a pattern with one match', { a: { pattern: '^[P][l][a][n][t][e][d]$' } }, { a: 'Planted', b: 'Smith' }],
		[
			'a number without another',
			{ a: { type: 'integer', exclusiveMinimum: 6, exclusiveMaximum: 8 } },
			{ a: 7, b: 'Smith' },
		],
	])('%s: it is replaced all the same, and the answer says so', async (_, properties, value) => {
		const spec = await specFor(object(properties));
		const sent = answered({ status: 200, headers: { 'Content-Type': 'application/json' }, body: raw(value) });
		const [entry] = written([sent], spec).log.entries;
		expect(entry?.response.comment).toBe(
			'What is found in this answer may differ from what was found when it came: no invented value did for all.',
		);
		const left = JSON.parse(entry?.response.content.text ?? '') as JsonObject;
		expect(Object.values(left).filter((each) => Object.values(value).includes(each))).toEqual([]);
		expect(JSON.stringify(left)).not.toContain('Planted');
	});
});

const raw = (value: Json) => Buffer.from(JSON.stringify(value));

function leavesOf(value: Json): Json[] {
	if (typeof value !== 'object' || value === null) return typeof value === 'boolean' || value === null ? [] : [value];
	return Object.values(value as JsonObject).flatMap(leavesOf);
}
