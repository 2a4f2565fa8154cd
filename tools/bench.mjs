/**
 * Benchmarks `contract` beside other programs: `check` beside a free comparator and a lower bound, on pacts of several sizes and
 * layouts and on large specs, and `verify` beside pact-js. The programs run in turns, so that load on the machine affects all of
 * them. Prints medians, ratios and growth, and beside each target what was reached; has no threshold.
 * Usage: npm run bench -- [--runs N, default 5] [--sizes N,N, default 3,10000,100000] [--parts sizes,specs,verify] [--large]
 * `--large` adds a pact of 1 000 000 interactions (1.2 GB), and 3000 for `verify`, where pact-js takes over ten minutes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { comparator, floor, ours, plainYaml } from './bench/contenders.mjs';
import { fetched } from './bench/fetched.mjs';
import { measured, median } from './bench/measure.mjs';
import { writeSynthetic } from './bench/synthetic.mjs';
import { pactJs, verification } from './bench/verify.mjs';
import { compile } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const imprint = join(root, 'pacts', 'imprint-client-imprint.json');
const { values } = parseArgs({
	options: {
		runs: { type: 'string', default: '5' },
		sizes: { type: 'string', default: '3,10000,100000' },
		parts: { type: 'string', default: 'sizes,specs,verify' },
		large: { type: 'boolean', default: false },
	},
});
const runs = wholeNumber('--runs', values.runs);
const sizes = values.sizes.split(',').map((each) => wholeNumber('--sizes', each));
const million = 1_000_000;
/** How many times as fast as the comparator `check` is to be, and with what share of its memory. */
const sizeTargets = {
	'3 compact': [1.6],
	'3 indented': [1.6],
	'10000 compact': [3, 0.5],
	'10000 indented': [3, 0.5],
	'100000 compact': [4, 0.3],
	'100000 indented': [5, 0.2],
};
const measures = ['wall', 'cpu', 'peak'];
const targets = [];

function refuse(message) {
	console.error(`bench: ${message}`);
	process.exit(2);
}

function wholeNumber(option, text) {
	if (!/^[1-9]\d*$/.test(text)) refuse(`${option} takes whole numbers from 1 on, not "${text}"`);
	return Number(text);
}

function printRow(work, program, ...cells) {
	console.log(`${work.padEnd(32)}${program.padEnd(11)}${cells.map((cell) => cell.padStart(11)).join('')}`);
}

function addTarget(work, wanted, reached) {
	if (Number.isFinite(reached)) targets.push(`${work.padEnd(32)}${wanted.padEnd(40)}${reached.toFixed(2)}`);
}

/** Runs the programs, ours first; prints and returns their medians by name. Only another program may exceed the time limit. */
async function race(work, programs, input) {
	const rows = programs.map((program) => ({ ...program, results: [] }));
	for (let run = 0; run < runs; run += 1) {
		for (const row of rows.filter(({ results }) => !results.at(-1)?.over)) {
			const result = await measured(row.args(input), join(folder, 'output'));
			const fault = result.over && row !== rows[0] ? undefined : row.fault(result, input);
			if (fault) throw new Error(`${work}, ${row.name}: ${fault}\n${result.errors}${result.end.slice(-2000)}`);
			row.results.push(result);
		}
	}
	const medians = {};
	for (const { name, results, shown = measures } of rows) {
		medians[name] = Object.fromEntries(shown.map((what) => [what, median(results.map((each) => each[what]))]));
		const figures = measures.map((what) => medians[name][what]?.toFixed(0) ?? '');
		const ratios = shown.map((what) => (medians.ours[what] / medians[name][what]).toFixed(2));
		printRow(work, name, ...figures, ...ratios, results.at(-1).over ? 'stopped' : '');
	}
	return medians;
}

/** Exponents of the growth from the size before, without the start-up time (the first size): 1 is linear, 2 quadratic. */
function printGrowth(name, layout, [cold, ...sized]) {
	const [less, more] = sized.slice(-2);
	if (more === undefined) return;
	const [wall, cpu] = ['wall', 'cpu'].map(
		(what) => Math.log((more[what] - cold[what]) / (less[what] - cold[what])) / Math.log(more.count / less.count),
	);
	const work = `${less.count} to ${more.count} ${layout}`;
	console.log(`growth of ${name}, ${work}: exponent of wall ${wall.toFixed(2)}, of CPU ${cpu.toFixed(2)}`);
	if (more.count !== million) return;
	addTarget(work, 'linear: exponent 1', wall);
	addTarget(work, 'at most 1.2 times the memory', more.peak / less.peak);
}

