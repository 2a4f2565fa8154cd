/**
 * Benchmarks `contract check` against a free comparator and a lower bound (JSON.parse and plain ajv). The programs run in
 * turns, so that load on the machine affects all of them. Prints medians and ratios; has no threshold.
 * Usage: npm run bench -- [--runs N, default 5] [--sizes N,N, default 3,10000,100000] [--github]
 */
import { execFileSync } from 'node:child_process';
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

/** Only on a terminal. */
function progress(step) {
	if (process.stderr.isTTY) process.stderr.write(`${step}\n`);
}

/** Returns our own wall time. A failure of the comparator is reported in its row if its result is unknown; any other is thrown. */
async function race(contenders, input, folder) {
	const rows = contenders.map((contender) => ({ ...contender, results: [], failed: undefined }));
	for (let run = 1; run <= runs; run += 1) {
		for (const row of rows.filter(({ failed }) => failed === undefined)) {
			progress(`${input.title}: run ${run} of ${runs}, ${row.name}`);
			const result = await measured(row.args(input), join(folder, 'output'));
			const fault = result.over ? 'over 10 minutes' : row.fault(result, input);
			if (fault === undefined) row.results.push(result);
			else if (row.name === 'comparator' && (result.over || !input.agrees)) row.failed = fault;
			else throw new Error(`${input.title}, ${row.name}: ${fault}\n${result.errors}${result.end.slice(-2000)}`);
		}
	}
	console.log(`\n${input.title}; median of ${runs}`);
	const medians = rows.map(({ name, failed, results }) => {
		const [wall, peak] = ['wall', 'peak'].map((what) => median(results.map((each) => each[what])));
		return { name, failed, wall, peak };
	});
	const [own] = medians;
	for (const { name, failed, wall, peak } of medians) {
		const figures = `${wall.toFixed(0)} ms, at most ${peak.toFixed(0)} MiB, ours takes ${(own.wall / wall).toFixed(2)}`;
		console.log(`${name.padEnd(12)}${failed ?? `${figures} times as long`}`);
	}
	return own.wall;
}

async function raceSizes(contenders, folder) {
	const walls = new Map();
	const pact = join(folder, 'pact.json');
	for (const count of sizes) {
		progress(`writing ${count} interactions`);
		await writeSynthetic(pact, join(root, 'pacts', 'imprint-client-imprint.json'), count);
		const title = `${count} interactions, ${((await stat(pact)).size / 1e6).toFixed(1)} MB`;
		const input = { title, pact, spec: join(root, 'spec', 'openapi.yaml'), count, agrees: true };
		walls.set(count, await race(contenders, input, folder));
	}
	// Minus the start-up time (3 interactions): 1 is linear, 2 quadratic.
	const [cold, less, more] = [3, 10_000, 100_000].map((size) => walls.get(size));
	const exponent = Math.log10((more - cold) / (less - cold)).toFixed(2);
	if (exponent !== 'NaN') console.log(`\ngrowth of ours from 10000 to 100000 interactions: exponent ${exponent}`);
}

/** GitHub's spec, with one interaction for each of 900 operations, from the examples in the spec. */
async function raceGithub(contenders, folder) {
	const github = await fetched(root, '@octokit/openapi', '23.0.2', 'skipping the large spec');
	if (github === undefined) return;
	const spec = join(github, 'generated', 'api.github.com.json');
	const pact = join(folder, 'github.json');
	progress('choosing operations');
	// In its own process, because a child's maximum RSS starts at that of its parent.
	const count = Number(execFileSync(process.execPath, [join(root, 'tools/bench/examples.mjs'), pact, spec, '900']));
	const title = `GitHub's spec, ${((await stat(spec)).size / 1e6).toFixed(1)} MB, ${count} operations`;
	await race(contenders, { title, pact, spec, count, agrees: false }, folder);
}

const folder = await mkdtemp(join(tmpdir(), 'contract-bench-'));
try {
	progress('building');
	await compile();
	const free = await fetched(root, '@pactflow/openapi-pact-comparator', '2.3.1', 'skipping its rows');
	const contenders = [ours, ...(free === undefined ? [] : [comparator(free)]), floor];
	if (values.github) await raceGithub(contenders, folder);
	else await raceSizes(contenders, folder);
} catch (error) {
	console.error(`bench: ${error.message}`);
	process.exitCode = 1;
} finally {
	await rm(folder, { recursive: true, force: true });
}
