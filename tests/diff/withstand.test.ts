/** `contract diff` with the real client: an answer that only the newer spec allows breaks what relies on it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { withFolder } from '../support/temporary';

const old = join(projectRoot, 'spec', 'openapi.yaml');

/** Codes and interactions of what breaks, and the exit code, under our spec with `from` replaced. */
async function broken(from: string, to: string, files: readonly string[] = []) {
	return withFolder(async (folder) => {
		const text = await readFile(old, 'utf8');
		expect(text).toContain(from);
		const file = join(folder, 'new.yaml');
		await writeFile(file, text.replace(from, to));
		const args = ['diff', old, file, ...files, '--format', 'json'];
		const { code, report } = await contractInProcess(args, { cwd: projectRoot });
		return {
			code,
			outcomes: report?.interactions.map(({ change }) => change).sort(),
			found: report?.findings.map((each) => [each.code, each.spec?.file, each.source?.file, each.variant]),
		};
	});
}

const details = [
	'        details:\n          type: array',
	"        details:\n          type: [array, 'null']",
] as const;

test('a field that may newly be null', async () => {
	const { code, outcomes, found } = await broken(...details);
	const intolerant = [
		...['client.intolerant', expect.stringMatching(/new\.yaml$/), 'contracts/client.ts'],
		'updateCustomer 400 /details = null',
	];
	expect({ code, found }).toEqual({ code: 1, found: [intolerant, intolerant] });
	expect(outcomes).toEqual(['broken', 'broken', ...Array.from({ length: 4 }, () => 'unaffected')]);
});

test('a new field, which the client passes over', async () => {
	const added = '        details:\n          type: array';
	const { code, found } = await broken(added, `        hint:\n          type: string\n${added}`);
	expect({ code, found }).toEqual({ code: 0, found: [] });
});

test('what the client did not stand before is nothing new', async () => {
	const { code, found } = await broken('description: The details of the error being returned', 'description: Details');
	expect({ code, found }).toEqual({ code: 0, found: [] });
});

test('the pact of other parties is judged without our client', async () => {
	await withFolder(async (folder) => {
		const own = await readFile(join(projectRoot, 'pacts', 'imprint-client-imprint.json'), 'utf8');
		const file = join(folder, 'other.json');
		await writeFile(file, own.replace(/"consumer": \{\s*"name": "[^"]+"/, '"consumer": { "name": "other"'));
		const { code, outcomes } = await broken(...details, [file]);
		expect({ code, outcomes }).toEqual({
			code: 0,
			outcomes: ['affected', 'affected', ...Array.from({ length: 4 }, () => 'unaffected')],
		});
	});
});
