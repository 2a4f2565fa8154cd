/** What a verification exchanged, written by `--har` and judged again by `check` without any provider. */
import { rmSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contract } from '../support/cli';
import { type Distortion, type FaultyProvider, honest, withProvider } from '../support/faulty-provider';
import { contractInProcess } from '../support/in-process';
import { withFolder } from '../support/temporary';

interface Finding {
	readonly code: string;
	readonly message: string;
	readonly instance?: string;
	readonly spec?: { readonly pointer: string };
	readonly interaction?: { readonly description: string };
}

const findingsOf = (stdout: string) => (JSON.parse(stdout) as { findings: Finding[] }).findings;

/** The findings from the spec, each with its interaction. */
const described = (stdout: string) =>
	findingsOf(stdout)
		.filter(({ code, interaction }) => /^response\./.test(code) && interaction !== undefined)
		.map((each) =>
			[each.interaction?.description, each.code, each.instance, each.spec?.pointer, each.message].join(' | '),
		)
		.sort();

function verify(provider: FaultyProvider, file: string, ...args: string[]) {
	const all = ['verify', '--format', 'json', '--provider-url', provider.url, '--no-restore', '--har', file, ...args];
	return contractInProcess(all, { env: provider.env });
}

/** Faults of values, of structure, and of what is no JSON. */
const faulty: Distortion = (answer, { update, response }) => {
	if (answer.status === 404) delete answer.body.message;
	if (answer.status === 400) answer.body.details = 'planted details';
	if (update === 2) {
		response.writeHead(200, { 'content-type': 'application/json' }).end('<p>planted page of ssn 86421</p>');
		return 'answered';
	}
	if (answer.status !== 200) return undefined;
	Object.assign(answer.body, { ssn4: 86421, email: 'planted e-mail', date_of_birth: { year: 1111, month: 86421 } });
	Object.assign(answer.body, { statuses: { 'planted@example.com': 'PLANTED' }, extra_field: 'planted' });
	return undefined;
};

test('a masked recording is judged like its verification, has its other findings, and contains no value from the provider', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'verification.har');
		await withProvider(faulty, async (provider) => {
			const live = await verify(provider, file);
			const again = await contractInProcess(['check', '--format', 'json', file]);
			expect({ live: live.code, again: again.code }).toEqual({ live: 1, again: 1 });
			const own = described(live.stdout);
			const aboutValues = own.filter((each) => each.includes('(value withheld)'));
			// The recording also has the answers to the checks of provider states; live, their common findings are reported
			// once.
			const recorded = described(again.stdout).filter((each) => !each.startsWith('provider state: '));
			expect(recorded).toEqual(own.filter((each) => !aboutValues.includes(each)));
			expect(Math.min(recorded.length, aboutValues.length)).toBeGreaterThan(5);
			expect(findingsOf(again.stdout).filter(({ code }) => code === 'recording.masked')).toHaveLength(1);
			const text = await readFile(file, 'utf8');
			const { entries } = (JSON.parse(text) as { log: { entries: { _findings?: Finding[] }[] } }).log;
			const reported = findingsOf(live.stdout).filter(({ interaction }) => interaction !== undefined);
			expect(entries.flatMap(({ _findings = [] }) => _findings)).toEqual(reported);
			const secrets = ['planted', '86421', provider.env.IMPRINT_API_KEY ?? '', provider.env.IMPRINT_CUSTOMER_ID ?? ''];
			expect(secrets.filter((each) => text.toLowerCase().includes(each))).toEqual([]);
		});
	});
});

test('with --show-values the values stay, and the key does not', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'verification.har');
		await withProvider(faulty, async (provider) => {
			await verify(provider, file, '--show-values');
			const text = await readFile(file, 'utf8');
			expect(['planted e-mail', '86421', 'planted@example.com'].filter((each) => !text.includes(each))).toEqual([]);
			expect(text).not.toContain(provider.env.IMPRINT_API_KEY);
		});
	});
});

test('it is written for the local provider too, and --filter selects one interaction', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'verification.har');
		const written = await contractInProcess(['verify', '--har', file]);
		expect(written.code).toBe(0);
		const { code, stdout } = await contractInProcess([
			'check',
			'--format',
			'json',
			'--filter',
			'the e-mail alone',
			file,
		]);
		const { interactions } = JSON.parse(stdout) as { interactions: { description: string }[] };
		expect({ code, interactions: interactions.map((each) => each.description) }).toEqual({
			...{ code: 0, interactions: ['changes the e-mail alone'] },
		});
		expect(await readdir(folder)).toEqual(['verification.har']);
	});
});

test('a file that cannot be written is reported before anything is sent, exit 2', async () => {
	await withFolder(async (folder) => {
		await withProvider(honest, async (provider) => {
			for (const file of [join(folder, 'none', 'a.har'), folder]) {
				const { code, stdout, stderr } = await verify(provider, file);
				expect({ code, stdout: stdout.includes('input.unusable') }).toEqual({ code: 2, stdout: true });
				expect(stderr).toMatch(/^The recording .+ cannot be written: .+ --har FILE\.\n$/);
			}
			const report = await verify(provider, join(folder, 'a.har'), '--output', folder);
			expect(report).toMatchObject({ code: 2, stdout: '' });
			expect(report.stderr).toBe(
				`The report cannot be written to ${folder}: it is a folder. Name another file with --output.\n`,
			);
			expect({ requests: provider.requests, files: await readdir(folder) }).toEqual({ requests: [], files: [] });
		});
	});
});

test('a file that cannot be written at the end: the result is printed, exit 2', async () => {
	await withFolder(async (folder) => {
		const inside = join(folder, 'inside');
		await mkdir(inside);
		const takingAway: Distortion = () => rmSync(inside, { recursive: true, force: true });
		await withProvider(takingAway, async (provider) => {
			const file = join(inside, 'verification.har');
			const args = ['verify', '--format', 'json', '--provider-url', provider.url, '--no-restore', '--har', file];
			const { code, stdout, stderr } = await contract(args, { env: provider.env });
			expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
			expect(stderr).toContain('cannot be written: its folder does not exist');
			expect(JSON.parse(stdout)).toMatchObject({ verdict: 'agree' });
		});
	});
});
