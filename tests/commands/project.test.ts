/** Where a command runs: from any folder of the project, with a config that is named, or without one. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../support/cli';
import { withProvider } from '../support/faulty-provider';
import { contractInProcess } from '../support/in-process';
import { withFolder, withProject } from '../support/temporary';

const pact = join(projectRoot, 'pacts', 'imprint-client-imprint.json');
const spec = join(projectRoot, 'spec', 'openapi.yaml');

/** A project with this project's config, pact and spec. */
const withFiles = (use: (folder: string) => Promise<void>) =>
	withProject(async (folder) => {
		for (const each of ['pacts', 'spec', 'deep/below']) await mkdir(join(folder, each), { recursive: true });
		await copyFile(pact, join(folder, 'pacts', 'own.json'));
		await copyFile(spec, join(folder, 'spec', 'openapi.yaml'));
		await use(folder);
	});

test('from a folder below: the project is found, and files are those that the user means', async () => {
	await withFiles(async (folder) => {
		const cwd = join(folder, 'deep', 'below');
		const args = ['check', '../../pacts/own.json', '--format', 'json=report.json', '--output', 'report.txt'];
		const { code, report } = await contractInProcess(args, { cwd });
		expect({ code, file: report?.interactions[0]?.file }).toEqual({ code: 0, file: 'pacts/own.json' });
		expect(JSON.parse(await readFile(join(cwd, 'report.json'), 'utf8'))).toMatchObject({ verdict: 'agree' });
		expect(await readFile(join(cwd, 'report.txt'), 'utf8')).toContain('AGREE');
	});
});

test('a config that is named is that of the run', async () => {
	await withFiles(async (folder) => {
		const { code, report } = await contractInProcess([
			'check',
			'--config',
			join(folder, 'contract.config.ts'),
			'--format',
			'json',
		]);
		expect({ code, file: report?.interactions[0]?.file }).toEqual({ code: 0, file: 'pacts/own.json' });
	});
});

test('check reads no config where it is given pacts and a spec', async () => {
	await withFiles(async (cwd) => {
		await writeFile(join(cwd, 'contract.config.ts'), 'throw new Error("read")');
		expect((await contractInProcess(['check', 'pacts/own.json', '--spec', 'spec/openapi.yaml'], { cwd })).code).toBe(0);
		const { code, stderr } = await contractInProcess(['check', 'pacts/own.json'], { cwd });
		expect({ code, stderr }).toEqual({ code: 2, stderr: 'contract.config.ts cannot be used: it throws "read".\n' });
	});
});

test.each(['record', 'gate', 'check', 'verify', 'merge recorded'])(
	'outside a project, %s says how to begin',
	async (command) => {
		await withFolder(async (cwd) => {
			const { code, stderr } = await contractInProcess(command.split(' '), { cwd });
			expect(code).toBe(2);
			expect(stderr).toMatch(
				/^There is no contract\.config\.ts here or in a folder above\. Run `contract init --spec FILE` to begin/,
			);
		});
	},
);

test('a pact of other parties than those of the config is reported and not judged', async () => {
	await withFiles(async (cwd) => {
		const text = await readFile(pact, 'utf8');
		await writeFile(join(cwd, 'pacts', 'other.json'), text.replace('"name": "imprint"', '"name": "other"'));
		for (const command of ['check', 'verify']) {
			const { code, report } = await contractInProcess([command], { cwd });
			const skipped = report?.findings.filter(({ code: each }) => each === 'pact.skipped');
			expect({ code, skipped: skipped?.length, judged: report?.summary.interactions }).toEqual({
				code: 0,
				skipped: 1,
				judged: 6,
			});
		}
	});
});

test('types of another state of the spec are a warning', async () => {
	await withFiles(async (cwd) => {
		const config = JSON.stringify(join(projectRoot, 'contract.config'));
		const own = `import config from ${config}; export default { ...config, overlays: [], types: { file: 'types.d.ts', command: 'npm run types' } };`;
		await writeFile(join(cwd, 'contract.config.ts'), own);
		await writeFile(join(cwd, 'types.d.ts'), `// sha256:${'0'.repeat(64)}\n`);
		const { report } = await contractInProcess(['record'], { cwd });
		expect(report?.findings.map(({ code, message }) => `${code}: ${message}`)).toContain(
			'spec.types.stale: types.d.ts was generated from another state of spec/openapi.yaml. Run `npm run types`.',
		);
	});
});

test('a field that the config leaves alone is not sent to a remote provider, and its interaction is unjudged', async () => {
	await withFiles(async (cwd) => {
		const text = await readFile(pact, 'utf8');
		await writeFile(
			join(cwd, 'pacts', 'own.json'),
			text.replaceAll('"email": "changed@example.com"', '"last_name": "frozen"'),
		);
		await withProvider(
			() => {},
			async (provider) => {
				const args = ['verify', '--provider-url', provider.url];
				const { code, report } = await contractInProcess(args, { cwd, env: provider.env });
				const withheld = report?.findings.filter(({ code: each }) => each === 'request.withheld');
				expect({
					isAgreed: code === 0,
					titles: new Set(withheld?.map(({ title }) => title.replace(/127.*?,/, 'HOST,'))),
				}).toEqual({
					isAgreed: false,
					titles: new Set(['Request body: the config leaves "last_name" alone at HOST, so the request was not sent.']),
				});
				// The one of a customer that does not exist, which the contract expects to be refused.
				expect(provider.updates.filter((body) => body.includes('frozen'))).toEqual(['{"last_name":"frozen"}']);
			},
		);
	});
});
