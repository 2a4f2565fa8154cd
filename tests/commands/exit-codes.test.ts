/**
 * The command line from the outside: exit codes, one message for bad input, and a standard output that is byte-clean. What
 * one process has shown for all, the others show without a process.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contract, projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { withProject } from '../support/temporary';

const pactFile = join(projectRoot, 'pacts', 'imprint-client-imprint.json');
const specFile = join(projectRoot, 'spec', 'openapi.yaml');

test('check on the committed pact: agree, no error, one JSON object and nothing else', async () => {
	const { code, stdout, stderr } = await contract(['check', '--format', 'json']);
	const report = JSON.parse(stdout) as Record<string, unknown>;
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	expect(Object.keys(report)).toEqual([
		'formatVersion',
		'command',
		'verdict',
		'spec',
		'steps',
		'interactions',
		'findings',
		'summary',
	]);
	expect(report).toMatchObject({
		verdict: 'agree',
		spec: { file: 'spec/openapi.yaml', version: '2.0' },
		summary: { interactions: 6, checked: 6, errors: 0, warnings: 0, accepted: 0 },
	});
	expect(stdout.endsWith('}\n')).toBe(true);
});

test('a month of 13 in a recorded customer: exit 1 with the line in both files', async () => {
	await withProject(async (folder) => {
		const text = (await readFile(pactFile, 'utf8')).replace(
			/"email": "changed@example.com",\n(\s*)"id"/,
			(_, space: string) => {
				return `"date_of_birth": {\n${space}  "month": 13\n${space}},\n${space}"email": "changed@example.com",\n${space}"id"`;
			},
		);
		await writeFile(join(folder, 'pact.json'), text);
		const args = ['check', 'pact.json', '--format', 'json', '--spec', specFile];
		const { code, stdout } = await contractInProcess(args, { cwd: folder });
		const { findings } = JSON.parse(stdout) as { findings: { severity: string }[] };
		const line = text.split('\n').findIndex((each) => each.includes('"month": 13')) + 1;
		expect(code).toBe(1);
		expect(findings.filter((each) => each.severity === 'error')).toEqual([
			expect.objectContaining({
				code: 'response.body.invalid',
				role: 'contract',
				instance: '/date_of_birth/month',
				at: expect.objectContaining({ file: 'pact.json', line }),
				spec: {
					file: specFile,
					pointer: '/components/schemas/DateOfBirth/properties/month/maximum',
					line: 311,
					column: 20,
				},
				fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
			}),
		]);
	});
});

describe('bad input: exit 2, one message, no stack trace', () => {
	test.each([
		['an empty pacts/', [], 'There is no pact in pacts/, so there is nothing to judge. Run `contract record`.\n'],
		[
			'a pact that is not there',
			['none.json'],
			'The pact none.json cannot be read: there is no such file. Name a pact file, or run `contract record`.\n',
		],
		[
			'half a pact',
			['half.json'],
			/^The pact half\.json cannot be read: .*\. Restore it from version control, or run `contract record`\.\n$/,
		],
		[
			'a description that is not there',
			['--spec', 'none.yaml'],
			'The OpenAPI spec none.yaml cannot be read: there is no such file. Name the right file with --spec FILE.\n',
		],
		['a description that is none', ['--spec', 'half.json'], /^The OpenAPI spec half\.json is not JSON: .*\n$/],
		[
			'a format that is none',
			['--format', 'xml'],
			'There is no format "xml". Formats: text, json, junit, github, markdown, sarif, html.\n',
		],
	])('%s', async (_name, args, message) => {
		await withProject(async (folder) => {
			await mkdir(join(folder, 'pacts'));
			await writeFile(join(folder, 'half.json'), (await readFile(pactFile, 'utf8')).slice(0, 500));
			const withSpec = args.includes('--spec') ? args : ['--spec', specFile, ...args];
			const { code, stdout, stderr } = await contractInProcess(['check', ...withSpec], { cwd: folder });
			expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
			if (typeof message === 'string') expect(stderr).toBe(message);
			else expect(stderr).toMatch(message);
			expect(stderr.trim().split('\n')).toHaveLength(1);
		});
	});

	test('with --format json stdout is JSON, and the message is printed', async () => {
		const { code, stdout, stderr } = await contract(['check', '--format', 'json', '--spec', 'none.yaml']);
		expect(code).toBe(2);
		expect(JSON.parse(stdout)).toMatchObject({
			verdict: 'unjudged',
			findings: [{ code: 'input.unusable', severity: 'unjudged' }],
		});
		expect(stderr).toContain('none.yaml cannot be read');
	});

	test.each([
		[
			'IMPRINT_AUTH_SCHEME',
			'digest',
			'IMPRINT_AUTH_SCHEME is neither "bearer" nor "basic". Set it to one of them, or unset it.\n',
		],
		[
			'IMPRINT_API_KEY',
			'planted\nkey',
			'IMPRINT_API_KEY holds a space, a line end or a character beyond ASCII. Copy the key again.\n',
		],
		[
			'IMPRINT_CUSTOMER_ID',
			'planted/../id',
			'IMPRINT_CUSTOMER_ID holds a character that cannot stand in a path. Copy the value again.\n',
		],
	])('%s with an invalid value', async (name, value, message) => {
		const { code, stdout, stderr } = await contract(['verify', '--provider-url', 'http://127.0.0.1:1'], {
			env: { [name]: value },
		});
		expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: message });
	});
});

test('a reader that closes the pipe changes nothing: no trace, and the exit code is the verdict', async () => {
	const launcher = join(projectRoot, 'bin', 'contract.js');
	const script = `"$0" "${launcher}" check --format html | true; echo "code \${PIPESTATUS[0]}"`;
	const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script, process.execPath], { cwd: projectRoot });
	expect({ stdout, stderr }).toEqual({ stdout: 'code 0\n', stderr: '' });
});

test('a pact given by two paths is judged once', async () => {
	const file = join('pacts', 'imprint-client-imprint.json');
	const { stdout } = await contractInProcess(['check', file, `./${file}`, 'pacts', '--format', 'json']);
	expect(JSON.parse(stdout)).toMatchObject({ summary: { interactions: 6 } });
});

test('--strict turns a warning into a disagreement', async () => {
	// A file that is checked against a spec that is named meets no acceptance.
	const args = ['check', 'pacts/imprint-client-imprint.json', '--spec', 'spec/openapi.yaml'];
	expect((await contractInProcess(args)).code).toBe(0);
	expect((await contractInProcess([...args, '--strict'])).code).toBe(1);
});

test('--output writes the report to the file and text to standard output', async () => {
	await withProject(async (folder) => {
		const file = join(folder, 'report.json');
		const { code, stdout } = await contract(['check', '--format', 'json', '--output', file]);
		expect({ code, verdict: (JSON.parse(await readFile(file, 'utf8')) as { verdict: string }).verdict }).toEqual({
			code: 0,
			verdict: 'agree',
		});
		expect(stdout).toContain('AGREE');
	});
});

test('a report that cannot be written: exit 2, before anything is judged', async () => {
	expect(await contract(['check', '--output', join('no', 'such', 'folder', 'x')])).toEqual({
		code: 2,
		stdout: '',
		stderr:
			'The report cannot be written to no/such/folder/x: its folder does not exist. Name another file with --output.\n',
	});
});

test('a report may be written to a device', async () => {
	expect(await contract(['check', '--format', 'json', '--output', '/dev/null'])).toMatchObject({ code: 0, stderr: '' });
});

test.each([
	['junit', '<?xml version="1.0"'],
	['github', '::notice title='],
	['html', '<!doctype html>'],
])('--format %s', async (format, beginning) => {
	const { code, stdout, stderr } = await contractInProcess(['check', '--format', format]);
	expect({ code, stderr, beginning: stdout.slice(0, beginning.length) }).toEqual({ code: 0, stderr: '', beginning });
});
