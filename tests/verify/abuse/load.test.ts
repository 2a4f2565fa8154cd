/** Many at once at the bridge: the provider gets one at a time, every one settles, and who goes away takes nothing along. */
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Connected, saying, withBridge, withRaw } from './raw';

const body = `{"id":"1","note":"${'a'.repeat(100)}"}`;
const answer = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** Counts how many connections stand at the same time and how many there were, and answers as `connected` does. */
function counting(connected: Connected) {
	const counts = { open: 0, most: 0, all: 0 };
	return {
		counts,
		connected: (socket: Parameters<Connected>[0]) => {
			counts.open += 1;
			counts.all += 1;
			counts.most = Math.max(counts.most, counts.open);
			// An answer's last byte ends the exchange; how long a connection takes to be closed does not count.
			socket.once('data', () => {
				counts.open -= 1;
			});
			connected(socket);
		},
	};
}

test('200 concurrent requests reach the provider one at a time, and all are answered', async () => {
	const { counts, connected } = counting(saying(answer));
	await withRaw(connected, (url) =>
		withBridge(url, 30_000, async ({ interactions, begin, ask }) => {
			await begin(0);
			const statuses = await Promise.all(Array.from({ length: 200 }, ask));
			expect(new Set(statuses)).toEqual(new Set([200]));
			expect(interactions[0]?.exchanges).toHaveLength(200);
			expect(counts).toEqual({ open: 0, most: 1, all: 200 });
		}),
	);
});

test('200 concurrent requests without an answer: two time out, the others fail at once', async () => {
	let connections = 0;
	const silent: Connected = (socket) => {
		connections += 1;
		socket.resume();
	};
	await withRaw(silent, (url) =>
		withBridge(url, 300, async ({ begin, ask }) => {
			await begin(0);
			const statuses = await Promise.all(Array.from({ length: 200 }, ask));
			expect(new Set(statuses)).toEqual(new Set([504]));
			expect(connections).toBe(2);
		}),
	);
});

test('200 concurrent requests of which the provider cuts off every second one', async () => {
	let nth = 0;
	const mixed: Connected = (socket) => {
		nth += 1;
		saying(nth % 2 === 0 ? answer : answer.slice(0, 60 + (nth % 100)), nth % 4 === 1 ? 'RST' : 'FIN')(socket);
	};
	await withRaw(mixed, (url) =>
		withBridge(url, 30_000, async ({ begin, ask }) => {
			await begin(0);
			const statuses = await Promise.all(Array.from({ length: 200 }, ask));
			expect(statuses.filter((status) => status === 200)).toHaveLength(100);
			expect(statuses.filter((status) => status === 502)).toHaveLength(100);
		}),
	);
});

const asked = (length: number) => `POST /v2/customers/1 HTTP/1.1\r\nHost: bridge\r\nContent-Length: ${length}\r\n\r\n`;

/** Connects to the bridge and writes `text`. */
function client(url: string, text: string, how: 'reads' | 'never reads' = 'reads') {
	const { port, hostname } = new URL(url);
	const socket = connect(Number(port), hostname).on('error', () => {});
	if (how === 'never reads') socket.pause();
	socket.write(text);
	return socket;
}

test.each(['goes', 'resets'] as const)(
	'a client that %s half-way through its request asks the provider nothing',
	async (how) => {
		const { counts, connected } = counting(saying(answer));
		await withRaw(connected, (url) =>
			withBridge(url, 5_000, async ({ bridge, begin, ask }) => {
				await begin(0);
				for (let count = 0; count < 50; count += 1) {
					const socket = client(bridge.url, `${asked(100)}{"a":`);
					await new Promise((resolve) => socket.once('connect', resolve));
					await wait(1);
					if (how === 'goes') socket.destroy();
					else socket.resetAndDestroy();
				}
				expect(await ask()).toBe(200);
				expect(counts.all).toBe(1);
			}),
		);
	},
);

test('a client that disconnects during its answer does not affect the next one', async () => {
	const late: Connected = (socket) => {
		socket.once('data', () => setTimeout(() => socket.end(answer), 50));
	};
	await withRaw(late, (url) =>
		withBridge(url, 5_000, async ({ bridge, interactions, begin, ask }) => {
			await begin(0);
			for (let count = 0; count < 10; count += 1) {
				const socket = client(bridge.url, `${asked(2)}{}`);
				await wait(5);
				socket.resetAndDestroy();
			}
			expect(await ask()).toBe(200);
			await begin(1);
			expect(await ask()).toBe(200);
			expect(interactions[1]?.exchanges).toHaveLength(1);
		}),
	);
});

test('clients that never read their answers, or never end their requests, block neither others nor the exit', async () => {
	// More than the system takes on its way, so that the bridge is left with the rest.
	const large = `{"id":"${'a'.repeat(15_000_000)}"}`;
	const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${large.length}\r\n\r\n`;
	let nth = 0;
	const connected: Connected = (socket) => {
		nth += 1;
		saying(nth <= 3 ? head + large : answer)(socket);
	};
	await withRaw(connected, (url) =>
		withBridge(url, 5_000, async ({ bridge, interactions, begin, ask }) => {
			await begin(0);
			const deaf = Array.from({ length: 3 }, () => client(bridge.url, `${asked(2)}{}`, 'never reads'));
			while ((interactions[0]?.exchanges.length ?? 0) < 3) await wait(10);
			const endless = client(bridge.url, `${asked(100)}{"a":`, 'never reads');
			expect(await ask()).toBe(200);
			await bridge.close();
			for (const socket of [...deaf, endless]) socket.destroy();
		}),
	);
});

test('the bridge refuses what is not HTTP or not a state change', async () => {
	const { counts, connected } = counting(saying(answer));
	await withRaw(connected, (url) =>
		withBridge(url, 5_000, async ({ bridge, begin, ask }) => {
			await begin(0);
			for (const text of [
				'\0\0\0\r\n\r\n',
				'GET\r\n\r\n',
				asked(-1),
				`${asked(2)}{}`.replace('Host: bridge\r\n', ''),
			]) {
				const socket = client(bridge.url, text).resume();
				const said = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
				expect(said).toMatch(/^HTTP\/1\.1 400 /);
				socket.destroy();
			}
			const notJson = await fetch(bridge.stateUrl, { method: 'POST', body: '{' });
			expect(notJson.status).toBe(500);
			await notJson.text();
			expect(counts.all).toBe(0);
			expect(await ask()).toBe(200);
		}),
	);
});
