/**
 * Verifies the contract against the sandbox, as a step of a workflow: with a Pact Broker configured the contract that the
 * broker has, without one that of `pacts/`. Writes the report and the recording into the folder given, and the verdict as
 * the step's output `verdict`.
 * Exit code 0: it agrees, or nothing could be found out, which is a warning. 1: it disagrees. Any other: the job is wrong.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { annotate, contract, run, summarize, UsageError, variables } from './actions.mjs';

/** The verdict, how it is annotated and what it means, by the exit code of the command. */
const outcomes = {
	0: ['agree', 'notice', 'The sandbox keeps the contract and its description.'],
	1: [
		...['disagree', 'error'],
		'The sandbox, the contract and the description disagree. The summary of the job has the findings.',
	],
	3: [
		...['unjudged', 'warning'],
		'Nothing could be found out about the sandbox. The summary of the job says why; it is worth a look if it stays.',
	],
};

run(async () => {
	const [summary, output, provider] = variables('GITHUB_STEP_SUMMARY', 'GITHUB_OUTPUT', 'SANDBOX_URL');
	const [folder] = process.argv.slice(2);
	if (folder === undefined) {
		throw new UsageError('A folder for the report is missing. Say node tools/ci/sandbox-verify.mjs FOLDER.');
	}
	mkdirSync(folder, { recursive: true });
	const { code, text, failure } = await contract([
		...['verify', '--provider-url', provider, '--rate', '2', '--har', join(folder, 'verification.har')],
		...['--format', 'json', '--output', join(folder, 'verification.json')],
		...(process.env.PACT_BROKER_BASE_URL ? ['--from-broker'] : []),
	]);
	summarize(summary, 'contract verify, against the sandbox', text);
	const [verdict, level = 'error', sentence = failure] = outcomes[code] ?? [];
	annotate(level, 'sandbox', sentence);
	if (verdict === undefined) return code;
	appendFileSync(output, `verdict=${verdict}\n`);
	return verdict === 'disagree' ? 1 : 0;
});
