/** How `check` judges a masked entry: by what a mask leaves, and by nothing that depends on a value. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Code } from '../../src/exchange/finding';
import type { Json, JsonObject } from '../../src/json/json';
import { loadSpec } from '../../src/openapi/spec';
import { specOf } from '../openapi/support/document';
import { answered, judgedAgain, judgedLive, readAgain, type Said, written } from './support/written';

const json = { 'Content-Type': 'application/json' };

const specWith = (content: Json, more: JsonObject = {}, openapi = '3.1.0') => {
	const responses = { 200: { description: 'a', content, ...more }, 204: { description: 'none' } };
	return specOf({ openapi, paths: { '/orders/{id}': { get: { responses } } } });
};

/** What is found in an answer: as it comes, and when it is masked. */
async function codesOf(content: Json, said: Said, more: JsonObject = {}, openapi = '3.1.0') {
	const spec = await specWith(content, more, openapi);
	const sent = answered({ target: '/orders/4711', ...said });
	const codes = (findings: readonly { code: string; instance?: string }[]) =>
		findings.map(({ code, instance = '' }) => `${code} ${instance}`.trim());
	return { live: codes(judgedLive(sent, spec)), again: codes(await judgedAgain(written([sent], spec), spec)) };
}

const inJson = (schema: Json) => ({ 'application/json': { schema } });
const found = (schema: Json, body: Json, openapi?: string) =>
	codesOf(inJson(schema), { status: 200, headers: json, body: Buffer.from(JSON.stringify(body)) }, {}, openapi);

const text = { type: 'string' };
const integer = { type: 'integer' };
const fields = (properties: Json, ...required: string[]): Json => ({ type: 'object', properties, required });
const card = fields({ kind: { const: 'card' }, number: text, cvc: text }, 'kind', 'number');
const bank = fields({ kind: { const: 'bank' }, iban: text }, 'kind', 'iban');

const secret = fields({ a: { type: 'string', writeOnly: true } });

describe('what a mask keeps is judged as before', () => {
	test.each<[string, Json, Json, string]>([
		['a missing field', fields({ a: text }, 'a'), {}, 'response.body.invalid'],
		['a field that another asks for', { dependentRequired: { a: ['b'] } }, { a: 1 }, 'response.body.invalid'],
		['an unknown field', fields({ a: text }), { a: 'x', extra: 'x' }, 'response.body.drift /extra'],
		['an unknown key', fields({ a: text }), { a: 'x', 'a@b.c': 'x' }, 'response.body.drift /*'],
		[
			'a field too many',
			{ properties: { a: text }, additionalProperties: false },
			{ 'b c': 1 },
			'response.body.invalid /*',
		],
		[
			'one that no schema sees to',
			{ allOf: [fields({ a: text })], unevaluatedProperties: false },
			{ 'b c': 1 },
			'response.body.invalid /*',
		],
		['a field that is ruled out', { properties: { a: false } }, { a: 1 }, 'response.body.invalid /a'],
		['a text for a number', fields({ a: integer }), { a: '7' }, 'response.body.invalid /a'],
		['a number for a text', fields({ a: text }), { a: 7 }, 'response.body.invalid /a'],
		['an object for a list', { type: 'array' }, {}, 'response.body.invalid'],
		['null', fields({ a: text }), { a: null }, 'response.body.invalid /a'],
		['a wrong item', { items: integer }, [1, 'x', 3], 'response.body.invalid /1'],
		['a wrong value of a map', { additionalProperties: integer }, { 'a@b.c': 'x' }, 'response.body.invalid /*'],
		['what no alternative has', { oneOf: [card, bank] }, { kind: 'card' }, 'response.body.invalid'],
		['what is writeOnly', secret, { a: 'x' }, 'response.body.drift /a'],
		[
			'what is writeOnly on a condition',
			// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
			{ if: { required: ['a'] }, then: secret },
			{ a: 'x' },
			'response.body.drift /a',
		],
		['what is writeOnly in an item', { unevaluatedItems: secret }, [{ a: 'x' }], 'response.body.drift /0/a'],
		[
			'what is writeOnly by a pattern',
			{ patternProperties: { '.': secret } },
			{ 'a@b.c': { a: 'x' } },
			'response.body.drift /*/a',
		],
	])('%s', async (_, schema, body, code) => {
		const { live, again } = await found(schema, body);
		expect(live).toEqual([code]);
		expect(again).toEqual([code]);
	});

	test.each<[string, Said, string]>([
		['the status', { status: 418, headers: json, body: {} }, 'response.status.undocumented'],
		[
			'the content type',
			{ status: 200, headers: { 'Content-Type': 'a/x; b=c' }, body: 'x' },
			'response.content-type.undocumented',
		],
		['no content type', { status: 200, body: {} }, 'response.content-type.missing'],
		['no body', { status: 200, headers: json }, 'response.body.missing'],
		['a body where there is none', { status: 204, headers: json, body: {} }, 'response.status.undocumented'],
		['text in place of JSON', { status: 200, headers: json, body: '<p>Anna' }, 'response.body.unreadable'],
		['bytes that are no text', { status: 200, headers: json, body: Buffer.from([0xff]) }, 'response.body.unreadable'],
		[
			'another charset',
			{ status: 200, headers: { 'Content-Type': 'text/plain' }, body: Buffer.from([0xff]) },
			'response.body.unreadable',
		],
		[
			'another content encoding',
			{ status: 200, headers: { ...json, 'Content-Encoding': 'br' }, body: {} },
			'response.body.unreadable',
		],
		['another operation', { status: 200, method: 'PUT', headers: json, body: {} }, 'request.operation.unknown'],
		['another path', { status: 200, target: '/anna/4711', headers: json, body: {} }, 'request.operation.unknown'],
	])('%s', async (_, said, code) => {
		const content = { ...inJson({}), 'text/plain': { schema: text } };
		const { live, again } = await codesOf(content, said);
		expect(again).toEqual(live);
		if (said.status !== 204) expect(live).toEqual([code]);
	});

	test('a header that is required', async () => {
		const headers = { 'X-Left': { required: true, schema: integer } };
		const { live, again } = await codesOf(inJson({}), { status: 200, headers: json, body: {} }, { headers });
		expect([live, again]).toEqual([['response.header.missing'], ['response.header.missing']]);
	});
});

