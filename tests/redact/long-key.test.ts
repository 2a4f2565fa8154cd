/** A key as long as a JWT with many claims: every command that reads it runs to its end, and it is masked. */
import { createServer } from 'node:http';
import { withListening } from '../support/server';
import { found } from './support/plants';
import { pact, produce } from './support/produced';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const letters = Array.from({ length: 4_995 }, (_, index) => alphabet[(index * index * 7 + index * 3) % 64]);
const key = `eyJhb${[...letters.slice(0, 40), '.', ...letters.slice(41, 4_900), '.', ...letters.slice(4_901)].join('')}`;
const env = { IMPRINT_API_KEY: key, NODE_DEBUG: 'http,net' };

test('contract check', async () => {
	expect(key).toHaveLength(5_000);
	const { all, code } = await produce(['check', pact, '--format', 'json'], { env });
	expect(found(all, { key })).toEqual([]);
	expect(code).toBe(0);
	const refused = await produce(['check', key], { env });
	expect(found(refused.all, { key })).toEqual([]);
	expect(refused.all).toContain('*');
	expect(refused.code).toBe(2);
});

test.each(['bearer', 'basic'])('contract verify, the key sent as %s', async (scheme) => {
	let served = 0;
	const server = createServer(({ headers: { authorization = '' } }, response) => {
		if (authorization.length >= key.length) served += 1;
		response.writeHead(400, { 'Content-Type': 'application/json', 'X-Sent': authorization });
		response.end(JSON.stringify({ details: [authorization, encodeURIComponent(authorization)], [key]: key }));
	});
	await withListening(server, async (port) => {
		const args = ['verify', pact, '--provider-url', `http://127.0.0.1:${port}`, '--show-values', '--debug'];
		const written = ['--format', 'json', '--output', '{folder}/report.out', '--har', '{folder}/exchanged.har'];
		const { all, code } = await produce([...args, ...written], { env: { ...env, IMPRINT_AUTH_SCHEME: scheme } });
		expect(found(all, { key })).toEqual([]);
		expect(all).toContain('"formatVersion"');
		expect(served).toBeGreaterThan(0);
		expect(code).toBe(1);
	});
});

test('contract verify of the local provider', async () => {
	const { all, code } = await produce(['verify', pact, '--format', 'json'], { env });
	expect(found(all, { key })).toEqual([]);
	expect(code).toBe(0);
});
