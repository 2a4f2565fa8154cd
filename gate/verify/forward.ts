/**
 * Sends one request to the provider and takes in the whole answer, whatever the provider does: it always settles, at
 * the latest at the time limit. Bytes are passed as they are, redirects are not followed.
 */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Pairs } from '../exchange';

export interface OutgoingRequest {
	readonly method: string;
	/** Only its protocol, host and base path count: no target can lead to another host. */
	readonly provider: URL;
	/** Path and query, sent as they are. */
	readonly target: string;
	readonly headers: Pairs;
	readonly body: Uint8Array;
}

export type Answer =
	| { readonly kind: 'answered'; readonly status: number; readonly headers: Pairs; readonly body: Buffer }
	/** `unreachable`: no connection; `timeout`: not whole in time; `cut`: begun, and broken off or not HTTP. */
	| { readonly kind: 'unreachable' | 'timeout' | 'cut'; readonly reason: string }
	/** It holds characters that HTTP cannot carry; nothing was sent. */
	| { readonly kind: 'unsendable' };

/** Hop-by-hop headers (RFC 9110, 7.6.1) and those that are made anew for each hop. */
const hopByHop = new Set([
	...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
	...['host', 'content-length'],
]);

export const endToEnd = (headers: Pairs): Pairs => headers.filter(([name]) => !hopByHop.has(name.toLowerCase()));

/** Node's flat list of names and values as pairs. */
export function pairsOf(raw: readonly string[]): Pairs {
	return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
}

/** `timeout` in milliseconds, from the first byte sent to the last received. */
export function forward(outgoing: OutgoingRequest, timeout: number): Promise<Answer> {
	return new Promise((resolve) => {
		let connected = false;
		const timer = setTimeout(
			() => settle({ kind: 'timeout', reason: `no whole answer within ${timeout} ms` }),
			timeout,
		);
		const settle = (answer: Answer) => {
			clearTimeout(timer);
			resolve(answer);
			request?.destroy();
		};
		const request = open(outgoing);
		if (!request) return settle({ kind: 'unsendable' });
		request.on('socket', (socket) => {
			socket.once(outgoing.provider.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
				connected = true;
			});
		});
		request.on('error', (error: NodeJS.ErrnoException) =>
			settle({ kind: connected ? 'cut' : 'unreachable', reason: reasonOf(error, connected) }),
		);
		request.on('response', (incoming) => receive(incoming, settle));
		request.end(outgoing.body);
	});
}

/** The request, not yet sent; undefined where Node refuses to put it on the wire. */
function open({ method, provider, target, headers, body }: OutgoingRequest): ClientRequest | undefined {
	const send = provider.protocol === 'https:' ? requestHttps : requestHttp;
	try {
		return send({
			method,
			protocol: provider.protocol,
			hostname: provider.hostname.replace(/^\[|\]$/g, ''),
			port: provider.port,
			path: provider.pathname.replace(/\/$/, '') + target,
			// A connection of its own: an idle one may be closed by the provider just as it is used again.
			agent: false,
			headers: [...endToEnd(headers), ['Host', provider.host], ['Content-Length', String(body.length)]].flat(),
		});
	} catch {
		return undefined;
	}
}

function receive(incoming: IncomingMessage, settle: (answer: Answer) => void): void {
	const chunks: Buffer[] = [];
	incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
	incoming.on('error', () => settle({ kind: 'cut', reason: 'the answer broke off before its end' }));
	incoming.on('end', () => {
		if (!incoming.complete) return settle({ kind: 'cut', reason: 'the answer broke off before its end' });
		const headers = pairsOf(incoming.rawHeaders);
		settle({ kind: 'answered', status: incoming.statusCode ?? 0, headers, body: Buffer.concat(chunks) });
	});
}

function reasonOf({ code = '' }: NodeJS.ErrnoException, connected: boolean): string {
	if (code.startsWith('HPE_')) return 'what answers does not speak HTTP';
	if (/^EPROTO$|^ERR_SSL_/.test(code)) return `it does not speak TLS as it should (${code})`;
	if (/CERT|ALTNAME|SELF_SIGNED|UNABLE_TO/.test(code)) return `its TLS certificate is not trusted (${code})`;
	switch (code) {
		case 'ECONNREFUSED':
			return 'nothing listens there (connection refused)';
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return 'its name cannot be resolved';
		case 'ECONNRESET':
		case 'EPIPE':
			return connected ? 'it closed the connection without a whole answer' : 'it closed the connection at once';
		default:
			return code === '' ? 'the connection failed' : `the connection failed (${code})`;
	}
}

/** The body without its content encoding; undefined where it cannot be decoded. */
export function decoded(body: Buffer, encoding: string | undefined): Buffer | undefined {
	try {
		return (encoding ?? '')
			.split(',')
			.map((each) => each.trim().toLowerCase())
			.filter((each) => each !== '' && each !== 'identity')
			.reduceRight<Buffer>((bytes, each) => {
				if (each === 'gzip' || each === 'x-gzip') return gunzipSync(bytes);
				if (each === 'deflate') return inflateSync(bytes);
				if (each === 'br') return brotliDecompressSync(bytes);
				throw new Error(`unknown content encoding ${each}`);
			}, body);
	} catch {
		return undefined;
	}
}
