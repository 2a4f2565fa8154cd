/** Servers on loopback for the time of one test; when it is over, they and all their connections are gone. */
import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type ServerResponse,
	request as sendRequest,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';

/** Runs `use` with the port of `server`, which listens on 127.0.0.1 meanwhile. */
export async function withListening<T>(server: Server, use: (port: number) => Promise<T>): Promise<T> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket)).on('error', () => {});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		return await use((server.address() as AddressInfo).port);
	} finally {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	}
}

/** A server over HTTP; `use` gets its URL. */
export function withHttp<T>(listener: RequestListener, use: (url: URL) => Promise<T>): Promise<T> {
	return withListening(createServer(listener), (port) => use(new URL(`http://127.0.0.1:${port}`)));
}

/** A server that speaks whatever the test wants; `use` gets the URL of the provider that it poses as. */
export function withSockets<T>(connected: (socket: Socket) => void, use: (url: URL) => Promise<T>): Promise<T> {
	return withListening(createSocketServer(connected), (port) => use(new URL(`http://127.0.0.1:${port}`)));
}

/** A port that was free a moment ago, so that nothing listens there. */
export const closedPort = (): Promise<number> => withListening(createSocketServer(), async (port) => port);

/** A server over HTTPS; `use` gets its port. */
export function withHttps<T>(
	options: ServerOptions,
	listener: RequestListener,
	use: (port: number) => Promise<T>,
): Promise<T> {
	// The client reports a failed handshake.
	return withListening(
		createTlsServer(options, listener).on('tlsClientError', () => {}),
		use,
	);
}

/** Has `origin` answer in place of this server. */
export function forwardTo(origin: string, request: IncomingMessage, response: ServerResponse): void {
	const { method, headers, url = '/' } = request;
	const onwards = sendRequest(new URL(url, origin), { method, headers, agent: false }, (answer) => {
		response.writeHead(answer.statusCode ?? 500, answer.headers);
		answer.pipe(response);
	});
	onwards.on('error', () => response.destroy());
	request.pipe(onwards);
}
