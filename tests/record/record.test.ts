/**
 * `contract record` as users run it, in copies of the project: what it writes, what it rejects, and that a contract is
 * replaced as a whole or not at all. Each run starts Jest, so cases that do not affect each other share one.
 */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../src/exchange/finding';
import { InputError } from '../../src/json/input-error';
import { replacePacts } from '../../src/record/pact-folder';
import { contract } from '../support/cli';
import { copyProject, type ProjectCopy } from '../support/project-copy';
import { withFolder } from '../support/temporary';
import * as sources from './sources';

const pactFile = 'pacts/imprint-client-imprint.json';
let project: ProjectCopy;
let committed: Pact;
beforeAll(async () => {
	project = await copyProject();
	committed = await pactIn(pactFile);
});
afterEach(() => project.reset());
afterAll(() => project.remove());

interface Pact {
	readonly interactions: readonly { readonly description: string; readonly comments?: object }[];
	readonly metadata: { readonly pactSpecification: { readonly version: string } };
}
const pactIn = async (file: string) => JSON.parse(await project.read(file)) as Pact;

async function record(...args: string[]) {
	const { code, stdout, stderr } = await contract(['record', '--format', 'json', ...args], { cwd: project.root });
	const { findings } = JSON.parse(stdout) as { findings: Finding[] };
	return { code, stderr, findings, messages: findings.map((each) => `${each.code}: ${each.message}`).sort() };
}

test('the committed pact is what the consumer tests record, byte for byte, and pacts/ is created', async () => {
	const before = await project.read(pactFile);
	await rm(join(project.root, 'pacts'), { recursive: true });
	expect(await record()).toMatchObject({ code: 0, stderr: '', findings: [] });
	expect(await project.read(pactFile)).toBe(before);
	expect(await readdir(join(project.root, 'pacts'))).toEqual(['imprint-client-imprint.json']);
});

test('whatever a test does with pact-js is recorded, in whatever folder it writes, and several workers lose none', async () => {
	await project.write('tests/consumer/plain.pact.test.ts', sources.plain);
	for (let file = 0; file < 3; file += 1) {
		await project.write(`tests/consumer/many-${file}.pact.test.ts`, sources.many(file));
	}
	await project.edit(
		'tests/consumer/update-customer.pact.test.ts',
		/test\('changes the metadata alone'[\s\S]*?\n\}\);\n/,
		'',
	);
	// Not a consumer test: nothing of it is run.
	await project.write('tests/consumer/other.test.ts', "throw new Error('planted');\n");
	const foreign = '{"consumer":{"name":"other"},"interactions":[]}';
	await project.write('pacts/other-imprint.json', foreign);
	const { code, messages } = await record('--workers', '4');
	expect({ code, messages }).toEqual({
		code: 0,
		messages: [
			'pact.foreign: pacts/other-imprint.json is not recorded by any consumer test, and was not changed. Delete it if nobody needs it.',
		],
	});
	expect((await readdir(join(project.root, 'pacts'))).sort()).toEqual([
		...['imprint-client-imprint.json', 'imprint-client-messages.json', 'imprint-client-second.json'],
		...['imprint-client-third.json', 'other-imprint.json'],
	]);
	expect(await project.read('pacts/other-imprint.json')).toBe(foreign);

	const { interactions, metadata } = await pactIn(pactFile);
	const by = (description: string) => interactions.find((each) => each.description === description);
	expect({ count: interactions.length, version: metadata.pactSpecification.version }).toEqual({
		count: 5 + 45 + 2,
		version: '4.0',
	});
	for (const each of committed.interactions) {
		expect(by(each.description)).toEqual(each.description === 'changes the metadata alone' ? undefined : each);
	}
	expect(by('four, to the folder pacts')).toMatchObject({
		comments: { testname: 'plain tests of four' },
		providerStates: [{ name: 'one' }, { name: 'two', params: { x: 1 } }],
		request: { method: 'GET', query: { q: ['1'] }, headers: { 'X-Key': ['a'] } },
		response: { status: 204 },
	});
	expect(by('three, to the default folder')).toMatchObject({
		comments: { testname: 'plain tests of three' },
		type: 'Synchronous/HTTP',
		response: { body: { content: 'a,b', contentType: 'text/csv' } },
	});
	expect(await pactIn('pacts/imprint-client-second.json')).toMatchObject({
		interactions: [{ description: 'two', providerState: 'one', request: { query: 'q=1' } }],
		metadata: { pactSpecification: { version: '2.0.0' } },
	});
	expect((await pactIn('pacts/imprint-client-third.json')).metadata.pactSpecification.version).toBe('3.0.0');
	expect(await pactIn('pacts/imprint-client-messages.json')).toMatchObject({
		interactions: [{ type: 'Asynchronous/Messages', description: 'a message' }],
	});
});

test('record.command runs in place of Jest, and what it writes is recorded', async () => {
	await project.edit('contract.config.ts', "consumer: 'imprint-client',", sources.withCommand);
	await project.write('consumer.js', sources.script);
	expect(await record()).toMatchObject({ code: 0, findings: [] });
	expect((await pactIn(pactFile)).interactions).toMatchObject([{ description: 'of a script' }]);
	await project.write('consumer.js', sources.failingScript);
	expect(await record()).toMatchObject({
		code: 1,
		messages: [
			'record.failed: The client sent GET /b; the interaction expects GET /a. Correct the client or the test.',
			'record.failed: The consumer tests failed (node consumer.js): planted Correct the client or the test.',
		],
	});
});

