/**
 * A team's whole way with a real broker: published, verified, asked, deployed; then a provider that breaks the contract,
 * and a contract on a branch that the provider does not keep.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../../src/report/report';
import { type CliResult, contract, projectRoot } from '../../support/cli';
import { type Distortion, type FaultyProvider, honest, withProvider } from '../../support/faulty-provider';
import { withFolder } from '../../support/temporary';
import { type Broker, type Hal, withBroker } from './support/broker';

const [consumer, provider] = ['imprint-client', 'imprint'];

interface Ran extends CliResult {
	readonly report: Report;
	readonly codes: readonly string[];
}

async function run(broker: Broker, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
	const result = await contract([...args, '--format', 'json'], { env: { ...broker.env, ...env } });
	const report = JSON.parse(result.stdout) as Report;
	const codes = report.findings.map(({ code }) => code).filter((code) => !/^(spec\.|restore\.left)/.test(code));
	return { ...result, report, codes: [...new Set(codes)] };
}

const publish = (broker: Broker, version: string, branch: string, ...args: readonly string[]) =>
	run(broker, ['publish', ...args, '--version', version, '--branch', branch, '--allow-dirty']);

const verify = (broker: Broker, { url, env }: FaultyProvider, ...args: readonly string[]) =>
	run(broker, ['verify', '--from-broker', '--provider-url', url, ...args], env);

const canIDeploy = (broker: Broker, version: string, ...args: readonly string[]) =>
	run(broker, ['can-i-deploy', '--version', version, ...args]);

/** The newest result for a consumer's version: whether it was kept, and the version of the provider. */
async function resultOf(broker: Broker, version: string): Promise<{ success: unknown; provider: string } | undefined> {
	const pact = await broker.get(`/pacts/provider/${provider}/consumer/${consumer}/version/${version}`);
	const latest = pact.body._links?.['pb:latest-verification-results']?.href;
	const { status, body } = await broker.get(latest ?? '/');
	return status === 200 ? { success: body.success, provider: String(body.providerApplicationVersion) } : undefined;
}

const brokenPhone: Distortion = (answer) => {
	if (answer.status === 200) answer.body.phone = 5;
};

/** The committed contract with an expectation that the spec allows and no provider meets. */
async function incompatible(folder: string): Promise<string> {
	const file = join(folder, 'pact.json');
	const text = await readFile(join(projectRoot, 'pacts', 'imprint-client-imprint.json'), 'utf8');
	const pact = JSON.parse(text) as { interactions: { description: string; response: { body: { content: object } } }[] };
	const changed = pact.interactions.find(({ description }) => description === 'changes the metadata alone');
	Object.assign(changed?.response.body.content ?? {}, { last_name: 'Nobody whatever was asked' });
	await writeFile(file, JSON.stringify(pact));
	return file;
}

