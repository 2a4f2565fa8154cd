/**
 * Judges the mutants of a project: makes them, finds out which test reaches which, and runs for each only those that do,
 * the likeliest first, until one fails.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instrument } from './instrument.mjs';
import { workOff } from './pool.mjs';

/** Some slack for a test whose work depends on chance or on the machine. */
const limitOf = ({ steps }) => 20 * steps + 200_000;
const timeout = 60_000;

/**
 * `project` names, from its `root`, the `sources` that are mutated, the `tests` that judge, and the `equivalents`.
 * Of the mutants in `files` (all where there are none) every `sample`-th is judged. `progress(done, all)` is told.
 */
export async function judgeMutants(project, { files = [], sample = 1, progress = () => {} } = {}) {
	const sources = filesOf(project.root, project.sources);
	const instrumented = new Map();
	const mutants = [];
	for (const file of sources) {
		const { code, mutants: own } = instrument(file, readFileSync(join(project.root, file), 'utf8'), mutants.length);
		mutants.push(...own);
		instrumented.set(join(project.root, file), code);
	}
	const equivalents = matched(project.equivalents, mutants);
	const chosen = mutants.filter(({ file }) => files.length === 0 || files.includes(file));
	const judged = chosen.filter((_, index) => index % sample === 0);
	if (judged.length === 0)
		throw new Error(`there is no mutant to judge${files.map((file) => ` in ${file}`).join(',')}`);
	const setup = { kind: 'setup', instrumented: [...instrumented] };

	const tests = await reachOf(project, setup);
	const byMutant = new Map(judged.map(({ id }) => [id, []]));
	const isAsked = asked(project);
	for (const test of tests) {
		for (const id of test.reached) if (isAsked(test, mutants[id])) byMutant.get(id)?.push(test);
	}
	const fates = new Map();
	const successful = new Map();
	const tasks = judged.map((mutant) => ({
		kind: 'judge',
		id: mutant.id,
		mutant,
		// What caught the neighbours comes first, then what costs least.
		get tests() {
			const recent = successful.get(mutant.file) ?? [];
			const rank = (test) => (recent.includes(test) ? recent.indexOf(test) : recent.length) * 1e6 + test.cost;
			return byMutant
				.get(mutant.id)
				.toSorted((a, b) => rank(a) - rank(b))
				.map((test) => ({ file: test.file, index: test.index, limit: limitOf(test) }));
		},
	}));
	await workOff(
		tasks.filter(({ id }) => byMutant.get(id).length > 0),
		{
			setup,
			timeout,
			done({ id, mutant }, answer) {
				fates.set(id, answer === 'lost' || answer.result !== undefined ? 'killed' : 'survived');
				const killer = tests.find(({ file, index }) => file === answer.result?.file && index === answer.result.index);
				if (killer) {
					const others = (successful.get(mutant.file) ?? []).filter((each) => each !== killer);
					successful.set(mutant.file, [killer, ...others].slice(0, 4));
				}
				progress(fates.size, judged.length);
			},
		},
	);
	return judged.map((mutant) => ({
		...mutant,
		fate: fates.get(mutant.id) ?? 'not reached',
		reason: equivalents.get(mutant.id),
	}));
}

/** Every test with the mutants that it reaches. One that fails without any mutant proves nothing, so it stops the run. */
async function reachOf({ root, tests: pattern }, setup) {
	const tests = [];
	const tasks = filesOf(root, pattern).map((file) => ({ kind: 'reach', file: join(root, file) }));
	await workOff(tasks, {
		setup,
		timeout: 5 * timeout,
		done({ file }, answer) {
			if (answer === 'lost') throw new Error(`the tests in ${file} do not come to an end`);
			tests.push(...answer.result);
		},
	});
	const [failed] = tests.filter(({ fault }) => fault !== undefined);
	if (failed) throw new Error(`a test fails without any mutant: ${failed.file}: ${failed.name}\n${failed.fault}`);
	return tests;
}

/** Slow tests judge only the sources that nothing else judges as well. */
function asked({ slow = [] }) {
	return (test, { file }) => slow.every(({ tests, sources }) => !tests.test(test.file) || sources.test(file));
}

/** The reasons of the mutants that change nothing, by mutant. An entry that fits none is out of date, and said to be. */
function matched(entries, mutants) {
	const reasons = new Map();
	for (const { file, operator, source, reason } of entries) {
		const fitting = mutants.filter(
			(each) => each.file === file && each.operator === operator && each.source === source.replace(/\s+/g, ' '),
		);
		if (fitting.length === 0) {
			throw new Error(
				`no mutant fits the entry for ${file}, "${operator}", ${source}. Take it from the list of equivalents`,
			);
		}
		for (const { id } of fitting) reasons.set(id, reason);
	}
	return reasons;
}

/** The files below `root`, named from there, that fit `pattern`. */
function filesOf(root, pattern) {
	const folders = readdirSync(root, { withFileTypes: true }).filter(
		({ name }) => !/^(\.|node_modules$|dist$)/.test(name),
	);
	const files = folders.flatMap((entry) => {
		if (!entry.isDirectory()) return [entry.name];
		const below = readdirSync(join(root, entry.name), { recursive: true, encoding: 'utf8' });
		return below.map((path) => `${entry.name}/${path.replaceAll('\\', '/')}`);
	});
	return files.filter((file) => pattern.test(file)).sort();
}