test('a file in place of pacts/: bad input, one message', async () => {
	await withFolder(async (folder) => {
		const file = join(folder, 'pacts');
		await writeFile(file, '');
		const pacts = [{ name: 'a-b.json', text: '{}', identities: [] }];
		const replaced = replacePacts({ folder: file, pacts, mode: 'always', command: 'record' });
		await expect(replaced).rejects.toBeInstanceOf(InputError);
		await expect(replaced).rejects.toThrow(
			`The folder ${file} cannot be read: its path leads through a file. Make it readable, or name another.`,
		);
	});
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

	test('a client that throws, sends twice, sends another header or never returns', async () => {
		const file = 'tests/consumer/update-customer.pact.test.ts';
		await project.edit('contracts/client.ts', 'const response = await this.send({', sources.faultyClient);
		await project.edit('contracts/client.ts', 'Authorization: this.authorization(),', sources.faultyHeader);
		await project.edit(file, "});\n\ntest('changes every", "}, 500);\n\ntest('changes every");
		const { code, findings, messages } = await record();
		const test = `Correct the test in ${file}.`;
		expect({ code, messages }).toEqual({
			code: 1,
			messages: [
				'record.failed: Request header "Authorization": expected "Bearer example-api-key", received "Token example-api-key". ' +
					`Correct the client. Correct the interaction in ${file}.`,
				`record.failed: The client did not return within 500 ms. Correct the client. ${test}`,
				`record.failed: The client sent the request 2 times; the interaction expects it once. Correct the client. ${test}`,
				...Array(3).fill(
					`record.failed: The client threw "boom" (contracts/client.ts:45) before it sent a request. Correct the client in contracts/client.ts. ${test}`,
				),
			],
		});
		const boom = findings.filter(({ title }) => title.includes('boom'));
		expect(new Set(boom.map(({ fingerprint }) => fingerprint)).size).toBe(1);
		const lines = (await project.read(file)).split('\n');
		for (const { source, interaction } of findings) {
			expect(source?.file).toBe(file);
			expect(lines[(source?.line ?? 0) - 1]).toContain(`test('${interaction?.description}'`);
		}
	});

	test('one description twice, a skip, an interaction that is not awaited, a hook that throws, a file that does not compile', async () => {
		await project.write('tests/consumer/wrong.pact.test.ts', sources.wrong);
		await project.write(
			'tests/consumer/hook.pact.test.ts',
			"afterAll(() => {\n\tthrow new Error('planted');\n});\ntest('passes', () => {});\n",
		);
		await project.write('tests/consumer/syntax.pact.test.ts', 'export konst a = 1;\n');
		const { code, messages } = await record();
		const file = 'tests/consumer/wrong.pact.test.ts';
		expect({ code, messages }).toEqual({
			code: 1,
			messages: [
				'record.duplicate: Two different interactions have the description "is twice" and the same provider state. Give each interaction its own description.',
				'record.failed: tests/consumer/hook.pact.test.ts failed: planted. Correct the test in tests/consumer/hook.pact.test.ts.',
				"record.failed: tests/consumer/syntax.pact.test.ts failed: Expected '{', got 'ident'. Correct the test in tests/consumer/syntax.pact.test.ts.",
				`record.failed: expect(received).toBe(expected); Expected: 2; Received: 1. Correct the client. Correct the test in ${file}.`,
				// One for each test; a report groups them by their cause.
				`record.failed: spec/openapi.yaml has no operationId "updateCustomr"; did you mean "updateCustomer"? Correct the operationId in ${file}. Update spec/openapi.yaml if it is outdated.`,
				`record.failed: spec/openapi.yaml has no operationId "updateCustomr"; did you mean "updateCustomer"? Correct the operationId in ${file}. Update spec/openapi.yaml if it is outdated.`,
				`record.failed: The test threw "own" (${file}:${1 + sources.wrong.split('\n').findIndex((line) => line.includes("'own'"))}). Correct the test in ${file}.`,
				`record.incomplete: The consumer test "is skipped" did not run, so its interaction is not recorded. Remove \`skip\`, \`todo\` or \`only\` from ${file}.`,
				`record.incomplete: The test "is not awaited" passed, but its interaction "not awaited" is not recorded. Await \`executeTest\` (or \`verify\`) in ${file}.`,
			].sort(),
		});
	});

	test('no consumer tests, and tests that record nothing', async () => {
		await rm(join(project.root, 'tests', 'consumer'), { recursive: true });
		expect((await record()).messages).toEqual([
			'record.incomplete: There is no Pact test in tests/consumer/ (*.pact.test.ts), so nothing is recorded. Write one, such as tests/consumer/orders.pact.test.ts.',
		]);
		await project.edit('contract.config.ts', "consumer: 'imprint-client',", sources.withCommand);
		await project.write('consumer.js', '');
		expect((await record()).messages).toEqual([
			'record.incomplete: The consumer tests in tests/consumer/ recorded no interaction. Add an interaction and await its `executeTest`.',
		]);
	});
});