test('published, verified, asked, deployed; broken; and a branch ahead of the provider', async () => {
	await withBroker({}, async (broker) => {
		await broker.send('POST', '/environments', { name: 'production', production: true });
		expect(await publish(broker, 'v1', 'main')).toMatchObject({ code: 0, codes: [] });
		expect(await canIDeploy(broker, 'v1')).toMatchObject({ code: 3, codes: ['deploy.unknown'] });
		expect(await resultOf(broker, 'v1')).toBeUndefined();

		await withProvider(honest, async (good) => {
			expect(await verify(broker, good)).toMatchObject({ code: 0, codes: [] });
		});
		expect(await resultOf(broker, 'v1')).toEqual({
			success: true,
			provider: expect.stringMatching(/^2\.0-[\da-f]{12}-\d{4}-\d\d-\d\d$/),
		});
		expect(await canIDeploy(broker, 'v1')).toMatchObject({ code: 0, codes: [] });
		expect(await run(broker, ['record-deployment', '--version', 'v1', '--environment', 'production'])).toMatchObject({
			...{ code: 0, codes: [] },
		});
		expect(await deployed(broker)).toEqual(['v1']);

		await withFolder(async (folder) => {
			expect(await publish(broker, 'v2', 'feature/x', await incompatible(folder))).toMatchObject({ code: 0 });
		});
		await withProvider(honest, async (good) => {
			const selector = ['--selector', '{"branch":"feature/x"}', '--selector', '{"mainBranch":true}'];
			const { code, codes, report } = await verify(broker, good, ...selector);
			expect({ code, codes, verdict: report.verdict }).toEqual({ code: 0, codes: ['pact.pending'], verdict: 'agree' });
		});
		expect((await resultOf(broker, 'v2'))?.success).toBe(false);
		expect((await resultOf(broker, 'v1'))?.success).toBe(true);
		expect(await canIDeploy(broker, 'v2')).toMatchObject({ code: 1, codes: ['deploy.refused'] });
		expect(await canIDeploy(broker, 'v1')).toMatchObject({ code: 0, codes: [] });

		await withProvider(brokenPhone, async (bad) => {
			expect(await verify(broker, bad)).toMatchObject({ code: 1, codes: ['response.body.invalid'] });
		});
		expect((await resultOf(broker, 'v1'))?.success).toBe(false);
		expect(await canIDeploy(broker, 'v1')).toMatchObject({ code: 1, codes: ['deploy.refused'] });
	});
});

test('a result of the local provider does not count for the real one', async () => {
	await withBroker({}, async (broker) => {
		await publish(broker, 'v1', 'main');
		expect(await run(broker, ['verify', '--from-broker'])).toMatchObject({ code: 0, codes: [] });
		expect(await resultOf(broker, 'v1')).toEqual({
			success: true,
			provider: expect.stringMatching(/^2\.0-[\da-f]{12}$/),
		});
		expect(await canIDeploy(broker, 'v1')).toMatchObject({ code: 3, codes: ['deploy.unknown'] });
	});
});

test('a result that the broker rejects is exit code 3, and a rerun publishes it', async () => {
	await withBroker({}, async (broker) => {
		await publish(broker, 'v1', 'main');
		await withProvider(honest, async (good) => {
			const readOnly = { ...good.env, ...broker.readOnlyEnv };
			const args = ['verify', '--from-broker', '--provider-url', good.url];
			expect(await run(broker, args, readOnly)).toMatchObject({ code: 3, codes: ['broker.refused'] });
			expect(await resultOf(broker, 'v1')).toBeUndefined();
			expect(await run(broker, args, good.env)).toMatchObject({ code: 0, codes: [] });
		});
		expect((await resultOf(broker, 'v1'))?.success).toBe(true);
	});
});

test('the gate ends with the broker: contract and result published, and can-i-deploy', async () => {
	await withBroker({}, async (broker) => {
		const args = ['gate', '--version', 'v1', '--branch', 'main', '--allow-dirty'];
		await withProvider(honest, async (good) => {
			const env = { ...good.env, CI: '' };
			expect(await run(broker, [...args, '--provider-url', good.url], env)).toMatchObject({ code: 0, codes: [] });
		});
		expect((await resultOf(broker, 'v1'))?.success).toBe(true);
		const local = await run(broker, ['gate', '--version', 'v2', '--branch', 'main', '--allow-dirty'], { CI: '' });
		// The same content, and a result of the real provider there already.
		expect(local).toMatchObject({ code: 0, codes: [] });
		const version = await broker.get(`/pacticipants/${consumer}/branches/main/latest-version`);
		expect(version.body.number).toBe('v2');
	});
});

async function deployed(broker: Broker): Promise<unknown[]> {
	const { body } = await broker.get('/environments');
	const [environment] = body._embedded?.environments ?? [];
	const uuid = String(environment?.uuid);
	const { body: versions } = await broker.get(`/environments/${uuid}/deployed-versions/currently-deployed`);
	const list: readonly Hal[] = versions._embedded?.deployedVersions ?? [];
	return list.map((each) => (each._embedded?.version as unknown as Hal | undefined)?.number);
}
