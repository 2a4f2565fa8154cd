/**
 * Measures `contract check` beside a free comparator and beside the floor (JSON.parse and plain ajv), all in one run and
 * by turns, so that a busy machine is busy for all. It judges nothing: it prints medians and their ratios.
 * Usage: npm run bench -- [--runs N, default 5] [--sizes N,N, default 3,10000,100000] [--github]
 */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { comparator, floor, ours } from './bench/contenders.mjs';
import { fetched } from './bench/fetched.mjs';
import { measured, median, prepared } from './bench/measure.mjs';
import { compile } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const script = (name) => join(root, 'tools', 'bench', name);
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
function say(step) {
	if (process.stderr.isTTY) process.stderr.write(`${step}\n`);
}

async function fetchedOr(name, version, without) {
	try {
		say(`fetching ${name} ${version}`);
		return await fetched(root, name, version);
	} catch (error) {
		console.log(`${name} ${version} cannot be fetched (${error.message}): ${without}`);
		return undefined;
	}
}

/** Medians by contender. A contender that fails on a description of others is told, not measured; anything else is an error. */
async function race(contenders, input, folder) {
	const measurements = new Map(contenders.map(({ name }) => [name, []]));
	const failed = new Map();
	for (let run = 1; run <= runs; run += 1) {
		for (const contender of contenders.filter(({ name }) => !failed.has(name))) {
			say(`${input.title}: run ${run} of ${runs}, ${contender.name}`);
			const result = await measured(contender.args(input), { cwd: root, output: join(folder, 'output') });
			const fault = result.over ? 'over 10 minutes' : contender.fault(result, input);
			if (fault === undefined) measurements.get(contender.name).push(result);
			else if (contender.name === 'comparator' && (result.over || !input.agrees)) {
				failed.set(contender.name, result.over ? fault : 'crashes');
			} else throw new Error(`${input.title}, ${contender.name}: ${fault}\n${result.errors}${result.end.slice(-2000)}`);
		}
	}
	const rows = contenders.map(({ name }) => {
		if (failed.has(name)) return { name, failed: failed.get(name) };
		const all = measurements.get(name);
		return {
			name,
			wall: median(all.map((each) => each.wall)),
			peak: median(all.map((each) => each.peak)),
			last: all.at(-1),
		};
	});
	print(input.title, rows);
	return rows[0];
}

function print(title, rows) {
	console.log(`\n${title}; median of ${runs} run${runs === 1 ? '' : 's'}`);
	console.log(`${''.padEnd(12)}${'wall ms'.padStart(10)}${'peak MiB'.padStart(10)}${'ours is'.padStart(14)}`);
	const [own] = rows;
	for (const { name, failed, wall, peak } of rows) {
		if (failed !== undefined) console.log(`${name.padEnd(12)}  ${failed}`);
		else {
			const ratio = name === own.name ? '' : `${(own.wall / wall).toFixed(2)} times`;
			console.log(
				`${name.padEnd(12)}${wall.toFixed(0).padStart(10)}${peak.toFixed(0).padStart(10)}${ratio.padStart(14)}`,
			);
		}
	}
}

/** How time grows with size, the cold start (3 interactions) taken off: 1 is in proportion, 2 is with the square. */
function printGrowth(walls) {
	const [cold, less, more] = [3, 10_000, 100_000].map((size) => walls.get(size));
	if (cold === undefined || less === undefined || more === undefined) return;
	const exponent = Math.log10((more - cold) / (less - cold));
	console.log(
		`\ngrowth of ours from 10000 to 100000 interactions: exponent ${exponent.toFixed(2)}; cold start ${cold.toFixed(0)} ms`,
	);
}

async function raceSizes(contenders, folder) {
	const walls = new Map();
	for (const count of sizes) {
		const pact = join(folder, `${count}.json`);
		say(`writing ${count} interactions`);
		await prepared([script('synthetic.mjs'), pact, String(count)], { cwd: root, output: join(folder, 'output') });
		const title = `${count} interactions, ${((await stat(pact)).size / 1e6).toFixed(1)} MB`;
		const input = { title, pact, spec: join(root, 'spec', 'openapi.yaml'), count, agrees: true };
		walls.set(count, (await race(contenders, input, folder)).wall);
		await rm(pact);
	}
	printGrowth(walls);
}

/** GitHub's own description, with one interaction on each of 900 operations, made of its own examples. */
async function raceGithub(contenders, folder) {
	const [name, version, count] = ['@octokit/openapi', '23.0.2', 900];
	const fetchedFolder = await fetchedOr(name, version, 'the large description is left out');
	if (fetchedFolder === undefined) return;
	const spec = join(fetchedFolder, 'generated', 'api.github.com.json');
	const pact = join(folder, 'github.json');
	say(`choosing ${count} operations`);
	const output = join(folder, 'output');
	const chosen = await prepared([script('examples.mjs'), pact, spec, String(count)], { cwd: root, output });
	const title = `GitHub's description, ${((await stat(spec)).size / 1e6).toFixed(1)} MB, ${count} operations`;
	const { last } = await race(contenders, { title, pact, spec, count, agrees: false }, folder);
	console.log(`chosen: ${chosen.trim()}`);
	const report = last.end.split('\n').filter((line) => /^(AGREE|DISAGREE|UNJUDGED)\b|judged,/.test(line));
	console.log(report.join('\n'));
	await printFindings(pact, spec, folder);
}

/** The first findings of each code, and what was taken for another operation than the one it was made of. */
async function printFindings(pact, spec, folder) {
	const output = join(folder, 'report.json');
	await measured([...ours(root).args({ pact, spec }).slice(0, -1), 'json'], { cwd: root, output });
	const { findings, interactions } = JSON.parse(await readFile(output, 'utf8'));
	for (const code of new Set(findings.map((each) => each.code))) {
		const own = findings.filter((each) => each.code === code);
		console.log(`\n${code}: ${own.length}`);
		for (const { message, spec: source } of own.slice(0, 3)) console.log(`  ${message}\n    ${source?.pointer ?? ''}`);
	}
	const { paths } = JSON.parse(await readFile(spec, 'utf8'));
	for (const { description, operation } of interactions) {
		const [method, path] = description.split(' ', 2);
		const { operationId } = paths[path][method];
		if (operation !== operationId)
			console.log(`\ntaken for ${operation}, though made of ${operationId}: ${description}`);
	}
}

const folder = await mkdtemp(join(tmpdir(), 'contract-bench-'));
try {
	say('building');
	await compile();
	const free = await fetchedOr('@pactflow/openapi-pact-comparator', '2.3.1', 'its rows are left out');
	const contenders = [ours(root), ...(free === undefined ? [] : [comparator(free)]), floor];
	if (values.github) await raceGithub(contenders, folder);
	else await raceSizes(contenders, folder);
} catch (error) {
	console.error(`bench: ${error.message}`);
	process.exitCode = 1;
} finally {
	await rm(folder, { recursive: true, force: true });
}
