/** Secrets among invalid arguments: the message prints none. */
import { join } from 'node:path';
import { contract } from '../support/cli';
import { debugged, found, plantedEnvironment, plantedFile, secrets } from './support/plants';
import { pact, produce } from './support/produced';

describe('wrong usage', () => {
	const usages = [
		['help'],
		['--version'],
		['check', secrets.key],
		['verify', secrets.customerId, '--format', 'json'],
		['verify', `--api-key=${secrets.key}`],
		['verify', `--api-key`, secrets.key],
		['gate', secrets.key],
		[
			'verify',
			'--provider-url',
			`https://${secrets.proxyUser}:${encodeURIComponent(secrets.proxyPassword)}@example.com`,
		],
		['verify', '--provider-url', `https://${secrets.brokerToken}.example.com`],
		['verify', '--rate', secrets.key],
		['check', '--format', secrets.key],
		['check', pact, '--output', `no/${secrets.key}`],
		[secrets.key],
	];

	test('with the variables in the environment, in one process', async () => {
		const launcher = join(__dirname, 'support', 'usages.cjs');
		const { code, stdout, stderr } = await contract([JSON.stringify(usages)], {
			...{ launcher, env: { ...plantedEnvironment, ...debugged } },
		});
		expect(code).toBe(0);
		// Each says which one it was.
		const said = [stdout, stderr].map((text) => text.split(/^--- \d+\n/m));
		expect(said.map((each) => each.length)).toEqual([usages.length + 1, usages.length + 1]);
		for (const [index, args] of usages.entries()) {
			const texts = said.map((each) => each[index] ?? '');
			expect([args, texts.join('').length > 0, found(texts.join('\n'), secrets)]).toEqual([args, true, []]);
		}
	});

	// A process for each: what one has read of the file, the next one knows.
	test.each(usages)('with the variables in .env: contract %s', async (...args) => {
		const { all } = await produce(args, { envFile: plantedFile });
		expect(found(all, secrets)).toEqual([]);
	});
});

test('a passphrase without its key is refused, and not printed', async () => {
	const env = { ...plantedEnvironment, ...debugged, IMPRINT_CLIENT_KEY_PASSPHRASE: secrets.passphrase };
	const url = 'http://127.0.0.1:9';
	for (const args of [
		['verify', pact, '--provider-url', url, '--format', 'json'],
		['verify', pact, '--provider-url', url, '--format', secrets.passphrase],
		['check', secrets.passphrase],
	]) {
		const { all, code } = await produce(args, { env });
		expect(found(all, secrets)).toEqual([]);
		expect(code).toBe(2);
	}
});
