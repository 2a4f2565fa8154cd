/** The teeth bite: a sample of the mutants is judged as it has to be, and a check that is switched off shows. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contract, projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';
import { argumentsOf, type Judgement, type Verify, verifyInProcess } from './run/judge';
import { linesOf, scoreOf } from './run/report';
import { runTeeth } from './run/teeth';

const spec = join(projectRoot, 'spec', 'openapi.yaml');
const pact = join(projectRoot, 'pacts', 'imprint-client-imprint.json');
const month = 'updateCustomer 200 /date_of_birth/month: above maximum';

function teeth(...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
	return new Promise((resolve, reject) => {
		const script = join(projectRoot, 'tools', 'teeth.mjs');
		const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
		let [stdout, stderr] = ['', ''];
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
			stdout += chunk;
		});
		child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
			stderr += chunk;
		});
		child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
	});
}

/** The judgements in short: by name, what is wrong with them. */
const faults = (judgements: readonly Judgement[]) => judgements.map(({ mutant, fault }) => [mutant.name, fault]);

test('every fortieth mutant of each kind is judged as expected', async () => {
	const { code, stdout, stderr } = await teeth('--sample', '40');
	expect(stderr).toBe('');
	expect(stdout.match(/^BAD.*/gm) ?? []).toEqual([]);
	for (const kind of [
		'field',
		'body',
		'content type',
		'encoding',
		'status',
		'meaning',
		'beside',
		'unavailable',
		'wire',
	]) {
		expect(stdout).toMatch(new RegExp(`^${kind}$`, 'm'));
	}
	const [, caught, breaking] =
		/^(\d+) of (\d+) mutants that break the spec or the contract are caught/m.exec(stdout) ?? [];
	expect(Number(caught)).toBeGreaterThan(10);
	expect(caught).toBe(breaking);
	expect(stdout).toMatch(/\nteeth: \d+ passed, 0 failed\n$/);
	expect(code).toBe(0);
});

test('the command line gives the same verdict and codes', async () => {
	const byCommand: Verify = async (request) => {
		const { stdout } = await contract(argumentsOf(request), { env: request.environment });
		return JSON.parse(stdout) as Awaited<ReturnType<Verify>>;
	};
	const names = [
		month,
		'updateCustomer 200: 201 instead',
		"updateCustomer /id: another customer's",
		'every answer: gzip twice',
	];
	const told = (judgements: readonly Judgement[]) =>
		judgements.map(({ mutant: { name }, verdict, codes, caughtBy, fault }) => ({
			name,
			verdict,
			codes,
			caughtBy,
			fault,
		}));
	const commands = told(await runTeeth({ only: names, verify: byCommand }));
	expect(commands.map(({ name }) => name).sort()).toEqual([...names].sort());
	expect(commands.map(({ fault }) => fault)).toEqual(names.map(() => undefined));
	expect(commands).toEqual(told(await runTeeth({ only: names })));
});

test('a constraint that the verification ignores lowers the score', async () => {
	await withFolder(async (folder) => {
		const loose = join(folder, 'openapi.yaml');
		await writeFile(loose, (await readFile(spec, 'utf8')).replace(/^ *maximum: 12\n/m, ''));
		const judgements = await runTeeth({ only: month, specOfVerification: loose });
		expect(faults(judgements)).toEqual([[month, 'nobody notices']]);
		expect([...linesOf(judgements)].slice(-2)).toEqual([
			'0 of 1 mutants that break the spec or the contract are caught; 0 of 0 harmless ones stay green; 0 loose listed',
			'teeth: 0 passed, 1 failed',
		]);
	});
});

test('a verification without spec or Pact fails, even if the other notices the fault', async () => {
	const without =
		(codes: RegExp): Verify =>
		async (request) => {
			const { findings, verdict } = await verifyInProcess(request);
			return { verdict, findings: findings.filter(({ code }) => !codes.test(code)) };
		};
	const only = 'updateCustomer 200 /email: null';
	const noSpec = await runTeeth({ only, verify: without(/^response\./) });
	const noPact = await runTeeth({ only, verify: without(/^provider\./) });
	expect([noSpec, noPact].map((judgements) => judgements[0]?.fault)).toEqual([
		'not noticed by spec',
		'not noticed by Pact',
	]);
});

test('a verification that is always green, always red, or crashes, fails', async () => {
	const { interactions } = JSON.parse(await readFile(pact, 'utf8'));
	/** Asks as the contract does, so that the faults come to bear, and judges nothing. */
	const always =
		(verdict: 'agree' | 'disagree'): Verify =>
		async ({ url, environment }) => {
			for (const { request } of interactions) {
				const target = `${url}/v2/customers/${environment.IMPRINT_CUSTOMER_ID}`;
				const headers = { authorization: `Bearer ${environment.IMPRINT_API_KEY}`, 'content-type': 'application/json' };
				const body = JSON.stringify(request.body.content);
				await fetch(target, { method: 'POST', headers, body }).catch(() => {});
			}
			return { verdict, findings: [] };
		};
	const broken: Verify = async () => {
		throw new Error('no result');
	};
	const silent: Verify = async () => ({ verdict: 'agree', findings: [] });
	const [sample, only] = [7, 'wire'];
	expect(scoreOf(await runTeeth({ sample, only, verify: always('agree') })).failed).toBe(0);
	expect(scoreOf(await runTeeth({ sample, only, verify: always('disagree') })).passed).toBe(0);
	expect(scoreOf(await runTeeth({ sample: 100, only: 'field', verify: always('agree') })).caught[0]).toBe(0);
	expect((await runTeeth({ only: 'gzip twice', verify: silent }))[0]?.fault).toBe('its fault never came to bear');
	expect((await runTeeth({ only: month, verify: broken }))[0]?.fault).toBe('the verification failed: no result');
});

test('JSON has the score and every mutant', async () => {
	const { code, stdout } = await teeth('--format', 'json', '--only', month);
	const expected = {
		outcome: 'caught',
		verdict: 'disagree',
		by: ['spec'],
		because: expect.stringContaining('/maximum'),
	};
	const score = { caught: 1, ofBreaking: 1, green: 0, ofHarmless: 0, loose: 0, passed: 1, failed: 0 };
	const codes = ['response.body.invalid'];
	const mutants = [{ kind: 'field', name: month, expected, verdict: 'disagree', caughtBy: ['spec'], codes }];
	expect(JSON.parse(stdout)).toEqual({ formatVersion: 1, score, mutants });
	expect(code).toBe(0);
});

test('an empty selection is an error', async () => {
	await expect(runTeeth({ only: 'no such mutant' })).rejects.toThrow('no mutant has "no such mutant" in its name');
	const stderr = 'teeth: --sample takes a whole number from 1\n';
	expect(await teeth('--sample', '0')).toEqual({ code: 2, stdout: '', stderr });
	expect(await teeth('--format', 'xml')).toMatchObject({ code: 2, stdout: '' });
});
