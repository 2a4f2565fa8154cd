/** The transport: retries, waits, one request at a time, and closing. */
import type { RequestListener, ServerResponse } from 'node:http';
import {
	type AttemptNote,
	createTransport,
	type Outgoing,
	type Transport,
	type TransportOptions,
} from '../../src/http/transport';
import { closedPort, withHttp, withSockets } from '../support/server';

const get: Outgoing = { method: 'GET', target: '/v2/x', headers: [], body: Buffer.alloc(0) };

/** Answers with each status in turn, and with the last one from then on. */
function statuses(...list: readonly number[]): RequestListener & { asked: number } {
	const listener = Object.assign(
		(_: unknown, response: ServerResponse) => {
			const status = list[Math.min(listener.asked, list.length - 1)] ?? 200;
			listener.asked += 1;
			response.writeHead(status).end();
		},
		{ asked: 0 },
	);
	return listener;
}

async function withTransport<T>(
	provider: URL,
	use: (transport: Transport, notes: readonly AttemptNote[]) => Promise<T>,
	options: Partial<TransportOptions> = {},
): Promise<T> {
	const notes: AttemptNote[] = [];
	const transport = createTransport({
		...{ provider, timeout: 10_000, firstWait: 1, onAttempt: (note) => notes.push(note) },
		...options,
	});
	try {
		return await use(transport, notes);
	} finally {
		transport.close();
	}
}

describe('retries', () => {
	test.each([
		['429 once', [429, 200], 200, 2],
		['503 twice', [503, 503, 200], 200, 3],
		['429 and 503', [429, 503, 429, 200], 200, 4],
		['429 always', [429], 429, 4],
		['503 always', [503], 503, 4],
		['500', [500, 200], 500, 1],
		['502', [502, 200], 502, 1],
		['504', [504, 200], 504, 1],
		['408', [408, 200], 408, 1],
		['302', [302, 200], 302, 1],
		['404', [404, 200], 404, 1],
	])('%s: %j ends in %i after %i attempts', async (_, list, status, attempts) => {
		const listener = statuses(...list);
		await withHttp(listener, (url) =>
			withTransport(url, async (transport, notes) => {
				const delivery = await transport.send(get);
				expect(delivery).toMatchObject({ answer: { kind: 'answered', status }, attempts });
				expect(listener.asked).toBe(attempts);
				expect(notes.map(({ number, outcome }) => [number, outcome])).toEqual(
					notes.map((_, index) => [index + 1, list[Math.min(index, list.length - 1)]]),
				);
				expect(notes.map(({ waiting }) => waiting !== undefined)).toEqual(notes.map((_, i) => i < attempts - 1));
			}),
		);
	});

	test.each([429, 503])('an expected %i is not retried', async (status) => {
		const listener = statuses(status);
		await withHttp(listener, (url) =>
			withTransport(url, async (transport) => {
				expect(await transport.send({ ...get, isExpected: (each) => each === status })).toMatchObject({
					attempts: 1,
					answer: { status },
				});
				expect(await transport.send({ ...get, isExpected: (each) => each === 200 })).toMatchObject({
					attempts: 4,
					answer: { status },
				});
			}),
		);
	});

	test('a connection that is refused or closed at once is retried, and no request is sent twice', async () => {
		const port = await closedPort();
		await withTransport(new URL(`http://127.0.0.1:${port}`), async (transport) => {
			const { answer, attempts } = await transport.send(get);
			expect(answer).toEqual({ kind: 'unreachable', reason: 'nothing listens there (connection refused)' });
			expect(attempts).toBe(4);
		});
		let connections = 0;
		const hangUp = (socket: { destroy(): void }) => {
			connections += 1;
			socket.destroy();
		};
		await withSockets(hangUp, (url) =>
			withTransport(new URL(`https://${url.host}`), async (transport) => {
				expect(await transport.send(get)).toMatchObject({ attempts: 4, answer: { kind: 'unreachable' } });
				expect(connections).toBe(4);
			}),
		);
	});

	test.each([
		['cut off', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'cut'],
		['no HTTP', 'hello\r\n\r\n', 'cut'],
		['nothing', '', 'cut'],
	])('an answer that is %s is not retried', async (_, text, kind) => {
		let connections = 0;
		await withSockets(
			(socket) => {
				connections += 1;
				socket.once('data', () => socket.end(text));
			},
			(url) =>
				withTransport(url, async (transport) => {
					expect(await transport.send(get)).toMatchObject({ attempts: 1, answer: { kind } });
					expect(connections).toBe(1);
				}),
		);
	});

	test('a request that cannot be sent is not retried', async () => {
		await withHttp(statuses(200), (url) =>
			withTransport(url, async (transport) => {
				const delivery = await transport.send({ ...get, target: '/a b' });
				expect(delivery).toMatchObject({ attempts: 1, answer: { kind: 'unsendable' } });
			}),
		);
	});
});

