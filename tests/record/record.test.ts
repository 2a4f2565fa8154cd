/**
 * `contract record` as users run it, in copies of the project: what it writes, what it refuses, and that a contract is
 * replaced whole or not at all.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contract } from '../support/cli';
import { copyProject, type ProjectCopy } from '../support/project-copy';

const pactFile = 'pacts/imprint-client-imprint.json';
let project: ProjectCopy;
beforeAll(async () => {
	project = await copyProject();
});
afterEach(() => project.reset());
afterAll(() => project.remove());

const record = (...args: string[]) => contract(['record', ...args], { cwd: project.root });

/** The findings of a run in JSON, as `code: first line of the message`. */
async function told(...args: string[]): Promise<{ code: number | null; findings: string[] }> {
	const { code, stdout } = await record('--format', 'json', ...args);
	const { findings } = JSON.parse(stdout) as { findings: { code: string; message: string }[] };
	return { code, findings: findings.map((each) => `${each.code}: ${each.message}`) };
}

test('the committed pact is what the consumer tests record, byte for byte, and pacts/ is made where it is missing', async () => {
	const committed = await project.read(pactFile);
	await rm(join(project.root, 'pacts'), { recursive: true });
	expect(await record()).toMatchObject({ code: 0, stderr: '' });
	expect(await project.read(pactFile)).toBe(committed);
	expect(await readdir(join(project.root, 'pacts'))).toEqual(['imprint-client-imprint.json']);
});

test('four workers that record 45 more interactions lose none', async () => {
	for (let file = 0; file < 3; file += 1) {
		await project.write(`tests/consumer/many-${file}.test.ts`, manyInteractions(file));
	}
	expect(await told('--workers', '4')).toEqual({ code: 0, findings: [] });
	const { interactions } = JSON.parse(await project.read(pactFile)) as { interactions: unknown[] };
	expect(interactions).toHaveLength(51);
});

test('a file in place of pacts/: exit 2, one message', async () => {
	await rm(join(project.root, 'pacts'), { recursive: true });
	await project.write('pacts', '');
	expect(await record()).toMatchObject({
		code: 2,
		stderr: `The pact ${pactFile} cannot be written: a file stands where its folder should be. Make pacts a folder that can be written, and run \`contract record\` again.\n`,
	});
});

test('an interaction that is taken out of contracts/ leaves the pact', async () => {
	await project.edit(
		'contracts/update-customer.ts',
		/\t\{\n\t\tdescription: 'changes the metadata alone',[\s\S]*?\n\t\},\n/,
		'',
	);
	expect(await record()).toMatchObject({ code: 0 });
	const pact = await project.read(pactFile);
	expect(pact).not.toContain('changes the metadata alone');
	expect(pact).toContain('changes the e-mail alone');
});

