/**
 * The local provider: an HTTP server on loopback with invented customers in memory. It is written by hand from Imprint's spec
 * and shares no code with `src/`.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { answerRequest, generalError, hasHandler, operations, type Premises } from './answer';
import { addCustomer, type Customers } from './customers';
import type { Answer } from './operation';

const bodyLimit = 1024 * 1024;

export interface SandboxOptions {
	/** Default 0: any free port. */
	readonly port?: number;
	/** Default: random. */
	readonly apiKey?: string;
}

export interface Sandbox {
	readonly url: string;
	readonly apiKey: string;
	/** Returns the id of a new, invented customer. */
	addCustomer(): string;
	/** An id that no customer has. */
	unusedCustomerId(): string;
	/** Whether there is a handler for a request. */
	handles(method: string, path: string): boolean;
	/** Stops listening and closes every connection, even one in use; may be called twice. */
	close(): Promise<void>;
}

/** Rejects with Node's error if it cannot listen on the port. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, apiKey = `sandbox_${randomBytes(16).toString('hex')}` } = options;
	// Valid in both schemes: a colon would end the user name of HTTP basic.
	if (!/^[!-9;-~]+$/.test(apiKey)) throw new TypeError('apiKey must be visible ASCII without a colon, and not empty');

	const customers: Customers = new Map();
	const server = serve({ operations, customers, apiKey });
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The sandbox listens on no port');

	return {
		url: `http://127.0.0.1:${address.port}`,
		apiKey,
		addCustomer: () => addCustomer(customers),
		unusedCustomerId: randomUUID,
		handles: hasHandler,
		close: () => stop(server),
	};
}

function serve(premises: Premises): Server {
	// No keep-alive timeout: it could close a connection just as the client reuses it.
	return createServer({ keepAliveTimeout: 0 }, async (message, response) => {
		try {
			const body = await readBody(message);
			const { status, headers, body: answer } = answered(message, body, premises);
			const bytes = Buffer.from(JSON.stringify(answer));
			const type = { 'Content-Type': 'application/json; charset=utf-8' };
			response.writeHead(status, { ...headers, ...type, 'Content-Length': bytes.length }).end(bytes);
		} catch {
			// The client disconnected during its request.
			response.destroy();
		}
	});
}

/** A body over the limit is still read to its end, so that the client can read the 413. */
async function readBody(message: AsyncIterable<Buffer>): Promise<Buffer | 'too large'> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of message) {
		size += chunk.length;
		if (size <= bodyLimit) chunks.push(chunk);
	}
	return size <= bodyLimit ? Buffer.concat(chunks) : 'too large';
}

/** A bug in an operation is a 500, not a crash. */
function answered(message: IncomingMessage, body: Buffer | 'too large', premises: Premises): Answer {
	const { method = '', url = '', headers } = message;
	const [path = ''] = url.split('?', 1);
	try {
		return answerRequest({ method, path, headers, body }, premises);
	} catch (error) {
		return generalError(500, 'internal_error', `The sandbox itself failed: ${error}`, 'sandbox');
	}
}

function stop(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
