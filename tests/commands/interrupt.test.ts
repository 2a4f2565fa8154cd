/** An interrupted run leaves no process, no temporary folder and no changed pact, and exits with the code of the signal. */
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from '../support/cli';
import { familyOf, survivorsOf } from '../support/processes';
import { withProject } from '../support/temporary';

const pactFile = join(projectRoot, 'pacts', 'imprint-client-imprint.json');

/** Waits until the run has made the folder of a step: it is in the midst of it then. */
async function begun(folder: string, step: string): Promise<void> {
	for (let tries = 0; tries < 600; tries += 1) {
		if ((await readdir(folder)).some((name) => name.startsWith(`contract-${step}-`))) return;
		await wait(20);
	}
	throw new Error(`the step ${step} never began`);
}

test.each([
	['SIGINT', 130, 'record'],
	['SIGTERM', 143, 'record'],
	['SIGINT', 130, 'verify'],
	['SIGTERM', 143, 'verify'],
	['SIGQUIT', 131, 'verify'],
] as const)('%s: exit code %i, in the midst of %s', async (signal, expected, step) => {
	const before = await readFile(pactFile, 'utf8');
	await withProject(async (folder) => {
		const child = spawn(process.execPath, [join(projectRoot, 'bin', 'contract.js'), step], {
			cwd: projectRoot,
			env: { ...process.env, TMPDIR: folder, CONTRACT_ENV_FILE: '' },
			stdio: 'ignore',
		});
		const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
		await begun(folder, step);
		const family = familyOf(child.pid ?? 0);
		child.kill(signal);
		expect(await ended).toBe(expected);
		expect(await survivorsOf(family)).toEqual([]);
		expect((await readdir(folder)).filter((name) => name.startsWith('contract-'))).toEqual([]);
	});
	expect(await readFile(pactFile, 'utf8')).toBe(before);
});
