/** Two runs of the gate of this project with the pages that they write: one is green, one against a faulty provider. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startFaultyProvider } from './faulty-provider.mjs';

export const root = join(import.meta.dirname, '../../..');

/** Calls `use` with the URLs of the pages. */
export async function withRuns(use) {
	const folder = await mkdtemp(join(tmpdir(), 'contract-pages-'));
	const provider = await startFaultyProvider();
	try {
		const green = await gate(join(folder, 'green.html'), 0, [], {});
		const red = await gate(join(folder, 'red.html'), 1, ['--min-coverage', 'requestFields=100'], provider.environment);
		await use({ green, red });
	} finally {
		await provider.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function gate(file, expected, options, own) {
	const args = ['bin/contract.js', 'gate', ...options, '--format', `html=${file}`];
	const inherited = Object.entries(process.env).filter(([name]) => !/^(PACT_|IMPRINT_|CONTRACT_|CI$)/.test(name));
	const env = { ...Object.fromEntries(inherited), CONTRACT_ENV_FILE: '', ...own };
	const code = await new Promise((resolve) => {
		execFile(process.execPath, args, { cwd: root, env }, (error) => resolve(error ? error.code : 0));
	});
	if (code !== expected) throw new Error(`a gate ended with ${code}, not with ${expected}`);
	return pathToFileURL(file).href;
}
