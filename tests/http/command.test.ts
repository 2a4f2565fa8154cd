/** `contract verify` end to end over TLS, through a proxy, with either scheme, and against a provider that refuses requests. */

import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createAuthority, encryptedKey } from '../support/certificates';
import { type CliOptions, contract } from '../support/cli';
import { honest, withProvider } from '../support/faulty-provider';
import { withProxy } from '../support/proxy';
import { closedPort, forwardTo, withHttps, withListening } from '../support/server';
import { withProject } from '../support/temporary';

const authority = createAuthority();
const client = authority.client('pact-openapi-gate');
const server = authority.server(['provider.example.test', '127.0.0.1']);
const caFile = 'ca.pem';

interface Secure {
	readonly port: number;
	readonly env: NodeJS.ProcessEnv;
	/** Where the files stand. */
	readonly file: (name: string) => string;
	/** The Authorization headers that arrived, each once. */
	readonly authorizations: ReadonlySet<string>;
}

/** An honest provider behind TLS; `use` gets what the command needs to know, but for whom to trust. */
function withSecure<T>(options: object, use: (secure: Secure) => Promise<T>): Promise<T> {
	const authorizations = new Set<string>();
	return withProject(async (folder) => {
		const file = (name: string) => join(folder, name);
		await writeFile(file(caFile), authority.cert);
		await writeFile(file('client.pem'), client.cert);
		await writeFile(file('client.key'), encryptedKey(client, 'invented word'));
		return withProvider(honest, ({ url, env }) =>
			withHttps(
				{ ...server, ...options },
				(request, response) => {
					authorizations.add(request.headers.authorization ?? '');
					forwardTo(url, request, response);
				},
				(port) => use({ port, env, file, authorizations }),
			),
		);
	});
}

const verify = (url: string, env: NodeJS.ProcessEnv, more: readonly string[] = [], options: CliOptions = {}) =>
	contract(['verify', '--provider-url', url, '--timeout', '20000', ...more], { ...options, env });

describe('over TLS', () => {
	test('trusted by IMPRINT_CA_FILE, by NODE_EXTRA_CA_CERTS, or by both together', async () => {
		const other = createAuthority('Example Other CA');
		await withSecure({}, async ({ port, env, file }) => {
			await writeFile(file('other.pem'), other.cert);
			const ca = file(caFile);
			for (const trust of [
				{ IMPRINT_CA_FILE: ca },
				{ NODE_EXTRA_CA_CERTS: ca },
				{ NODE_EXTRA_CA_CERTS: ca, IMPRINT_CA_FILE: file('other.pem') },
			]) {
				const { code, stdout } = await verify(`https://127.0.0.1:${port}`, { ...env, ...trust });
				expect({ code, stdout }).toMatchObject({ code: 0 });
			}
		});
	});

	test('untrusted: exit 3 and the variable to set, even with NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
		await withSecure({}, async ({ port, env, authorizations }) => {
			const { code, stdout } = await verify(`https://127.0.0.1:${port}`, { ...env, NODE_TLS_REJECT_UNAUTHORIZED: '0' });
			expect(code).toBe(3);
			expect(stdout).toContain('its TLS certificate is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)');
			expect(stdout).toContain('set IMPRINT_CA_FILE to the file of the CA that signed it');
			expect([...authorizations]).toEqual([]);
		});
	});

	test('a client certificate', async () => {
		const asking = { ca: authority.cert, requestCert: true, rejectUnauthorized: true };
		await withSecure(asking, async ({ port, env, file }) => {
			const trusting = { ...env, IMPRINT_CA_FILE: file(caFile) };
			const url = `https://127.0.0.1:${port}`;
			const without = await verify(url, trusting);
			expect(without.code).toBe(3);
			expect(without.stdout).toContain('it asks for a client certificate.');
			expect(without.stdout).toContain('set IMPRINT_CLIENT_CERT and IMPRINT_CLIENT_KEY');
			const shown = {
				...{ IMPRINT_CLIENT_CERT: file('client.pem'), IMPRINT_CLIENT_KEY: file('client.key') },
				IMPRINT_CLIENT_KEY_PASSPHRASE: 'invented word',
			};
			expect(await verify(url, { ...trusting, ...shown })).toMatchObject({ code: 0 });
			const half = await verify(url, { ...trusting, IMPRINT_CLIENT_CERT: file('client.pem') });
			expect(half).toMatchObject({
				...{ code: 2, stdout: '' },
				stderr: 'IMPRINT_CLIENT_CERT is set and IMPRINT_CLIENT_KEY is not. Set both, or unset both.\n',
			});
		});
	});
});

