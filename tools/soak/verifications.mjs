/** Runs verifications of a remote provider in one child process, which must exit by itself and leave no file. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from '../sources.mjs';

const { startSandbox } = load('sandbox/sandbox.ts');
const root = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(new URL('verifying.mjs', import.meta.url));
// Without V8's optimising compilers, whose code would grow the heap for hundreds of verifications.
const execArgv = ['--expose-gc', '--no-opt', '--no-sparkplug'];

/** Resolves to the parts: `{ name, passed, failed }`. */
export async function verifications(inRow) {
	const folder = await mkdtemp(join(tmpdir(), 'contract-soak-'));
	const sandbox = await startSandbox();
	const foreign = /^(IMPRINT_|CONTRACT_|PACT_)/;
	const env = {
		...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
		...{ IMPRINT_API_KEY: sandbox.apiKey, IMPRINT_CUSTOMER_ID: sandbox.addCustomer(), TMPDIR: folder },
	};
	try {
		const options = { cwd: root, env, execArgv, timeout: 60_000 + inRow * 5_000, killSignal: 'SIGKILL' };
		const child = fork(script, [sandbox.url, String(inRow)], options);
		const parts = [];
		child.on('message', (part) => parts.push(part));
		const [code, signal] = await once(child, 'close');
		if (code !== 0) console.error(`the child process of the verifications ended with ${signal ?? code}`);
		const left = await readdir(folder);
		for (const name of left) console.error(`left in the temporary folder: ${name}`);
		return [
			...parts,
			partOf('exit of the child process', [code === 0]),
			partOf('temporary folder', [left.length === 0]),
		];
	} finally {
		await sandbox.close();
		await rm(folder, { recursive: true, force: true });
	}
}

function partOf(name, outcomes) {
	const passed = outcomes.filter(Boolean).length;
	return { name, passed, failed: outcomes.length - passed };
}
