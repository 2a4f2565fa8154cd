/**
 * Two processes that work off a list of tasks. One that does not answer in time, or dies, is replaced; its task is lost.
 * They are processes, not threads: a thread that is ended amid native code takes the whole run with it.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const size = 2;
const script = fileURLToPath(new URL('./worker.mjs', import.meta.url));

/** Gives each task to a process that has `setup`, and to `done` what came of it: a result, or the word `lost`. */
export async function workOff(tasks, { setup, timeout, done }) {
	const left = [...tasks];
	await Promise.all(
		Array.from({ length: Math.min(size, tasks.length) }, async () => {
			let worker;
			for (let task = left.shift(); task; task = left.shift()) {
				worker ??= start(setup);
				const answer = await ask(worker, task, timeout);
				if (answer === 'lost') {
					worker.kill('SIGKILL');
					worker = undefined;
				}
				done(task, answer);
			}
			worker?.kill('SIGKILL');
		}),
	);
}

/** What a mutant prints, or says when it dies, is nobody's business. */
function start(setup) {
	const worker = fork(script, {
		execArgv: ['--max-old-space-size=1024'],
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	});
	worker.on('error', () => {});
	worker.send(setup, () => {});
	return worker;
}

function ask(worker, task, timeout) {
	return new Promise((resolve) => {
		const finish = (answer) => {
			clearTimeout(timer);
			worker.off('message', finish).off('exit', lose);
			resolve(answer);
		};
		const lose = () => finish('lost');
		const timer = setTimeout(lose, timeout);
		worker.on('message', finish).on('exit', lose);
		worker.send(task, () => {});
	});
}
