/**
 * A process that judges mutants one after another. It first finds out which tests reach which mutants; then, told to,
 * it switches a mutant on and runs tests until one fails.
 */
import { performance } from 'node:perf_hooks';
import { createLoader } from './modules.mjs';
import { collect } from './suite.mjs';

let loader;
let active = -1;
let steps = 0;
let most = Number.POSITIVE_INFINITY;
let reached;

/** Where every switch asks. Whoever asks without end is stopped: a mutant that hangs is caught within a second. */
globalThis.$mutant = (id) => {
	reached?.add(id);
	steps += 1;
	if (steps > most) throw new Error('the mutant does not come to an end');
	return id === active;
};

async function reach(file) {
	const found = [];
	const { length } = collect(loader.fresh(), file).tests;
	for (let index = 0; index < length; index += 1) {
		reached = new Set();
		steps = 0;
		const suite = collect(loader.fresh(), file);
		const test = suite.tests[index];
		const started = performance.now();
		const fault = await faultOf(test.run);
		const cost = performance.now() - started;
		await suite.close();
		found.push({ file, index, name: test.name, cost, steps, reached: [...reached], fault });
	}
	reached = undefined;
	return found;
}

/** The first of `tests` that fails with the mutant switched on, or undefined. */
async function judge(id, tests) {
	active = id;
	const load = loader.fresh();
	const suites = new Map();
	try {
		for (const { file, index, limit } of tests) {
			steps = 0;
			most = limit;
			const fault = await faultOf(async () => {
				const suite = suites.get(file) ?? collect(load, file);
				suites.set(file, suite);
				const test = suite.tests[index];
				if (!test) throw new Error('the test is not even declared');
				await test.run();
			});
			if (fault !== undefined || steps > most) return { file, index, fault };
		}
		return undefined;
	} finally {
		active = -1;
		most = Number.POSITIVE_INFINITY;
		for (const suite of suites.values()) await faultOf(suite.close);
	}
}

async function faultOf(run) {
	try {
		await run();
		return undefined;
	} catch (error) {
		return String(error?.message ?? error);
	}
}

process.on('message', async (task) => {
	if (task.kind === 'setup') loader = createLoader(new Map(task.instrumented));
	else process.send({ result: task.kind === 'reach' ? await reach(task.file) : await judge(task.id, task.tests) });
});
process.on('disconnect', () => process.exit());