/** Each holds for the value, and would not for its mask. */
const agreeing: Record<string, readonly [Json, Json]> = {
	'a format': [fields({ a: { type: 'string', format: 'uuid' } }), { a: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' }],
	'a pattern, a length': [{ type: 'string', pattern: '^[a-z]+$', minLength: 3 }, 'anna'],
	'an enum': [fields({ a: { enum: ['x', 3, null] } }), { a: 'x' }],
	'a const': [{ const: { a: 'x' } }, { a: 'x' }],
	bounds: [{ type: 'integer', minimum: 5, exclusiveMaximum: 9, multipleOf: 7 }, 7],
	'a list of different items': [{ uniqueItems: true, minItems: 2, items: { minimum: 1 } }, [1, 2]],
	'an item that it contains': [{ contains: { const: 'x' }, unevaluatedItems: false }, ['x']],
	'alternatives by a const': [{ oneOf: [card, bank] }, { kind: 'bank', iban: 'x' }],
	'fields of an alternative': [{ anyOf: [card, bank] }, { kind: 'card', number: 'x', cvc: 'y' }],
	'alternatives by a bound': [{ oneOf: [{ maximum: 5 }, { minimum: 5 }] }, 3],
	'a negation': [{ not: { const: 0 } }, 7],
	'a condition': [
		{
			if: { properties: { a: { const: 'x' } } },
			// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
			then: { required: ['b'] },
			else: fields({ c: text }, 'c'),
			properties: { a: text },
		},
		{ a: 'y', c: 'z' },
	],
	'what a condition evaluates': [
		// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
		{ if: { required: ['a'] }, then: fields({ a: { minLength: 3 } }), unevaluatedProperties: false },
		{ a: 'anna' },
	],
	'names by a pattern': [{ patternProperties: { '^x-': text }, additionalProperties: false }, { 'x-anna': 'a' }],
	'names by a pattern elsewhere': [
		{ allOf: [{ patternProperties: { '^x-': text } }], properties: { a: text }, unevaluatedProperties: false },
		{ a: 'a', 'x-anna': 'a' },
	],
	'unheard names by a pattern': [{ properties: { a: text }, patternProperties: { '^x-': text } }, { 'x-anna': 'a' }],
	'fields below a pattern': [
		{ patternProperties: { '^\\d': fields({ a: text }) }, additionalProperties: fields({ b: text }) },
		{ 12: { a: 'x' } },
	],
	'what names may be': [{ propertyNames: { pattern: '^[a-z]+$' }, additionalProperties: text }, { anna: 'a' }],
	'what is writeOnly elsewhere': [
		{ oneOf: [card, fields({ kind: { const: 'bank' }, number: { writeOnly: true } }, 'kind')] },
		{ kind: 'card', number: 'x' },
	],
	'a wide number': [{ type: 'number' }, 1.5],
};

describe('an answer that agreed still agrees', () => {
	test.each(Object.entries(agreeing))('%s', async (_, [schema, body]) => {
		expect(await found(schema, body)).toEqual({ live: [], again: [] });
	});

	test('in OpenAPI 3.0, nullable', async () => {
		const schema = fields({
			a: { type: 'string', nullable: true, enum: ['x'] },
			b: { type: 'string', nullable: true },
		});
		expect(await found(schema, { a: 'x', b: null }, '3.0.3')).toEqual({ live: [], again: [] });
	});

	test.each<[string, Json, Said]>([
		[
			'text',
			{ 'text/plain': { schema: integer } },
			{ status: 200, headers: { 'Content-Type': 'text/plain' }, body: '42' },
		],
		[
			'a form',
			{ 'application/x-www-form-urlencoded': { schema: fields({ a: integer }, 'a') } },
			{ status: 200, headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'a=1' },
		],
		[
			'parts',
			{ 'multipart/form-data': { schema: fields({ a: integer }, 'a') } },
			{
				status: 200,
				headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
				body: '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n',
			},
		],
		['bytes', { 'image/*': {} }, { status: 200, headers: { 'Content-Type': 'image/x-own' }, body: Buffer.from([1]) }],
		[
			'another JSON',
			{ 'application/*': { schema: fields({ a: integer }) } },
			{ status: 200, headers: { 'Content-Type': 'application/own+json' }, body: { a: 1 } },
		],
	])('%s', async (_, content, said) => {
		expect(await codesOf(content, said)).toEqual({ live: [], again: [] });
	});

	test('a header', async () => {
		const headers = { 'X-Left': { required: true, schema: integer } };
		const said = { status: 200, headers: { ...json, 'X-Left': '7' }, body: {} };
		expect(await codesOf(inJson({}), said, { headers })).toEqual({ live: [], again: [] });
	});
});

test('a wrong value is in _findings, and is not reported again', async () => {
	const spec = await specWith(inJson(fields({ a: { maximum: 5 } })));
	const har = written([answered({ target: '/orders/1', status: 200, headers: json, body: { a: 7 } })], spec);
	expect(har.log.entries[0]?._findings).toMatchObject([{ code: 'response.body.invalid', instance: '/a' }]);
	expect(await judgedAgain(har, spec)).toEqual([]);
});

test('masked values are reported once per file, and never disagree', async () => {
	const spec = await specWith(inJson({}));
	const sent = answered({ target: '/orders/1', status: 200, headers: json, body: {} });
	const { findings } = await readAgain(written([sent, sent, sent], spec), spec);
	expect(findings).toEqual([
		expect.objectContaining({
			code: 'recording.masked',
			severity: 'note',
			at: { file: 'a.har', pointer: '/log/entries' },
			title: '3 of 3 entries are masked: only their status, content type, fields and types are judged.',
			fix: ['Read what the run found about their values under "_findings" in a.har.'],
		}),
	]);
	expect((await readAgain(written([sent], spec, { showValues: true }), spec)).findings).toEqual([]);
	expect((await readAgain(written([sent], spec), spec, 'nothing such')).findings).toEqual([]);
});

describe('the exchanges of the fixtures', () => {
	const root = join(__dirname, '..', 'check', 'fixtures');
	const folders = readdirSync(root).filter((each) => readdirSync(join(root, each)).includes('exchanges.json'));

	test.each(folders)('%s: masking adds no finding', async (folder) => {
		const spec = await loadSpec(join(root, folder, 'spec.yaml'));
		const listed = JSON.parse(readFileSync(join(root, folder, 'exchanges.json'), 'utf8')) as {
			readonly request: { readonly method: string; readonly path: string };
			readonly response: Said;
		}[];
		for (const { request, response } of listed) {
			const sent = answered({ ...response, method: request.method, target: request.path });
			const live = judgedLive(sent, spec);
			const codes = new Set(live.map(({ code }) => code));
			const again = await judgedAgain(written([sent], spec), spec);
			// With a wrong value it may be unknown which alternative its fields belong to.
			const isNew = (code: string) => !codes.has(code as Code) && !codes.has('response.body.invalid');
			expect(again.filter(({ code }) => isNew(code))).toEqual([]);
		}
	});
});
