/**
 * Plants secrets and personal values in the environment, the answers of the provider and the pact, runs every command with all
 * formats and full output, and searches everything that was written for them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../support/cli';
import { copyProject, type ProjectCopy } from '../support/project-copy';
import { withProject } from '../support/temporary';
import { type AnswerName, answers, withEveryAnswer, withPlantedProvider } from './support/planted-provider';
import { debugged, found, personal, plantedEnvironment, plantedFile, secrets } from './support/plants';
import { type Produced, pact, produce, produceInProcess } from './support/produced';

const everything = { ...secrets, ...personal };
const preload = join(__dirname, 'support', 'faults.cjs');

const verify = (url: string, format: string, ...more: string[]) => [
	...['verify', pact, '--provider-url', url, '--format', format, '--timeout', '1500', '--rate', '1000'],
	...['--output', '{folder}/report.out', '--har', '{folder}/exchanged.har', ...more],
];

describe('a verification of a provider that echoes secrets', () => {
	const names = Object.keys(answers) as AnswerName[];
	const whole: AnswerName = 'in every field and header';
	const cases = [...names.map((name) => [name, {}] as const), [whole, { IMPRINT_AUTH_SCHEME: 'basic' }] as const];

	test.each<readonly [AnswerName, NodeJS.ProcessEnv]>(cases)('%s, in every format, %j', async (name, env) => {
		await withPlantedProvider(name, async ({ url, served }) => {
			const result = await produceInProcess(verify(url, 'json', '--debug'), { env: { ...plantedEnvironment, ...env } });
			expectClean(result, served());
		});
	});

	test('in every field and header, with NODE_DEBUG', async () => {
		await withPlantedProvider(whole, async ({ url, served }) => {
			const env = { ...plantedEnvironment, ...debugged };
			expectClean(await produce(verify(url, 'junit', '--debug'), { env }), served());
		});
	});

	test('in each place in turn, with NODE_DEBUG', async () => {
		await withEveryAnswer(async ({ url, served, given }) => {
			const env = { ...plantedEnvironment, ...debugged, IMPRINT_AUTH_SCHEME: 'basic' };
			expectClean(await produce(verify(url, 'html', '--debug'), { env }), served());
			expect(given()).toEqual([...names].sort());
		});
	});

	function expectClean({ all, stderr, code, fileCount }: Produced, served: number) {
		expect(found(all, everything)).toEqual([]);
		expect(served).toBeGreaterThan(0);
		expect(stderr).toMatch(/attempt 1: /);
		expect(code).toBeGreaterThan(0);
		// The report and the recording.
		expect(fileCount).toBe(2);
	}

	test('with the variables in .env', async () => {
		await withPlantedProvider('in every field and header', async ({ url, served }) => {
			const { all, code } = await produce(verify(url, 'json', '--debug'), { envFile: plantedFile });
			expect(found(all, everything)).toEqual([]);
			expect(served()).toBeGreaterThan(0);
			expect(code).toBe(1);
		});
	});

	test('with --show-values, its values are shown, and our secrets are not', async () => {
		await withPlantedProvider('in every field and header', async ({ url }) => {
			const args = verify(url, 'json', '--debug', '--show-values');
			const { all } = await produceInProcess(args, { env: plantedEnvironment });
			expect(found(all, secrets)).toEqual([]);
			expect(found(all, personal)).not.toEqual([]);
		});
	});
});

describe('an internal error', () => {
	test.each([
		'the bridge answers',
		'JSON is parsed',
		'a result is parsed',
		'the redactor is made',
		'a body is put together',
		'a request is made',
		'an answer arrives',
		'a request fails',
		'a promise is forgotten',
		'a warning is given',
		'the environment is told',
	])('as %s', async (fault) => {
		await withPlantedProvider('in every field and header', async ({ url }) => {
			const env = { ...plantedEnvironment, NODE_OPTIONS: `--require "${preload}"`, PLANTED_FAULT: fault };
			const { all, code } = await produce(verify(url, 'json', '--debug'), { env });
			expect(found(all, everything)).toEqual([]);
			expect(code).toBeGreaterThan(0);
		});
	});
});

describe('a pact that contains our secrets', () => {
	const { key, customerId, brokerToken } = secrets;
	const withPact = (use: (file: string) => Promise<void>) =>
		withProject(async (folder) => {
			const json = JSON.parse(await readFile(pact, 'utf8'));
			for (const [index, each] of json.interactions.entries()) {
				each.description = `${each.description} with ${key} and Bearer ${key}`;
				each.request.headers = { Authorization: [`Bearer ${key}`], 'Content-Type': [`text/${customerId}; a="${key}"`] };
				each.request.query = { [key]: [customerId] };
				each.request.path = index % 2 === 0 ? each.request.path : `/v9/${encodeURIComponent(key)}`;
				each.request.body.content = { [key]: key, [customerId]: 1, email: brokerToken, first_name: [key], phone: key };
				each.response.headers = { 'Content-Type': [`application/${customerId}`] };
				each.response.body = {
					content: { [customerId]: key, email: 7 },
					contentType: 'application/json',
					encoded: false,
				};
				if (index === 0) each.response.status = 299;
			}
			const file = join(folder, 'planted.json');
			await writeFile(file, JSON.stringify(json));
			await use(file);
		});

	test.each([
		['in every format', produceInProcess],
		['with what Node writes', produce],
	])('checked, %s', async (_, producing) => {
		await withPact(async (file) => {
			const args = ['check', file, '--format', 'html', '--output', '{folder}/report.out'];
			const { all, code } = await producing(args, { env: { ...plantedEnvironment, ...debugged } });
			expect(found(all, secrets)).toEqual([]);
			expect(code).toBe(1);
			expect(all).toContain('*');
		});
	});

	test('verified', async () => {
		await withPact(async (file) => {
			await withPlantedProvider('in every field and header', async ({ url }) => {
				const [, , ...rest] = verify(url, 'json', '--debug');
				const { all } = await produce(['verify', file, ...rest], { env: plantedEnvironment });
				expect(found(all, everything)).toEqual([]);
			});
		});
	});
});

describe('a recording', () => {
	const withRecording = (use: (file: string, host: string) => Promise<void>) =>
		withProject((folder) =>
			withPlantedProvider('in every field and header', async ({ url }) => {
				const { host } = new URL(url);
				const entries = await Promise.all(
					[secrets.customerId, 'nobody'].map(async (id) => {
						const target = `${url}/v2/customers/${id}?${encodeURIComponent(secrets.key)}`;
						const headers = { Authorization: `Bearer ${secrets.key}`, Cookie: personal.cookie };
						const answer = await fetch(target, {
							method: 'POST',
							headers,
							body: JSON.stringify({ email: personal.email }),
						});
						const listed = (pairs: Iterable<[string, string]>) => [...pairs].map(([name, value]) => ({ name, value }));
						return {
							request: { method: 'POST', url: target, headers: listed(Object.entries(headers)) },
							response: {
								...{ status: answer.status, statusText: answer.statusText, headers: listed(answer.headers) },
								content: { mimeType: 'application/json', text: await answer.text() },
							},
						};
					}),
				);
				const odd = [
					{
						request: { method: personal.broken, url: `${url}/${personal.broken}` },
						response: { status: personal.broken },
					},
					{ request: { method: personal.broken, url: `${url}/${personal.broken}` }, response: { status: 200 } },
				];
				const file = join(folder, 'planted.har');
				await writeFile(file, JSON.stringify({ log: { version: '1.2', entries: [...entries, ...odd] } }));
				await use(file, host);
			}),
		);

	test.each([
		['in every format', produceInProcess],
		['with what Node writes', produce],
	])('checked, %s', async (_, producing) => {
		await withRecording(async (file, host) => {
			const args = ['check', file, '--allow-host', host, '--format', 'html', '--output', '{folder}/report.out'];
			const { all, code } = await producing(args, { env: { ...plantedEnvironment, ...debugged } });
			expect(found(all, everything)).toEqual([]);
			expect(code).toBe(1);
		});
	});

	test('with --show-values, its values are shown, and our secrets are not', async () => {
		await withRecording(async (file, host) => {
			const args = ['check', file, '--allow-host', host, '--format', 'json', '--show-values'];
			const { all } = await produceInProcess(args, { env: plantedEnvironment });
			expect(found(all, secrets)).toEqual([]);
			expect(found(all, personal)).not.toEqual([]);
		});
	});
});

describe('in a copy of the project', () => {
	let project: ProjectCopy;
	beforeAll(async () => {
		project = await copyProject();
	});
	afterAll(() => project.remove());

	test('record and gate', async () => {
		const setting = { project: project.root, env: { ...plantedEnvironment, ...debugged } };
		const recorded = await produce(['record', '--format', 'json', '--output', '{folder}/report.out'], setting);
		expect(found(recorded.all, secrets)).toEqual([]);
		expect(recorded.code).toBe(0);
		await withPlantedProvider('in every field and header', async ({ url, served }) => {
			const [, , ...rest] = verify(url, 'html', '--debug');
			const gated = await produce(['gate', ...rest], setting);
			expect(found(gated.all, everything)).toEqual([]);
			expect(served()).toBeGreaterThan(0);
			expect(gated.code).toBe(1);
		});
		expect(found(await project.read('pacts/imprint-client-imprint.json'), secrets)).toEqual([]);
	});

	// A test that finds nothing proves something only where it finds what is there.
	test('without the redactor, the planted secrets are found', async () => {
		const idle = 'text: (each) => each, data: (each) => each, rendered: (each) => each, fault: (each) => each';
		await project.edit(
			'src/redact/redact.ts',
			'return redactor;',
			`return { ...redactor, ${idle}, hasLearned: () => false };`,
		);
		const produced = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
			produce(args, { project: project.root, env: { ...plantedEnvironment, ...env } });
		const usage = await produced(['check', secrets.key]);
		expect(found(usage.all, secrets)).toHaveLength(1);
		await withPlantedProvider('in every field and header', async ({ url }) => {
			const plain = await produced(verify(url, 'json'));
			expect(found(plain.all, { customerId: secrets.customerId })).toHaveLength(1);
			const talkative = await produced(verify(url, 'json'), debugged);
			expect(found(talkative.all, { key: secrets.key })).toHaveLength(1);
			for (const fault of ['a promise is forgotten', 'a result is parsed', 'a warning is given']) {
				const preloaded = { NODE_OPTIONS: `--require "${preload}"`, PLANTED_FAULT: fault };
				const faulty = await produced(verify(url, 'json'), preloaded);
				expect([fault, found(faulty.all, everything)]).not.toEqual([fault, []]);
			}
		});
	});
});

test('the local provider is started', async () => {
	const { CONTRACT_ENV_FILE: _none, ...own } = process.env;
	const env = { ...own, ...plantedEnvironment, ...debugged, CONTRACT_ENV_FILE: '' };
	const child = spawn(process.execPath, [join(projectRoot, 'bin', 'contract.js'), 'sandbox'], { env });
	let said = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			if (said.includes('IMPRINT_CUSTOMER_ID=')) child.kill('SIGTERM');
		});
	await once(child, 'close');
	expect(said).toContain('export IMPRINT_API_KEY=');
	expect(found(said, secrets)).toEqual([]);
});
