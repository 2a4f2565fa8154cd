/** What fixtures cannot show: repeated headers, and rules that are compiled once. */

import { check } from '../../src/check/check';
import { Judgement } from '../../src/check/judgement';
import { prepare } from '../../src/check/rule';
import { type Exchange, livePlaces, noBody, type Pairs, type Role } from '../../src/exchange/exchange';
import type { Spec } from '../../src/openapi/spec';
import { specOf } from '../openapi/support/document';

interface Message {
	readonly path?: string;
	readonly query?: Pairs;
	readonly headers?: Pairs;
	readonly answered?: Pairs;
}

function exchangeOf({ path = '/customers', query = [], headers = [], answered = [] }: Message): Exchange {
	return {
		interaction: { file: 'x.json', index: 0, description: 'an exchange' },
		places: livePlaces,
		request: { method: 'GET', path, query, headers, body: noBody },
		response: { status: 200, headers: answered, body: noBody },
	};
}

const codesOf = (spec: Spec, message: Message, role: Role = 'contract') =>
	check(exchangeOf(message), spec, role).findings.map(({ code }) => code);

const response = (headers: object) => ({ 200: { description: 'ok', headers } });
const get = (operation: object) => ({ openapi: '3.1.0', paths: { '/customers': { get: operation } } });

test('a repeated header is one list', async () => {
	const ids = { schema: { type: 'array', maxItems: 2, items: { type: 'integer' } } };
	const spec = await specOf(
		get({ parameters: [{ name: 'X-Ids', in: 'header', ...ids }], responses: response({ 'X-Ids': ids }) }),
	);
	const two: Pairs = [
		['X-Ids', '1'],
		['x-ids', '2'],
	];
	const three: Pairs = [...two, ['X-IDS', '3']];
	expect(codesOf(spec, { headers: two, answered: two })).toEqual([]);
	expect(codesOf(spec, { headers: three, answered: three })).toEqual([
		'request.parameter.invalid',
		'response.header.invalid',
	]);
});

test('Set-Cookie headers stay separate', async () => {
	const spec = await specOf(
		get({ responses: response({ 'Set-Cookie': { required: true, schema: { maxLength: 3 } } }) }),
	);
	expect(
		codesOf(
			spec,
			{
				answered: [
					['Set-Cookie', 'a=1'],
					['set-cookie', 'b=2'],
				],
			},
			'provider',
		),
	).toEqual([]);
	expect(
		codesOf(
			spec,
			{
				answered: [
					['Set-Cookie', 'a=1'],
					['set-cookie', 'b=22'],
				],
			},
			'provider',
		),
	).toEqual(['response.header.invalid']);
	expect(codesOf(spec, { answered: [] }, 'provider')).toEqual(['response.header.missing']);
});

test('cookies may come in several headers, and one of them twice', async () => {
	const spec = await specOf(
		get({
			parameters: [{ name: 'a', in: 'cookie', schema: { type: 'array', maxItems: 2, items: { type: 'integer' } } }],
			responses: response({}),
		}),
	);
	expect(
		codesOf(spec, {
			headers: [
				['Cookie', 'b=x'],
				['cookie', 'a=1; a=2'],
			],
		}),
	).toEqual([]);
	expect(codesOf(spec, { headers: [['Cookie', 'a=1; a=2; a=3']] })).toEqual(['request.parameter.invalid']);
});

test('credentials are found in any line of a header', async () => {
	const spec = await specOf({
		...get({ security: [{ token: [] }], responses: response({}) }),
		components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
	});
	expect(
		codesOf(spec, {
			headers: [
				['Authorization', 'Basic eA=='],
				['authorization', 'Bearer x'],
			],
		}),
	).toEqual([]);
	expect(codesOf(spec, { headers: [['Authorization', 'Basic Bearer']] })).toEqual(['request.security.missing']);
});

test('after the first check, a valid exchange does not read the document', async () => {
	const spec = await specOf({
		openapi: '3.1.0',
		security: [{ token: [] }],
		paths: {
			'/customers/{id}': {
				parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
				get: {
					parameters: [
						{ name: 'ids', in: 'query', schema: { type: 'array', items: { type: 'integer' } } },
						{ name: 'page', in: 'query', schema: { type: 'object', properties: { offset: { type: 'integer' } } } },
						{ name: 'X-Name', in: 'header', schema: { type: 'string' } },
					],
					responses: {},
				},
			},
		},
		components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
	});
	const message: Message = {
		path: '/customers/1',
		query: [
			['ids', '1'],
			['ids', '2'],
			['offset', '3'],
		],
		headers: [
			['Authorization', 'Bearer x'],
			['x-name', 'a'],
		],
	};
	const expected = ['response.status.undocumented'];
	expect(codesOf(spec, message)).toEqual(expected);
	const [at, property] = [jest.spyOn(spec.document, 'at'), jest.spyOn(spec.document, 'locateAll')];
	expect(codesOf(spec, message)).toEqual(expected);
	expect(at).not.toHaveBeenCalled();
	expect(property).not.toHaveBeenCalled();
});