describe('through a proxy', () => {
	const url = 'https://provider.example.test:8443';
	const allow = ['--allow-host', 'provider.example.test:8443'];

	test.each(['bearer', 'basic'])(
		'to a host that only it resolves, with proxy credentials, and the key as %s',
		async (scheme) => {
			await withSecure({}, async ({ port, env, file, authorizations }) => {
				const hosts = { 'provider.example.test:8443': port };
				await withProxy({ hosts, user: 'user:invented word' }, async (proxy) => {
					const trusting = { ...env, IMPRINT_CA_FILE: file(caFile), IMPRINT_AUTH_SCHEME: scheme };
					const HTTPS_PROXY = `http://user:invented%20word@${proxy.url.host}`;
					const { code, stdout } = await verify(url, { ...trusting, HTTPS_PROXY, DEBUG: '*' }, allow);
					expect({ code, stdout }).toMatchObject({ code: 0 });
					expect(new Set(proxy.asked)).toEqual(new Set(['provider.example.test:8443']));
					const key = env.IMPRINT_API_KEY ?? '';
					const basic = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
					expect([...authorizations]).toContain(scheme === 'basic' ? basic : `Bearer ${key}`);
				});
			});
		},
	);

	test('that refuses: exit 3 with its host and the variable to set, without its password', async () => {
		await withProxy({ user: 'planner:other' }, async (proxy) => {
			const HTTPS_PROXY = `http://planner:hidden@${proxy.url.host}`;
			const environment = { HTTPS_PROXY, IMPRINT_API_KEY: 'k', IMPRINT_CUSTOMER_ID: 'c', DEBUG: '*' };
			const { code, stdout, stderr } = await verify(url, environment, allow);
			expect(code).toBe(3);
			const told = `the proxy ${proxy.url.host} made no connection: it answered with status 407.`;
			expect(stdout).toContain(told);
			expect(stdout).toContain('put user and password into HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT)');
			const secrets = ['hidden', Buffer.from('planner:hidden').toString('base64')];
			expect(secrets.filter((each) => (stdout + stderr).includes(each))).toEqual([]);
		});
	});

	test('that is not a valid URL: exit 2 without its password', async () => {
		const environment = { HTTPS_PROXY: 'socks5://planner:hidden@127.0.0.1:1', IMPRINT_API_KEY: 'k' };
		const { code, stdout, stderr } = await verify(url, environment, allow);
		expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
		expect(stderr).toBe(
			'The proxy for provider.example.test:8443 is not the URL of an http or https proxy. Set HTTPS_PROXY (or ALL_PROXY) to http://[USER:PASSWORD@]HOST[:PORT], with special characters percent-encoded, or name the host in NO_PROXY.\n',
		);
	});

	test('unreachable proxies do not affect loopback', async () => {
		const dead = `http://127.0.0.1:${await closedPort()}`;
		const proxies = { HTTPS_PROXY: dead, HTTP_PROXY: dead, ALL_PROXY: dead, https_proxy: dead, http_proxy: dead };
		await withProvider(honest, async ({ url: local, env }) => {
			expect(await verify(local, { ...env, ...proxies })).toMatchObject({ code: 0 });
		});
		await withSecure({}, async ({ port, env, file }) => {
			const trusting = { ...env, ...proxies, IMPRINT_CA_FILE: file(caFile) };
			expect(await verify(`https://127.0.0.1:${port}`, trusting)).toMatchObject({ code: 0 });
		});
	});
});

test('a provider that refuses every third request is retried, and agrees', async () => {
	await withProvider(honest, async ({ url, env, requests }) => {
		let arrived = 0;
		const limiting = createServer((request, response) => {
			arrived += 1;
			if (arrived % 3 === 0) return response.writeHead(429, { 'Retry-After': '0' }).end();
			forwardTo(url, request, response);
		});
		await withListening(limiting, async (port) => {
			expect(await verify(`http://127.0.0.1:${port}`, env)).toMatchObject({ code: 0 });
			expect(arrived).toBeGreaterThan(requests.length);
		});
	});
});
