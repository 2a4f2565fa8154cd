/** Runs a script of `tools/ci/` as a step of a workflow does, with the files that GitHub gives a step. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { projectRoot } from '../../support/cli';

export interface StepResult {
	readonly code: number | null;
	/** The log of the job. */
	readonly log: string;
	readonly summary: string;
	readonly outputs: string;
}

export interface StepOptions {
	readonly env?: NodeJS.ProcessEnv;
	/** The working directory. Default: the project. */
	readonly cwd?: string;
}

/** In a child process. `folder` takes the step's files. The environment has no variables of the suite or of GitHub. */
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
	const child = spawn(process.execPath, [resolve(projectRoot, script), ...args], {
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

const bundles = new Map<string, string>();

/** `script` as one CommonJS file: Jest cannot load ES modules. */
function bundled(script: string): string {
	const known = bundles.get(script);
	if (known !== undefined) return known;
	const { outputFiles } = buildSync({
		entryPoints: [join(projectRoot, script)],
		...{ bundle: true, write: false, format: 'cjs', platform: 'node' },
		define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(projectRoot, script)).href) },
	});
	const text = outputFiles[0]?.text ?? '';
	bundles.set(script, text);
	return text;
}

/** In this process, for a script that starts no process. It gets a `process` and a `console` of its own. */
export async function runStepInProcess(
	[script = '', ...args]: readonly string[],
	{ env = {} }: Pick<StepOptions, 'env'> = {},
): Promise<Pick<StepResult, 'code' | 'log'>> {
	let log = '';
	const write = (text: string) => {
		log += text;
		return true;
	};
	const print = (text: string) => write(`${text}\n`);
	const code = await new Promise<number>((resolve) => {
		const own = Object.create(process, {
			env: { value: env },
			argv: { value: [process.execPath, join(projectRoot, script), ...args] },
			stdout: { value: { write } },
			stderr: { value: { write } },
			exitCode: { set: resolve },
		}) as NodeJS.Process;
		const parameters = ['process', 'console', 'require', 'module', 'exports'];
		const module = { exports: {} };
		const console = { log: print, error: print };
		new Function(...parameters, bundled(script))(own, console, createRequire(__filename), module, module.exports);
	});
	return { code, log };
}
