/**
 * Benchmarks `contract` beside other programs: `check` beside a free comparator and a lower bound, on pacts of several sizes and
 * layouts and on large specs, and `verify` beside pact-js. The programs run in turns, so that load on the machine affects all of
 * them. Prints medians, ratios and growth, and beside each target what was reached; has no threshold.
 * Usage: npm run bench -- [--runs N, default 5] [--sizes N,N, default 3,10000,100000] [--parts sizes,specs,verify] [--large]
 * `--large` adds a pact of 1 000 000 interactions (1.1 GB) and 3 000 for `verify`, for which pact-js takes over ten minutes.
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

function wholeNumber(option, text) {
	if (!/^[1-9]\d*$/.test(text)) throw new Error(`${option} takes whole numbers from 1 on, not "${text}"`);
	return Number(text);
}

/** What to reach, by layout and size: how many times as fast as the comparator, and the share of its memory. */
const sizeTargets = {
	'compact 3': { speed: 1.6 },
	'indented 3': { speed: 1.6 },
	'compact 10000': { speed: 3, memory: 0.5 },
	'indented 10000': { speed: 3, memory: 0.5 },
	'compact 100000': { speed: 4, memory: 0.3 },
	'indented 100000': { speed: 5, memory: 0.2 },
};
const lines = [];
const target = (work, wanted, reached) => lines.push([work, wanted, reached.toFixed(2)]);

/** Only on a terminal. */
function progress(step) {
	if (process.stderr.isTTY) process.stderr.write(`${step}\n`);
}

function printRow(...cells) {
	console.log(cells.map((cell, index) => (index < 2 ? cell.padEnd(index ? 12 : 38) : cell.padStart(11))).join(''));
}

const measures = ['wall', 'cpu', 'peak'];

/**
 * Runs each program `runs` times and prints its medians and what ours, the first, takes of them. Returns the medians by name. What
 * another takes longer than the time limit is reported with that; so is its failure where the result is unknown.
 */
async function race(title, programs, input, only = measures) {
	const rows = programs.map((program) => ({ ...program, results: [], note: '' }));
	for (let run = 1; run <= runs; run += 1) {
		for (const row of rows.filter(({ note }) => note === '')) {
			progress(`${title}: run ${run} of ${runs}, ${row.name}`);
			const each = row.input ?? input;
			const result = await measured(row.args(each), join(folder, 'output'));
			const fault = result.over ? 'stopped after 10 minutes' : row.fault(result, each);
			if (fault === undefined || (result.over && row !== rows[0])) row.results.push(result);
			else if (row.name !== 'comparator' || each.agrees !== false) {
				throw new Error(`${title}, ${row.name}: ${fault}\n${result.errors}${result.end.slice(-2000)}`);
			}
			row.note = fault ?? '';
		}
	}
	const medians = new Map();
	for (const { name, results, note } of rows) {
		const own = Object.fromEntries(measures.map((what) => [what, median(results.map((each) => each[what]))]));
		medians.set(name, own);
		const first = medians.get(rows[0].name);
		const shown = (number, digits) => (Number.isFinite(number) ? number.toFixed(digits) : '');
		const figures = measures.map((what) => (only.includes(what) ? shown(own[what], 0) : ''));
		const ratios = measures.map((what) => (only.includes(what) ? shown(first[what] / own[what], 2) : ''));
		printRow(title, name, ...figures, ...ratios, note);
	}
	return medians;
}

/** Exponents between neighbouring sizes, without the start-up time (the smallest size): 1 is linear, 2 quadratic. */
function printGrowth(layout, byCount) {
	const [cold, ...rest] = [...byCount].toSorted(([a], [b]) => a - b);
	for (const [index, [count, medians]] of rest.entries()) {
		const [before, less] = rest[index - 1] ?? [];
		for (const [name, more] of less === undefined ? [] : medians) {
			const [small, start] = [less.get(name), cold[1].get(name)];
			const exponent = (what) =>
				Math.log((more[what] - start[what]) / (small[what] - start[what])) / Math.log(count / before);
			const [wall, cpu] = ['wall', 'cpu'].map((what) => exponent(what).toFixed(2));
			console.log(`growth of ${name}, ${layout}, ${before} to ${count}: exponent of wall ${wall}, of CPU ${cpu}`);
			if (count !== million) continue;
			target(`growth ${before} to ${count}, ${layout}`, 'exponent 1, linear', exponent('wall'));
			target(`memory ${before} to ${count}, ${layout}`, 'at most 1.2 times', more.peak / small.peak);
		}
	}
}

