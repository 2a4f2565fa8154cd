/**
 * `contract merge`: the recordings of Jest's shards make the contract that one machine would have recorded; recordings
 * that are incomplete, contradictory or unreadable replace nothing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../src/json/json';
import { contract } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { copyProject, type ProjectCopy } from '../support/project-copy';

const pactFile = 'pacts/imprint-client-imprint.json';
const untouched = '{"not":"touched"}';
let project: ProjectCopy;
/** The pact that one machine recorded, and its interactions. */
let committed: string;
let interactions: { description: string; response: Json }[];

const at = (path: string) => join(project.root, path);
const merge = async (...folders: string[]) => {
	const { code, stdout, stderr } = await contractInProcess(['merge', ...folders], { cwd: project.root });
	return { code, stdout, stderr };
};

/** A run in JSON: its findings as `code: message`, its interactions by their descriptions. */
async function reportOf(...folders: string[]) {
	const { code, stdout } = await merge(...folders, '--format', 'json');
	const report = JSON.parse(stdout) as { findings: { code: string; message: string }[]; interactions: object[] };
	return { ...report, code, findings: report.findings.map((each) => `${each.code}: ${each.message}`) };
}

/** Writes a recording where the recorder does. */
async function writeRecording(folder: string, number: number, content: string | object): Promise<void> {
	await mkdir(at(`${folder}/interaction-${number}`), { recursive: true });
	const text = typeof content === 'string' ? content : JSON.stringify(content);
	await writeFile(at(`${folder}/interaction-${number}/imprint-client-imprint.json`), text);
}

const partOf = (interaction: object) => ({
	consumer: { name: 'imprint-client' },
	provider: { name: 'imprint' },
	interactions: [interaction],
	metadata: { 'pact-js': { version: '9.9.9' }, pactSpecification: { version: '4.0' } },
});

beforeAll(async () => {
	project = await copyProject();
	committed = await project.read(pactFile);
	({ interactions } = JSON.parse(committed) as { interactions: typeof interactions });
	for (const [index, each] of interactions.entries()) {
		await writeRecording(index % 2 === 0 ? 'even' : 'odd', index, partOf(each));
		await writeRecording('all/below', index, partOf(each));
	}
});
afterAll(() => project.remove());
beforeEach(async () => {
	await rm(at('pacts'), { recursive: true, force: true });
	await rm(at('more'), { recursive: true, force: true });
});

test("the recordings of Jest's shards, in folders that the tests create", async () => {
	await project.write('tests/consumer/second.pact.test.ts', "import './update-customer.pact.test';\n");
	for (const shard of ['1/2', '2/2']) {
		const args = ['--selectProjects', 'consumer', `--shard=${shard}`];
		const CONTRACT_RECORD_DIR = at(`recorded/${shard[0]}`);
		const child = spawn(process.execPath, [require.resolve('jest/bin/jest'), ...args], {
			...{ cwd: project.root, env: { ...process.env, CONTRACT_RECORD_DIR }, stdio: 'ignore' },
		});
		expect(await once(child, 'close')).toEqual([0, null]);
		expect(await readdir(CONTRACT_RECORD_DIR)).not.toEqual([]);
	}
	await rm(at('tests/consumer/second.pact.test.ts'));
	// The one real process.
	expect(await contract(['merge', 'recorded'], { cwd: project.root })).toMatchObject({ code: 0, stderr: '' });
	expect(await project.read(pactFile)).toBe(committed);
	expect(await readdir(at('pacts'))).toEqual(['imprint-client-imprint.json']);
});

test('in any order; an interaction of several folders counts once', async () => {
	for (const folders of [['even', 'odd'], ['odd', 'even'], ['all'], ['even', 'all', 'odd', 'odd']]) {
		await rm(at('pacts'), { recursive: true, force: true });
		expect(await merge(...folders)).toMatchObject({ code: 0, stderr: '' });
		expect(await project.read(pactFile)).toBe(committed);
	}
});

