/**
 * Providers at the level of the socket, which write what no HTTP server would, and what asks them: the bridge as Pact's
 * verifier has it, or the transport alone. Both make sure that no connection and no timer is left.
 */
import { subscribe } from 'node:diagnostics_channel';
import { Agent } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createTransport, type Delivery, type Outgoing } from '../../../src/http/transport';
import { createWire } from '../../../src/http/wire';
import { parsePact } from '../../../src/pact/pact-file';
import { type Bridge, startBridge } from '../../../src/verify/bridge';
import { replayedOf } from '../../../src/verify/replayed';
import type { Replayed } from '../../../src/verify/states';
import { postTo } from './post-to';

export type Connected = (socket: Socket) => void;

/** What ends a connection: an orderly end, a reset, or nothing. */
export type End = 'FIN' | 'RST' | 'nothing';

/** Writes `bytes` once a request begins to arrive, and ends the connection. */
export function saying(bytes: string | Buffer, end: End = 'FIN'): Connected {
	return (socket) => {
		socket.once('data', () => say(socket, bytes, end));
	};
}

export function say(socket: Socket, bytes: string | Buffer, end: End): void {
	const content = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
	if (end === 'FIN') return void socket.end(content);
	if (content.length > 0) socket.write(content);
	if (end === 'RST') reset(socket);
}

const clients = new Set<Socket>();
subscribe('net.client.socket', (message) => {
	const { socket } = message as { socket: Socket };
	clients.add(socket.once('close', () => clients.delete(socket)));
});

/** Resets a connection once its client, which is in this process, has read all: a reset may overtake what was sent. */
function reset(socket: Socket): void {
	// Both ends, since the system may give one local port to connections to different servers.
	const client = [...clients].find(
		({ localPort, remotePort }) => localPort === socket.remotePort && remotePort === socket.localPort,
	);
	const hasAll = !client || client.destroyed || client.bytesRead >= socket.bytesWritten;
	if (hasAll) socket.resetAndDestroy();
	else setImmediate(reset, socket);
}

/** Writes `piece` again and again as fast as it is taken, after `head`. */
export function flooding(head: string, piece: string): Connected {
	return (socket) => {
		const more = () => {
			while (!socket.destroyed && socket.write(piece));
		};
		socket.once('data', () => {
			socket.write(head);
			socket.on('drain', more);
			more();
		});
	};
}

/**
 * Runs `use` with the URL of a provider of bytes. Rejects where a connection to it outlives `use`, or what keeps the
 * process alive has become more: the provider ends no connection of its own accord to make it look so.
 */
export async function withRaw<T>(connected: Connected, use: (url: URL) => Promise<T>): Promise<T> {
	const before = active();
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket)).on('error', () => {});
		connected(socket);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		const result = await use(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
		// Only who reads learns that the other has hung up.
		for (const socket of sockets) socket.resume();
		await settled(() => sockets.size === 0, `${sockets.size} connections are left open`);
		return result;
	} finally {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
		await settled(() => active() <= before, `left active: ${process.getActiveResourcesInfo().join(', ')}`);
	}
}

/** How many sockets, timers and the like keep the process alive. */
const active = (): number => process.getActiveResourcesInfo().length;

async function settled(isSo: () => boolean, otherwise: string): Promise<void> {
	for (let tries = 0; tries < 3_000 && !isSo(); tries += 1) await wait(10);
	if (!isSo()) throw new Error(otherwise);
}

export interface Asked extends Delivery {
	/** Milliseconds until it settled, all attempts and waits together. */
	readonly took: number;
	/** The kind of the answer, and its status or the reason why there is none. */
	readonly outcome: string;
}

const update: Outgoing = { method: 'POST', target: '/v2/customers/1', headers: [], body: Buffer.from('{}') };

/** Asks a provider of bytes once by the transport alone. */
export function askRaw(connected: Connected, timeout = 5_000, outgoing: Partial<Outgoing> = {}): Promise<Asked> {
	return withRaw(connected, async (provider) => {
		const transport = createTransport({ provider, timeout, firstWait: 1 });
		try {
			const began = performance.now();
			const delivery = await transport.send({ ...update, ...outgoing });
			return { ...delivery, took: performance.now() - began, outcome: outcomeOf(delivery) };
		} finally {
			transport.close();
		}
	});
}

export function outcomeOf({ answer }: Pick<Delivery, 'answer'>): string {
	switch (answer.kind) {
		case 'answered':
			return `answered: ${answer.status}`;
		case 'unsendable':
			return answer.kind;
		default:
			return `${answer.kind}: ${answer.reason}`;
	}
}

export interface Pact {
	readonly bridge: Bridge;
	/** What came of each, all alike. */
	readonly interactions: readonly Replayed[];
	/** Begins an interaction, as the verifier does before its request. */
	begin(interaction: number): Promise<void>;
	/** The status with which the bridge answers an update. */
	ask(): Promise<number>;
}

/** Runs `use` with a bridge before the provider, and what drives it as Pact's verifier would. */
export async function withBridge<T>(provider: URL, timeout: number, use: (pact: Pact) => Promise<T>): Promise<T> {
	const transport = createTransport({ provider, timeout, firstWait: 1 });
	const wire = createWire(transport, undefined);
	const interactions = alike(1_000);
	const bridge = await startBridge({
		interactions,
		send: (_, arrived) => wire.send({ ...arrived, purpose: 'an update' }),
		meetState: async (state) => ({ kind: 'unknown', state }),
	});
	const agent = new Agent({ keepAlive: true });
	const post = (url: string, body: string) => postTo(url, body, agent);
	try {
		return await use({
			bridge,
			interactions,
			async begin(index) {
				await post(bridge.stateUrl, JSON.stringify({ params: { number: index } }));
			},
			ask: () => post(`${bridge.url}/v2/customers/1`, '{}'),
		});
	} finally {
		agent.destroy();
		transport.close();
		await bridge.close();
	}
}

function alike(count: number): Replayed[] {
	const request = { method: 'POST', path: '/v2/customers/1', body: {} };
	const interaction = { description: 'an update', request, response: { status: 200 } };
	const pact = parsePact('pact.json', JSON.stringify({ interactions: [interaction] }));
	return Array.from({ length: count }, () => replayedOf(pact, [])).flat();
}
