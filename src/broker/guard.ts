/**
 * A proxy on loopback that leads to the broker and nowhere else. Pact's command line follows redirects and links to any host,
 * with the contract in the request; behind this proxy none of them is reached.
 */
import {
	createServer,
	type IncomingMessage,
	request as requestHttp,
	type Server,
	type ServerResponse,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { credentialsFor, routeTo, withoutCredentials } from '../http/route';
import { isLoopback } from '../http/target';
import { secureContextOf, trustedBy } from '../http/tls';
import { proxyFor } from '../system/environment';
import type { Broker } from './settings';

export interface Guard {
	readonly url: string;
	/** The first other host that was asked for. */
	refusedHost(): string | undefined;
	close(): Promise<void>;
}

/** Throws an `InputError` if the certificates or the proxy cannot be used. */
export async function startGuard({ url, caFile }: Broker): Promise<Guard> {
	const proxy = url.protocol === 'https:' && !isLoopback(url) ? proxyFor(url) : undefined;
	const tls = proxy && caFile !== undefined ? await trustedBy('SSL_CERT_FILE', caFile) : {};
	const connection = routeTo(url).connection(new AbortController().signal);
	const open = new Set<Socket>();
	let refused: string | undefined;
	const isBroker = (asked: URL) => asked.host === url.host && asked.protocol === url.protocol;

	const server = createServer((request, response) => {
		const asked = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined;
		if (asked && isBroker(asked)) return pass(asked, request, response);
		refused ??= asked?.host ?? 'nowhere';
		response.writeHead(403).end();
	});
	server.on('connect', (request: IncomingMessage, duplex) => {
		const client = duplex as Socket;
		const asked = URL.canParse(`https://${request.url}`) ? new URL(`https://${request.url}`) : undefined;
		if (asked && isBroker(asked))
			return dial(
				(socket) => join(client, socket),
				() => client.destroy(),
			);
		refused ??= asked?.host ?? 'nowhere';
		client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
	});
	server.on('connection', (socket: Socket) => keep(socket));
	await listening(server);
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		refusedHost: () => refused,
		async close() {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};

	function keep(socket: Socket): Socket {
		open.add(socket);
		return socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
	}

	/** Plain HTTP goes straight to the broker, as everything else of ours does. */
	function pass(asked: URL, request: IncomingMessage, response: ServerResponse): void {
		const { method, headers } = request;
		const onwards = requestHttp(asked, { ...connection, method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
			answer.on('error', () => response.destroy()).pipe(response);
		});
		onwards.on('error', () => response.destroy());
		response.on('close', () => onwards.destroy());
		request.pipe(onwards);
	}

	/** A connection to the broker, through the user's own proxy if there is one. */
	function dial(use: (socket: Socket) => void, fail: () => void): void {
		const port = Number(url.port || 443);
		const host = url.hostname.replace(/^\[|\]$/g, '');
		if (!proxy) {
			const { lookup } = connection;
			const socket = keep(connect({ host, port, ...(lookup && { lookup }) }));
			socket.on('connect', () => use(socket)).on('close', fail);
			return;
		}
		const send = proxy.protocol === 'https:' ? requestHttps : requestHttp;
		const target = `${url.hostname}:${port}`;
		const headers = { Host: target, ...credentialsFor(proxy) };
		const secure = { rejectUnauthorized: true, ...('ca' in tls && { secureContext: secureContextOf(tls) }) };
		const request = send(withoutCredentials(proxy), {
			...secure,
			agent: false,
			method: 'CONNECT',
			path: target,
			headers,
		});
		request.on('connect', ({ statusCode }, socket) => {
			keep(socket).on('close', fail);
			if (statusCode === 200) use(socket);
			else socket.destroy();
		});
		request.on('error', fail).end();
	}
}

function join(client: Socket, socket: Socket): void {
	client.on('close', () => socket.destroy());
	client.write('HTTP/1.1 200 Connection established\r\n\r\n');
	socket.pipe(client).pipe(socket);
}

const listening = (server: Server) =>
	new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen(0, '127.0.0.1', resolve);
	});
