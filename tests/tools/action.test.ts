/** `action.yml`: what it runs exists, and its last step gives a verdict in a repository that holds a pact and a spec alone. */
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';
import { runStep } from './support/script';

interface Action {
	readonly inputs: Record<string, { readonly default: string }>;
	readonly runs: { readonly steps: { readonly run: string; readonly env?: Record<string, string> }[] };
}

const pact = join(projectRoot, 'pacts', 'imprint-client-imprint.json');
const script = 'tools/ci/contract.mjs';

async function steps() {
	const { runs, inputs } = parse(await readFile(join(projectRoot, 'action.yml'), 'utf8')) as Action;
	return { inputs, runs: runs.steps };
}

test('its steps install without scripts of others, and run the script with the inputs', async () => {
	const { inputs, runs } = await steps();
	expect(runs.map(({ run }) => run)).toEqual([
		expect.stringMatching(/^npm ci --ignore-scripts/),
		`node "$GITHUB_ACTION_PATH/${script}"`,
	]);
	const env = Object.fromEntries(Object.keys(runs[1]?.env ?? {}).map((name) => [name, true]));
	expect(env).toEqual({ CONTRACT_COMMAND: true, CONTRACT_ARGUMENTS: true });
	expect(inputs.command?.default).toBe('check');
});

test.each([
	['agrees', 'openapi.yaml', 0, /^### ✅ contract check: agree/],
	['that the spec does not exist', 'missing.yaml', 2, /missing\.yaml/],
])('in another repository it reports: %s', async (_, spec, code, words) => {
	await withFolder(async (folder) => {
		await copyFile(pact, join(folder, 'a pact.json'));
		await copyFile(join(projectRoot, 'spec', 'openapi.yaml'), join(folder, 'openapi.yaml'));
		const env = { CONTRACT_COMMAND: 'check', CONTRACT_ARGUMENTS: `a pact.json\n  --spec=${spec}\n` };
		const result = await runStep(join(folder, 'files'), [script], { cwd: folder, env });
		expect(result.code).toBe(code);
		expect(result.summary).toMatch(words);
	});
});