async function raceSizes() {
	const free = await fetched(root, '@pactflow/openapi-pact-comparator', '2.3.1', 'skipping its rows');
	const programs = [ours, ...(free === undefined ? [] : [comparator(free)]), floor];
	for (const layout of ['compact', 'indented']) {
		const byCount = new Map();
		for (const count of [...sizes, ...(values.large && layout === 'compact' ? [million] : [])]) {
			const pact = join(folder, 'pact.json');
			progress(`writing ${count} interactions`);
			await writeSynthetic(pact, imprint, count, layout === 'compact' ? 0 : 2);
			const title = `${count} ${layout}, ${((await stat(pact)).size / 1e6).toFixed(1)} MB`;
			const input = { pact, spec: join(root, 'spec', 'openapi.yaml'), count };
			const medians = await race(title, count === million ? [ours] : programs, input);
			byCount.set(count, medians);
			const [own, other] = [medians.get('ours'), medians.get('comparator')];
			const { speed, memory } = (other && sizeTargets[`${layout} ${count}`]) ?? {};
			if (speed) target(title, `${speed} times as fast as the comparator`, other.wall / own.wall);
			if (memory) target(title, `${memory} of the comparator's memory`, own.peak / other.peak);
		}
		printGrowth(layout, byCount);
	}
}

async function raceSpecs() {
	const github = await fetched(root, '@octokit/openapi', '23.0.2', 'skipping the large specs');
	if (github === undefined) return;
	const spec = join(github, 'generated', 'api.github.com.json');
	progress('writing the large specs');
	const script = join(root, 'tools/bench/examples.mjs');
	const [count, ...paths] = JSON.parse(execFileSync(process.execPath, [script, folder, spec]));
	const pact = join(folder, 'examples.json');
	const medians = await race(`GitHub's spec, ${count} examples`, [ours, floor], { pact, spec, count, agrees: false });
	target(`GitHub's spec, ${count} examples`, '0.5 of plain ajv', medians.get('ours').wall / medians.get('floor').wall);
	for (const [index, [file, share]] of [
		['whole.yaml', 0.3],
		['cut.yaml', 0.35],
	].entries()) {
		const input = { pact: join(folder, 'one.json'), spec: join(folder, file), count: 1, paths: paths[index] };
		const title = `YAML, ${((await stat(input.spec)).size / 1e6).toFixed(1)} MB, 1 interaction`;
		const walls = await race(title, [ours, plainYaml], input);
		target(title, `${share} of yaml.parse`, walls.get('ours').wall / walls.get('yaml.parse').wall);
	}
}

async function raceVerify() {
	for (const [count, share] of [[300, 0.65], ...(values.large ? [[3000, 0.4]] : [])]) {
		const pact = join(folder, 'pact.json');
		await writeSynthetic(pact, imprint, count);
		const medians = await race(`verify, ${count} interactions`, [verification, pactJs], { pact, count }, ['wall']);
		target(
			`verify, ${count} interactions`,
			`${share} of pact-js`,
			medians.get('ours').wall / medians.get('pact-js').wall,
		);
	}
}

const imprint = join(root, 'pacts', 'imprint-client-imprint.json');
const parts = { sizes: raceSizes, specs: raceSpecs, verify: raceVerify };
const folder = await mkdtemp(join(tmpdir(), 'contract-bench-'));
try {
	progress('building');
	await compile();
	console.log(`medians of ${runs}; x: ours as a multiple of that program`);
	printRow('work', 'program', 'wall ms', 'CPU ms', 'memory MiB', 'wall x', 'CPU x', 'memory x');
	for (const part of values.parts.split(',')) await parts[part]();
} catch (error) {
	console.error(`bench: ${error.message}`);
	process.exitCode = 1;
} finally {
	await rm(folder, { recursive: true, force: true });
	if (lines.length > 0) console.log('\nbeside each target, what was reached');
	for (const [work, wanted, reached] of lines) console.log(`${work.padEnd(42)}${wanted.padEnd(40)}${reached}`);
}
