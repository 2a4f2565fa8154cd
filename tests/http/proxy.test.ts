/** The tunnel through a proxy: which providers use it, its credentials, and the messages for a failing proxy. */
import { attempt } from '../../src/http/forward';
import { routeTo } from '../../src/http/route';
import { createTransport } from '../../src/http/transport';
import { createAuthority } from '../support/certificates';
import { type ProxyOptions, refuse, withProxy } from '../support/proxy';
import { closedPort, withHttp, withHttps } from '../support/server';

const authority = createAuthority();
const tls = { ca: authority.cert };
const server = authority.server(['provider.example.test', '127.0.0.1']);
const provider = new URL('https://provider.example.test:8443');

const withProvider = <T>(use: (port: number) => Promise<T>) =>
	withHttps(server, (request, response) => response.end(`${request.url} ${request.headers.authorization}`), use);

const outgoing = {
	method: 'GET',
	target: '/v2',
	headers: [['Authorization', 'Bearer word']],
	body: Buffer.alloc(0),
} as const;

async function ask(proxy: URL, timeout = 10_000, to = provider) {
	const route = routeTo(to, { tls, proxyFor: () => proxy });
	return attempt({ ...outgoing, provider: to }, { timeout, route });
}

function withUser(url: URL, user: string, password: string): URL {
	const named = new URL(url);
	[named.username, named.password] = [user, password];
	return named;
}

test('a provider that only the proxy can resolve is reached, and the proxy sees no credentials', async () => {
	await withProvider((port) =>
		withProxy({ hosts: { 'provider.example.test:8443': port } }, async (proxy) => {
			const { answer } = await ask(proxy.url);
			expect(answer).toMatchObject({ kind: 'answered', status: 200, body: Buffer.from('/v2 Bearer word') });
			expect(proxy.asked).toEqual(['provider.example.test:8443']);
			expect(proxy.headers.filter((each) => /authorization/.test(each))).toEqual([]);
		}),
	);
});

test.each([
	['user', 'password', 'user:password'],
	['a@b', 'p:ä%', 'a@b:p:ä%'],
])('a proxy that requires %s and %s gets them', async (user, password, expected) => {
	await withProvider((port) =>
		withProxy({ hosts: { 'provider.example.test:8443': port }, user: expected }, async ({ url }) => {
			const named = withUser(url, encodeURIComponent(user), encodeURIComponent(password));
			expect((await ask(named)).answer).toMatchObject({ kind: 'answered', status: 200 });
		}),
	);
});

test.each<readonly [string, ProxyOptions, string, boolean]>([
	['asks for a user', { user: 'user:password' }, 'it answered with status 407', false],
	['does not allow the host', {}, 'it answered with status 403', false],
	['does not reach the provider', { instead: (socket) => refuse(socket, 502) }, 'it answered with status 502', true],
	['is busy', { instead: (socket) => refuse(socket, 503) }, 'it answered with status 503', true],
	['waited too long', { instead: (socket) => refuse(socket, 504) }, 'it answered with status 504', false],
	['redirects', { instead: (socket) => refuse(socket, 302) }, 'it answered with status 302', false],
	['hangs up', { instead: (socket) => socket.destroy() }, 'it closed the connection', true],
	['ends', { instead: (socket) => socket.end() }, 'it closed the connection', true],
	['resets', { instead: (socket) => socket.resetAndDestroy() }, 'it closed the connection', true],
	['is none', { instead: (socket) => socket.end('hello\r\n\r\n') }, 'what answers there does not speak HTTP', false],
])('a proxy that %s', async (_, options, reason, mayHeal) => {
	await withProxy(options, async ({ url }) => {
		const { answer, mayHeal: heals } = await ask(withUser(url, 'someone', 'hidden'));
		expect(answer).toEqual({
			kind: 'unreachable',
			reason: `the proxy ${url.host} made no connection: ${reason}`,
			...(reason.endsWith('407') && {
				fix: 'Put user and password into HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT).',
			}),
		});
		expect(heals).toBe(mayHeal);
	});
});

test('a silent proxy is abandoned at the time limit', async () => {
	let closed = () => {};
	const end = new Promise<void>((resolve) => {
		closed = resolve;
	});
	await withProxy({ instead: (socket) => socket.on('close', closed) }, async ({ url }) => {
		const reason = `the proxy ${url.host} made no connection within 100 ms`;
		expect(await ask(url, 100)).toEqual({ answer: { kind: 'unreachable', reason }, mayHeal: false });
		await end;
	});
});

test('an unreachable proxy', async () => {
	const port = await closedPort();
	const reason = `the proxy 127.0.0.1:${port} made no connection: nothing listens there (connection refused)`;
	const refused = { answer: { kind: 'unreachable', reason }, mayHeal: true };
	expect(await ask(new URL(`http://someone:hidden@127.0.0.1:${port}`))).toEqual(refused);
});

test('a tunnel to an unreachable provider is closed', async () => {
	let closed = () => {};
	const end = new Promise<void>((resolve) => {
		closed = resolve;
	});
	const instead: ProxyOptions['instead'] = (socket) => {
		socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
		socket.on('close', closed);
	};
	await withProxy({ instead }, async ({ url }) => {
		expect((await ask(url, 2_000)).answer).toEqual({ kind: 'timeout', reason: 'no whole answer within 2000 ms' });
		await end;
	});
	await withProxy({ instead: (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n') }, async ({ url }) => {
		const reason = `it closed the connection at once (through the proxy ${url.host})`;
		expect(await ask(url)).toEqual({ answer: { kind: 'unreachable', reason }, mayHeal: true });
	});
});

test('through the tunnel the certificate of the provider is checked', async () => {
	const other = authority.server(['other.example.test']);
	await withHttps(
		other,
		(_, response) => response.end(),
		(port) =>
			withProxy({ hosts: { 'provider.example.test:8443': port } }, async ({ url }) => {
				const reason = `its TLS certificate is for another host (ERR_TLS_CERT_ALTNAME_INVALID) (through the proxy ${url.host})`;
				expect(await ask(url)).toEqual({ answer: { kind: 'unreachable', reason }, mayHeal: false });
			}),
	);
});

test('loopback and plain http never use the proxy', async () => {
	await withProxy({}, async (proxy) => {
		await withProvider(async (port) => {
			const { answer } = await ask(proxy.url, 10_000, new URL(`https://127.0.0.1:${port}`));
			expect(answer).toMatchObject({ kind: 'answered' });
		});
		await withHttp(
			(_, response) => response.end(),
			async (url) => expect((await ask(proxy.url, 10_000, url)).answer).toMatchObject({ kind: 'answered' }),
		);
		expect(routeTo(new URL('http://provider.example.test'), { proxyFor: () => proxy.url }).proxy).toBeUndefined();
		expect(proxy.asked).toEqual([]);
	});
});

test('closing the transport leaves no connection to a proxy that hangs', async () => {
	let [arrived, closed] = [() => {}, () => {}];
	const arrival = new Promise<void>((resolve) => {
		arrived = resolve;
	});
	const end = new Promise<void>((resolve) => {
		closed = resolve;
	});
	const instead: ProxyOptions['instead'] = (socket) => {
		socket.on('close', closed);
		arrived();
	};
	await withProxy({ instead }, async ({ url }) => {
		const transport = createTransport({ provider, timeout: 60_000, tls, proxyFor: () => url });
		const sent = transport.send(outgoing);
		await arrival;
		transport.close();
		expect((await sent).answer).toEqual({ kind: 'unreachable', reason: 'the run ended before it gave an answer' });
		await end;
	});
});
