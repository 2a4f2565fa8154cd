/**
 * A small local Imprint: a real HTTP server on the loopback interface, with invented customers that live in memory.
 * It is written by hand from Imprint's description and shares nothing with the gate that judges it.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { answerRequest, generalError, operations, type Premises } from './answer';
import { addCustomer, type Customers } from './customers';
import type { Answer } from './operation';

const bodyLimit = 1024 * 1024;

export interface SandboxOptions {
	/** 0, the default, takes any free port. */
	readonly port?: number;
	/** The default is a random one. */
	readonly apiKey?: string;
}

export interface Sandbox {
	readonly url: string;
	readonly apiKey: string;
	/** Adds an invented customer and returns its id. */
	addCustomer(): string;
	/** An id that no customer has. */
	unusedCustomerId(): string;
	/** Stops listening and closes every connection, also one in use; may be called twice. */
	close(): Promise<void>;
}

/** Rejects with the system's error where the port cannot be had. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, apiKey = `sandbox_${randomBytes(16).toString('hex')}` } = options;
	// What both schemes can carry: a colon would end the user name of Basic.
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
		// A random UUID is taken by nobody now, nor by anyone added later.
		unusedCustomerId: randomUUID,
		close: () => stop(server),
	};
}

function serve(premises: Premises): Server {
	// No idle limit: it could end a connection at the moment at which a client uses it again.
	return createServer({ keepAliveTimeout: 0 }, async (message, response) => {
		try {
			const body = await readBody(message);
			const { status, headers, body: answer } = answered(message, body, premises);
			const bytes = Buffer.from(JSON.stringify(answer));
			const type = { 'Content-Type': 'application/json; charset=utf-8' };
			response.writeHead(status, { ...headers, ...type, 'Content-Length': bytes.length }).end(bytes);
		} catch {
			// The client left half-way: there is nobody to answer.
			response.destroy();
		}
	});
}

/** A body over the limit is still read to its end: a client that is cut off while sending never reads why. */
async function readBody(message: AsyncIterable<Buffer>): Promise<Buffer | 'too large'> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of message) {
		size += chunk.length;
		if (size <= bodyLimit) chunks.push(chunk);
	}
	return size <= bodyLimit ? Buffer.concat(chunks) : 'too large';
}

/** A bug in one operation costs one answer, not the process. */
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
