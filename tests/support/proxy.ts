/** A company's proxy on loopback: opens tunnels (CONNECT) to names that only it knows, and does nothing else. */
import { createServer, type Server, STATUS_CODES } from 'node:http';
import { connect, type Socket } from 'node:net';
import { withListening } from './server';

export interface ProxyOptions {
	/** Where each host and port that it knows really is: a port on loopback. */
	readonly hosts?: Readonly<Record<string, number>>;
	/** What it asks for, as `user:password`. */
	readonly user?: string;
	/** Answers every request in place of the proxy. */
	readonly instead?: (socket: Socket) => void;
}

export interface Proxy {
	/** Its URL, without user and password. */
	readonly url: URL;
	/** The hosts that it was asked for, in order. */
	readonly asked: readonly string[];
	/** The headers of what it was asked, in order. */
	readonly headers: readonly string[];
}

/** Runs `use` with such a proxy and closes it afterwards, whatever happened. */
export function withProxy<T>(options: ProxyOptions, use: (proxy: Proxy) => Promise<T>): Promise<T> {
	const asked: string[] = [];
	const headers: string[] = [];
	const tunnels = new Set<Socket>();
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		response.writeHead(405).end();
	});
	onConnect(server, (host, sent, socket) => {
		asked.push(host);
		headers.push(...sent);
		const expected = `Basic ${Buffer.from(options.user ?? '').toString('base64')}`;
		// A server of Node's leaves its half of a connection open, and notices an end only where it reads.
		if (options.instead) return options.instead(socket.resume().on('end', () => socket.end()));
		if (options.user !== undefined && !sent.includes(`proxy-authorization: ${expected}`)) return refuse(socket, 407);
		const port = options.hosts?.[host];
		if (port === undefined) return refuse(socket, 403);
		const onwards = connect(port, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			onwards.pipe(socket).pipe(onwards);
		});
		tunnels.add(onwards);
		onwards.on('error', () => socket.destroy()).on('close', () => socket.destroy());
		socket.on('close', () => onwards.destroy());
	});
	return withListening(server, async (port) => {
		try {
			return await use({ url: new URL(`http://127.0.0.1:${port}`), asked, headers });
		} finally {
			for (const each of tunnels) each.destroy();
		}
	});
}

/** What a proxy says when it will not. */
export function refuse(socket: Socket, status: number): void {
	const realm = status === 407 ? 'Proxy-Authenticate: Basic realm="example"\r\n' : '';
	socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${realm}Content-Length: 4\r\n\r\nno.\n`);
}

function onConnect(server: Server, use: (host: string, headers: string[], socket: Socket) => void): void {
	server.on('connect', (request, duplex) => {
		const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}`);
		use(request.url ?? '', headers, duplex as Socket);
	});
}
