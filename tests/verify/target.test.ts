/** Which providers may be contacted: refused before the first byte, with a message that says what is allowed. */
import { join } from 'node:path';
import { allowedTarget } from '../../gate/verify/target';
import { loadDocument, type SpecDocument } from '../../spec/document/document';
import { contract, projectRoot } from '../support/cli';

let document: SpecDocument;
beforeAll(async () => {
	document = await loadDocument(join(projectRoot, 'spec', 'openapi.yaml'));
});

test.each([
	['https://dev.sbx.imprint.co', []],
	['https://dev.sbx.imprint.co:443/base', []],
	['http://127.0.0.1:8080', []],
	['http://localhost:8080', []],
	['http://[::1]:8080', []],
	['https://proxy.example.com', ['proxy.example.com']],
	['https://proxy.example.com:8443', ['proxy.example.com:8443']],
])('%s with --allow-host %j is allowed', (url, hosts) => {
	expect(allowedTarget(url, document, hosts).origin).toBe(new URL(url).origin);
});

test.each([
	[
		'https://dev.imprint.co',
		[],
		'The host dev.imprint.co is not one that may be contacted. Allowed: dev.sbx.imprint.co, loopback. If it is meant, add --allow-host dev.imprint.co.',
	],
	['https://dev.sbx.imprint.co.example.com', [], 'The host dev.sbx.imprint.co.example.com is not one'],
	['https://evil.example.com/dev.sbx.imprint.co', [], 'The host evil.example.com is not one'],
	['https://dev.sbx.imprint.co:8443', [], 'The host dev.sbx.imprint.co:8443 is not one'],
	['https://127.0.0.1.example.com', [], 'The host 127.0.0.1.example.com is not one'],
	['https://proxy.example.com:8443', ['proxy.example.com'], 'The host proxy.example.com:8443 is not one'],
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
	expect(() => allowedTarget(url, document, hosts)).toThrow(message);
});

test('production is refused by the command line with exit 2, and nothing else is printed', async () => {
	const { code, stdout, stderr } = await contract(['verify', '--provider-url', 'https://dev.imprint.co']);
	expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
	expect(stderr).toBe(
		'The host dev.imprint.co is not one that may be contacted. Allowed: dev.sbx.imprint.co, loopback. If it is meant, add --allow-host dev.imprint.co.\n',
	);
});

test('IMPRINT_BASE_URL is held to the same rule', async () => {
	const { code, stderr } = await contract(['gate'], { env: { IMPRINT_BASE_URL: 'https://dev.imprint.co' } });
	expect({ code, refused: stderr.startsWith('The host dev.imprint.co is not one') }).toEqual({
		code: 2,
		refused: true,
	});
});
