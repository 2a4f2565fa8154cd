/** Forwards requests to Pact's mock server and counts them, which the mock server does not. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { getFfiLib } from '@pact-foundation/pact-core';

export interface Forwarder {
	/** What the client is given in place of the mock server. */
	readonly address: { readonly url: string; readonly port: number };
	/** Resolves once the mock server has counted what was forwarded. */
	end(): Promise<{ readonly requests: number; readonly isMatched: boolean }>;
}

export async function countingForwarder(mockServer: number): Promise<Forwarder> {
	let requests = 0;
	const server = createServer((incoming, outgoing) => {
		requests += 1;
		forward(incoming, outgoing, mockServer);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		address: { url: `http://127.0.0.1:${port}`, port },
		async end() {
			const isMatched = requests > 0 && (await matches(mockServer));
			server.close();
			server.closeAllConnections();
			return { requests, isMatched };
		},
	};
}

/** Names and order of the headers stay as the client sent them. */
function forward(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
	const { method, url: path, rawHeaders: headers } = incoming;
	const passedOn = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
		outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders);
		response.pipe(outgoing);
	});
	passedOn.on('error', () => outgoing.destroy());
	outgoing.on('close', () => passedOn.destroy());
	incoming.pipe(passedOn);
}

/**
 * Whether the mock server got the request that it expects. It may answer before it has counted, and Pact would then report
 * the request as not received (1 run in 100 on a busy machine); so this waits, 3 s at most.
 */
async function matches(port: number): Promise<boolean> {
	const mockServer = getFfiLib();
	for (const end = Date.now() + 3000; Date.now() < end; await wait(2)) {
		if (mockServer.pactffiMockServerMatched(port)) return true;
		const results = JSON.parse(mockServer.pactffiMockServerMismatches(port)) as { type: string }[];
		if (results.some(({ type }) => type !== 'missing-request')) return false;
	}
	return false;
}