describe('after failures', () => {
	test('after a request used all its attempts, later ones have one attempt until one succeeds', async () => {
		const listener = statuses(429, 429, 429, 429, 503, 200, 429, 200);
		await withHttp(listener, (url) =>
			withTransport(url, async (transport) => {
				const attempts: number[] = [];
				for (let count = 0; count < 4; count += 1) attempts.push((await transport.send(get)).attempts);
				expect(attempts).toEqual([4, 1, 1, 2]);
			}),
		);
	});

	test('after two time-outs in a row no more requests are sent', async () => {
		let asked = 0;
		await withHttp(
			() => {
				asked += 1;
			},
			(url) =>
				withTransport(
					url,
					async (transport) => {
						const deliveries = [];
						for (let count = 0; count < 4; count += 1) deliveries.push(await transport.send(get));
						const [within, not] = [
							'no whole answer within 50 ms',
							'it was not asked any more after 2 time-outs in a row',
						];
						expect(deliveries.map(({ answer, attempts }) => [answer, attempts])).toEqual([
							[{ kind: 'timeout', reason: within }, 1],
							[{ kind: 'timeout', reason: within }, 1],
							[{ kind: 'timeout', reason: not }, 0],
							[{ kind: 'timeout', reason: not }, 0],
						]);
						expect(asked).toBe(2);
					},
					{ timeout: 50 },
				),
		);
	});
});

describe('one at a time', () => {
	test('concurrent requests arrive in order, each after the previous answer', async () => {
		const order: string[] = [];
		let [open, most] = [0, 0];
		const listener: RequestListener = (request, response) => {
			open += 1;
			most = Math.max(most, open);
			order.push(request.url ?? '');
			setImmediate(() => {
				open -= 1;
				response.end();
			});
		};
		await withHttp(listener, (url) =>
			withTransport(url, async (transport) => {
				const targets = Array.from({ length: 20 }, (_, index) => `/${index}`);
				await Promise.all(targets.map((target) => transport.send({ ...get, target })));
				expect(order).toEqual(targets);
				expect(most).toBe(1);
			}),
		);
	});

	test.each([
		[50, 5, 80],
		[12.5, 2, 80],
	])('at %d requests per second, %i attempts take at least %i ms', async (rate, count, least) => {
		await withHttp(statuses(429, 200), (url) =>
			withTransport(
				url,
				async (transport) => {
					const began = performance.now();
					for (let sent = 1; sent < count; sent += 1) await transport.send(get);
					expect(performance.now() - began).toBeGreaterThanOrEqual(least);
				},
				{ rate },
			),
		);
	});
});

describe('closing', () => {
	const after = { kind: 'unreachable', reason: 'the run ended before it gave an answer' };

	test('cuts the request in flight, and sends no waiting or later one', async () => {
		let asked = 0;
		let arrived = () => {};
		const arrival = new Promise<void>((resolve) => {
			arrived = resolve;
		});
		await withHttp(
			() => {
				asked += 1;
				arrived();
			},
			(url) =>
				withTransport(url, async (transport) => {
					const sent = [transport.send(get), transport.send(get)];
					await arrival;
					transport.close();
					const deliveries = await Promise.all([...sent, transport.send(get)]);
					expect(deliveries.map(({ answer }) => answer)).toEqual([{ ...after, kind: 'cut' }, after, after]);
					expect(deliveries.map(({ attempts }) => attempts)).toEqual([1, 0, 0]);
					expect(asked).toBe(1);
				}),
		);
	});

	test('ends the wait before a retry', async () => {
		let tried = () => {};
		const first = new Promise<void>((resolve) => {
			tried = resolve;
		});
		const options = { firstWait: 3_600_000, onAttempt: () => tried() };
		await withHttp(statuses(503), (url) =>
			withTransport(
				url,
				async (transport) => {
					const sent = transport.send(get);
					await first;
					transport.close();
					transport.close();
					expect(await sent).toMatchObject({ answer: after, attempts: 1 });
				},
				options,
			),
		);
	});
});
