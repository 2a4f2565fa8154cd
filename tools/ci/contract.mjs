/**
 * Runs `contract` as a workflow step and puts its report into the annotations, the log and the job summary. Exits with the exit
 * code of the command. Without arguments it takes the inputs of `action.yml`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { annotate, contract, run, summarize, UsageError, variables } from './actions.mjs';

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
		const { code, text, failure } = await contract([...args, '--format', 'github', '--output', annotations]);
		// Without annotations the command ended before it could write a report.
		if ([0, 1, 3].includes(code) && existsSync(annotations)) process.stdout.write(readFileSync(annotations));
		else annotate('error', `contract ${command}`, failure);
		summarize(summary, `contract ${command}`, text);
		return code;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

/** The command, and its arguments one a line, so that none is split or expanded. */
function inputs() {
	const { CONTRACT_COMMAND = '', CONTRACT_ARGUMENTS = '' } = process.env;
	const lines = CONTRACT_ARGUMENTS.split('\n').map((line) => line.trim());
	return [CONTRACT_COMMAND, ...lines.filter((line) => line !== '')];
}
