/**
 * The fault-injection test: runs `contract verify` against faulty providers, derived from spec and contract, and `contract
 * tolerate` against mutants of a client. Exits with 1 if one is misjudged (docs/teeth.md).
 * Usage: node tools/teeth.mjs [--sample N] [--only TEXT] [--format text|json]
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { compile } from './build.mjs';
import { load } from './sources.mjs';

const { values } = parseArgs({
	options: {
		sample: { type: 'string', default: '1' },
		only: { type: 'string' },
		format: { type: 'string', default: 'text' },
	},
});

function progress(done, all) {
	if (process.stderr.isTTY && !process.env.CI)
		process.stderr.write(`\r${done} of ${all} mutants${done === all ? '\n' : ''}`);
}

try {
	const sample = Number(values.sample);
	if (!Number.isInteger(sample) || sample < 1) throw new Error('--sample takes a whole number from 1');
	if (!['text', 'json'].includes(values.format)) throw new Error('--format takes text or json');
	await compile();
	const { endAll } = load('src/system/lifetime.ts');
	for (const [signal, code] of [
		['SIGINT', 130],
		['SIGTERM', 143],
	]) {
		process.once(signal, () => {
			endAll();
			process.exit(code);
		});
	}
	const { runTeeth } = load('tests/teeth/run/teeth.ts');
	const { linesOf, scoreOf, toJson } = load('tests/teeth/run/report.ts');
	const judgements = await runTeeth({
		sample,
		// One more than cores: a worker often waits for the child process of Pact's verifier.
		workers: availableParallelism() + 1,
		onProgress: progress,
		...(values.only === undefined ? {} : { only: values.only }),
	});
	let failed = scoreOf(judgements).failed;
	if (values.format === 'json') console.log(toJson(judgements));
	else {
		// Mutants of a client, for what the spec allows; --only is about providers.
		if (values.only === undefined) {
			const { clientLines, runClients } = load('tests/teeth/run/clients.ts');
			const score = await runClients(sample);
			for (const line of clientLines(score)) console.log(line);
			failed += score.missed.length + score.accused.length;
		}
		for (const line of linesOf(judgements)) console.log(line);
	}
	process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
	console.error(`teeth: ${error.message}`);
	process.exitCode = 2;
}
