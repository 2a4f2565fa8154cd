/**
 * An HTTP server in place of a Pact Broker, for faults that a real broker does not show on request. The test gives the answer to
 * each request; the server records the requests.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { withHttp } from './server';

export interface BrokerRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: unknown;
}

export type BrokerAnswer = {
	readonly status: number;
	readonly body?: unknown;
	readonly headers?: Record<string, string>;
};

export interface StandIn {
	readonly url: URL;
	readonly env: NodeJS.ProcessEnv;
	readonly requests: readonly BrokerRequest[];
}

/** `answer` gets the request and how many came before it; where it returns nothing, nothing is ever answered. */
export function withScriptedBroker<T>(
	answer: (request: BrokerRequest, nth: number, url: string) => BrokerAnswer | undefined,
	use: (broker: StandIn) => Promise<T>,
): Promise<T> {
	const requests: BrokerRequest[] = [];
	return withHttp(
		async (incoming, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of incoming) chunks.push(chunk as Buffer);
			const text = Buffer.concat(chunks).toString();
			const { method = '', url: path = '', headers } = incoming;
			const request = { method, path, headers, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
			requests.push(request);
			const given = answer(request, requests.length - 1, `http://${headers.host}`);
			if (!given) return;
			response.writeHead(given.status, { 'content-type': 'application/hal+json', ...given.headers });
			response.end(given.body === undefined ? undefined : JSON.stringify(given.body));
		},
		(url) => {
			const env = { PACT_BROKER_BASE_URL: url.href, PACT_BROKER_TOKEN: 'token-of-nobody-4711' };
			return use({ url, env, requests });
		},
	);
}