test('paths that share a path item by reference have their own parameters', async () => {
	const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }];
	const spec = await specOf({
		openapi: '3.1.0',
		paths: { '/a/{id}': { $ref: '#/components/pathItems/A' }, '/a': { $ref: '#/components/pathItems/A' } },
		components: { pathItems: { A: { parameters, get: { responses: response({}) } } } },
	});
	expect(codesOf(spec, { path: '/a/1' })).toEqual([]);
	expect(codesOf(spec, { path: '/a' })).toEqual(['request.parameter.unverifiable']);
	expect(codesOf(spec, { path: '/a/1' })).toEqual([]);
});

test('in OpenAPI 3.0 siblings of a reference are ignored', async () => {
	const spec = await specOf({
		...get({
			parameters: [{ name: 'n', in: 'query', schema: { $ref: '#/components/schemas/N', type: 'string' } }],
			responses: response({}),
		}),
		openapi: '3.0.3',
		components: { schemas: { N: { type: 'integer', nullable: true } } },
	});
	expect(codesOf(spec, { query: [['n', '1']] })).toEqual([]);
	expect(codesOf(spec, { query: [['n', 'null']] })).toEqual([]);
	expect(codesOf(spec, { query: [['n', 'one']] })).toEqual(['request.parameter.invalid']);
});

test('a string does not become a list if its schema has no type', async () => {
	const parameters = [{ name: 'a', in: 'query', schema: { pattern: '^a$' } }];
	const spec = await specOf(get({ parameters, responses: response({}) }));
	expect(codesOf(spec, { query: [['a', 'a']] })).toEqual([]);
	expect(codesOf(spec, { query: [['a', 'b']] })).toEqual(['request.parameter.invalid']);
});

const texts = (schema: object, further: object = {}) =>
	get({ parameters: [{ name: 'a', in: 'query', schema, ...further }], responses: response({}) });

test('an exploded open object accepts a field with its own name', async () => {
	const spec = await specOf(texts({ type: 'object', additionalProperties: { type: 'integer' } }));
	expect(codesOf(spec, { query: [['a', '1']] })).toEqual([]);
	expect(codesOf(spec, { query: [['a', 'one']] })).toEqual(['request.parameter.invalid']);
});

test('a field with several schemas is parsed by all of them', async () => {
	const fields = [{ type: ['integer', 'string'] }, { enum: ['1'] }].map((each) => ({ properties: { b: each } }));
	const spec = await specOf(texts({ type: 'object', allOf: fields }, { style: 'deepObject' }));
	expect(codesOf(spec, { query: [['a[b]', '1']] })).toEqual([]);
	expect(codesOf(spec, { query: [['a[b]', '2']] })).toEqual(['request.parameter.invalid']);
});

test.each([
	[
		'one alternative is a list',
		{ oneOf: [{ type: 'boolean' }, { type: 'array', maxItems: 1, items: { type: 'integer' } }] },
	],
	['it has keywords for items', { maxItems: 1, contains: { type: 'integer' } }],
])('a single string is a list if %s', async (_, schema) => {
	const spec = await specOf(texts(schema));
	expect(codesOf(spec, { query: [['a', '1']] })).toEqual([]);
	expect(codesOf(spec, { query: [['a', 'one']] })).toEqual(['request.parameter.invalid']);
	expect(
		codesOf(spec, {
			query: [
				['a', '1'],
				['a', '2'],
			],
		}),
	).toEqual(['request.parameter.invalid']);
});

test('a schema that references itself in anyOf makes its parameter unverifiable', async () => {
	const schemas = { A: { anyOf: [{ $ref: '#/components/schemas/A' }, { type: 'integer' }] } };
	const spec = await specOf({ ...texts({ $ref: '#/components/schemas/A' }), components: { schemas } });
	expect(codesOf(spec, { query: [['a', '1']] })).toEqual(['request.parameter.unverifiable']);
});

test('numbered items in brackets are ordered by number', async () => {
	const list = { type: 'array', prefixItems: [{ enum: ['x'] }, { enum: ['y'] }] };
	const spec = await specOf(texts({ type: 'object', properties: { b: list } }, { style: 'deepObject' }));
	expect(
		codesOf(spec, {
			query: [
				['a[b][1]', 'y'],
				['a[b][0]', 'x'],
			],
		}),
	).toEqual([]);
	expect(
		codesOf(spec, {
			query: [
				['a[b][1]', 'x'],
				['a[b][0]', 'y'],
			],
		}),
	).toHaveLength(2);
});

test('a bug of this program is thrown, not reported as a fault of the spec', async () => {
	const judgement = new Judgement(exchangeOf({}), await specOf(get({})), 'contract', undefined);
	const fails = () => {
		throw new TypeError('ours');
	};
	const prepared = (make: () => () => void) => prepare('response.unverifiable', 'It', () => '', make);
	expect(() => prepared(fails)).toThrow('ours');
	expect(() => prepared(() => fails)(judgement)).toThrow('ours');
	expect(judgement.findings).toEqual([]);
});
