/**
 * A provider on loopback that answers like the local Imprint until a test makes it do otherwise.
 * What is distorted is the honest answer, so a test names only what is wrong.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { startSandbox } from '../../sandbox/sandbox';

export interface HonestAnswer {
	status: number;
	headers: Record<string, string>;
	body: Record<string, unknown>;
}

/**
 * Changes the honest answer, or answers by itself and returns 'answered'. `nth` counts the requests from 1; `update` is
 * the number of those that name a field, as a verification first sends some that name none; `asked` is the body that came.
 */
export type Distortion = (
	answer: HonestAnswer,
	wire: { response: ServerResponse; socket: Socket; nth: number; update: number; asked: string },
) => unknown;

/** What is asked of the sandbox behind, in place of the body that came. */
export type Asking = (body: string, update: number) => string;

/** Leaves the answer as it is. */
export const honest: Distortion = () => {};

export interface FaultyProvider {
	readonly url: string;
	/** What `contract verify` needs to know of it. */
	readonly env: NodeJS.ProcessEnv;
	/** Method and path of every request that arrived. */
	readonly requests: readonly string[];
	/** The bodies of those that name a field. */
	readonly updates: readonly string[];
	/** The customer as the sandbox behind it knows it, without the moment of its last update. */
	customer(): Promise<Record<string, unknown>>;
	close(): Promise<void>;
}

/** Runs `use` with such a provider and closes it afterwards, whatever happened. */
export async function withProvider<T>(
	distort: Distortion,
	use: (provider: FaultyProvider) => Promise<T>,
	asking?: Asking,
): Promise<T> {
	const provider = await startFaultyProvider(distort, asking);
	try {
		return await use(provider);
	} finally {
		await provider.close();
	}
}

export async function startFaultyProvider(
	distort: Distortion = honest,
	asking: Asking = (body) => body,
): Promise<FaultyProvider> {
	const sandbox = await startSandbox();
	const customerId = sandbox.addCustomer();
	const requests: string[] = [];
	const updates: string[] = [];
	const server = createServer(async (request, response) => {
		requests.push(`${request.method} ${request.url}`);
		const nth = requests.length;
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		// The sandbox has no operation that reads a customer: an update of no field shows it.
		const body = request.method === 'GET' ? Buffer.from('{}') : Buffer.concat(chunks);
		if (body.toString() !== '{}') updates.push(body.toString());
		const update = body.toString() === '{}' ? 0 : updates.length;
		const answer = await askHonestly(sandbox.url, request, asking(body.toString(), update));
		const asked = body.toString();
		if (distort(answer, { response, socket: request.socket, nth, update, asked }) === 'answered') return;
		response.writeHead(answer.status, answer.headers).end(JSON.stringify(answer.body));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		env: { IMPRINT_API_KEY: sandbox.apiKey, IMPRINT_CUSTOMER_ID: customerId },
		requests,
		updates,
		async customer() {
			const response = await fetch(`${sandbox.url}/v2/customers/${customerId}`, {
				method: 'POST',
				headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
				body: '{}',
			});
			const { updated_at: _moment, ...customer } = (await response.json()) as Record<string, unknown>;
			return customer;
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			await sandbox.close();
		},
	};
}

async function askHonestly(url: string, request: IncomingMessage, body: string): Promise<HonestAnswer> {
	const answer = await fetch(url + (request.url ?? '/'), {
		method: request.method === 'GET' ? 'POST' : (request.method ?? 'POST'),
		headers: {
			authorization: request.headers.authorization ?? '',
			'content-type': request.headers['content-type'] ?? 'application/json',
		},
		body,
	});
	return {
		status: answer.status,
		headers: { 'content-type': answer.headers.get('content-type') ?? '' },
		body: (await answer.json()) as Record<string, unknown>,
	};
}
