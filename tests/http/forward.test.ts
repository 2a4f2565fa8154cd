/** Forwarding: bytes and targets as they are, always to the provider's host, always with an answer. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { decoded } from '../../src/http/content-encoding';
import { attempt } from '../../src/http/forward';

const body = Buffer.from([0, 1, 2, 255, 10, 13]);

async function withEcho<T>(
	use: (origin: string, seen: { url: string; host: string; body: Buffer }[]) => Promise<T>,
): Promise<T> {
	const seen: { url: string; host: string; body: Buffer }[] = [];
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		seen.push({ url: request.url ?? '', host: request.headers.host ?? '', body: Buffer.concat(chunks) });
		response.writeHead(200, ['X-Twice', 'a', 'X-Twice', 'b']).end(Buffer.concat(chunks));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

test.each([
	['/v2/a%2Fb?x=%20+', '', '/v2/a%2Fb?x=%20+'],
	['//host.example.com/v2', '', '//host.example.com/v2'],
	['/@host.example.com', '', '/@host.example.com'],
	['/a/../b/./c', '', '/a/../b/./c'],
	['/v2', '/base/', '/base/v2'],
])('the target %s below "%s" arrives as %s, at the provider and nowhere else', async (target, base, expected) => {
	await withEcho(async (origin, seen) => {
		const provider = new URL(origin + base);
		const { answer } = await attempt(
			{ method: 'POST', provider, target, headers: [['Host', 'example.com']], body },
			{ timeout: 5000 },
		);
		expect(answer).toMatchObject({ kind: 'answered', status: 200, body });
		expect(seen).toEqual([{ url: expected, host: provider.host, body }]);
	});
});

test('repeated headers are both kept', async () => {
	await withEcho(async (origin) => {
		const { answer } = await attempt(
			{ method: 'GET', provider: new URL(origin), target: '/', headers: [], body },
			{ timeout: 5000 },
		);
		const twice = answer.kind === 'answered' ? answer.headers.filter(([name]) => name === 'X-Twice') : [];
		expect(twice.map(([, value]) => value)).toEqual(['a', 'b']);
	});
});

test.each([
	['a header with a line end', [['X-A', 'a\r\nX-B: b']], '/'],
	['a target with a space', [], '/a b'],
] as const)('%s is not sent, and said to be unsendable', async (_name, headers, target) => {
	await withEcho(async (origin, seen) => {
		const { answer } = await attempt(
			{ method: 'GET', provider: new URL(origin), target, headers, body },
			{ timeout: 5000 },
		);
		expect(answer).toEqual({ kind: 'unsendable' });
		expect(seen).toEqual([]);
	});
});

test('content encodings are decoded in turn, and an undecodable body is undefined', () => {
	expect(decoded(gzipSync(body), 'gzip')).toEqual(body);
	expect(decoded(deflateSync(body), 'Deflate')).toEqual(body);
	expect(decoded(brotliCompressSync(body), 'br')).toEqual(body);
	expect(decoded(gzipSync(deflateSync(body)), 'deflate, gzip')).toEqual(body);
	expect(decoded(body, undefined)).toEqual(body);
	expect(decoded(body, 'identity')).toEqual(body);
	expect(decoded(body, 'gzip')).toBeUndefined();
	expect(decoded(body, 'x-unknown')).toBeUndefined();
	const layered = (layers: number): Buffer => (layers === 0 ? body : gzipSync(layered(layers - 1)));
	expect(decoded(layered(4), 'gzip, gzip, gzip, gzip')).toEqual(body);
	expect(decoded(layered(5), 'gzip, gzip, gzip, gzip, gzip')).toBeUndefined();
});
