/**
 * Runs `contract` with the arguments given, as a step of a workflow: its report as annotations, as text in the log and in
 * the job's summary. The exit code is that of the command.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { annotate, contract, run, summarize, UsageError, variables } from './actions.mjs';

run(async () => {
	const [summary] = variables('GITHUB_STEP_SUMMARY');
	const args = process.argv.slice(2);
	const [command] = args;
	if (command === undefined) {
		throw new UsageError('A command is missing. Say node tools/ci/contract.mjs COMMAND [OPTIONS], as for contract.');
	}
	const folder = mkdtempSync(join(tmpdir(), 'contract-annotations-'));
	try {
		const annotations = join(folder, 'annotations');
		const { code, stdout, stderr } = await contract([...args, '--format', 'github', '--output', annotations]);
		const hasReport = code === 0 || code === 1 || code === 3;
		const written = hasReport ? textOf(annotations) : undefined;
		if (written === undefined) annotate('error', `contract ${command}`, stderr.trim() || `It ended with ${code}.`);
		else process.stdout.write(written);
		summarize(summary, `contract ${command}`, stdout.trim() === '' ? stderr : stdout);
		// Ended by a signal: not one of the command's own codes.
		return code ?? 143;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

/** Undefined where the command ended before it could write a report. */
function textOf(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}
