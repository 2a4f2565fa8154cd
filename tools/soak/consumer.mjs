/** The consumer tests while every core is kept busy: a Pact test that is red once in a hundred runs shows here. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

/** One run of the consumer tests; what it printed where it is red. */
function run() {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [jest, '--selectProjects', 'consumer', '--ci'], { cwd: root });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
		child.on('close', (code) => resolve(code === 0 ? undefined : output));
	});
}

export async function consumerRuns(runs) {
	const load = Array.from({ length: availableParallelism() }, () => new Worker('for (;;);', { eval: true }));
	let failed = 0;
	for (let index = 0; index < runs; index += 1) {
		const output = await run();
		if (output === undefined) continue;
		failed += 1;
		console.error(`run ${index + 1} of ${runs} is red:\n${output}`);
	}
	await Promise.all(load.map((worker) => worker.terminate()));
	return { name: 'consumer tests under load', passed: runs - failed, failed };
}
