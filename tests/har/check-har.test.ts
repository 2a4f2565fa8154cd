/**
 * `contract check` on recordings: which files and entries are judged, what is reported of the others, and what is
 * refused.
 */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formats } from '../../src/commands/option';
import { projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { withProject } from '../support/temporary';
import { entry, recording } from './support/entry';

/** Writes files into a folder and runs `contract check` there on Imprint's spec. */
async function checkIn(files: Readonly<Record<string, string>>, args: readonly string[]) {
	return withProject(async (folder) => {
		for (const [name, text] of Object.entries(files)) {
			await mkdir(join(folder, name, '..'), { recursive: true });
			await writeFile(join(folder, name), text);
		}
		await mkdir(join(folder, 'pacts'), { recursive: true });
		await copyFile(pactFile, join(folder, 'pacts', 'pact.json'));
		const spec = ['--spec', join(projectRoot, 'spec', 'openapi.yaml')];
		return contractInProcess(['check', ...args, ...spec], { cwd: folder });
	});
}

const pactFile = join(projectRoot, 'pacts', 'imprint-client-imprint.json');

async function judgedIn(files: Readonly<Record<string, string>>, args: readonly string[]) {
	const { code, stdout } = await checkIn(files, [...args, '--format', 'json']);
	const { interactions } = JSON.parse(stdout) as { interactions: { file: string; description: string }[] };
	return { code, files: interactions.map(({ file, description }) => `${file}: ${description}`) };
}

const operation = 'POST /v2/customers/{customer_id}';

test('the text report of a recording: findings, skipped entries, and what was compared', async () => {
	const other = entry({ url: 'https://cdn.example.com/a.js' });
	const text = recording(entry(), entry({ body: { id: 7 } }), other, other, entry({ status: 0 }));
	const { code, stdout, stderr } = await checkIn({ 'a.har': text }, ['a.har']);
	expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
	const lines = stdout.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, '  '));
	expect(lines).toEqual(
		expect.arrayContaining([
			'· recording.skipped',
			'2 of 5 entries are judged; skipped: 2 for other hosts, 1 never answered (status 0).',
			'at  a.har:4:14',
			'fix  add --allow-host HOST[:PORT] if another host belongs to the API',
			expect.stringMatching(/^✗ response\.body\.invalid {2}\S+openapi\.yaml:\d+:\d+$/),
			'Response body /id: expected a string, received an integer.',
			`in  entry 1: ${operation}`,
			'at  a.har:43:15',
			expect.stringMatching(/^fix {2}report it to the provider, or update \S+openapi\.yaml if the API has changed$/),
			expect.stringMatching(/^✗ check {2}\d\.\d\d s {2}recording with spec: 2 of 5 entries against /),
			'2 of 2 interactions judged; findings: 1 error, 1 note',
		]),
	);
});

test('skipped entries are shown in every format and never count, not even with --strict', async () => {
	const text = recording(entry(), entry({ url: 'https://cdn.example.com/a.js' }));
	for (const format of formats) {
		const { code, stdout } = await checkIn({ 'a.har': text }, ['a.har', '--strict', '--format', format]);
		expect({ format, code }).toEqual({ format, code: 0 });
		expect(stdout).toContain('1 for other hosts');
	}
	const { stdout } = await checkIn({ 'a.har': recording(entry()) }, ['a.har']);
	expect(stdout).not.toContain('recording.skipped');
});

describe('which files are recordings', () => {
	const har = recording(entry());
	const ofPact = expect.arrayContaining(['pacts/pact.json: changes the e-mail alone']);

	test('by name in any case, or by content, beside pacts', async () => {
		const files = { 'a.har': har, 'B.HAR': har, 'c.json': `\uFEFF${har}` };
		const judged = await judgedIn(files, ['a.har', 'pacts/pact.json', 'B.HAR', 'c.json']);
		expect(judged.code).toBe(0);
		expect(judged.files).toEqual(ofPact);
		expect(judged.files.filter((each) => each.includes('entry'))).toEqual([
			`a.har: entry 0: ${operation}`,
			`B.HAR: entry 0: ${operation}`,
			`c.json: entry 0: ${operation}`,
		]);
	});

	test('in a named folder, but not in pacts/ by default', async () => {
		const files = { 'pacts/a.har': har, 'pacts/.b.har': har };
		const [named, unnamed] = await Promise.all([judgedIn(files, ['pacts']), judgedIn(files, [])]);
		expect(named.files).toEqual(ofPact);
		expect(named.files.filter((each) => each.includes('entry'))).toEqual([`pacts/a.har: entry 0: ${operation}`]);
		expect(unnamed.files.filter((each) => each.includes('entry'))).toEqual([]);
	});

	test('a recording alone, and one given by two paths', async () => {
		expect((await judgedIn({ 'a.har': har }, ['a.har', './a.har'])).files).toHaveLength(1);
	});
});

