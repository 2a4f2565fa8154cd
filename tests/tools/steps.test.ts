/** The steps of the workflows that run `contract`, as real child processes. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../support/cli';
import { honest, withProvider } from '../support/faulty-provider';
import { closedPort } from '../support/server';
import { withFolder } from '../support/temporary';
import { withGithub } from './support/github';
import { runStep, runStepInProcess } from './support/script';
import { wordsOf, workflow } from './support/workflow';

const pact = 'pacts/imprint-client-imprint.json';
const lastStep = (job: string) =>
	wordsOf(workflow('contract').jobs[job]?.steps.findLast(({ run }) => run !== undefined)?.run ?? '').slice(1);

/** The lines that GitHub treats as commands: those outside of `stop-commands`. */
function commandsIn(log: string): string[] {
	const resume = /^::stop-commands::(.+)$/m.exec(log)?.[1] ?? '';
	const [before = '', , after = ''] = log.split(new RegExp(`^::stop-commands::.*$|^::${resume}::$`, 'm'));
	return `${before}\n${after}`.split('\n').filter((line) => /^\s*::/.test(line));
}

describe('the gate of a pull request', () => {
	it('annotates, and has its report in the log and in the summary', async () => {
		const { code, log, summary } = await withFolder((folder) => runStep(folder, lastStep('gate')));
		expect(code).toBe(0);
		expect(commandsIn(log)).toEqual([
			expect.stringMatching(/^::notice title=contract::contract gate: agree, 6 of 6 interactions/),
		]);
		expect(log).toMatch(/^AGREE {5}everything that was compared agrees$/m);
		expect(summary).toMatch(/^### ✅ contract gate: agree\n/);
		expect(summary).toMatch(/^\| ✅ \| verify \| .*6 interactions replayed against the local provider \|$/m);
	});

	it('is red if the contract disagrees, and no text of the contract becomes a command', async () => {
		const { code, log, summary } = await withFolder(async (folder) => {
			const text = readFileSync(join(projectRoot, pact), 'utf8')
				.replace(/"description": "[^"]+"/, '"description": "changes\\n::error::the e-mail alone"')
				.replace(/"status": \d+/, '"status": 299');
			const edited = join(folder, 'pact.json');
			await writeFile(edited, text);
			return runStep(folder, ['tools/ci/contract.mjs', 'check', edited]);
		});
		expect(code).toBe(1);
		expect(log).toContain('changes\\n::error::the e-mail alone');
		expect(log).not.toMatch(/^\s*::error::the e-mail alone/m);
		const commands = commandsIn(log);
		expect(commands[0]).toMatch(/^::error title=contract::contract check: disagree/);
		expect(commands.filter((line) => /^\s*::error::/.test(line))).toEqual([]);
		expect(summary).toMatch(/^### ❌ contract check: disagree\n/);
		expect(summary).toContain('| changes&#92;n::error::the e-mail alone |');
	});
});

test('unjudged keeps its exit code, with annotation and summary', async () => {
	await withFolder(async (folder) => {
		const port = await closedPort();
		const args = ['verify', '--provider-url', `http://127.0.0.1:${port}`];
		const { code, log, summary } = await runStep(folder, ['tools/ci/contract.mjs', ...args]);
		expect(code).toBe(3);
		expect(commandsIn(log)[0]).toMatch(/^::warning title=contract::contract verify: unjudged/);
		expect(summary).toMatch(/^### ❔ contract verify: unjudged\n/);
	});
});

test('wrong usage keeps its exit code, and its message is the annotation and the summary', async () => {
	await withFolder(async (folder) => {
		const { code, log, summary } = await runStep(folder, ['tools/ci/contract.mjs', 'check', '--nosuch']);
		expect(code).toBe(2);
		expect(commandsIn(log)).toEqual([
			expect.stringMatching(/^::error title=contract check::contract check: there is no option --nosuch\./),
		]);
		expect(summary).toContain('there is no option --nosuch.');
	});
});

test('a missing command is reported', async () => {
	const env = { GITHUB_STEP_SUMMARY: '/nowhere' };
	expect(await runStepInProcess(['tools/ci/contract.mjs'], { env })).toEqual({
		...{ code: 2, log: 'A command is missing. Usage: node tools/ci/contract.mjs COMMAND [OPTIONS].\n' },
	});
});

test.each([
	['tools/ci/contract.mjs', 'GITHUB_STEP_SUMMARY'],
	['tools/ci/without-broker.mjs', 'GITHUB_STEP_SUMMARY'],
	['tools/ci/sandbox-verify.mjs', 'GITHUB_STEP_SUMMARY, GITHUB_OUTPUT, SANDBOX_URL'],
])('%s names all missing variables', async (script, missing) => {
	const env = { GITHUB_STEP_SUMMARY: '', GITHUB_OUTPUT: '' };
	const { code, log } = await runStepInProcess([script], { env });
	expect(code).toBe(2);
	expect(log).toMatch(new RegExp(`^Not set: ${missing}\\. `));
});

test('a job notes that no broker is configured', async () => {
	await withFolder(async (folder) => {
		const { code, log, summary } = await runStep(folder, lastStep('without-broker'));
		expect(code).toBe(0);
		expect(log).toMatch(/^::notice title=contract::No Pact Broker is configured, so nothing was published/);
		expect(summary).toContain('PACT_BROKER_BASE_URL');
	});
});

test('a summary stays within the limit of GitHub, keeps the verdict, and closes its code block', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'summary.md');
		const text = `${'über `````` @team <b>\n'.repeat(60_000)}AGREE     everything that was compared agrees\n`;
		const program = `
			import { summarize } from ${JSON.stringify(join(projectRoot, 'tools/ci/actions.mjs'))};
			process.stdin.setEncoding('utf8');
			let text = '';
			for await (const chunk of process.stdin) text += chunk;
			summarize(${JSON.stringify(file)}, 'contract gate', text);`;
		const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'pipe' });
		child.stdin.end(text);
		expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
		const summary = readFileSync(file, 'utf8');
		expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1024 * 1024);
		expect(Buffer.byteLength(summary)).toBeGreaterThan(1_000_000);
		expect(summary).toMatch(
			/^### contract gate\n\nThe beginning is left out here; the log of the job has it\.\n\n`{7}text\nüber /,
		);
		expect(summary).toMatch(/\nAGREE {5}everything that was compared agrees\n`{7}\n\n$/);
	});
});

describe('the verification against the sandbox', () => {
	const script = (folder: string) => ['tools/ci/sandbox-verify.mjs', join(folder, 'verification')];

	it('is green if the sandbox agrees, and writes report, recording and verdict', async () => {
		await withProvider(honest, async ({ url, env }) => {
			await withFolder(async (folder) => {
				const { code, log, summary, outputs } = await runStep(folder, script(folder), {
					env: { ...env, SANDBOX_URL: url },
				});
				expect([code, outputs]).toEqual([0, 'verdict=agree\n']);
				expect(commandsIn(log)).toEqual(['::notice title=sandbox::The sandbox keeps the contract and the spec.']);
				expect(summary).toMatch(/^### ✅ contract verify: agree\n/);
				expect(readFileSync(join(folder, 'verification', 'verification.html'), 'utf8')).toContain('<!doctype html>');
				const written = (name: string): unknown => JSON.parse(readFileSync(join(folder, 'verification', name), 'utf8'));
				expect(written('verification.json')).toMatchObject({ command: 'verify', verdict: 'agree' });
				expect(written('verification.har')).toMatchObject({ log: { version: '1.2' } });
				expect(log + summary).not.toContain(env.IMPRINT_API_KEY);
			});
		});
	});

	it('is red if it disagrees, and the issue is made of its report', async () => {
		const integer = (answer: { body: Record<string, unknown> }) => {
			if ('ssn4' in answer.body) answer.body.ssn4 = 1234;
		};
		await withProvider(integer, async ({ url, env }) => {
			await withFolder(async (folder) => {
				const { code, log, outputs } = await runStep(folder, script(folder), { env: { ...env, SANDBOX_URL: url } });
				expect([code, outputs]).toEqual([1, 'verdict=disagree\n']);
				expect(commandsIn(log)).toEqual([expect.stringMatching(/^::error title=sandbox::.* disagree\./)]);
				await withGithub(async (github) => {
					const report = join(folder, 'verification', 'verification.json');
					const kept = await runStep(folder, ['tools/ci/sandbox-issue.mjs', report], { env: github.env });
					expect([kept.code, kept.log]).toEqual([0, 'Opened the issue #1.\n']);
					const [, section = ''] = github.issues[0]?.body.split('### response.body.invalid') ?? [];
					expect(section).toMatch(/^field {8}\/ssn4$/m);
					expect(section).toMatch(/^spec {9}spec\/openapi\.yaml:\d+:\d+ {2}\/components\/schemas\/Customer\//m);
					expect(section).toMatch(/^interaction {2}"changes the e-mail alone"$/m);
					expect(github.issues[0]?.body).not.toMatch(/1234|customer-/);
				});
			});
		});
	});

	it('is green with a warning if the sandbox could not be judged', async () => {
		await withFolder(async (folder) => {
			const env = {
				IMPRINT_API_KEY: 'k',
				IMPRINT_CUSTOMER_ID: 'c',
				SANDBOX_URL: `http://127.0.0.1:${await closedPort()}`,
			};
			const { code, log, outputs } = await runStep(folder, script(folder), { env });
			expect([code, outputs]).toEqual([0, 'verdict=unjudged\n']);
			expect(commandsIn(log)).toEqual([
				expect.stringMatching(/^::warning title=sandbox::The sandbox could not be judged\./),
			]);
		});
	});

	it('is red without a verdict if the job is wrong', async () => {
		await withFolder(async (folder) => {
			const env = { SANDBOX_URL: 'https://api.example.com' };
			const { code, log, outputs } = await runStep(folder, script(folder), { env });
			expect([code, outputs]).toEqual([2, '']);
			expect(commandsIn(log)).toEqual([
				expect.stringMatching(/^::error title=sandbox::The host api\.example\.com is not/),
			]);
		});
	});

	it('lets the command end by itself after a signal', async () => {
		await withFolder(async (folder) => {
			let isAsked = () => {};
			const asked = new Promise<void>((resolve) => {
				isAsked = resolve;
			});
			await withProvider(
				(_, { update }) => {
					if (update === 1) isAsked();
				},
				async ({ url, env, customer }) => {
					const { metadata: _before, ...before } = await customer();
					const variables = {
						GITHUB_STEP_SUMMARY: join(folder, 's'),
						GITHUB_OUTPUT: join(folder, 'o'),
						SANDBOX_URL: url,
					};
					const child = spawn(process.execPath, script(folder), {
						cwd: projectRoot,
						env: { PATH: process.env.PATH, CONTRACT_ENV_FILE: '', ...variables, ...env },
						stdio: 'ignore',
					});
					const ended = new Promise((resolve) => child.on('close', resolve));
					await asked;
					child.kill('SIGTERM');
					expect(await ended).toBe(143);
					// The sandbox adds to what is in the metadata and takes nothing away.
					const { metadata: _after, ...after } = await customer();
					expect(after).toEqual(before);
				},
			);
		});
	});
});
