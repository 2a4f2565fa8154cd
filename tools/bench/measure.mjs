/** Runs a program in a child process and measures its wall time, its CPU time and its peak memory. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const preload = fileURLToPath(new URL('peak.cjs', import.meta.url));
const limit = 10 * 60_000;
const most = 64 * 1024;

/**
 * Writes stdout to the file `output` and returns its end: buffering it here would raise the maximum RSS of later children.
 * `wall` and `cpu` are in ms, `peak` in MiB; processes that the child starts count only for `wall`. `over`: killed at the limit.
 */
export async function measured(args, output) {
	const file = await open(output, 'w+');
	const began = performance.now();
	const stdio = ['ignore', file.fd, 'pipe', 'pipe'];
	const options = { cwd: root, stdio, timeout: limit, killSignal: 9 };
	const child = spawn(process.execPath, ['--require', preload, ...args], options);
	let [errors, usage] = ['', ''];
	child.stderr.on('data', (chunk) => (errors = (errors + chunk).slice(-4000)));
	child.stdio[3].on('data', (chunk) => (usage += chunk));
	const [code] = await once(child, 'close');
	const wall = performance.now() - began;
	const position = Math.max(0, (await file.stat()).size - most);
	const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(most), position });
	await file.close();
	const [peak, cpu] = usage.split(' ').map(Number);
	const end = buffer.toString('utf8', 0, bytesRead);
	return { code, wall, cpu: cpu / 1000, peak: peak / 1024, over: code === null && wall >= limit, errors, end };
}

export function median(numbers) {
	const sorted = numbers.toSorted((a, b) => a - b);
	const half = sorted.length >> 1;
	return (sorted[half] + sorted[sorted.length - 1 - half]) / 2;
}
