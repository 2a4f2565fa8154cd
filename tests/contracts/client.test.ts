/** The client against real servers on loopback: what it sends, and what it makes of every kind of answer. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ImprintClient, type ImprintOptions } from '../../contracts/client';
import { CustomerNotFound, InvalidRequest, UndocumentedResponse } from '../../contracts/errors';
import { startSandbox } from '../../sandbox/sandbox';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Runs `use` with a client of a server that answers by `handler`. */
async function withClient<T>(
	handler: Handler,
	use: (client: ImprintClient) => Promise<T>,
	options: Partial<ImprintOptions> = {},
): Promise<T> {
	const server = createServer(handler);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	try {
		return await use(new ImprintClient({ baseUrl, apiKey: 'invented-key', ...options }));
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

const answering = (status: number, body: string, type = 'application/json'): Handler => {
	return (_request, response) => response.writeHead(status, { 'content-type': type }).end(body);
};
const update = (client: ImprintClient) => client.updateCustomer('some-id', { email: 'changed@example.com' });

test.each([
	['bearer', 'Bearer invented-key'],
	['basic', `Basic ${Buffer.from('invented-key:').toString('base64')}`],
] as const)('sends the key as %s', async (authScheme, expected) => {
	let sent: string | undefined;
	const handler: Handler = (request, response) => {
		sent = request.headers.authorization;
		answering(200, '{"id":"some-id"}')(request, response);
	};
	await withClient(handler, update, { authScheme });
	expect(sent).toBe(expected);
});

test('sends method, path, content type and body; the id cannot leave its segment', async () => {
	const seen: unknown[] = [];
	const handler: Handler = async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		seen.push([request.method, request.url, request.headers['content-type'], Buffer.concat(chunks).toString()]);
		answering(200, '{"id":"x"}')(request, response);
	};
	await withClient(handler, (client) => client.updateCustomer('../admin?x=1', { metadata: { a: 1 } }));
	expect(seen).toEqual([['POST', '/v2/customers/..%2Fadmin%3Fx%3D1', 'application/json', '{"metadata":{"a":1}}']]);
});

test('works with the local Imprint by bearer and by basic', async () => {
	const sandbox = await startSandbox();
	try {
		const id = sandbox.addCustomer();
		for (const authScheme of ['bearer', 'basic'] as const) {
			const client = new ImprintClient({ baseUrl: sandbox.url, apiKey: sandbox.apiKey, authScheme });
			await expect(client.updateCustomer(id, { first_name: 'Example' })).resolves.toMatchObject({
				id,
				first_name: 'Example',
			});
			await expect(client.updateCustomer(id, { email: 'no' })).rejects.toBeInstanceOf(InvalidRequest);
			await expect(client.updateCustomer(sandbox.unusedCustomerId(), {})).rejects.toBeInstanceOf(CustomerNotFound);
		}
	} finally {
		await sandbox.close();
	}
});

test('400 with details is an InvalidRequest that hands them on', async () => {
	const call = withClient(answering(400, '{"details":["email: no"]}'), update);
	await expect(call).rejects.toMatchObject({ name: 'InvalidRequest', details: ['email: no'] });
});

test.each(['{}', '{"details":[]}', '{"error":"Bad Request","unknown":1}'])(
	'400 without a single detail is an InvalidRequest without details: %s',
	async (body) => {
		const call = withClient(answering(400, body), update);
		await expect(call).rejects.toMatchObject({ name: 'InvalidRequest', details: [] });
	},
);

test.each(['CUSTOMER_NOT_FOUND_ERROR', 'ANOTHER_TYPE', ''])(
	'404 of the type "%s" is a CustomerNotFound',
	async (type) => {
		const body = JSON.stringify({ type, message: 'no customer some-id' });
		await expect(withClient(answering(404, body), update)).rejects.toMatchObject({ name: 'CustomerNotFound', type });
	},
);

test.each([
	['404 from something else than Imprint', answering(404, '<h1>Not Found</h1>', 'text/html')],
	['404 without a message', answering(404, '{"type":"ROUTE_NOT_FOUND"}')],
	['404 with a param that is no string', answering(404, '{"type":"a","message":"b","param":1}')],
	['400 from something else than Imprint', answering(400, '<h1>Bad Request</h1>', 'text/html')],
	['400 in the general error shape', answering(400, '{"error":{"type":"invalid","message":"x"}}')],
	['400 with a list', answering(400, '[]')],
	['400 with a status that is no integer', answering(400, '{"status":"400"}')],
	['400 with details that are no strings', answering(400, '{"details":[1]}')],
	['200 without an id', answering(200, '{}')],
	['200 with null', answering(200, 'null')],
	['200 that is no JSON', answering(200, 'OK', 'text/plain')],
	['201', answering(201, '{"id":"some-id"}')],
	['401', answering(401, '{}')],
	['500', answering(500, '')],
	['a redirect, which is not followed', (_request, response) => response.writeHead(302, { location: '/login' }).end()],
] as [string, Handler][])('%s is an UndocumentedResponse', async (_name, handler) => {
	await expect(withClient(handler, update)).rejects.toBeInstanceOf(UndocumentedResponse);
});

test.each(['', '.', '..'])('refuses the id "%s", which would lead to another path, and sends nothing', async (id) => {
	let requests = 0;
	const handler: Handler = (_request, response) => {
		requests += 1;
		response.end();
	};
	await expect(withClient(handler, (client) => client.updateCustomer(id, {}))).rejects.toBeInstanceOf(TypeError);
	expect(requests).toBe(0);
});

test('gives up at the time limit', async () => {
	await expect(withClient(() => {}, update, { timeout: 50 })).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('the message of an error holds nothing of the customer', async () => {
	const bodies = [
		answering(400, '{"details":["email: planted@example.com is malformed"]}'),
		answering(404, '{"type":"CUSTOMER_NOT_FOUND_ERROR","message":"planted-id"}'),
		answering(500, '{"message":"planted"}'),
	];
	for (const handler of bodies) {
		const error: unknown = await withClient(handler, update).catch((thrown: unknown) => thrown);
		expect(String(error)).not.toContain('planted');
	}
});
