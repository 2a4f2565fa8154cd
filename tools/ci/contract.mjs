/**
 * Runs `contract` as a workflow step and puts its report into the annotations, the log and the job summary. Exits with the exit
 * code of the command. Without arguments it takes the inputs of `action.yml`. In a folder named by CONTRACT_REPORTS it leaves the
 * report as HTML, JUnit, SARIF and JSON.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { annotate, append, contract, run, summarize, UsageError, variables } from './actions.mjs';

run(async () => {
	const [summary] = variables('GITHUB_STEP_SUMMARY');
	const args = process.argv.length > 2 ? process.argv.slice(2) : inputs();
	const [command] = args;
	if (!command) {
		throw new UsageError('A command is missing. Usage: node tools/ci/contract.mjs COMMAND [OPTIONS].');
	}
	const folder = mkdtempSync(join(tmpdir(), 'contract-annotations-'));
	try {
		const annotations = join(folder, 'annotations');
		const page = join(folder, 'summary.md');
		const reports = [`github=${annotations}`, `markdown=${page}`, ...keptReports()].flatMap((each) => [
			'--format',
			each,
		]);
		const { code, text, failure } = await contract([...args, ...reports]);
		// Without annotations the command ended before it could write a report.
		if ([0, 1, 3].includes(code) && existsSync(annotations) && existsSync(page)) {
			process.stdout.write(readFileSync(annotations));
			append(summary, readFileSync(page, 'utf8'));
		} else {
			annotate('error', `contract ${command}`, failure);
			summarize(summary, `contract ${command}`, text);
		}
		return code;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

/** The formats that are kept, and their files. */
function keptReports() {
	const { CONTRACT_REPORTS: folder } = process.env;
	if (!folder) return [];
	mkdirSync(folder, { recursive: true });
	const names = { html: 'html', junit: 'xml', sarif: 'sarif', json: 'json' };
	return Object.entries(names).map(([format, ending]) => `${format}=${join(folder, `contract.${ending}`)}`);
}

/** The command, and its arguments one a line, so that none is split or expanded. */
function inputs() {
	const { CONTRACT_COMMAND = '', CONTRACT_ARGUMENTS = '' } = process.env;
	const lines = CONTRACT_ARGUMENTS.split('\n').map((line) => line.trim());
	return [CONTRACT_COMMAND, ...lines.filter((line) => line !== '')];
}