test('the report is that of a recording', async () => {
	const { code, findings, interactions: merged } = await reportOf('even', 'odd');
	expect({ code, findings }).toEqual({ code: 0, findings: [] });
	expect(merged).toMatchObject(interactions.map(({ description }, index) => ({ file: pactFile, index, description })));
	expect((await merge('even', 'odd')).stdout).toContain(
		'contract of 2 folders: 6 interactions merged, pacts unchanged',
	);
	await project.edit(pactFile, 'changed@example.com', 'by-hand@example.com');
	expect((await merge('even', 'odd')).stdout).toContain(
		`pacts replaced\n         ${pactFile} has changed: review and commit it\n`,
	);
	expect(await project.read(pactFile)).toBe(committed);
});

test('an interaction of the committed pact that no folder has: each is named, and nothing is replaced', async () => {
	await mkdir(at('pacts'));
	await project.write(pactFile, committed);
	const { code, findings } = await reportOf('even');
	const absent = interactions.filter((_, index) => index % 2 === 1).map(({ description }) => description);
	expect({ code, findings: findings.sort() }).toEqual({
		code: 1,
		findings: absent
			.map(
				(each) =>
					`record.incomplete: ${pactFile} has the interaction "${each}", and no folder has its recording. Check that the folder of every shard is named. Delete ${pactFile} first if the interaction was removed on purpose.`,
			)
			.sort(),
	});
	expect(await project.read(pactFile)).toBe(committed);
});

test('a pact that was not recorded stays, and is named', async () => {
	await mkdir(at('pacts'));
	await project.write('pacts/other-imprint.json', untouched);
	const { code, findings } = await reportOf('all');
	expect({ code, findings }).toEqual({ code: 0, findings: [expect.stringMatching(/^pact\.foreign: /)] });
	expect(await project.read('pacts/other-imprint.json')).toBe(untouched);
});

test('a file in place of pacts/: exit 2, and nothing is written', async () => {
	await project.write('pacts', '');
	expect(await merge('all')).toMatchObject({
		code: 2,
		stderr: 'The folder pacts cannot be read: its path leads through a file. Make it readable, or name another.\n',
	});
});

describe('pacts/ stays as it is', () => {
	beforeEach(async () => {
		await mkdir(at('pacts'));
		await project.write(pactFile, untouched);
	});
	afterEach(async () => expect(await project.read(pactFile)).toBe(untouched));

	test('where two machines recorded one interaction differently', async () => {
		await writeRecording('more', 1, partOf({ ...interactions[0], response: { status: 204 } }));
		const { code, findings } = await reportOf('all', 'more');
		expect({ code, findings }).toEqual({
			code: 1,
			findings: [
				`record.duplicate: Two different interactions have the description "${interactions[0]?.description}" and the same provider state. Give each interaction its own description.`,
			],
		});
	});

	test.each<[string, string, () => Promise<unknown>, string]>([
		[
			'a folder that is not there',
			'nowhere',
			async () => {},
			'The folder nowhere cannot be read: there is no such folder. Name a folder that the consumer tests recorded into (CONTRACT_RECORD_DIR).',
		],
		[
			'a file',
			'package.json',
			async () => {},
			'The folder package.json cannot be read: it is a file. Name a folder that the consumer tests recorded into (CONTRACT_RECORD_DIR).',
		],
		[
			'a folder without a recording',
			'more',
			() => cp(at('contracts'), at('more'), { recursive: true }),
			'There is no recording in more. Name a folder that the consumer tests recorded into (CONTRACT_RECORD_DIR).',
		],
		[
			'half a recording',
			'more',
			() => writeRecording('more', 1, '{"consumer":{"name":'),
			'The recording more/interaction-1/imprint-client-imprint.json cannot be used: it is not JSON. Record it again.',
		],
		[
			'something else',
			'more',
			() => writeRecording('more', 1, { consumer: { name: 'a' }, interactions: [] }),
			'The recording more/interaction-1/imprint-client-imprint.json cannot be used: it is not a pact of one consumer and one provider. Record it again.',
		],
	])('%s: exit 2, one message', async (_name, folder, prepare, message) => {
		await prepare();
		expect(await merge('all', folder)).toEqual({ code: 2, stdout: '', stderr: `${message}\n` });
	});
});
