/** Runs a script of `tools/ci/` in a child process, as a step of a workflow does, with the files that GitHub gives a step. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../support/cli';

export interface StepResult {
	readonly code: number | null;
	/** What the log of the job has. */
	readonly log: string;
	readonly summary: string;
	readonly outputs: string;
}

export interface StepOptions {
	readonly env?: NodeJS.ProcessEnv;
	/** Where the script runs; the project itself unless told. */
	readonly cwd?: string;
}

/** `folder` takes the step's files. The environment holds none of the suite's own variables and none of GitHub's. */
export async function runStep(
	folder: string,
	[script = '', ...args]: readonly string[],
	{ env = {}, cwd = projectRoot }: StepOptions = {},
): Promise<StepResult> {
	const [summary, outputs] = [join(folder, 'summary.md'), join(folder, 'outputs')];
	await mkdir(folder, { recursive: true });
	await Promise.all([summary, outputs].map((file) => writeFile(file, '')));
	const inherited = Object.entries(process.env).filter(
		([name]) => !/^(PACT_|IMPRINT_|CONTRACT_|CI$|JEST_|GITHUB_)/.test(name),
	);
	const given = { CONTRACT_ENV_FILE: '', CI: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs, ...env };
	const child = spawn(process.execPath, [join(cwd, script), ...args], {
		cwd,
		env: { ...Object.fromEntries(inherited), ...given },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let log = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (chunk: string) => {
			log += chunk;
		});
	}
	const code = await new Promise<number | null>((resolve, reject) => {
		child.on('error', reject).on('close', resolve);
	});
	return { code, log, summary: await readFile(summary, 'utf8'), outputs: await readFile(outputs, 'utf8') };
}
