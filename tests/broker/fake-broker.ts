/**
 * The part of a Pact Broker that publishing needs, on loopback, with faults that a real broker does not show on request.
 * The tests in `real/` have a real one.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { withHttp } from '../support/server';

export interface FakeBroker {
	readonly url: URL;
	/** Method and target of every request, in order. */
	readonly asked: readonly string[];
	/** The `Authorization` of each. */
	readonly credentials: readonly (string | undefined)[];
}

/** Answers in place of the broker where it returns true; `nth` counts the requests for that method and path from 1. */
export type Instead = (request: IncomingMessage, response: ServerResponse, nth: number) => boolean;

/** Runs `use` with such a broker. */
export function withFakeBroker<T>(instead: Instead, use: (broker: FakeBroker) => Promise<T>): Promise<T> {
	const asked: string[] = [];
	const credentials: (string | undefined)[] = [];
	const pacts = new Map<string, unknown>();
	let origin = '';
	const answer = (response: ServerResponse, status: number, body: unknown) =>
		response.writeHead(status, { 'content-type': 'application/hal+json' }).end(JSON.stringify(body));
	return withHttp(
		async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const what = `${request.method} ${request.url}`;
			asked.push(what);
			credentials.push(request.headers.authorization);
			if (instead(request, response, asked.filter((each) => each === what).length)) return;
			const target = request.url ?? '';
			if (target === '/') {
				return answer(response, 200, { _links: { 'pb:publish-contracts': { href: `${origin}contracts/publish` } } });
			}
			if (target === '/contracts/publish') {
				const { pacticipantVersionNumber: version, contracts } = JSON.parse(Buffer.concat(chunks).toString()) as {
					pacticipantVersionNumber: string;
					contracts: { consumerName: string; providerName: string; content: string }[];
				};
				for (const { consumerName, providerName, content } of contracts) {
					const path = `/pacts/provider/${providerName}/consumer/${consumerName}/version/${version}`;
					pacts.set(path, JSON.parse(Buffer.from(content, 'base64').toString()));
				}
				return answer(response, 200, { notices: [], logs: [], _links: {}, _embedded: {} });
			}
			const pact = pacts.get(target);
			if (pact !== undefined) return answer(response, 200, pact);
			return answer(response, /\/branches\//.test(target) && pacts.size > 0 ? 200 : 404, {});
		},
		(url) => {
			origin = url.href;
			return use({ url, asked, credentials });
		},
	);
}

/** A broker without a fault. */
export const well: Instead = () => false;

/** An empty answer with `status` to every request that matches; only the first `times`. */
export const failing =
	(status: number, which = /./, times = Number.POSITIVE_INFINITY): Instead =>
	({ method, url }, response, nth) => {
		if (!which.test(`${method} ${url}`) || nth > times) return false;
		response.writeHead(status).end();
		return true;
	};
