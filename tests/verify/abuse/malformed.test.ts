/**
 * Answers that are not quite HTTP, judged by RFC 9112: what cannot be read with certainty is no answer, and says so; what
 * merely is unusual is read like any other.
 */
import { askRaw, type Connected, say, saying } from './raw';

const ok = 'HTTP/1.1 200 OK\r\n';
const length = 'Content-Length: 2\r\n';
const noHttp = 'cut: what answers does not speak HTTP';
const closed = 'cut: it closed the connection without a whole answer';

describe('are not answers', () => {
	test.each<[name: string, bytes: string, outcome?: string]>([
		['HTTP/0.9, a body alone', '{"id":"1"}'],
		['a page alone', '<html><body>It works</body></html>'],
		['a TLS alert', '\x15\x03\x01\x00\x02\x02\x28'],
		['an HTTP/2 settings frame', '\x00\x00\x00\x04\x00\x00\x00\x00\x00'],
		['another protocol', 'SSH-2.0-Example_1.0\r\n'],
		['NUL bytes', '\0'.repeat(100)],
		['empty lines alone', '\r\n\r\n\r\n', closed],
		['a protocol version that there is not', `HTTP/1.9 200 OK\r\n${length}\r\n{}`],
		['a version in lower case', `http/1.1 200 OK\r\n${length}\r\n{}`],
		['a status of two digits', `HTTP/1.1 99 X\r\n${length}\r\n{}`],
		['a status of four digits', `HTTP/1.1 2000 OK\r\n${length}\r\n{}`],
		['a status of letters', `HTTP/1.1 abc OK\r\n${length}\r\n{}`],
		['no status', `HTTP/1.1\r\n${length}\r\n{}`],
		['a negative status', `HTTP/1.1 -200 OK\r\n${length}\r\n{}`],
		['length and chunks', `${ok}${length}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`],
		['chunks and length', `${ok}Transfer-Encoding: chunked\r\n${length}\r\n2\r\n{}\r\n0\r\n\r\n`],
		['two lengths that differ', `${ok}${length}Content-Length: 3\r\n\r\n{} `],
		['a list of lengths', `${ok}Content-Length: 2, 3\r\n\r\n{} `],
		['a negative length', `${ok}Content-Length: -2\r\n\r\n{}`],
		['a signed length', `${ok}Content-Length: +2\r\n\r\n{}`],
		['a length in hexadecimal', `${ok}Content-Length: 0x2\r\n\r\n{}`],
		['a length beyond 64 bits', `${ok}Content-Length: 99999999999999999999999\r\n\r\n{}`],
		['an empty length', `${ok}Content-Length: \r\n\r\n{}`],
		['a folded header', `${ok}X-Long: begins\r\n  and goes on\r\n${length}\r\n{}`],
		['NUL in a header', `${ok}X-Nul: a\0b\r\n${length}\r\n{}`],
		['NUL in the name of a header', `${ok}X\0Nul: ab\r\n${length}\r\n{}`],
		['a space before the colon', `${ok}X-Space : ab\r\n${length}\r\n{}`],
		['a header without a name', `${ok}: ab\r\n${length}\r\n{}`],
		['a header without a colon', `${ok}X-Alone\r\n${length}\r\n{}`],
		['lines that end in LF', 'HTTP/1.1 200 OK\nContent-Length: 2\n\n{}'],
		['lines that end in CR', 'HTTP/1.1 200 OK\rContent-Length: 2\r\r{}'],
		['a CR within a header', `${ok}X-Cr: a\rb\r\n${length}\r\n{}`],
		['a chunk size that is no number', `${ok}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
		['a chunk size beyond 64 bits', `${ok}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n`],
		['a negative chunk size', `${ok}Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n`],
		['a chunk longer than its size', `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx\r\n0\r\n\r\n`],
		['a chunk shorter than its size', `${ok}Transfer-Encoding: chunked\r\n\r\n9\r\n{}\r\n0\r\n\r\n`, 'cut: '],
		['100 Continue, and nothing more', 'HTTP/1.1 100 Continue\r\n\r\n', closed],
		[
			'101 Switching Protocols',
			'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
			'cut: it switched to another protocol unasked (status 101)',
		],
	])('%s', async (_, bytes, outcome = noHttp) => {
		expect((await askRaw(saying(bytes))).outcome).toContain(outcome);
	});
});

describe('are answers', () => {
	const chunks = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
	test.each<[name: string, bytes: string, status?: number, body?: string]>([
		['HTTP/1.0, until the connection ends', 'HTTP/1.0 200 OK\r\n\r\n{}'],
		['HTTP/1.0, with a length', `HTTP/1.0 200 OK\r\n${length}\r\n{}`],
		['no reason', `HTTP/1.1 200 \r\n${length}\r\n{}`],
		['neither reason nor space', `HTTP/1.1 200\r\n${length}\r\n{}`],
		['a reason in Latin-1', `HTTP/1.1 200 Gr\xfc\xdfe\r\n${length}\r\n{}`],
		['a header in Latin-1', `${ok}X-Gruss: Gr\xfc\xdfe\r\n${length}\r\n{}`],
		['an empty line first', `\r\n${ok}${length}\r\n{}`],
		['100 Continue first', `HTTP/1.1 100 Continue\r\n\r\n${ok}${length}\r\n{}`],
		[
			'102, 103 and another 1xx first',
			`HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 199 X\r\n\r\n${ok}${length}\r\n{}`,
		],
		['a thousand times 100 Continue first', `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1_000)}${ok}${length}\r\n{}`],
		['an offer to upgrade', `${ok}Connection: upgrade\r\nUpgrade: h2c\r\n${length}\r\n{}`],
		['426', `HTTP/1.1 426 Upgrade Required\r\nConnection: upgrade\r\nUpgrade: h2c\r\n${length}\r\n{}`, 426],
		['extensions of chunks', `${chunks}2;a=b;c="d"\r\n{}\r\n0;e\r\n\r\n`],
		['trailers', `${chunks}2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n`],
		['a chunk for each byte', `${chunks}${'1\r\n1\r\n'.repeat(1_000)}0\r\n\r\n`, 200, '1'.repeat(1_000)],
		['204', 'HTTP/1.1 204 No Content\r\n\r\n', 204, ''],
		['304 with the length of what it does not send', 'HTTP/1.1 304 X\r\nContent-Length: 20\r\n\r\n', 304, ''],
		['a status beyond those that are known', `HTTP/1.1 599 X\r\n${length}\r\n{}`, 599],
	])('%s', async (_, bytes, status = 200, body = '{}') => {
		const { answer } = await askRaw(saying(bytes));
		expect(answer).toMatchObject({ kind: 'answered', status, body: Buffer.from(body) });
	});

	test('HEAD: Content-Length has no body', async () => {
		const head = { method: 'HEAD', body: Buffer.alloc(0) };
		const { answer } = await askRaw(saying(`${ok}Content-Length: 20\r\n\r\n`, 'nothing'), 5_000, head);
		expect(answer).toMatchObject({ kind: 'answered', status: 200, body: Buffer.alloc(0) });
	});
});

describe('bytes after an answer are ignored, in any segmentation', () => {
	const answer = `${ok}${length}\r\n{}`;
	const cases: readonly (readonly [name: string, bytes: string, status: number, body: string])[] = [
		['another answer', `${answer}HTTP/1.1 500 X\r\n${length}\r\n[]`, 200, '{}'],
		['a body longer than its length', `${ok}${length}\r\n{}[1,2,3]`, 200, '{}'],
		['a body that ought to be none', `HTTP/1.1 204 X\r\n${length}\r\n{}`, 204, ''],
		['anything else', `${answer}\0\0\0`, 200, '{}'],
	];
	const inOneGo = (bytes: string): Connected => saying(bytes);
	const byteByByte = (bytes: string): Connected => {
		return (socket) => {
			const send = (at: number) => {
				if (socket.destroyed) return;
				if (at === bytes.length) return void socket.end();
				socket.write(bytes.slice(at, at + 1), 'latin1', () => setImmediate(send, at + 1));
			};
			socket.setNoDelay().once('data', () => send(0));
		};
	};
	test.each(cases.flatMap((row) => [inOneGo, byteByByte].map((how) => [how.name, ...row, how] as const)))(
		'%s: %s',
		async (_how, _name, bytes, status, body, how) => {
			const asked = await askRaw(how(bytes));
			expect(asked.answer).toMatchObject({ kind: 'answered', status, body: Buffer.from(body) });
		},
	);
});

describe('an answer before the end of the request', () => {
	const large = { body: Buffer.alloc(8_000_000, 'a') };
	const refusal = `HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n${length}\r\n{}`;

	test.each(['nothing', 'FIN'] as const)('counts if the provider stops reading and does %s', async (end) => {
		const early: Connected = (socket) => {
			socket.once('data', () => {
				socket.pause();
				say(socket, refusal, end);
			});
		};
		expect(await askRaw(early, 5_000, large)).toMatchObject({ outcome: 'answered: 413', attempts: 1 });
	});

	test('followed by a reset counts if it arrived', async () => {
		const early: Connected = (socket) => {
			socket.once('data', () => {
				socket.pause();
				socket.write(refusal, () => socket.resetAndDestroy());
			});
		};
		const { outcome } = await askRaw(early, 5_000, large);
		expect(['answered: 413', closed, 'cut: the answer broke off before its end']).toContain(outcome);
	});

	test('counts if it was sent before the request', async () => {
		const { outcome } = await askRaw((socket) => say(socket, refusal, 'nothing'));
		expect(outcome).toBe('answered: 413');
	});

	test('a provider that never reads is a time-out', async () => {
		const { outcome } = await askRaw((socket) => void socket.pause(), 200, large);
		expect(outcome).toBe('timeout: no whole answer within 200 ms');
	});
});
