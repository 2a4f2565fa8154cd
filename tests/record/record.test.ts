/**
 * `contract record` as users run it, in copies of the project: what it writes, what it rejects, and that a contract is
 * replaced as a whole or not at all. Each run starts Jest, so cases that do not affect each other share one.
 */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Interaction } from '../../contracts/interaction';
import { InputError } from '../../src/json/input-error';
import { loadCatalogue } from '../../src/record/catalogue';
import { replacePacts } from '../../src/record/pact-folder';
import { missing } from '../../src/record/record';
import { contract } from '../support/cli';
import { copyProject, type ProjectCopy } from '../support/project-copy';
import { withFolder } from '../support/temporary';

const pactFile = 'pacts/imprint-client-imprint.json';
let project: ProjectCopy;
beforeAll(async () => {
	project = await copyProject();
});
afterEach(() => project.reset());
afterAll(() => project.remove());

const record = (...args: string[]) => contract(['record', ...args], { cwd: project.root });

/** The findings of a run in JSON, as `code: message`. */
async function findingsOf(...args: string[]): Promise<{ code: number | null; findings: string[] }> {
	const { code, stdout } = await record('--format', 'json', ...args);
	const { findings } = JSON.parse(stdout) as { findings: { code: string; message: string }[] };
	return { code, findings: findings.map((each) => `${each.code}: ${each.message}`) };
}

const notRecorded = (description: string) =>
	`record.incomplete: No consumer test recorded the interaction "${description}". Check that a test in tests/consumer/ runs it.`;

test('the committed pact is what the consumer tests record, byte for byte, and pacts/ is created', async () => {
	const committed = await project.read(pactFile);
	await rm(join(project.root, 'pacts'), { recursive: true });
	expect(await record()).toMatchObject({ code: 0, stderr: '' });
	expect(await project.read(pactFile)).toBe(committed);
	expect(await readdir(join(project.root, 'pacts'))).toEqual(['imprint-client-imprint.json']);
});

test('four workers lose none of 45 more interactions; one removed from contracts/ leaves the pact; a foreign pact stays', async () => {
	for (let file = 0; file < 3; file += 1) {
		await project.write(`tests/consumer/many-${file}.test.ts`, manyInteractions(file));
	}
	await project.edit(
		'contracts/update-customer.ts',
		/\t\{\n\t\tdescription: 'changes the metadata alone',[\s\S]*?\n\t\},\n/,
		'',
	);
	const foreign = '{"consumer":{"name":"other"},"interactions":[]}';
	await project.write('pacts/other-imprint.json', foreign);
	expect(await findingsOf('--workers', '4')).toEqual({
		code: 0,
		findings: [
			'pact.foreign: pacts/other-imprint.json is not recorded by any consumer test, and was not changed. Delete it if nobody needs it.',
		],
	});
	const { interactions } = JSON.parse(await project.read(pactFile)) as { interactions: { description: string }[] };
	expect(interactions).toHaveLength(50);
	const descriptions = interactions.map(({ description }) => description);
	expect(descriptions).not.toContain('changes the metadata alone');
	expect(descriptions).toContain('changes the e-mail alone');
	expect(await project.read('pacts/other-imprint.json')).toBe(foreign);
});

test('a file in place of pacts/: bad input, one message', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'pacts');
		await writeFile(file, '');
		const pacts = [{ name: 'a-b.json', text: '{}', identities: [] }];
		const replaced = replacePacts({ folder: file, pacts, mode: 'always', command: 'record' });
		await expect(replaced).rejects.toBeInstanceOf(InputError);
		await expect(replaced).rejects.toThrow(
			`The pact ${join(file, 'a-b.json')} cannot be written: a file stands where its folder should be. ` +
				`Make ${file} a writable folder, and run \`contract record\` again.`,
		);
	});
});

test('consumer tests that record something else than the catalogue: each missing interaction is named', () => {
	const catalogue = [...loadCatalogue().values()].flat();
	const pacts = [{ name: 'a-b.json', text: '{}', identities: ['["records one"]'] }];
	expect(missing(catalogue, pacts).map((each) => `${each.code}: ${each.message}`)).toEqual(
		catalogue.map(({ description }: Interaction) => notRecorded(description)),
	);
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

	test('a client that sends something else or never returns: red within seconds, and the field is named', async () => {
		await project.edit('contracts/client.ts', 'body: update,', "body: { ...update, email: 'other@example.com' },");
		await project.edit(
			'contracts/client.ts',
			'const response = await this.send({',
			[
				'setInterval(() => {}, 1000);',
				"if (update.email !== 'changed@example.com') await new Promise(() => {});",
				'const response = await this.send({',
			].join('\n\t\t'),
		);
		await project.edit('tests/consumer/interactions.test.ts', 'jest.setTimeout(10_000)', 'jest.setTimeout(2_000)');
		const { code, findings } = await findingsOf();
		expect(code).toBe(1);
		expect(findings).toHaveLength(6);
		const [first] = findings.filter((each) => each.includes("'changed@example.com'"));
		expect(first).toMatch(/^record\.failed: The client sent a POST \S+ that differs from the interaction: /);
		expect(first).toContain("$.email: expected 'changed@example.com', received 'other@example.com'.");
		expect(findings.filter((each) => /timeout|not received/i.test(each)).length).toBeGreaterThanOrEqual(4);
	});

	test('one description twice, an interaction without a test, a skip, a hook that throws, a test that Jest gives up', async () => {
		const twice = 'changes every field that does not steer the sandbox';
		await project.edit('contracts/update-customer.ts', "'changes the metadata alone'", `'${twice}'`);
		await project.edit(
			'tests/consumer/interactions.test.ts',
			'interactions.map((each) =>',
			'interactions.slice(1).map((each) =>',
		);
		await project.write('tests/consumer/skipped.test.ts', "test.skip('is skipped', () => {});\n");
		await project.write(
			'tests/consumer/hook.test.ts',
			"afterAll(() => {\n\tthrow new Error('planted');\n});\ntest('passes', () => {});\n",
		);
		// It must not leak into the test after it, which would fail then.
		await project.write('tests/consumer/slow.test.ts', slowInteraction);
		const { code, findings } = await findingsOf();
		expect(code).toBe(1);
		expect(findings.sort()).toEqual([
			`record.duplicate: Two different interactions have the description "${twice}" and the same provider state. Give each interaction its own description.`,
			expect.stringMatching(/^record\.failed: .*"hook\.test\.ts".*planted/s),
			expect.stringMatching(/^record\.failed: .*"is given up by Jest"/),
			notRecorded('changes the e-mail alone'),
			'record.incomplete: The consumer test "is skipped" did not run, so its interaction is not recorded. Remove `skip`, `todo` or `only` from tests/consumer/.',
		]);
	});

	test('consumer tests that do not compile', async () => {
		await project.edit('contracts/update-customer.ts', 'export const interactions', 'export konst interactions');
		const { code, stderr, stdout } = await record();
		expect({ code, stdout, stack: stderr.includes('    at ') }).toEqual({ code: 2, stdout: '', stack: false });
		expect(stderr).toContain('update-customer.ts');
	});

	test('no consumer tests at all', async () => {
		await rm(join(project.root, 'tests', 'consumer'), { recursive: true });
		const { code, findings } = await findingsOf();
		expect({ code, codes: findings.map((each) => each.split(':')[0]) }).toEqual({
			code: 1,
			codes: Array(6).fill('record.incomplete'),
		});
	});
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
