/**
 * Mutants of the checker: takes out one rule after another and sees whether a test fails. Ends with exit code 1 where
 * fewer are caught than the project asks for. Usage: node tools/mutants.mjs [--project FILE] [--sample N] [--least PERCENT] [FILE…]
 */
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { refuted, scoreOf, wordsOf } from './mutants/report.mjs';
import { judgeMutants } from './mutants/run.mjs';

const { values, positionals: files } = parseArgs({
	allowPositionals: true,
	options: { project: { type: 'string' }, sample: { type: 'string', default: '1' }, least: { type: 'string' } },
});
const ours = fileURLToPath(new URL('./mutants/project.mjs', import.meta.url));

function progress(done, all) {
	if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${all} mutants${done === all ? '\n' : ''}`);
}

try {
	const sample = Number(values.sample);
	if (!Number.isInteger(sample) || sample < 1) throw new Error('--sample takes a whole number from 1');
	const { default: project } = await import(pathToFileURL(resolve(values.project ?? ours)).href);
	const least = Number(values.least ?? project.threshold);
	if (!(least >= 0 && least <= 100)) throw new Error('--least takes a number from 0 to 100');
	const mutants = await judgeMutants(project, { files, sample, progress });
	for (const line of wordsOf(mutants, least)) console.log(line);
	for (const { file, line, operator, source } of refuted(mutants)) {
		console.error(
			`mutants: a test catches ${file}:${line}, "${operator}", ${source}. Take it from the list of equivalents`,
		);
	}
	process.exitCode = scoreOf(mutants) >= least && refuted(mutants).length === 0 ? 0 : 1;
} catch (error) {
	console.error(`mutants: ${error.message}`);
	process.exitCode = 2;
}
