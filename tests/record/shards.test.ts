/**
 * `contract record --shard` and `contract merge` as users run them, in copies of the project: the shards of any division
 * give the bytes of one machine, and what is not whole or not of one making is refused and replaces nothing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contract } from '../support/cli';
import { familyOf, survivorsOf } from '../support/processes';
import { copyProject, type ProjectCopy } from '../support/project-copy';

const pactFile = 'pacts/imprint-client-imprint.json';
let project: ProjectCopy;
let committed: string;

const run = (...args: string[]) => contract(args, { cwd: project.root });
const at = (path: string) => join(project.root, path);

/** A run in JSON: its findings as `code: message`, its interactions by their descriptions. */
async function told(...args: string[]) {
	const { code, stdout, stderr } = await run(...args, '--format', 'json');
	const report = JSON.parse(stdout) as {
		command: string;
		findings: { code: string; message: string }[];
		interactions: { file: string; index: number; description: string; operation: string }[];
	};
	return { ...report, code, stderr, findings: report.findings.map((each) => `${each.code}: ${each.message}`) };
}

const descriptionsIn = (text: string) =>
	(JSON.parse(text) as { interactions: { description: string }[] }).interactions.map((each) => each.description);

describe('the shards of a project that stays as it is', () => {
	/** The interactions of each shard, by its folder. */
	const recorded = new Map<string, string[]>();
	const foldersOf = (of: number) => Array.from({ length: of }, (_, index) => `shards/${index + 1}-of-${of}`);

	beforeAll(async () => {
		project = await copyProject();
		committed = await project.read(pactFile);
		for (const all of [1, 2, 3, 7]) {
			for (const [index, folder] of foldersOf(all).entries()) {
				const { code, findings, interactions, stderr } = await told('record', '--shard', `${index + 1}/${all}`);
				expect({ code, findings, stderr }).toEqual({ code: 0, findings: [], stderr: '' });
				expect(interactions.map((each) => [each.file, each.index])).toEqual(
					interactions.map((_, place) => [`${folder}/shard.json`, place]),
				);
				recorded.set(
					folder,
					interactions.map((each) => each.description),
				);
			}
		}
	}, 300_000);
	afterAll(() => project.remove());

	beforeEach(() => rm(at('pacts'), { recursive: true, force: true }));

	test.each([1, 2, 3, 7])(
		'%i together have each interaction once, and as many each as any other, or one more',
		(of) => {
			const parts = foldersOf(of).map((folder) => recorded.get(folder) ?? []);
			expect(parts.flat().sort()).toEqual(descriptionsIn(committed));
			const sizes = parts.map((part) => part.length);
			expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
		},
	);

	test.each([1, 2, 3, 7])('%i merged in any order have the bytes of one machine', async (of) => {
		const forth = foldersOf(of);
		const back = [...forth].reverse();
		const middle = [...forth.slice(1), ...forth.slice(0, 1)];
		for (const folders of [forth, back, middle]) {
			await rm(at('pacts'), { recursive: true, force: true });
			expect(await run('merge', ...folders)).toMatchObject({ code: 0, stderr: '' });
			expect(await project.read(pactFile)).toBe(committed);
		}
		expect(await readdir(at('pacts'))).toEqual(['imprint-client-imprint.json']);
	});

	test('a folder holds one file and no trace of the machine', async () => {
		expect(await readdir(at('shards/2-of-3'))).toEqual(['shard.json']);
		expect(await project.read('shards/2-of-3/shard.json')).not.toContain(project.root);
	});

	test('what is recorded is told, in words too', async () => {
		await cp(at('shards/7-of-7'), at('again/7-of-7'), { recursive: true });
		const { code, stdout } = await run('record', '--shard', '7/7', '--into', 'again/7-of-7');
		expect(code).toBe(0);
		expect(stdout).toMatch(
			/client with contract: 0 interactions recorded, shard 7 of 7 written to again\/7-of-7\n[\s\S]*AGREE/,
		);
		expect(await project.read('again/7-of-7/shard.json')).toBe(await project.read('shards/7-of-7/shard.json'));
	});

	test('a merge is told like a recording', async () => {
		const { command, code, interactions } = await told('merge', ...foldersOf(3));
		expect({ command, code }).toEqual({ command: 'merge', code: 0 });
		expect(interactions.map((each) => each.description)).toEqual(descriptionsIn(committed));
		expect(interactions[0]).toMatchObject({ file: pactFile, index: 0, operation: 'updateCustomer' });
		const again = await run('merge', ...foldersOf(3));
		expect(again.stdout).toContain('contract of 3 shards: 6 interactions merged, pacts unchanged');
		await project.edit(pactFile, 'changed@example.com', 'by-hand@example.com');
		const mended = await run('merge', ...foldersOf(3));
		expect(mended.stdout).toContain(`pacts replaced\n         ${pactFile} has changed: review and commit it\n`);
		expect(await project.read(pactFile)).toBe(committed);
	});

	test('folders that hold the shards, as downloaded artifacts do, beside other things', async () => {
		for (const number of [1, 2, 3]) {
			const folder = `artifacts/machine-${number}${number === 2 ? `/${number}-of-3` : ''}`;
			await cp(at(`shards/${number}-of-3`), at(folder), { recursive: true });
		}
		await mkdir(at('artifacts/coverage'));
		await project.write('artifacts/notes.txt', '');
		expect(await run('merge', 'artifacts')).toMatchObject({ code: 0, stderr: '' });
		expect(await project.read(pactFile)).toBe(committed);
	});

	test('the same shard twice is one, where it is the same', async () => {
		expect(await run('merge', ...foldersOf(2), ...foldersOf(2))).toMatchObject({ code: 0 });
		expect(await project.read(pactFile)).toBe(committed);
	});

	test('a pact that no shard records is left alone and named', async () => {
		await mkdir(at('pacts'));
		await project.write('pacts/other-imprint.json', '{"consumer":{"name":"other"},"interactions":[]}');
		const { code, findings } = await told('merge', ...foldersOf(2));
		expect({ code, findings }).toEqual({
			code: 0,
			findings: [
				'pact.foreign: No consumer test records this pact, so it was left alone. Delete it if it is not wanted: pacts/other-imprint.json',
			],
		});
		expect(await project.read('pacts/other-imprint.json')).toContain('other');
	});

	test('a file in place of pacts/: exit 2, and the command to run again is merge', async () => {
		await project.write('pacts', '');
		expect(await run('merge', ...foldersOf(1))).toMatchObject({
			code: 2,
			stderr: `The pact ${pactFile} cannot be written: a file stands where its folder should be. Make pacts a folder that can be written, and run \`contract merge\` again.\n`,
		});
	});

	describe('merge refuses, and leaves pacts/ as it is:', () => {
		const other = '{"not":"touched"}';
		beforeEach(async () => {
			await rm(at('odd'), { recursive: true, force: true });
			await mkdir(at('pacts'));
			await project.write(pactFile, other);
			await cp(at('shards/1-of-2'), at('odd'), { recursive: true });
		});
		afterEach(async () => expect(await project.read(pactFile)).toBe(other));

		test('shards that are missing, each by name', async () => {
			const { code, findings } = await told('merge', 'shards/1-of-3');
			expect({ code, findings }).toEqual({
				code: 1,
				findings: ['2/3', '3/3'].map(
					(shard) =>
						`shard.incomplete: A shard is missing, so the contract would lack its part and nothing was replaced. Name its folder too, or record it with --shard ${shard}: "${shard}"`,
				),
			});
		});

		test('even an empty one that is missing', async () => {
			expect((await told('merge', ...foldersOf(7).slice(0, 6))).code).toBe(1);
		});

		const refusals: readonly [string, (() => Promise<void>) | undefined, string[], string][] = [
			[
				'shards of several divisions',
				undefined,
				['shards'],
				'The shards are not parts of one whole: shards/1-of-1 is 1/1, shards/1-of-2 is 1/2. Name those of one division only.',
			],
			[
				'a folder that is not there',
				undefined,
				['nowhere'],
				'The folder nowhere cannot be read: there is no such folder. Name the folders that `contract record --shard` wrote, or one that holds them.',
			],
			[
				'a file',
				undefined,
				['odd/shard.json'],
				'The folder odd/shard.json cannot be read: it is a file. Name the folders that `contract record --shard` wrote, or one that holds them.',
			],
			[
				'a folder without a shard',
				undefined,
				['shards/1-of-2', 'contracts'],
				'There is no shard in contracts, nor in the folders in it. Name the folders that `contract record --shard` wrote, or one that holds them.',
			],
			[
				'half a shard',
				async () => project.write('odd/shard.json', (await project.read('odd/shard.json')).slice(0, 500)),
				['odd', 'shards/2-of-2'],
				'The shard odd/shard.json cannot be used: it is not whole, or something else. Record it again with `contract record --shard`.',
			],
			[
				'a shard of another version',
				() => project.edit('odd/shard.json', '"formatVersion": 1', '"formatVersion": 2'),
				['odd', 'shards/2-of-2'],
				'The shard odd/shard.json cannot be used: another version of `contract` wrote it. Record it again with `contract record --shard`.',
			],
			[
				'a shard whose pact was edited',
				() => project.edit('odd/shard.json', 'changed@example.com', 'by-hand@example.com'),
				['odd', 'shards/2-of-2'],
				'The shard odd/shard.json cannot be used: it was changed after it was recorded. Record it again with `contract record --shard`.',
			],
			[
				'a shard with an impossible number',
				() => project.edit('odd/shard.json', '"shard": 1', '"shard": 3'),
				['odd', 'shards/2-of-2'],
				'The shard odd/shard.json cannot be used: it was changed after it was recorded. Record it again with `contract record --shard`.',
			],
			[
				'one shard with two contents',
				() => project.edit('odd/shard.json', /"sources": "./, '"sources": "x'),
				['odd', 'shards/1-of-2', 'shards/2-of-2'],
				'The shard 1/2 is there twice, and not the same: odd and shards/1-of-2. Name the right one only.',
			],
			[
				'a shard of other sources',
				() => project.edit('odd/shard.json', /"sources": "./, '"sources": "x'),
				['odd', 'shards/2-of-2'],
				'The shard in odd was not recorded from what stands here: contracts/, tests/consumer/, the description, or what records them, differ. Merge it on the commit that it was recorded on, or record it again on this one.',
			],
			[
				'a shard that lost its interactions',
				() => project.edit('odd/shard.json', /"pacts": \[[\s\S]*\]/, '"pacts": []'),
				['odd', 'shards/2-of-2'],
				'',
			],
		];
		test.each(refusals)('%s', async (_name, prepare, folders, message) => {
			await prepare?.();
			const { code, stderr } = await run('merge', ...folders);
			// What is readable and yet lacks something is a disagreement.
			expect({ code, stderr }).toEqual(message === '' ? { code: 1, stderr } : { code: 2, stderr: `${message}\n` });
		});
	});

	test.each([
		['a folder with something else in it', 'full', 'full/notes.txt', 'notes.txt'],
		['a folder whose shard.json is something else', 'full', 'full/shard.json', 'shard.json'],
	])('%s is refused before the tests are run, and nothing is deleted', async (_name, folder, file, found) => {
		await rm(at(folder), { recursive: true, force: true });
		await mkdir(at(folder));
		await project.write(file, '{"mine":true}');
		expect(await run('record', '--shard', '1/2', '--into', folder)).toMatchObject({
			code: 2,
			stdout: '',
			stderr: `The folder ${folder} holds something else than a shard, so nothing is recorded there and nothing is deleted. Empty it, or name another one with --into: "${found}"\n`,
		});
		expect(await project.read(file)).toBe('{"mine":true}');
		expect(await readdir(at(folder))).toEqual([found]);
	});

	test.each(['package.json', 'package.json/below/it'])('%s cannot be a folder for a shard', async (folder) => {
		expect(await run('record', '--shard', '1/2', '--into', folder)).toMatchObject({
			code: 2,
			stdout: '',
			stderr: `The shard cannot be written to ${folder}: a file stands where its folder should be. Name another folder with --into.\n`,
		});
	});
});

describe('a project that changes', () => {
	beforeEach(async () => {
		project = await copyProject();
		committed = await project.read(pactFile);
	});
	afterEach(() => project.remove());

	test('tests of their own making are divided too, and what a test records with Pact itself is in every shard once', async () => {
		for (let file = 0; file < 4; file += 1) await project.write(`tests/consumer/many-${file}.test.ts`, many(file));
		await project.write('tests/consumer/own.test.ts', withPactItself);
		expect(await run('record')).toMatchObject({ code: 0 });
		const whole = await project.read(pactFile);
		expect(descriptionsIn(whole)).toHaveLength(47);
		const parts: string[][] = [];
		for (const number of [1, 2, 3]) {
			const { code, findings, interactions } = await told('record', '--shard', `${number}/3`, '--workers', '2');
			expect({ code, findings }).toEqual({ code: 0, findings: [] });
			parts.push(interactions.map((each) => each.description));
		}
		const single = parts.map((part) => part.filter((each) => each !== 'goes its own way'));
		expect(single.map((part) => part.length)).toEqual(parts.map((part) => part.length - 1));
		expect(single.flat()).toHaveLength(46);
		expect(Math.min(...single.map((part) => part.length))).toBeGreaterThan(5);
		await rm(at('pacts'), { recursive: true });
		expect(await run('merge', 'shards')).toMatchObject({ code: 0 });
		expect(await project.read(pactFile)).toBe(whole);
		expect(await readdir(at('pacts'))).toEqual(['imprint-client-imprint.json']);
	}, 120_000);

	test('a red shard writes nothing and is red like a recording; the others go on', async () => {
		await project.edit(
			'contracts/update-customer.ts',
			'call: (client) => client.updateCustomer(unused, emailAlone)',
			'call: (client) => client.updateCustomer(existing, emailAlone)',
		);
		const results = [];
		for (const number of [1, 2, 3, 4]) results.push(await told('record', '--shard', `${number}/4`));
		expect(results.map((each) => each.code)).toEqual([0, 1, 0, 0]);
		expect(results[1]?.findings).toEqual([
			expect.stringMatching(/^record\.failed: .*"is refused for a customer that does not exist"$/s),
		]);
		expect((await readdir(at('shards'))).sort()).toEqual(['1-of-4', '3-of-4', '4-of-4']);
		expect((await told('merge', 'shards')).findings).toEqual([expect.stringMatching(/^shard\.incomplete: .*"2\/4"$/)]);
		expect(await project.read(pactFile)).toBe(committed);
	});

	test('a red run leaves the shard from before as it was', async () => {
		expect(await run('record', '--shard', '1/2')).toMatchObject({ code: 0 });
		const before = await project.read('shards/1-of-2/shard.json');
		await project.edit('contracts/client.ts', 'body: update,', "body: { ...update, email: 'other@example.com' },");
		const { code, stdout } = await run('record', '--shard', '1/2');
		expect({ code, isSaid: stdout.includes('0 interactions recorded, nothing written') }).toEqual({
			code: 1,
			isSaid: true,
		});
		expect(await project.read('shards/1-of-2/shard.json')).toBe(before);
		expect(await readdir(at('shards/1-of-2'))).toEqual(['shard.json']);
	});

	test('two interactions that cannot be told apart meet in one shard', async () => {
		await project.edit(
			'contracts/update-customer.ts',
			"'changes every field that does not steer the sandbox'",
			"'changes the e-mail alone'",
		);
		const results = [await told('record', '--shard', '1/2'), await told('record', '--shard', '2/2')];
		expect(results.map(({ code, findings }) => [code, findings.map((each) => each.split(':')[0])])).toEqual([
			[1, ['record.duplicate']],
			[0, []],
		]);
	});

	test.each([
		['a skipped test', '\ttest.each(interactions', '\ttest.skip.each(interactions'],
		['an interaction that no test runs', 'interactions.map((each) =>', 'interactions.slice(1).map((each) =>'],
	])('%s: a shard does not pass empty', async (_name, from, to) => {
		await project.edit('tests/consumer/interactions.test.ts', from, to);
		const { code, findings } = await told('record', '--shard', '1/6');
		expect(code).toBe(1);
		expect(new Set(findings.map((each) => each.split(':')[0]))).toEqual(new Set(['record.incomplete']));
	});

	test('no interaction anywhere: the shards are empty, and their merge is red', async () => {
		await project.edit(
			'contracts/update-customer.ts',
			/export const interactions[^=]*= \[[\s\S]*\n\];/,
			'export const interactions: readonly Interaction[] = [];',
		);
		await project.edit(
			'tests/consumer/interactions.test.ts',
			'describe.each([...catalogue])',
			"test('is green', () => {});\nif (false) describe.each([...catalogue])",
		);
		for (const shard of ['1/2', '2/2']) expect(await told('record', '--shard', shard)).toMatchObject({ code: 0 });
		const { code, findings } = await told('merge', 'shards');
		expect({ code, findings }).toEqual({
			code: 1,
			findings: [
				'record.incomplete: The consumer tests recorded no interaction. Add one to contracts/ and run `contract record`',
			],
		});
		expect(await project.read(pactFile)).toBe(committed);
	});

	test('shards of another commit are not merged; other line ends are no other commit', async () => {
		for (const shard of ['1/2', '2/2']) expect(await run('record', '--shard', shard)).toMatchObject({ code: 0 });
		await project.edit('tests/consumer/interactions.test.ts', /\n/g, '\r\n');
		expect(await run('merge', 'shards')).toMatchObject({ code: 0 });
		await project.edit('contracts/update-customer.ts', "email: 'changed@example.com'", "email: 'other@example.com'");
		const { code, stderr } = await run('merge', 'shards');
		expect(code).toBe(2);
		expect(stderr).toContain('The shard in shards/1-of-2 was not recorded from what stands here');
		expect(await run('record', '--shard', '1/2')).toMatchObject({ code: 0 });
		expect((await run('merge', 'shards')).stderr).toContain('The shard in shards/2-of-2 was not recorded');
		expect(await project.read(pactFile)).toBe(committed);
	});

	test('CONTRACT_SHARD in the environment makes no whole recording a part', async () => {
		await project.write('tests/consumer/many-1.test.ts', many(1));
		expect(await contract(['record'], { cwd: project.root, env: { CONTRACT_SHARD: '1/3' } })).toMatchObject({
			code: 0,
		});
		expect(descriptionsIn(await project.read(pactFile))).toHaveLength(16);
	});

	test('SIGKILL while a shard is replaced: the old one is there whole, or the new one, and the next run clears away the rest', async () => {
		expect(await run('record', '--shard', '1/1')).toMatchObject({ code: 0 });
		const before = await project.read('shards/1-of-1/shard.json');
		// What a run leaves that was killed while it wrote.
		await project.write('shards/1-of-1/.shard.json.0b0c7a52-6a7c-4d0e-9a0f-000000000000', '{"formatVersion":');
		expect(await run('merge', 'shards')).toMatchObject({ code: 0 });
		await mkdir(at('temporary'));
		await project.edit(
			'contracts/update-customer.ts',
			"{ campaign: 'changed-campaign' }",
			"{ campaign: 'another-campaign' }",
		);
		// Anything that happens in the folder, such as the try whether it can be written, and then the writing.
		for (const event of [1, 2, 3, 4, 5]) {
			const watcher = watch(at('shards/1-of-1'));
			const child = spawn(process.execPath, [at('bin/contract.js'), 'record', '--shard', '1/1'], {
				cwd: project.root,
				env: { ...process.env, TMPDIR: at('temporary'), CONTRACT_ENV_FILE: '' },
				stdio: 'ignore',
			});
			const ended = once(child, 'close');
			let family: number[] = [];
			let seen = 0;
			watcher.on('change', () => {
				seen += 1;
				if (seen !== event) return;
				family = familyOf(child.pid ?? 0);
				child.kill('SIGKILL');
			});
			await ended;
			watcher.close();
			for (const id of family.slice(1)) {
				try {
					process.kill(id, 'SIGKILL');
				} catch {
					// It has ended already.
				}
			}
			expect(await survivorsOf(family)).toEqual([]);
			const { pacts } = JSON.parse(await project.read('shards/1-of-1/shard.json')) as {
				pacts: { interactions: object[] }[];
			};
			expect(pacts[0]?.interactions).toHaveLength(6);
		}
		const { code, stderr } = await run('merge', 'shards');
		const isOld = (await project.read('shards/1-of-1/shard.json')) === before;
		expect({ code, isRefused: stderr.includes('not recorded from what stands here') }).toEqual({
			code: isOld ? 2 : 0,
			isRefused: isOld,
		});
		expect(await run('record', '--shard', '1/1')).toMatchObject({ code: 0 });
		expect(await readdir(at('shards/1-of-1'))).toEqual(['shard.json']);
		expect(await run('merge', 'shards')).toMatchObject({ code: 0 });
	}, 120_000);
});

const imports = `
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { states } from '../../contracts/states';
import { readEnvironment } from '../../src/system/environment';

const directory = readEnvironment().recordDirectory ?? mkdtempSync(join(tmpdir(), 'contract-shards-'));
const id = states.customerExists.parameters.customer_id;
`;

const many = (file: number) => `${imports}
import { recordInteraction } from '../../src/record/recorder';
import { loadSpec } from '../../src/openapi/spec';

const interaction = (description: string) => ({
	description,
	operationId: 'updateCustomer' as const,
	given: states.customerExists,
	body: { email: 'changed@example.com' },
	response: { status: 200, body: { id } },
	call: (client) => client.updateCustomer(id, { email: 'changed@example.com' }),
	outcome: { kind: 'returns' as const, matching: { id } },
});
test.each(Array.from({ length: 10 }, (_, index) => 'is number ${file}.' + index))('%s', async (description) => {
	const spec = await loadSpec(join(__dirname, '..', '..', 'spec', 'openapi.yaml'));
	await recordInteraction(interaction(description), spec, directory, async (call) => expect(await call).toMatchObject({ id }));
});
`;

const withPactItself = `${imports}
import { mkdtemp } from 'node:fs/promises';
import { PactV4 } from '@pact-foundation/pact';
import { parties } from '../../contracts/interaction';

test('goes its own way', async () => {
	const pact = new PactV4({ ...parties, dir: await mkdtemp(join(directory, 'interaction-')), logLevel: 'error' });
	await pact
		.addInteraction()
		.given('a customer exists')
		.uponReceiving('goes its own way')
		.withRequest('POST', '/v2/customers/' + id)
		.willRespondWith(200)
		.executeTest(async (server) => {
			const answer = await fetch(server.url + '/v2/customers/' + id, { method: 'POST' });
			expect(answer.status).toBe(200);
		});
});
`;
