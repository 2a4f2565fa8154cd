/** Repeats the consumer tests under full CPU load, to find a test that fails once in a hundred runs. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

const root = fileURLToPath(new URL('../..', import.meta.url));
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

export async function consumerRuns(runs) {
	const load = Array.from({ length: availableParallelism() }, () => new Worker('for (;;);', { eval: true }));
	let failed = 0;
	for (let index = 1; index <= runs; index += 1) {
		const args = [jest, '--selectProjects', 'consumer', '--ci'];
		await promisify(execFile)(process.execPath, args, { cwd: root }).catch(({ stdout, stderr }) => {
			failed += 1;
			console.error(`run ${index} of ${runs} failed:\n${stdout}${stderr}`);
		});
	}
	await Promise.all(load.map((worker) => worker.terminate()));
	return { name: 'consumer tests under load', passed: runs - failed, failed };
}
