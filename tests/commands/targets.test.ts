/** Reports that go to files: several in one run, and none that replaces what the run reads. */
import { execFile } from 'node:child_process';
import { copyFile, link, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contract, projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { withProject } from '../support/temporary';

const launcher = join(projectRoot, 'bin', 'contract.js');

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

test.each([
	...['spec/openapi.yaml', 'spec/../spec/openapi.yaml', 'pacts/pact.json', 'link.json', 'hard.json', '.env'],
	...['accepted.yaml', 'ca.pem', 'package.json', 'app.har', 'spec/schemas/part.yaml', 'spec/deep er.json'],
])('%s, which the run reads, is not replaced', async (file) => {
	await inFolder(async (folder) => {
		const at = (name: string) => join(folder, name);
		const spec = 'spec/openapi.yaml';
		const referring = `${await readFile(at(spec), 'utf8')}\nx-part: { $ref: "schemas/part.yaml#/a" }\n`;
		await mkdir(at('spec/schemas'));
		const written = {
			...{ [spec]: referring, 'spec/schemas/part.yaml': "a: { $ref: '../deep%20er.json' }", 'spec/deep er.json': '{}' },
			...{ '.env': '', 'accepted.yaml': '[]', 'ca.pem': '', 'package.json': '{}', 'app.har': '{"log":{"entries":[]}}' },
		};
		for (const [name, text] of Object.entries(written)) await writeFile(at(name), text);
		await symlink(join('pacts', 'pact.json'), at('link.json'));
		await link(at('pacts/pact.json'), at('hard.json'));
		const before = await readFile(at(file), 'utf8');
		const env = { IMPRINT_CA_FILE: 'ca.pem', CONTRACT_ENV_FILE: '.env' };
		for (const [named, args] of [
			[file, ['--format', `json=${file}`]],
			[at(file), ['--output', at(file)]],
			[`./pacts/../${file}`, ['--har', `./pacts/../${file}`]],
		] as const) {
			const command = args[0] === '--har' ? ['verify', ...args] : ['check', 'pacts/pact.json', 'app.har', ...args];
			// A recording is an input of `check` alone.
			if (command[0] === 'verify' && file === 'app.har') continue;
			expect(await contractInProcess(command, { cwd: folder, env })).toMatchObject({
				code: 2,
				stderr: `${named} is read by this run, so no report may replace it. Name another file.\n`,
			});
		}
		expect(await readFile(at(file), 'utf8')).toBe(before);
	});
});

test('no report replaces source code, or is left among the pacts', async () => {
	await inFolder(async (folder) => {
		const config = await readFile(join(folder, 'contract.config.ts'), 'utf8');
		for (const [file, reason] of [
			['contract.config.ts', 'is source code, so no report may replace it. Name another file.'],
			['pacts/new.json', 'would be read as a contract, so no report may be there. Name a file in another folder.'],
		] as const) {
			expect(await contractInProcess(['check', '--output', file], { cwd: folder })).toMatchObject({
				code: 2,
				stderr: `${file} ${reason}\n`,
			});
		}
		expect(await readFile(join(folder, 'contract.config.ts'), 'utf8')).toBe(config);
		expect(await readdir(join(folder, 'pacts'))).toEqual(['pact.json']);
	});
});

test('two reports for one file are refused, whatever it is called', async () => {
	await inFolder(async (folder) => {
		await writeFile(join(folder, 'b'), 'before');
		await symlink('b', join(folder, 'to-b'));
		await link(join(folder, 'b'), join(folder, 'other-b'));
		await symlink('a', join(folder, 'to-a'));
		for (const [one, other] of [
			...[
				['a', './a'],
				['a', 'to-a'],
				['b', 'to-b'],
				['b', 'other-b'],
			],
		] as const) {
			const args = ['check', '--format', `json=${one}`, '--format', `html=${other}`];
			expect(await contractInProcess(args, { cwd: folder })).toMatchObject({
				code: 2,
				stderr: `Two reports go to ${other}. Name a file for each.\n`,
			});
		}
	});
});

test('a file that cannot be written costs neither the result nor the other files', async () => {
	await inFolder(async (folder) => {
		const args = ['check', '--format', 'text', '--format', 'json=/dev/full', '--format', 'html=a.html'];
		const { code, stdout, stderr } = await contract([...args, '--format', 'junit=/dev/null'], {
			cwd: folder,
			launcher,
		});
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: 'The report cannot be written to /dev/full: the disk is full. Name another file with --output.\n',
		});
		expect(stdout).toContain('AGREE');
		expect(await readFile(join(folder, 'a.html'), 'utf8')).toContain('</html>');
	});
});

test('a report that cannot be written whole leaves the one from before, and nothing else', async () => {
	await inFolder(async (folder) => {
		await writeFile(join(folder, 'a.html'), 'before');
		// Files may be of 1 KiB here, so that writing ends in the middle, as on a full disk.
		const line = 'ulimit -f 1; exec "$0" "$@"';
		const args = ['-c', line, process.execPath, launcher, 'check', '--format', 'html=a.html'];
		const ended = await new Promise((resolve) => {
			execFile('bash', args, { cwd: folder }, (error, _, stderr) => resolve({ code: error?.code, stderr }));
		});
		expect(ended).toEqual({
			code: 2,
			stderr:
				'The report cannot be written to a.html: it is larger than a file may be here. Name another file with --output.\n',
		});
		expect(await readFile(join(folder, 'a.html'), 'utf8')).toBe('before');
		expect((await readdir(folder)).sort()).toEqual(['a.html', 'contract.config.ts', 'pacts', 'spec']);
	});
});

test('a report to standard output, a file descriptor or a pipe goes there', async () => {
	await inFolder(async (folder) => {
		const run = promisify(execFile);
		const bash = (line: string) => run('bash', ['-c', line, process.execPath, launcher, 'check'], { cwd: folder });
		for (const target of ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1', '/dev/fd/3']) {
			const { stdout } = await bash(`"$0" "$@" --format json=${target} 3>&1 | cat`);
			expect({ target, ends: stdout.endsWith('}\n') }).toEqual({ target, ends: true });
		}
		// Here standard output is a regular file, and a pipe has a reader.
		const line = 'mkfifo p; cat p > read & "$0" "$@" --format json=/dev/stdout --format html=p > out; wait';
		await bash(line);
		const out = await readFile(join(folder, 'out'), 'utf8');
		expect({ out: out.includes('AGREE') && out.endsWith('}\n') }).toEqual({ out: true });
		expect(await readFile(join(folder, 'read'), 'utf8')).toContain('</html>');
	});
});
