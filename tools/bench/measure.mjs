/** Runs a program in a process of its own and measures its wall time and the most memory it held. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const preload = fileURLToPath(new URL('peak.cjs', import.meta.url));
const patience = 10 * 60_000;

/**
 * What it prints goes into `output`, of which the end is handed back: what this process held in memory, its children
 * would seem to hold too. `peak` is in MiB, `wall` in ms; `over` says that it was ended for taking too long.
 */
export function measured(args, { cwd, output }) {
	return new Promise((resolve, reject) => {
		const file = openSync(output, 'w');
		const began = performance.now();
		const child = spawn(process.execPath, ['--require', preload, ...args], {
			cwd,
			stdio: ['ignore', file, 'pipe', 'pipe'],
		});
		const clock = setTimeout(() => child.kill('SIGKILL'), patience);
		const said = { errors: '', peak: '' };
		child.stderr.on('data', (chunk) => (said.errors = (said.errors + chunk).slice(-4000)));
		child.stdio[3].on('data', (chunk) => (said.peak += chunk));
		child.on('error', reject);
		child.on('close', (code, signal) => {
			const wall = performance.now() - began;
			clearTimeout(clock);
			closeSync(file);
			const over = signal === 'SIGKILL' && wall >= patience;
			resolve({ code, wall, peak: Number(said.peak) / 1024, over, errors: said.errors, end: endOf(output) });
		});
	});
}

function endOf(file, most = 64 * 1024) {
	const descriptor = openSync(file, 'r');
	const size = statSync(file).size;
	const buffer = Buffer.alloc(Math.min(size, most));
	readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
	closeSync(descriptor);
	return buffer.toString('utf8');
}

/** Runs a program that only prepares something; its output. Throws where it fails. */
export async function prepared(args, options) {
	const { code, end, errors } = await measured(args, options);
	if (code !== 0) throw new Error(`${args[0]} failed:\n${errors}`);
	return end;
}

export function median(numbers) {
	const sorted = [...numbers].sort((a, b) => a - b);
	const half = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
