/** Runs a program and keeps the end of what it prints. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { withoutOrphan } from '../system/lifetime';

export interface ProcessResult {
	readonly code: number | null;
	/** Both streams, as they came. */
	readonly output: string;
}

/** A command line if `shell` is set, else a program with `args`. */
export function runProcess(
	program: string,
	{ args = [], ...options }: SpawnOptions & { readonly args?: readonly string[] },
): Promise<ProcessResult> {
	return new Promise((resolve, reject) => {
		const child = withoutOrphan(spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }));
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (chunk: string) => {
				output = (output + chunk).slice(-20_000);
			});
		}
		child.on('error', reject);
		child.on('close', (code) => resolve({ code, output }));
	});
}
