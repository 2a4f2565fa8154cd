/** A machine that lacks something, and folders with odd names: the cause and what to do, or it works; never a stack. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemFault } from '../../src/json/input-error';
import { contract, projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { copyProject } from '../support/project-copy';
import { withFolder, withProject } from '../support/temporary';

const launcher = join(projectRoot, 'bin', 'contract.js');
const pact = join(projectRoot, 'pacts', 'imprint-client-imprint.json');
const spec = join(projectRoot, 'spec', 'openapi.yaml');

test.each([
	['none', 'there is no such folder'],
	['file', 'a file stands where its folder should be'],
])('TMPDIR=%s: the message names it', async (name, reason) => {
	await withProject(async (folder) => {
		await writeFile(join(folder, 'file'), '');
		const TMPDIR = join(folder, name);
		const args = ['verify', pact, '--spec', spec];
		const { code, stderr } = await contract(args, { cwd: folder, launcher, env: { TMPDIR } });
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: `No temporary folder can be made in ${TMPDIR}: ${reason}. Set TMPDIR to a folder that can be written.\n`,
		});
	});
});

test('too few file descriptors: the limit is named, and nothing hangs', async () => {
	await withProject(async (folder) => {
		const outcomes = [];
		for (const limit of [22, 24, 26]) {
			const line = `ulimit -n ${limit}; exec "$0" "$@"`;
			const args = ['-c', line, process.execPath, launcher, 'verify', pact, '--spec', spec];
			outcomes.push(
				await new Promise<{ code: unknown; stderr: string }>((resolve) => {
					const options = { cwd: folder, timeout: 60_000 };
					execFile('bash', args, options, (error, _, stderr) => resolve({ code: error?.code ?? 0, stderr }));
				}),
			);
		}
		for (const { code, stderr } of outcomes) {
			expect(stderr).not.toMatch(/fault of its own|^\s+at /m);
			// Where the verifier cannot reach us any more, nothing was judged.
			expect([0, 2, 3]).toContain(code);
			if (code === 2) expect(stderr).toContain('files are open');
		}
	});
});

test('errors of the operating system are told from faults of our own', () => {
	const error = (fields: object) => Object.assign(new Error('x'), fields);
	const full = error({ code: 'ENOSPC', syscall: 'write' });
	expect(systemFault(full)?.message).toBe('The disk is full. Free some space, and run the command again.');
	const denied = error({ code: 'EACCES', syscall: 'open', path: '/a' });
	expect(systemFault(denied)?.message).toMatch(/^\/a cannot be used: reading it is not permitted\. Make it readable/);
	for (const other of [new Error('x'), undefined, 'x', error({ code: 'ENOSPC' }), error({ syscall: 'x', code: 'E' })]) {
		expect(systemFault(other)).toBeUndefined();
	}
});

test('a working directory that is gone', async () => {
	await withFolder(async (folder) => {
		const line = 'mkdir gone; cd gone; rmdir ../gone; exec "$0" "$@"';
		const ended = await new Promise((resolve) => {
			const args = ['-c', line, process.execPath, launcher, 'check'];
			execFile('bash', args, { cwd: folder }, (error, _, stderr) => resolve({ code: error?.code, stderr }));
		});
		expect(ended).toEqual({ code: 2, stderr: 'The working directory does not exist. Change to another one.\n' });
	});
});

const odd = ['p [1]', 'p*star', 'p?q', 'p#hash', 'p%20x', 'p{a,b}!(c)', 'p\nline', `p"q'`, '-p', 'ü', '$(x)`y`'];

test.each(odd)('a folder called %j: project, pacts, spec and named files', async (name) => {
	await withFolder(async (outside) => {
		const folder = join(outside, name);
		await mkdir(join(folder, name), { recursive: true });
		await copyFile(pact, join(folder, name, 'pact.json'));
		await copyFile(spec, join(folder, name, 'spec.yaml'));
		for (const files of [[`./${name}`], [`./${name}/pact.json`], [join(folder, name, 'pact.json')]]) {
			const args = ['check', ...files, '--spec', `./${name}/spec.yaml`, '--format', `json=./${name}/out.txt`];
			const { code, report } = await contractInProcess(args, { cwd: folder });
			expect({ code, interactions: report?.summary.interactions }).toEqual({ code: 0, interactions: 6 });
		}
	});
});

test('record and verify in a project whose folder has such a name', async () => {
	const project = await copyProject();
	const root = `${project.root} [1]*?#%20\n"'{a}`;
	try {
		await rename(project.root, root);
		for (const args of [['record', '--workers', '1'], ['verify']]) {
			const { code, stdout, stderr } = await contract(args, { cwd: root, env: { CI: '1' } });
			expect({ code, stderr, judged: /6 of 6 interactions judged/.test(stdout) }).toEqual({
				...{ code: 0, stderr: '', judged: true },
			});
		}
	} finally {
		await rm(root, { recursive: true, force: true });
	}
});

test('a folder of pacts that cannot be read does not pass for an empty one', async () => {
	await withProject(async (folder) => {
		await writeFile(join(folder, 'pacts'), '');
		expect(await contractInProcess(['check', '--spec', spec], { cwd: folder })).toMatchObject({
			code: 2,
			stderr: 'The folder pacts cannot be read: its path leads through a file. Make it readable, or name another.\n',
		});
	});
});
