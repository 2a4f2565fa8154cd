/**
 * Verifies the contract against the sandbox as a workflow step: the contract of the Pact Broker if one is configured, else
 * `pacts/`. Writes report and recording into the folder and sets the step output `verdict`.
 * Exit codes: 0 agree, or unjudged (a warning); 1 disagree; any other: the job is misconfigured.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { annotate, append, contract, run, summarize, UsageError, variables } from './actions.mjs';

/** Verdict, annotation level and sentence by the exit code of the command. */
const outcomes = {
	0: ['agree', 'notice', 'The sandbox keeps the contract and the spec.'],
	1: [
		...['disagree', 'error'],
		'The sandbox, the contract and the spec disagree. The summary of the job has the findings.',
	],
	3: [
		...['unjudged', 'warning'],
		'The sandbox could not be judged. The summary of the job has the reason; look into it if this persists.',
	],
};

const endings = { markdown: 'md' };

run(async () => {
	const [summary, output, provider] = variables('GITHUB_STEP_SUMMARY', 'GITHUB_OUTPUT', 'SANDBOX_URL');
	const [folder] = process.argv.slice(2);
	if (folder === undefined) {
		throw new UsageError('A folder for the report is missing. Usage: node tools/ci/sandbox-verify.mjs FOLDER.');
	}
	mkdirSync(folder, { recursive: true });
	const reports = Object.fromEntries(
		['json', 'html', 'markdown'].map((format) => [format, join(folder, `verification.${endings[format] ?? format}`)]),
	);
	const { code, text, failure } = await contract([
		...['verify', '--provider-url', provider, '--rate', '2', '--har', join(folder, 'verification.har')],
		...Object.entries(reports).flatMap(([format, file]) => ['--format', `${format}=${file}`]),
		...(process.env.PACT_BROKER_BASE_URL ? ['--from-broker'] : []),
	]);
	if (outcomes[code] && existsSync(reports.markdown)) append(summary, readFileSync(reports.markdown, 'utf8'));
	else summarize(summary, 'contract verify, against the sandbox', text);
	const [verdict, level = 'error', sentence = failure] = outcomes[code] ?? [];
	annotate(level, 'sandbox', sentence);
	if (verdict === undefined) return code;
	appendFileSync(output, `verdict=${verdict}\n`);
	return verdict === 'disagree' ? 1 : 0;
});