describe('a red run replaces nothing', () => {
	let before: string;
	beforeEach(async () => {
		before = await project.read(pactFile);
	});
	afterEach(async () => {
		expect(await project.read(pactFile)).toBe(before);
		expect(await readdir(join(project.root, 'pacts'))).toEqual(['imprint-client-imprint.json']);
	});

	test('a client that sends something else: the interaction and the field are named', async () => {
		await project.edit('contracts/client.ts', 'body: update,', "body: { ...update, email: 'other@example.com' },");
		const { code, findings } = await told();
		expect(code).toBe(1);
		expect(findings).toHaveLength(6);
		const [first] = findings.filter((each) => each.includes('"changes the e-mail alone"'));
		expect(first).toMatch(
			/^record\.failed: The client does not do what the interaction says: its request is another, POST /,
		);
		expect(first).toContain('$.email');
	});

	test('a client that never comes back, and leaves something running: red within seconds, and no hang', async () => {
		await project.edit(
			'contracts/client.ts',
			'const response = await this.send({',
			'setInterval(() => {}, 1000);\n\t\tawait new Promise(() => {});\n\t\tconst response = await this.send({',
		);
		await project.edit('tests/consumer/interactions.test.ts', 'jest.setTimeout(10_000)', 'jest.setTimeout(500)');
		const { code, findings } = await told();
		expect({ code, count: findings.length }).toEqual({ code: 1, count: 6 });
	});

	test('two interactions with one description and state', async () => {
		await project.edit('contracts/update-customer.ts', "'changes the metadata alone'", "'changes the e-mail alone'");
		expect(await told()).toEqual({
			code: 1,
			findings: [
				'record.duplicate: Two interactions share description and provider state, and one would replace the other. Give each a description of its own: "changes the e-mail alone"',
			],
		});
	});

	test('a consumer test that is skipped', async () => {
		await project.edit(
			'tests/consumer/interactions.test.ts',
			'\ttest.each(interactions',
			'\ttest.skip.each(interactions',
		);
		const { code, findings } = await told();
		expect({ code, codes: new Set(findings.map((each) => each.split(':')[0])) }).toEqual({
			code: 1,
			codes: new Set(['record.incomplete']),
		});
	});

	test('an interaction that no test runs', async () => {
		await project.edit(
			'tests/consumer/interactions.test.ts',
			'interactions.map((each) =>',
			'interactions.slice(1).map((each) =>',
		);
		expect(await told()).toEqual({
			code: 1,
			findings: [
				'record.incomplete: No consumer test recorded the interaction. See that tests/consumer/ still runs it: "changes the e-mail alone"',
			],
		});
	});

	test('a consumer test file of another making that records less', async () => {
		await project.write(
			'tests/consumer/interactions.test.ts',
			`${imports}
test('records one', async () => {
	const spec = await loadSpec(join(__dirname, '..', '..', 'spec', 'openapi.yaml'));
	await recordInteraction(interaction('records one'), spec, directory, async (call) => expect(await call).toMatchObject({ id }));
});
`,
		);
		const { code, findings } = await told();
		expect({ code, codes: findings.map((each) => each.split(':')[0]) }).toEqual({
			code: 1,
			codes: Array(6).fill('record.incomplete'),
		});
	});

	test('a hook that throws beside tests that pass', async () => {
		await project.edit(
			'tests/consumer/interactions.test.ts',
			'afterAll(async () => {',
			"afterAll(async () => {\n\tthrow new Error('planted');",
		);
		const { code, findings } = await told();
		expect(code).toBe(1);
		expect(findings).toEqual([expect.stringMatching(/^record\.failed: .*planted/s)]);
	});

	test('consumer tests that do not compile', async () => {
		await project.edit('contracts/update-customer.ts', 'export const interactions', 'export konst interactions');
		const { code, stderr, stdout } = await record();
		expect({ code, stdout, stack: stderr.includes('    at ') }).toEqual({ code: 2, stdout: '', stack: false });
		expect(stderr).toContain('update-customer.ts');
	});

	test('no consumer tests at all', async () => {
		await rm(join(project.root, 'tests', 'consumer'), { recursive: true });
		const { code, findings } = await told();
		expect({ code, codes: new Set(findings.map((each) => each.split(':')[0])) }).toEqual({
			code: 1,
			codes: new Set(['record.incomplete']),
		});
	});

	test('a test that leaves an interaction half done: it does not leak into the next one', async () => {
		await project.write('tests/consumer/slow.test.ts', slowInteraction);
		const { code, findings } = await told();
		expect(code).toBe(1);
		expect(findings.map((each) => each.split(':')[0])).toEqual(['record.failed']);
	});
});

test('a pact that nobody records is left alone and named', async () => {
	await project.write('pacts/other-imprint.json', '{"consumer":{"name":"other"},"interactions":[]}');
	const { code, findings } = await told();
	expect(code).toBe(0);
	expect(findings).toEqual([
		'pact.foreign: No consumer test records this pact, so it was left alone. Delete it if it is not wanted: pacts/other-imprint.json',
	]);
	expect(await project.read('pacts/other-imprint.json')).toContain('other');
});

const imports = `
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { states } from '../../contracts/states';
import { readEnvironment } from '../../src/system/environment';
import { recordInteraction } from '../../src/record/recorder';
import { loadSpec } from '../../src/openapi/spec';

const directory = readEnvironment().recordDirectory ?? mkdtempSync(join(tmpdir(), 'contract-many-'));
const id = states.customerExists.parameters.customer_id;
const interaction = (description: string) => ({
	description,
	operationId: 'updateCustomer' as const,
	given: states.customerExists,
	body: { email: 'changed@example.com' },
	response: { status: 200, body: { id } },
	call: (client) => client.updateCustomer(id, { email: 'changed@example.com' }),
	outcome: { kind: 'returns' as const, matching: { id } },
});
`;

const manyInteractions = (file: number) => `${imports}
test.each(Array.from({ length: 15 }, (_, index) => 'is number ${file}.' + index))('%s', async (description) => {
	const spec = await loadSpec(join(__dirname, '..', '..', 'spec', 'openapi.yaml'));
	await recordInteraction(interaction(description), spec, directory, async (call) => expect(await call).toMatchObject({ id }));
});
`;

const slowInteraction = `${imports}
test('is given up by Jest', async () => {
	const spec = await loadSpec(join(__dirname, '..', '..', 'spec', 'openapi.yaml'));
	await recordInteraction(interaction('is given up by Jest'), spec, directory, async (call) => {
		await call;
		await new Promise((resolve) => setTimeout(resolve, 1500));
	});
}, 300);
test('comes after it', async () => {
	const spec = await loadSpec(join(__dirname, '..', '..', 'spec', 'openapi.yaml'));
	await recordInteraction(interaction('comes after it'), spec, directory, async (call) => expect(await call).toMatchObject({ id }));
	await new Promise((resolve) => setTimeout(resolve, 2000));
});
`;
