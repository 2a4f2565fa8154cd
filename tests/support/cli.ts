/** Runs the compiled command line in a child process, as a user does. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const projectRoot = join(__dirname, '..', '..');

export interface CliResult {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export interface CliOptions {
	/** The working directory; default: the project. */
	readonly cwd?: string;
	/** The launcher; default: that of the project in `cwd`. */
	readonly launcher?: string;
	/** Added to an environment without any of the suite's own variables. */
	readonly env?: NodeJS.ProcessEnv;
}

/** Runs `contract` with `args` and waits for its end. */
export function contract(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
	const { cwd = projectRoot, env = {}, launcher = join(cwd, 'bin', 'contract.js') } = options;
	const left = /^(PACT_|IMPRINT_|CONTRACT_|CI$|JEST_)/;
	const inherited = Object.entries(process.env).filter(([name]) => !left.test(name));
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [launcher, ...args], {
			cwd,
			// A developer's own .env changes no test.
			env: { ...Object.fromEntries(inherited), CONTRACT_ENV_FILE: '', ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let [stdout, stderr] = ['', ''];
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
			stdout += chunk;
		});
		child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
			stderr += chunk;
		});
		child.on('error', reject);
		child.on('close', (code) => resolve({ code, stdout, stderr }));
	});
}
