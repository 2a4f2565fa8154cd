/**
 * Measures `contract check` beside a free comparator and beside the floor (JSON.parse and plain ajv), all in one run and
 * by turns, so that a busy machine is busy for all. It judges nothing: it prints medians and their ratios.
 * Usage: npm run bench -- [--runs N, default 5] [--sizes N,N, default 3,10000,100000] [--github]
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { comparator, floor, ours } from './bench/contenders.mjs';
import { fetched } from './bench/fetched.mjs';
import { measured, median } from './bench/measure.mjs';
import { writeSynthetic } from './bench/synthetic.mjs';
import { compile } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
	options: {
		runs: { type: 'string', default: '5' },
		sizes: { type: 'string', default: '3,10000,100000' },
		github: { type: 'boolean', default: false },
	},
});
const runs = wholeNumber('--runs', values.runs);
const sizes = values.sizes.split(',').map((each) => wholeNumber('--sizes', each));

function wholeNumber(option, text) {
	if (!/^[1-9]\d*$/.test(text)) throw new Error(`${option} takes whole numbers from 1 on, not "${text}"`);
	return Number(text);
}

/** One line per step, where somebody watches. */
function progress(step) {
	if (process.stderr.isTTY) process.stderr.write(`${step}\n`);
}

/** Measures and prints; returns our own row. What the comparator makes of a spec of others is reported; any other fault is an error. */
async function race(contenders, input, folder) {
	const rows = contenders.map((contender) => ({ ...contender, results: [], failed: undefined }));
	for (let run = 1; run <= runs; run += 1) {
		for (const row of rows.filter(({ failed }) => failed === undefined)) {
			progress(`${input.title}: run ${run} of ${runs}, ${row.name}`);
			const result = await measured(row.args(input), { cwd: root, output: join(folder, 'output') });
			const fault = result.over ? 'over 10 minutes' : row.fault(result, input);
			if (fault === undefined) row.results.push(result);
			else if (row.name === 'comparator' && (result.over || !input.agrees))
				row.failed = result.over ? fault : 'crashes';
			else throw new Error(`${input.title}, ${row.name}: ${fault}\n${result.errors}${result.end.slice(-2000)}`);
		}
	}
	console.log(`\n${input.title}; median of ${runs} run${runs === 1 ? '' : 's'}`);
	printRow('', 'wall ms', 'peak MiB', 'ours is');
	const medianOf = ({ results }, what) => median(results.map((each) => each[what]));
	const [own] = rows;
	for (const row of rows) {
		if (row.failed !== undefined) console.log(`${row.name.padEnd(12)}  ${row.failed}`);
		else {
			const wall = medianOf(row, 'wall');
			const ratio = row === own ? '' : `${(medianOf(own, 'wall') / wall).toFixed(2)} times`;
			printRow(row.name, wall.toFixed(0), medianOf(row, 'peak').toFixed(0), ratio);
		}
	}
	return { wall: medianOf(own, 'wall'), end: own.results.at(-1).end };
}

function printRow(name, wall, peak, ratio) {
	console.log(`${name.padEnd(12)}${wall.padStart(10)}${peak.padStart(10)}${ratio.padStart(14)}`);
}

async function raceSizes(contenders, folder) {
	const walls = new Map();
	const pact = join(folder, 'pact.json');
	for (const count of sizes) {
		progress(`writing ${count} interactions`);
		await writeSynthetic(pact, join(root, 'pacts', 'imprint-client-imprint.json'), count);
		const title = `${count} interactions, ${((await stat(pact)).size / 1e6).toFixed(1)} MB`;
		const input = { title, pact, spec: join(root, 'spec', 'openapi.yaml'), count, agrees: true };
		walls.set(count, (await race(contenders, input, folder)).wall);
	}
	const [cold, less, more] = [3, 10_000, 100_000].map((size) => walls.get(size));
	if (cold === undefined || less === undefined || more === undefined) return;
	// Without the cold start (3 interactions), 1 is linear and 2 quadratic.
	const exponent = Math.log10((more - cold) / (less - cold)).toFixed(2);
	console.log(
		`\ngrowth of ours from 10000 to 100000 interactions: exponent ${exponent}; cold start ${cold.toFixed(0)} ms`,
	);
}

/** GitHub's own spec, with one interaction for each of 900 operations, made from its own examples. */
async function raceGithub(contenders, folder) {
	const github = await fetched(root, '@octokit/openapi', '23.0.2', 'the large spec is left out');
	if (github === undefined) return;
	const spec = join(github, 'generated', 'api.github.com.json');
	const [pact, output, count] = [join(folder, 'github.json'), join(folder, 'output'), 900];
	progress(`choosing ${count} operations`);
	const choose = fileURLToPath(new URL('bench/examples.mjs', import.meta.url));
	const chosen = await measured([choose, pact, spec, String(count)], { cwd: root, output });
	if (chosen.code !== 0) throw new Error(`the examples cannot be chosen:\n${chosen.errors}`);
	const title = `GitHub's spec, ${((await stat(spec)).size / 1e6).toFixed(1)} MB, ${count} operations`;
	const { end } = await race(contenders, { title, pact, spec, count, agrees: false }, folder);
	const report = end.split('\n').filter((line) => /^(AGREE|DISAGREE|UNJUDGED)\b|judged,/.test(line));
	console.log(`chosen: ${chosen.end.trim()}\n${report.join('\n')}`);
}

const folder = await mkdtemp(join(tmpdir(), 'contract-bench-'));
try {
	progress('building');
	await compile();
	const free = await fetched(root, '@pactflow/openapi-pact-comparator', '2.3.1', 'its rows are left out');
	const contenders = [ours, ...(free === undefined ? [] : [comparator(free)]), floor];
	if (values.github) await raceGithub(contenders, folder);
	else await raceSizes(contenders, folder);
} catch (error) {
	console.error(`bench: ${error.message}`);
	process.exitCode = 1;
} finally {
	await rm(folder, { recursive: true, force: true });
}
