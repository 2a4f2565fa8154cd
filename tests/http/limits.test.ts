/** Oversized answers are reported without being buffered. */
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { attempt } from '../../src/http/forward';
import { withSockets } from '../support/server';

const mebibyte = 1024 * 1024;

async function answerOf(answer: (socket: Socket) => void, body = Buffer.alloc(0)) {
	const headers = [['Expect', '100-continue']] as const;
	const tried = await withSockets(
		(socket) => socket.once('data', () => answer(socket)),
		(provider) => attempt({ method: 'POST', provider, target: '/', headers, body }, { timeout: 20_000 }),
	);
	return tried.answer;
}

const head = (...lines: string[]) => `HTTP/1.1 200 OK\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;

test('a body of 16 MiB is accepted, one of 50 MB is abandoned at 16 MiB', async () => {
	let sent = 0;
	const flood = (socket: Socket) => {
		socket.write(head('Content-Length: 50000000'));
		const more = (): void => {
			if (sent >= 50_000_000 || socket.destroyed) return;
			sent += 500_000;
			socket.write(Buffer.alloc(500_000), () => more());
		};
		more();
	};
	expect(await answerOf(flood)).toEqual({ kind: 'cut', reason: 'its body is larger than 16 MiB' });
	expect(sent).toBeLessThan(50_000_000);
	const whole = (socket: Socket) =>
		socket.end(Buffer.concat([Buffer.from(head(`Content-Length: ${16 * mebibyte}`)), Buffer.alloc(16 * mebibyte)]));
	expect(await answerOf(whole)).toMatchObject({ kind: 'answered', status: 200 });
});

test('a body that exceeds 16 MiB after decoding is reported', async () => {
	const body = gzipSync(Buffer.alloc(17 * mebibyte));
	const lines = head('Content-Encoding: gzip', `Content-Length: ${body.length}`);
	const answer = await answerOf((socket) => socket.end(Buffer.concat([Buffer.from(lines), body])));
	expect(answer).toEqual({ kind: 'cut', reason: 'its body is larger than 16 MiB when it is decoded' });
});

test('10 000 headers are accepted, and more than 1 MiB of them are reported', async () => {
	const many = Array.from({ length: 10_000 }, (_, index) => `X-${index}: v`);
	const answer = await answerOf((socket) => socket.end(head(...many, 'Content-Length: 0')));
	expect(answer.kind === 'answered' ? answer.headers.length : answer).toBe(10_001);
	const large = await answerOf((socket) => socket.write(head(`X-Large: ${'v'.repeat(mebibyte + 1)}`)));
	expect(large).toEqual({ kind: 'cut', reason: 'its headers are larger than 1 MiB' });
});

test('an answer before the end of the request counts', async () => {
	const early = (socket: Socket) => socket.end('HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno');
	expect(await answerOf(early, Buffer.alloc(8 * mebibyte))).toMatchObject({ kind: 'answered', status: 413 });
});

test('an interim response is not the answer, nor is a protocol switch', async () => {
	const before = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n';
	const answer = await answerOf((socket) => socket.end(before + head('Content-Length: 0')));
	expect(answer).toMatchObject({ kind: 'answered', status: 200, headers: [['Content-Length', '0']] });
	const switching = (socket: Socket) =>
		socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
	const reason = 'it switched to another protocol unasked (status 101)';
	expect(await answerOf(switching)).toEqual({ kind: 'cut', reason });
});
