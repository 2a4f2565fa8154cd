/**
 * Sends one request to the provider and takes in the whole answer, whatever the provider does: it always settles, at
 * the latest at the time limit, and never holds more of the answer than the limits allow. Bytes are passed as they are,
 * redirects are not followed.
 */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { listHeader, type Pairs } from '../exchange/exchange';
import { decodedWithin, mostBytes } from './content-encoding';
import { type Failure, failureOf, refusalOf } from './reason';
import { type ConnectionOptions, type Route, routeTo } from './route';

export interface OutgoingRequest {
	readonly method: string;
	/** Only its protocol, host and base path count: no target can lead to another host. */
	readonly provider: URL;
	/** Path and query, sent as they are. */
	readonly target: string;
	readonly headers: Pairs;
	readonly body: Uint8Array;
}

export interface Answered {
	readonly kind: 'answered';
	readonly status: number;
	readonly headers: Pairs;
	/** As sent. */
	readonly body: Buffer;
	/** The body without its content encoding; undefined where it cannot be decoded. */
	readonly content: Buffer | undefined;
}

export type Answer =
	| Answered
	/** `unreachable`: no connection; `timeout`: not whole in time; `cut`: begun, and broken off, too large or not HTTP. */
	| { readonly kind: 'unreachable' | 'timeout' | 'cut'; readonly reason: string; readonly fix?: string }
	/** It holds characters that HTTP cannot carry; nothing was sent. */
	| { readonly kind: 'unsendable' };

export interface Attempt {
	readonly answer: Answer;
	/** Nothing was sent, for a cause that may be gone a moment later. */
	readonly mayHeal: boolean;
}

export interface AttemptOptions {
	/** Milliseconds, from the first byte sent to the last received. */
	readonly timeout: number;
	/** Ends the attempt. */
	readonly signal?: AbortSignal;
	/** Without a proxy by default. */
	readonly route?: Route;
}

const mostHeaderBytes = 1024 * 1024;

const tooLarge: Answer = { kind: 'cut', reason: 'its body is larger than 16 MiB' };

const tooLargeDecoded: Answer = { kind: 'cut', reason: 'its body is larger than 16 MiB when it is decoded' };

const brokenOff: Answer = { kind: 'cut', reason: 'the answer broke off before its end' };

/** Hop-by-hop headers (RFC 9110, 7.6.1) and those that are made anew for each hop. */
export const hopByHop = new Set([
	...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
	...['host', 'content-length'],
]);

export const endToEnd = (headers: Pairs): Pairs => headers.filter(([name]) => !hopByHop.has(name.toLowerCase()));

/** Node's flat list of names and values as pairs. */
export const pairsOf = (raw: readonly string[]): Pairs =>
	raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));

export function attempt(outgoing: OutgoingRequest, options: AttemptOptions): Promise<Attempt> {
	const { timeout, signal, route = routeTo(outgoing.provider) } = options;
	const { proxy, names } = route;
	const over = new AbortController();
	return new Promise((resolve) => {
		let [connected, tunnelled] = [false, false];
		let received: IncomingMessage | undefined;
		// What follows an answer's end on its connection is no part of it, and takes nothing from it (RFC 9112, 6.3).
		const isWhole = () => received?.complete === true;
		const settle = (answer: Answer, mayHeal = false) => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', stop);
			resolve({ answer, mayHeal });
			request?.destroy();
			// A connection to a proxy that has not answered yet is not the request's.
			over.abort();
		};
		const fail = ({ mayHeal, ...failure }: Failure) => settle(failure, mayHeal);
		const stop = () =>
			settle({ kind: connected ? 'cut' : 'unreachable', reason: 'the run ended before it gave an answer' });
		const timer = setTimeout(() => {
			const within = `within ${timeout} ms`;
			if (proxy === undefined || tunnelled) settle({ kind: 'timeout', reason: `no whole answer ${within}` });
			else settle({ kind: 'unreachable', reason: `the proxy ${proxy} made no connection ${within}` });
		}, timeout);
		const request = open(outgoing, route.connection(over.signal));
		if (!request) return settle({ kind: 'unsendable' });
		signal?.addEventListener('abort', stop);
		request.on('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
			tunnelled = statusCode === 200;
			if (!tunnelled && proxy !== undefined) fail(refusalOf(proxy, statusCode));
		});
		request.on('socket', (socket) => {
			socket.once(outgoing.provider.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
				connected = true;
			});
		});
		request.on('error', (error: NodeJS.ErrnoException) => {
			if (!isWhole()) fail(failureOf(error, { connected, proxy, tunnelled, names }));
		});
		request.on('response', (incoming) => {
			received = incoming;
			receive(incoming, settle);
		});
		request.on('upgrade', () =>
			settle({ kind: 'cut', reason: 'it switched to another protocol unasked (status 101)' }),
		);
		// Node ends some connections without an error; whatever settled before counts.
		request.on('close', () => {
			if (!isWhole()) settle(brokenOff);
		});
		request.end(outgoing.body);
	});
}

/** The request, not yet sent; undefined where Node refuses to put it on the wire. */
function open(
	{ method, provider, target, headers, body }: OutgoingRequest,
	connection: ConnectionOptions,
): ClientRequest | undefined {
	const send = provider.protocol === 'https:' ? requestHttps : requestHttp;
	try {
		const request = send({
			...connection,
			method,
			protocol: provider.protocol,
			hostname: provider.hostname.replace(/^\[|\]$/g, ''),
			port: provider.port,
			path: provider.pathname.replace(/\/$/, '') + target,
			maxHeaderSize: mostHeaderBytes,
			headers: [...endToEnd(headers), ['Host', provider.host], ['Content-Length', String(body.length)]].flat(),
		});
		// By default, Node drops all headers beyond 2000.
		request.maxHeadersCount = 0;
		return request;
	} catch {
		return undefined;
	}
}

function receive(incoming: IncomingMessage, settle: (answer: Answer) => void): void {
	// Kept in one piece: an object for each chunk takes a hundred times the memory where chunks are a byte long.
	let room = Buffer.alloc(0);
	let length = 0;
	incoming.on('data', (chunk: Buffer) => {
		const longer = length + chunk.length;
		if (longer > mostBytes) return settle(tooLarge);
		if (longer > room.length) room = Buffer.concat([room], Math.max(2 * room.length, longer));
		chunk.copy(room, length);
		length = longer;
	});
	incoming.on('error', () => settle(brokenOff));
	incoming.on('end', () => {
		if (!incoming.complete) return settle(brokenOff);
		const headers = pairsOf(incoming.rawHeaders);
		const body = room.subarray(0, length);
		const content = decodedWithin(body, listHeader(headers, 'content-encoding'));
		if (content === 'too large') return settle(tooLargeDecoded);
		settle({ kind: 'answered', status: incoming.statusCode ?? 0, headers, body, content });
	});
}
