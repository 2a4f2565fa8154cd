/**
 * A small local Imprint: a real HTTP server on the loopback interface, with invented customers that live in memory.
 * It is written by hand from Imprint's description and shares nothing with the gate that judges it.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { answerRequest, operations, type Premises } from './answer';
import { isUsableApiKey } from './credentials';
import { Customers } from './customers';
import { generalError } from './errors';
import type { Answer } from './operation';
import { type ReceivedRequest, receiveRequest } from './request';

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
	if (!isUsableApiKey(apiKey)) throw new TypeError('apiKey must be visible ASCII without a colon, and not empty');

	const customers = new Customers();
	const server = serve({ operations, customers, apiKey });
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');

	return {
		url: `http://127.0.0.1:${portOf(server)}`,
		apiKey,
		addCustomer: () => customers.add(),
		unusedCustomerId: () => customers.unusedId(),
		close: () => stop(server),
	};
}

function serve(premises: Premises): Server {
	// No idle limit: it could end a connection at the moment at which a client uses it again.
	return createServer({ keepAliveTimeout: 0 }, (message, response) => {
		receiveRequest(message).then(
			(request) => respond(request, response, premises),
			// The client left half-way: there is nobody to answer.
			() => response.destroy(),
		);
	});
}

/** A bug in one operation costs one answer, not the process. */
function respond(request: ReceivedRequest, response: ServerResponse, premises: Premises): void {
	try {
		send(response, answerRequest(request, premises));
	} catch (error) {
		send(response, generalError(500, 'internal_error', `The sandbox itself failed: ${error}`, 'sandbox'));
	}
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
	const bytes = Buffer.from(JSON.stringify(body));
	response.writeHead(status, {
		...headers,
		'Content-Type': 'application/json; charset=utf-8',
		'Content-Length': bytes.length,
	});
	response.end(bytes);
}

function stop(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}

function portOf(server: Server): number {
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The sandbox listens on no port');
	return address.port;
}
