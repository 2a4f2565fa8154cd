/** Reports that go to files: several in one run, and none that replaces what the run reads. */
import { copyFile, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { withProject } from '../support/temporary';

const inFolder = (use: (folder: string) => Promise<void>) =>
	withProject(async (folder) => {
		for (const each of ['pacts', 'spec']) await mkdir(join(folder, each));
		await copyFile(join(projectRoot, 'spec', 'openapi.yaml'), join(folder, 'spec', 'openapi.yaml'));
		const pact = join(folder, 'pacts', 'pact.json');
		await copyFile(join(projectRoot, 'pacts', 'imprint-client-imprint.json'), pact);
		await use(folder);
	});

test('several reports: one printed, the others written to files', async () => {
	await inFolder(async (folder) => {
		const args = ['check', '--format', 'html=a.html', '--format', 'json', '--format', 'junit=b.xml'];
		const { code, stdout } = await contractInProcess(args, { cwd: folder });
		expect({ code, version: JSON.parse(stdout).formatVersion }).toEqual({ code: 0, version: 2 });
		expect(await readFile(join(folder, 'a.html'), 'utf8')).toContain('<!doctype html>');
		expect(await readFile(join(folder, 'b.xml'), 'utf8')).toContain('<testsuites');
	});
});

test('--output writes the report that has no file, and text is printed', async () => {
	await inFolder(async (folder) => {
		const { stdout } = await contractInProcess(['check', '--format', 'json', '--output', 'a.json'], { cwd: folder });
		expect(stdout).toContain('AGREE');
		expect(JSON.parse(await readFile(join(folder, 'a.json'), 'utf8'))).toMatchObject({ verdict: 'agree' });
	});
});

test.each(['spec/openapi.yaml', 'spec/../spec/openapi.yaml', 'pacts/pact.json', 'link.json', '.env', 'accepted.yaml'])(
	'%s, which the run reads, is not replaced',
	async (file) => {
		await inFolder(async (folder) => {
			await symlink(join('pacts', 'pact.json'), join(folder, 'link.json'));
			for (const args of [
				['--format', `json=${file}`],
				['--output', file],
			]) {
				const { code, stderr } = await contractInProcess(['check', ...args], { cwd: folder });
				expect({ code, stderr }).toEqual({
					code: 2,
					stderr: `${file} is read by this run, so no report may replace it. Name another file.\n`,
				});
			}
			const before = await readFile(join(projectRoot, 'pacts', 'imprint-client-imprint.json'), 'utf8');
			expect(await readFile(join(folder, 'pacts', 'pact.json'), 'utf8')).toBe(before);
		});
	},
);

test('two reports for one file are refused', async () => {
	await inFolder(async (folder) => {
		const args = ['check', '--format', 'json=a', '--format', 'html=./a'];
		expect(await contractInProcess(args, { cwd: folder })).toMatchObject({
			code: 2,
			stderr: 'Two reports go to ./a. Name a file for each.\n',
		});
	});
});