async function raceSizes(layout, programs) {
	const grown = new Map(programs.map(({ name }) => [name, []]));
	const pact = join(folder, 'pact.json');
	for (const count of [...sizes, ...(values.large && layout === 'compact' ? [million] : [])]) {
		await writeSynthetic(pact, imprint, count, layout === 'compact' ? 0 : 2);
		const work = `${count} ${layout}`;
		const title = `${work}, ${((await stat(pact)).size / 1e6).toFixed(1)} MB`;
		const input = { pact, spec: join(root, 'spec', 'openapi.yaml'), count };
		const medians = await race(title, count === million ? [ours] : programs, input);
		const [speed, memory] = sizeTargets[work] ?? [];
		const other = medians.comparator ?? {};
		if (speed) addTarget(work, `${speed} times as fast as the comparator`, other.wall / medians.ours.wall);
		if (memory) addTarget(work, `${memory} of the comparator's memory`, medians.ours.peak / other.peak);
		for (const [name, figures] of Object.entries(medians)) {
			grown.get(name).push({ ...figures, count });
			printGrowth(name, layout, grown.get(name));
		}
	}
}

async function raceLayouts() {
	const free = fetched(root, '@pactflow/openapi-pact-comparator', '2.3.1', 'skipping its rows');
	const programs = [ours, ...(free === undefined ? [] : [comparator(free)]), floor];
	for (const layout of ['compact', 'indented']) await raceSizes(layout, programs);
}

async function raceSpecs() {
	const github = fetched(root, '@octokit/openapi', '23.0.2', 'skipping the large specs');
	if (github === undefined) return;
	const spec = join(github, 'generated', 'api.github.com.json');
	const script = join(root, 'tools/bench/examples.mjs');
	const [count, whole, part] = JSON.parse(execFileSync(process.execPath, [script, folder, spec]));
	const [pact, one] = ['examples.json', 'one.json'].map((name) => join(folder, name));
	await raceTime(`GitHub's ${count} examples`, [ours, floor], { pact, spec, count, agrees: false }, 0.5);
	const yamls = [
		['whole.yaml', whole, 0.3],
		['cut.yaml', part, 0.35],
	];
	for (const [file, paths, share] of yamls) {
		const input = { pact: one, spec: join(folder, file), count: 1, paths };
		await raceTime(`1 on ${((await stat(input.spec)).size / 1e6).toFixed(1)} MB YAML`, [ours, plainYaml], input, share);
	}
}

async function raceVerify() {
	const pact = join(folder, 'pact.json');
	for (const [count, share] of [[300, 0.65], ...(values.large ? [[3000, 0.4]] : [])]) {
		await writeSynthetic(pact, imprint, count);
		await raceTime(`verify ${count}`, [verification, pactJs], { pact, count }, share);
	}
}

async function raceTime(work, programs, input, share) {
	const [own, other] = Object.values(await race(work, programs, input));
	addTarget(work, `${share} of the time of ${programs[1].name}`, own.wall / other.wall);
}

const parts = { sizes: raceLayouts, specs: raceSpecs, verify: raceVerify };
const chosen = values.parts.split(',');
if (!chosen.every((part) => part in parts)) refuse(`--parts takes ${Object.keys(parts).join(', ')}`);
const folder = await mkdtemp(join(tmpdir(), 'contract-bench-'));
try {
	await compile();
	console.log(`medians of ${runs}; x: ours as a multiple of that program`);
	printRow('work', 'program', 'wall ms', 'CPU ms', 'memory MiB', 'wall x', 'CPU x', 'memory x');
	for (const part of chosen) await parts[part]();
} catch (error) {
	console.error(`bench: ${error.message}`);
	process.exitCode = 1;
} finally {
	await rm(folder, { recursive: true, force: true });
	console.log(['', 'target, and what was reached', ...targets].join('\n'));
}
