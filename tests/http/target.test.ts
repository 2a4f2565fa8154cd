/** Which providers may be contacted: others are refused before the first byte, with a message that lists the allowed ones. */
import { join } from 'node:path';
import { allowedTarget } from '../../src/http/target';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { specOf } from '../openapi/support/document';
import { contract, projectRoot } from '../support/cli';

const key = { isSent: true, variable: 'IMPRINT_API_KEY' };
let spec: Spec;
beforeAll(async () => {
	spec = await loadSpec(join(projectRoot, 'spec', 'openapi.yaml'));
});

test.each([
	['https://dev.sbx.imprint.co', []],
	['https://dev.sbx.imprint.co:443/base', []],
	['http://127.0.0.1:8080', []],
	['http://localhost:8080', []],
	['http://[::1]:8080', []],
	// What a URL writes in another way is what the connection is made to.
	['https://DEV.SBX.Imprint.CO', []],
	['https://ｄev.sbx.imprint.co', []],
	['http://127.1', []],
	['http://127.255.0.9', []],
	['http://0x7f.1', []],
	['http://2130706433', []],
	['http://127.0.0.1.', []],
	['http://LOCALHOST:8080', []],
	['https://proxy.example.com:8443', ['PROXY.example.com:8443']],
	['https://proxy.example.com', ['proxy.example.com:443']],
	['https://proxy.example.com', ['proxy.example.com']],
	['https://proxy.example.com:8443', ['proxy.example.com:8443']],
])('%s with --allow-host %j is allowed', (url, hosts) => {
	expect(allowedTarget(url, spec, hosts, key).origin).toBe(new URL(url).origin);
});

test.each<readonly [string, readonly string[], string]>([
	[
		'https://dev.imprint.co',
		[],
		'The host dev.imprint.co is not allowed. Allowed: dev.sbx.imprint.co, loopback. Add --allow-host dev.imprint.co to contact it.',
	],
	...[
		...['dev.sbx.imprint.co.evil.example', 'dev.sbx.imprint.co.', 'sbx.imprint.co', 'xdev.sbx.imprint.co'],
		...[
			'xn--dev-sbx-9za.imprint.co',
			'localhost.evil.example',
			'localhost.',
			'evil.localhost',
			'127.0.0.1.evil.example',
		],
		...['[::ffff:7f00:1]', '[::]', '0.0.0.0', '128.0.0.1', '10.0.0.1', 'xn--ev-sbx-uqf.imprint.co'],
	].map((host) => [`https://${host}`, [], `The host ${host} is not allowed.`] as const),
	['https://[::ffff:127.0.0.1]', [], 'The host [::ffff:7f00:1] is not allowed'],
	['https://dev.sbx.ımprint.co', [], 'The host dev.sbx.xn--mprint-o9a.co is not allowed'],
	['https://user@dev.sbx.imprint.co', [], 'The provider URL holds credentials.'],
	['https://dev.sbx.imprint.co@evil.example', [], 'The provider URL holds credentials.'],
	['https://evil.example\\@dev.sbx.imprint.co', [], 'The host evil.example is not allowed'],
	['https://proxy.example.com:80', ['proxy.example.com:443'], 'The host proxy.example.com:80 is not allowed'],
	['https://x.example.com', ['*.example.com'], '--allow-host takes a host with or without a port, not "*.example.com"'],
	['https://x.example.com', ['x.example.com\\y'], '--allow-host takes a host with or without a port'],
	['https://dev.sbx.imprint.co.example.com', [], 'The host dev.sbx.imprint.co.example.com is not allowed'],
	['https://evil.example.com/dev.sbx.imprint.co', [], 'The host evil.example.com is not allowed'],
	['https://dev.sbx.imprint.co:8443', [], 'The host dev.sbx.imprint.co:8443 is not allowed'],
	['https://127.0.0.1.example.com', [], 'The host 127.0.0.1.example.com is not allowed'],
	['https://proxy.example.com:8443', ['proxy.example.com'], 'The host proxy.example.com:8443 is not allowed'],
	['http://dev.sbx.imprint.co', [], 'Credentials would go to dev.sbx.imprint.co in plain text. Use https.'],
	[
		'https://user:word@dev.sbx.imprint.co',
		[],
		'The provider URL holds credentials. Put the key into IMPRINT_API_KEY instead.',
	],
	['https://dev.sbx.imprint.co/?key=1', [], 'The provider URL has a query or a fragment.'],
	['ftp://dev.sbx.imprint.co', [], 'The provider URL is not an http or https URL.'],
	['dev.sbx.imprint.co', [], 'The provider URL is not an http or https URL.'],
	['https://proxy.example.com', ['https://proxy.example.com'], '--allow-host takes a host with or without a port'],
])('%s with --allow-host %j is refused', (url, hosts, message) => {
	expect(() => allowedTarget(url, spec, hosts, key)).toThrow(message);
});

test('without credentials plain http may go where https may', () => {
	expect(allowedTarget('http://dev.sbx.imprint.co', spec, [], { ...key, isSent: false }).protocol).toBe('http:');
	expect(() =>
		allowedTarget('http://proxy.example.com', spec, ['proxy.example.com:443'], { ...key, isSent: false }),
	).toThrow('is not allowed');
	expect(
		allowedTarget('http://proxy.example.com', spec, ['proxy.example.com:80'], { ...key, isSent: false }).host,
	).toBe('proxy.example.com');
});

test('servers of paths and operations count, their variables expanded', async () => {
	const servers = (url: string, variables = {}) => [{ url, variables }];
	const described = await specOf({
		openapi: '3.1.0',
		servers: servers('https://{stage}.example.com:{port}', {
			stage: { default: 'a', enum: ['a', 'b'] },
			port: { default: '8443' },
		}),
		paths: {
			'/x': {
				servers: servers('https://path.example.com/base'),
				get: { servers: servers('https://operation.example.com'), responses: {} },
			},
		},
	});
	const hosts = ['a.example.com:8443', 'b.example.com:8443', 'path.example.com', 'operation.example.com'];
	for (const host of hosts) expect(allowedTarget(`https://${host}`, described, [], key).host).toBe(host);
	const allowed = `Allowed: ${hosts.join(', ')}, loopback.`;
	expect(() => allowedTarget('https://c.example.com:8443', described, [], key)).toThrow(allowed);
});

test('the command line refuses production with exit 2 and prints nothing else', async () => {
	const { code, stdout, stderr } = await contract(['verify', '--provider-url', 'https://dev.imprint.co']);
	expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
	expect(stderr).toBe(
		'The host dev.imprint.co is not allowed. Allowed: dev.sbx.imprint.co, loopback. Add --allow-host dev.imprint.co to contact it.\n',
	);
});

test('IMPRINT_BASE_URL follows the same rule', async () => {
	const { code, stderr } = await contract(['gate'], { env: { IMPRINT_BASE_URL: 'https://dev.imprint.co' } });
	expect({ code, refused: stderr.startsWith('The host dev.imprint.co is not allowed') }).toEqual({
		code: 2,
		refused: true,
	});
});
