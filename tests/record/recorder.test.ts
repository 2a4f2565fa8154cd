/** An interaction that the client does not keep is red, and leaves no pact. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Interaction } from '../../contracts/interaction';
import { states } from '../../contracts/states';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { recordInteraction } from '../../src/record/recorder';
import { projectRoot } from '../support/cli';

const id = states.customerExists.parameters.customer_id;
const update = { email: 'changed@example.com' };

const interaction: Interaction = {
	description: 'changes the e-mail',
	operationId: 'updateCustomer',
	given: states.customerExists,
	body: update,
	response: { status: 200, body: { id } },
	call: (client) => client.updateCustomer(id, update),
	outcome: { kind: 'returns', matching: { id } },
};

let directory: string;
let spec: Spec;
beforeAll(async () => {
	spec = await loadSpec(join(projectRoot, 'spec', 'openapi.yaml'));
});
beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'contract-recorder-'));
});
afterEach(async () => {
	jest.restoreAllMocks();
	await rm(directory, { recursive: true, force: true });
});

const record = (call: Interaction['call']) =>
	recordInteraction({ ...interaction, call }, spec, directory, async (outcome) => {
		expect(await outcome).toMatchObject({ id });
	});

async function recorded(): Promise<string[]> {
	const names = existsSync(directory) ? await readdir(directory, { recursive: true }) : [];
	return names.filter((name) => name.endsWith('.json'));
}

/** Changes every request on its way to the mock server. */
function onTheWire(change: (headers: Headers) => void): void {
	const send = globalThis.fetch;
	jest.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
		const headers = new Headers(init?.headers);
		change(headers);
		return send(url, { ...init, headers });
	});
}

test('an interaction that the client keeps leaves one pact', async () => {
	await record(interaction.call);
	expect(await recorded()).toHaveLength(1);
});

test.each<[string, Interaction['call'], RegExp]>([
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
	['no request', async () => ({ id }), /not received/],
	[
		'an exception before the request',
		() => Promise.reject(new Error('planted')),
		/^The client threw "planted" before it sent/,
	],
	[
		'an exception of the client itself',
		(client) => client.updateCustomer('', update),
		/^The client threw ".*" \(contracts\/client\.ts:\d+\) before it sent a request\.$/,
	],
])('a client that sends %s', async (_what, call, message) => {
	await expect(record(call)).rejects.toThrow(message);
	expect(await recorded()).toEqual([]);
});

test('a client that sends another key', async () => {
	onTheWire((headers) => headers.set('authorization', 'Bearer other'));
	await expect(record(interaction.call)).rejects.toThrow(/Bearer other/);
	expect(await recorded()).toEqual([]);
});

test('a client that reads the answer wrongly', async () => {
	const wrong: Interaction['call'] = async (client) => ({ ...(await client.updateCustomer(id, update)), id: 'other' });
	await expect(record(wrong)).rejects.toThrow(/other/);
	expect(await recorded()).toEqual([]);
});
