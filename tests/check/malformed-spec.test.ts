/**
 * A part of the spec of another type than OpenAPI gives it: the finding names the spec and the place, and sends nobody
 * to the client or the provider.
 */
import { check } from '../../src/check/check';
import { type Exchange, livePlaces, type Role, readBody } from '../../src/exchange/exchange';
import { child } from '../../src/json/pointer';
import { specOf } from '../openapi/support/document';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });

const whole = () => ({
	openapi: '3.1.0',
	info: { title: 'Parcels', version: '1' },
	servers: [{ url: 'https://api.example.com/v1' }],
	security: [{ key: [] }],
	paths: {
		'/parcels/{id}': {
			parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
			post: {
				operationId: 'changeParcel',
				parameters: [
					{ name: 'mode', in: 'query', schema: { type: 'string' } },
					{ name: 'filter', in: 'query', ...json({ type: 'object' }) },
				],
				requestBody: json({ $ref: '#/components/schemas/Parcel' }),
				responses: {
					200: {
						description: 'ok',
						headers: { 'X-Rate': { schema: {} } },
						...json({ $ref: '#/components/schemas/Parcel' }),
					},
					default: { $ref: '#/components/responses/Refused' },
				},
			},
		},
	},
	components: {
		schemas: { Parcel: { type: 'object', required: ['weight'], properties: { weight: { type: 'integer' } } } },
		responses: { Refused: { description: 'refused', ...json({ type: 'object' }) } },
		securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
	},
});

const headers = [['Content-Type', 'application/json']] as const;
const body = readBody(Buffer.from('{"weight":1}'), 'application/json');
const exchanges = [200, 404].map(
	(status): Exchange => ({
		interaction: { file: 'pact.json', index: 0, description: 'changes a parcel' },
		places: livePlaces,
		request: {
			method: 'POST',
			path: '/v1/parcels/1',
			query: [
				['mode', 'a'],
				['filter', '{}'],
			],
			headers: [['X-Key', 'k'], ...headers],
			body,
		},
		response: { status, headers: status === 200 ? [['X-Rate', '1'], ...headers] : headers, body },
	}),
);

async function findingsWith(keys: readonly string[], value: unknown) {
	const contents = whole();
	const last = keys.at(-1) ?? '';
	const owner = keys.slice(0, -1).reduce<unknown>((each, key) => Reflect.get(Object(each), key), contents);
	const before: unknown = Reflect.get(Object(owner), last);
	expect(before).toBeDefined();
	if (Array.isArray(before) === Array.isArray(value) && typeof before === typeof value && value !== null) return [];
	Reflect.set(Object(owner), last, value);
	const spec = await specOf(contents);
	const roles: readonly Role[] = ['contract', 'provider'];
	return roles.flatMap((role) => exchanges.flatMap((each) => check(each, spec, role).findings));
}

const path = ['paths', '/parcels/{id}'];
const post = [...path, 'post'];

test('the spec as it should be agrees', async () => {
	expect(await findingsWith(['openapi'], '3.1.0')).toEqual([]);
	const spec = await specOf(whole());
	expect(exchanges.flatMap((each) => check(each, spec, 'contract').findings)).toEqual([]);
});

test.each<readonly string[]>(
	[
		['servers'],
		['servers', '0'],
		['servers', '0', 'url'],
		['paths'],
		path,
		[...path, 'parameters'],
		[...path, 'parameters', '0'],
		[...path, 'parameters', '0', 'name'],
		post,
		[...post, 'parameters'],
		[...post, 'parameters', '0', 'in'],
		[...post, 'parameters', '1', 'content'],
		[...post, 'parameters', '1', 'content', 'application/json'],
		[...post, 'requestBody'],
		[...post, 'requestBody', 'content'],
		[...post, 'requestBody', 'content', 'application/json'],
		[...post, 'responses'],
		[...post, 'responses', '200'],
		[...post, 'responses', '200', 'headers'],
		[...post, 'responses', '200', 'headers', 'X-Rate'],
		[...post, 'responses', '200', 'content'],
		[...post, 'responses', '200', 'content', 'application/json'],
		[...post, 'responses', 'default', '$ref'],
		['security'],
		['security', '0'],
		['components', 'securitySchemes'],
		['components', 'securitySchemes', 'key'],
		['components', 'schemas', 'Parcel', 'properties'],
		['components', 'responses', 'Refused'],
		['components', 'responses', 'Refused', 'content'],
	].map((keys) => [keys.join(' '), ...keys]),
)('%s of another type', async (_, ...keys) => {
	const at = `#${child('', ...keys)}`;
	for (const value of [null, 'text', ['x'], { x: 1 }]) {
		const findings = await findingsWith(keys, value);
		const blamed = findings.map(({ code, fix }) => [code.split('.').at(-1), fix.map((each) => each.split(' at ')[1])]);
		const expected = blamed.map(() => ['unverifiable', [expect.stringContaining(at)]]);
		expect([value, blamed]).toEqual([value, expected]);
	}
});

test('every part of another type is found', async () => {
	const found = await Promise.all([post, ['paths'], ['servers']].map((keys) => findingsWith(keys, null)));
	expect(found.map((each) => each[0]?.title)).toEqual([
		'The operation for POST /v1/parcels/1 cannot be judged: "post" is null; it must be an object.',
		'The operation for POST /v1/parcels/1 cannot be judged: "paths" is null; it must be an object.',
		'The operation for POST /v1/parcels/1 cannot be judged: "servers" is null; it must be a list.',
	]);
});
