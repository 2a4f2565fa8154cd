/** The helper for Pact tests: what the client does otherwise than the interaction says is red, and nothing is left behind. */
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import config from '../../contract.config';
import { ImprintClient } from '../../contracts/client';
import { pactTest } from '../../src/pact-test/pact-test';
import { projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';

const id = 'a1b2c3d4-0000-4000-8000-000000000200';
const update = { email: 'changed@example.com' };
const pact = pactTest({ ...config, spec: join(projectRoot, 'spec', 'openapi.yaml') });

type Call = (client: ImprintClient, url: string) => Promise<unknown>;

async function run(call: Call): Promise<unknown> {
	return pact
		.addInteraction()
		.given('a customer exists')
		.uponReceiving('changes the e-mail')
		.withRequest(...(await pact.operation('updateCustomer', { customer_id: id })), (request) =>
			request.headers({ Authorization: 'Bearer key' }).jsonBody(update),
		)
		.willRespondWith(200, (response) => response.headers({ 'X-Kind': 'a, b' }).jsonBody({ id }))
		.executeTest(({ url }) => call(new ImprintClient({ baseUrl: url, apiKey: 'key' }), url));
}

afterEach(() => {
	delete process.env.CONTRACT_RECORD_DIR;
});

test('what the test returns is returned, and the pact is removed', async () => {
	const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`interaction-${process.pid}-`)).length;
	const before = left();
	expect(await run((client) => client.updateCustomer(id, update))).toEqual({ id });
	expect(left()).toBe(before);
});

test('with CONTRACT_RECORD_DIR each interaction has a folder there', async () => {
	await withFolder(async (folder) => {
		process.env.CONTRACT_RECORD_DIR = folder;
		await run((client) => client.updateCustomer(id, update));
		await run((client) => client.updateCustomer(id, update));
		const folders = readdirSync(folder);
		expect(folders).toHaveLength(2);
		for (const each of folders) expect(existsSync(join(folder, each, 'imprint-client-imprint.json'))).toBe(true);
	});
});

test('the client sees the response of the mock server as it is', async () => {
	const { status, headers } = (await run(async (_, url) =>
		fetch(`${url}/v2/customers/${id}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', Authorization: 'Bearer key' },
			body: JSON.stringify(update),
		}),
	)) as Response;
	expect({ status, kind: headers.get('x-kind') }).toEqual({ status: 200, kind: 'a, b' });
});

test.each<[string, Call, RegExp]>([
	['another body', (client) => client.updateCustomer(id, { email: 'other@example.com' }), /\$\.email/],
	['another customer', (client) => client.updateCustomer('somebody-else', update), /somebody-else/],
	[
		'another path: the recorded pattern does not let it through',
		(client) =>
			client.send({
				method: 'POST',
				path: '/v2/customers/{customer_id}/more',
				parameters: { customer_id: id },
				body: update,
			}),
		/\/more/,
	],
	[
		'another key',
		(_, baseUrl) => new ImprintClient({ baseUrl, apiKey: 'other' }).updateCustomer(id, update),
		/'Bearer other'/,
	],
	['no request', async () => ({ id }), /not received/],
	[
		'the request more than once',
		async (client) => {
			for (let count = 0; count < 3; count += 1) await client.updateCustomer(id, update);
		},
		/^The client sent the request 3 times; the interaction expects it once\.$/,
	],
])('a client that sends %s', async (_what, call, message) => {
	await expect(run(call)).rejects.toThrow(message);
});

test.each<[string, Call]>([
	[
		'before the request',
		() => {
			throw Object.assign(new TypeError('planted'), { mark: 1 });
		},
	],
	['instead of it', () => Promise.reject(Object.assign(new TypeError('planted'), { mark: 1 }))],
	[
		'after it',
		async (client) => {
			await client.updateCustomer(id, update);
			throw Object.assign(new TypeError('planted'), { mark: 1 });
		},
	],
])('an exception %s is the one that the test fails with', async (_when, call) => {
	const error: unknown = await run(call).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(TypeError);
	expect(error).toMatchObject({ message: 'planted', mark: 1, stack: expect.stringContaining(__filename) });
});

describe('an operation', () => {
	test('is given as method and path, with a matcher for what the provider state supplies', async () => {
		expect(await pact.operation('updateCustomer', { customer_id: 'a b' })).toEqual([
			'POST',
			{
				'pact:matcher:type': 'regex',
				regex: '^/v2/customers/a%20b$',
				'pact:generator:type': 'ProviderState',
				expression: `/v2/customers/\${customer_id}`,
				value: '/v2/customers/a%20b',
			},
		]);
	});

	test.each([
		['updateCustomr', { customer_id: 'a' }, /has no operationId "updateCustomr"; did you mean "updateCustomer"\?$/],
		['other', {}, /has no operationId "other"\.$/],
		['updateCustomer', {}, /^The path \/v2\/customers\/\{customer_id\} needs a value for "customer_id"\.$/],
	])('%s with %j is refused', async (operationId, values: Record<string, string>, message) => {
		await expect(pact.operation(operationId, values)).rejects.toThrow(message);
	});
});