describe('hosts', () => {
	const local = recording(
		entry({ url: 'http://localhost:8080/v2/customers/1' }),
		entry({ url: 'https://x.example.com/' }),
	);

	test('none of the API: exit 2, the hosts of the recording, and how to allow one', async () => {
		const { code, stdout, stderr } = await checkIn({ 'a.har': local }, ['a.har']);
		expect({ code, stdout, stderr }).toEqual({
			code: 2,
			stdout: '',
			stderr:
				'The recording a.har has 2 entries and none is an answer of the API: 2 for other hosts. Hosts of the API: dev.sbx.imprint.co. Hosts found: localhost:8080 (1), x.example.com (1). If one of them is meant, add --allow-host localhost:8080.\n',
		});
	});

	test('an added one is judged', async () => {
		expect(await judgedIn({ 'a.har': local }, ['a.har', '--allow-host', 'localhost:8080'])).toEqual({
			code: 0,
			files: [`a.har: entry 0: ${operation}`],
		});
	});

	test('a malformed one', async () => {
		const { code, stderr } = await checkIn({ 'a.har': local }, ['a.har', '--allow-host', 'https://localhost']);
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: '--allow-host takes a host with or without a port, not "https://localhost".\n',
		});
	});
});

test('--filter chooses entries by their description; matching nothing is refused', async () => {
	const files = { 'a.har': recording(entry(), entry({ method: 'DELETE' }), 7) };
	expect(await judgedIn(files, ['a.har', '--filter', 'POST'])).toEqual({
		code: 0,
		files: [`a.har: entry 0: ${operation}`],
	});
	const { code, stderr } = await checkIn(files, ['a.har', 'pacts', '--filter', 'nothing such']);
	expect({ code, stderr }).toEqual({
		code: 2,
		stderr:
			'--filter "nothing such" matches no interaction, so nothing would be judged. Correct it, or leave it out.\n',
	});
});

test('a body that was not recorded leaves its entry unjudged: exit 3', async () => {
	const { code, stdout } = await checkIn({ 'a.har': recording(entry(), entry({ content: { size: 9 } })) }, [
		...['a.har', '--format', 'json'],
	]);
	const { interactions } = JSON.parse(stdout) as { interactions: { verdict: string }[] };
	expect({ code, verdicts: interactions.map((each) => each.verdict) }).toEqual({
		code: 3,
		verdicts: ['agree', 'unjudged'],
	});
});

describe('an invalid file: exit 2, one message', () => {
	const again = 'Name another file, or record it again.';
	test.each([
		['empty', '', `The recording a.har cannot be read: it is empty. ${again}`],
		[
			'cut',
			recording(entry()).slice(0, -20),
			`The recording a.har cannot be read: its JSON is cut off at line 23, column 7. ${again}`,
		],
		['no JSON', 'log', `The recording a.har cannot be read: it is not JSON from line 1, column 1 on. ${again}`],
		['a list', '[]', `a.har is not a HAR file: expected an object at /log, received nothing. ${again}`],
		[
			'a pact',
			'{"interactions":[]}',
			`a.har is not a HAR file: expected an object at /log, received nothing. ${again}`,
		],
		[
			'no entries',
			'{"log":{}}',
			`a.har is not a HAR file: expected a list of entries at /log/entries, received nothing. ${again}`,
		],
		[
			'entries that are no list',
			'{"log":{"entries":{}}}',
			`a.har is not a HAR file: expected a list of entries at /log/entries, received an object. ${again}`,
		],
		['no entry', recording(), `The recording a.har has no entry, so it proves nothing. ${again}`],
		[
			'nothing that was answered',
			recording(entry({ status: 0 })),
			'The recording a.har has 1 entry and none is an answer of the API: 1 never answered (status 0). Hosts of the API: dev.sbx.imprint.co. Record again while the API is used.',
		],
	])('%s', async (_, text, message) => {
		const { code, stdout, stderr } = await checkIn({ 'a.har': text }, ['a.har']);
		expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `${message}\n` });
	});

	test('a missing file', async () => {
		const { code, stderr } = await checkIn({}, ['none.har']);
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: 'The recording none.har cannot be read: there is no such file. Name a recording.\n',
		});
	});

	test('a folder with neither pact nor recording', async () => {
		const { code, stderr } = await checkIn({ 'notes/a.txt': 'nothing to judge' }, ['notes']);
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: 'There is neither a pact nor a recording in notes/, so there is nothing to judge. Name another folder.\n',
		});
	});
});
