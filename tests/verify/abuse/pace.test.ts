/** Providers that take their time: the time limit holds for all of an answer, and a connection kept open holds nobody up. */
import { createTransport } from '../../../src/http/transport';
import { askRaw, type Connected, outcomeOf, say, saying, withRaw } from './raw';

const body = '{"id":"1"}';
const answer = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** Writes a byte every `gap` milliseconds, `bytes` again and again where it `repeats`. */
const dripping = (bytes: string, gap: number, repeats = false): Connected => {
	return (socket) => {
		let at = 0;
		socket.once('data', () => {
			const drip = setInterval(() => {
				socket.write(bytes.slice(at, at + 1));
				at += 1;
				if (at < bytes.length) return;
				at = 0;
				if (!repeats) clearInterval(drip);
			}, gap);
			socket.once('close', () => clearInterval(drip));
		});
	};
};

test('one byte at a time is an answer if all arrive in time', async () => {
	const { outcome, took } = await askRaw(dripping(answer, 5), 30_000);
	expect(outcome).toBe('answered: 200');
	expect(took).toBeGreaterThan(answer.length * 4);
});

describe('at the time limit the request ends', () => {
	const head = 'HTTP/1.1 200 OK\r\n';
	const never: Connected = (socket) => void socket.resume();
	test.each<readonly [name: string, Connected]>([
		['nothing at all', never],
		['a byte every 20 ms', dripping(answer, 20)],
		['headers without an end, slowly', dripping(`${head}${'X-A: a\r\n'.repeat(1_000)}`, 1)],
		['a body without an end, slowly', dripping(`${head}\r\n${'a'.repeat(1_000)}`, 1, true)],
		['100 Continue every few ms', dripping('HTTP/1.1 100 Continue\r\n\r\n', 1, true)],
		['100 Continue alone', saying('HTTP/1.1 100 Continue\r\n\r\n', 'nothing')],
		['the status line alone', saying(head, 'nothing')],
		['the headers alone', saying(`${head}Content-Length: 2\r\n\r\n`, 'nothing')],
		['all but the last byte', saying(answer.slice(0, -1), 'nothing')],
		['all but the last chunk', saying(`${head}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n`, 'nothing')],
		['a body that only the end of the connection ends', saying(`${head}\r\n{}`, 'nothing')],
	])('%s', async (_, connected) => {
		const { outcome, took } = await askRaw(connected, 250);
		expect(outcome).toBe('timeout: no whole answer within 250 ms');
		expect(took).toBeGreaterThanOrEqual(249);
	});
});

test('connections that the provider never closes block neither the next request nor the exit', async () => {
	let open = 0;
	let most = 0;
	const keeping: Connected = (socket) => {
		open += 1;
		most = Math.max(most, open);
		socket.on('close', () => {
			open -= 1;
		});
		socket.on('data', () => say(socket, answer.replace('\r\n', '\r\nConnection: keep-alive\r\n'), 'nothing'));
	};
	await withRaw(keeping, async (provider) => {
		const transport = createTransport({ provider, timeout: 30_000 });
		const get = { method: 'GET', target: '/', headers: [], body: Buffer.alloc(0) };
		const deliveries = await Promise.all(Array.from({ length: 200 }, () => transport.send(get)));
		expect(new Set(deliveries.map(outcomeOf))).toEqual(new Set(['answered: 200']));
		// The next one may connect before the last one's end has arrived.
		expect(most).toBeLessThan(20);
	});
});
