/** docs/troubleshooting.md shows what is printed: each of its reports is compared with that of a run. */
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replacePacts } from '../../src/record/pact-folder';
import { projectRoot } from '../support/cli';
import { type Distortion, honest, startFaultyProvider, withProvider } from '../support/faulty-provider';
import { contractInProcess } from '../support/in-process';
import { withProject } from '../support/temporary';
// Waits before a request is repeated are a millisecond.
import './in-process';

const read = (...path: string[]) => readFile(join(projectRoot, ...path), 'utf8');

/** The reports by the headings above them. */
const examples = new Map(
	readFileSync(join(projectRoot, 'docs', 'troubleshooting.md'), 'utf8')
		.split('\n## ')
		.flatMap((section) => {
			const report = /```text\n(.*?)```/s.exec(section)?.[1];
			return report === undefined ? [] : [[section.split('\n')[0] ?? '', report] as const];
		}),
);

/** The lines without columns and without what differs from run to run. */
const linesOf = (text: string) =>
	text
		.split('\n')
		.map((line) =>
			line
				.replace(/TLS handshake failed \(\w+\)/, 'TLS handshake failed (EPROTO)')
				.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:4718')
				.replace(/\S+\/openapi\.yaml has/, 'openapi.yaml has')
				.replace(/\s+/g, ' ')
				.trim(),
		)
		.filter((line) => line !== '');

const printed = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
	const { stdout, stderr } = await contractInProcess(args, { env });
	return stdout + stderr;
};

const verified = (distort: Distortion, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) => {
	let text = '';
	return withProvider(distort, async (provider) => {
		text = await printed(['verify', '--provider-url', provider.url, ...args], { ...provider.env, ...env });
	}).then(() => text);
};

const refusing: Distortion = (answer) => {
	answer.status = 401;
};

async function deadUrl(): Promise<string> {
	const { url, close } = await startFaultyProvider();
	await close();
	return url;
}

const checked = (change: (pact: string) => string) =>
	withProject(async (folder) => {
		const file = join(folder, 'pact.json');
		await writeFile(file, change(await read('pacts', 'imprint-client-imprint.json')));
		return printed(['check', file]);
	});

const withRenamedOperation = () =>
	withProject(async (folder) => {
		const spec = join(folder, 'openapi.yaml');
		const text = await read('spec', 'openapi.yaml');
		await writeFile(spec, text.replace('operationId: updateCustomer', 'operationId: patchCustomer'));
		return verified(honest, ['--spec', spec]);
	});

const { env } = process;
afterEach(() => {
	process.env = env;
});

const runs: Readonly<Record<string, () => Promise<string>>> = {
	'No API key': () => verified(refusing, [], { IMPRINT_API_KEY: '' }),
	'Wrong API key': () => verified(honest, [], { IMPRINT_API_KEY: 'wrong' }),
	'No customer id': () => verified(honest, [], { IMPRINT_CUSTOMER_ID: '' }),
	'Wrong customer id': () => verified(honest, [], { IMPRINT_CUSTOMER_ID: 'nobody' }),
	'Provider not running': async () => printed(['verify', '--provider-url', await deadUrl()]),
	'Provider too slow': () => verified(() => 'answered', ['--timeout', '300']),
	'Host not allowed': () => printed(['verify', '--provider-url', 'https://dev.imprint.co']),
	async Proxy() {
		const { HTTPS_PROXY: _one, https_proxy: _other, NO_PROXY: _no, no_proxy: _none, ...rest } = env;
		process.env = { ...rest, HTTPS_PROXY: await deadUrl() };
		return printed(['verify', '--provider-url', 'https://dev.sbx.imprint.co']);
	},
	TLS: () => withProvider(honest, ({ url }) => printed(['verify', '--provider-url', url.replace('http:', 'https:')])),
	'The client sends another field': () =>
		checked((pact) =>
			pact.replace(
				'"content": {\n            "email"',
				'"content": {\n            "nickname": "x",\n            "email"',
			),
		),
	'The pact was edited by hand': () => checked((pact) => pact.replaceAll('"method": "POST"', '"method": "PUT"')),
	'The spec renamed an operation': withRenamedOperation,
};

test.each(Object.entries(runs))('%s', async (heading, run) => {
	const lines = linesOf(await run());
	const shown = linesOf(examples.get(heading) ?? 'missing');
	expect(lines).toEqual(expect.arrayContaining(shown));
});

test('a stale pact, as reported by recording', async () => {
	await withProject(async (folder) => {
		const name = 'imprint-client-imprint.json';
		await writeFile(join(folder, name), '{}');
		const pacts = [{ name, text: '{ "interactions": [] }', identities: [] }];
		const { findings } = await replacePacts({ folder, pacts, mode: 'never', command: 'record' });
		const [heading, title, fix] = linesOf(examples.get('The pact is stale in CI') ?? '');
		expect(findings.map(({ code }) => `✗ ${code}`)).toEqual([heading]);
		expect(findings.map((each) => each.title.replace(folder, 'pacts'))).toEqual([title]);
		expect(findings.map((each) => `fix ${each.fix.join()}`.replace('Run', 'run').replace(/\.$/, ''))).toEqual([fix]);
	});
});

test('every report in the document is compared', () => {
	expect([...examples.keys()].sort()).toEqual([...Object.keys(runs), 'The pact is stale in CI'].sort());
});
