/**
 * The promise of the gate: after a change by hand of client, contract, spec or provider, `contract gate` fails and names the
 * field, the interaction and the line in the spec. In copies of the project.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contract, projectRoot } from '../support/cli';
import { copyProject, type ProjectCopy } from '../support/project-copy';

let project: ProjectCopy;
beforeAll(async () => {
	project = await copyProject();
});
afterEach(() => project.reset());
afterAll(() => project.remove());

interface Told {
	readonly accepted?: object;
	readonly interaction?: { readonly description: string };
	readonly code: string;
	readonly message: string;
	readonly instance?: string;
	readonly at?: { readonly file?: string; readonly line?: number };
	readonly spec?: { readonly line: number; readonly pointer: string };
}

interface EditedPact {
	readonly interactions: { readonly description: string; readonly response: { readonly body: { content: object } } }[];
}

interface Judged {
	readonly code: number | null;
	readonly errors: Told[];
	/** Of the interactions that were judged, and their operations. */
	readonly descriptions: string[];
	readonly operations: string[];
}

const gate = (env: NodeJS.ProcessEnv = {}) => judged('gate', env);

/** The gate, or the one of its steps that the change concerns. */
async function judged(command: 'gate' | 'check' | 'verify', env: NodeJS.ProcessEnv = {}): Promise<Judged> {
	const { code, stdout } = await contract([command, '--format', 'json'], { cwd: project.root, env });
	const { findings, interactions } = JSON.parse(stdout) as {
		findings: (Told & { severity: string })[];
		interactions: { description: string; operation: string }[];
	};
	const errors = findings.filter((each) => each.severity === 'error');
	const descriptions = interactions.map(({ description }) => description);
	const operations = interactions.map(({ operation }) => operation);
	return { code, errors, descriptions, operations };
}

/** The line of `text` in the description, as a person would find it. */
async function lineInSpec(pattern: RegExp): Promise<number> {
	const lines = (await project.read('spec/openapi.yaml')).split('\n');
	return lines.findIndex((line) => pattern.test(line)) + 1;
}

test('the client sends a field under another name', async () => {
	await project.edit('contracts/client.ts', 'body: update,', 'body: { emial: update.email },');
	const { code, errors } = await gate();
	expect(code).toBe(1);
	const told = errors.find((each) => each.interaction?.description === 'changes the e-mail alone');
	expect(told).toMatchObject({
		code: 'record.failed',
		message: expect.stringContaining('emial'),
		spec: { line: (await lineInSpec(/^ {16}email:/)) + 1, pointer: expect.stringMatching(/properties\/email$/) },
	});
});

test('the contract expects a field that the spec does not have', async () => {
	const file = 'tests/consumer/update-customer.pact.test.ts';
	await project.edit(
		file,
		'jsonBody({ id: string(existing), email })',
		'jsonBody({ id: string(existing), emial: email })',
	);
	await project.edit(file, 'toMatchObject({ id: existing, email })', 'toMatchObject({ id: existing })');
	const { code, errors } = await gate();
	expect(code).toBe(1);
	const [told] = errors.filter((each) => each.code === 'response.body.unknown');
	expect(told).toMatchObject({ instance: '/emial', spec: { pointer: '/components/schemas/Customer' } });
	expect(told?.interaction?.description).toBe('changes the e-mail alone');
	expect(told?.spec?.line).toBe((await lineInSpec(/^ {4}Customer:/)) + 1);
});

test('the recorded pact is edited by hand: it is not replaced, and exactly its content is judged', async () => {
	const file = 'pacts/imprint-client-imprint.json';
	const pact = JSON.parse(await project.read(file)) as EditedPact;
	const removed = pact.interactions.pop();
	const edited = pact.interactions.find(({ description }) => description === 'changes the e-mail alone');
	if (!edited || !removed) throw new Error('the pact has other interactions');
	Object.assign(edited.response.body.content, { date_of_birth: { month: 13 } });
	await project.write(file, JSON.stringify(pact));
	const before = await project.read(file);
	const { code, errors, descriptions } = await gate();
	expect({ code, descriptions }).toEqual({
		code: 1,
		descriptions: pact.interactions.map(({ description }) => description),
	});
	expect(errors[0]).toMatchObject({ code: 'pact.edited', at: { file } });
	const [told] = errors.filter((each) => each.code === 'response.body.invalid');
	expect(told).toMatchObject({ instance: '/date_of_birth/month', at: { file }, spec: { line: 311 } });
	expect(await project.read(file)).toBe(before);
});

test('the spec forbids what the client sends', async () => {
	await project.edit(
		'spec/openapi.yaml',
		'                preferred_language:\n                  type: string',
		'                preferred_language:\n                  type: string\n                  enum: [de, fr]',
	);
	const { code, errors } = await judged('check');
	expect(code).toBe(1);
	expect(errors).toHaveLength(1);
	expect(errors[0]).toMatchObject({
		code: 'request.body.invalid',
		instance: '/preferred_language',
		spec: { line: await lineInSpec(/enum: \[de, fr\]/) },
	});
	expect(errors[0]?.message).toBe(
		'Request body /preferred_language: expected "de" or "fr", received "es". Correct what the client sends. Update spec/openapi.yaml if the API has changed.',
	);
});

test('the spec drops a field that the client relies on', async () => {
	await project.edit('spec/openapi.yaml', /\n {8}statuses:[\s\S]*?Card Program Name: OPEN/, '');
	const { code, errors } = await judged('check');
	expect(code).toBe(1);
	expect(errors.map((each) => `${each.code} ${each.instance}`)).toContain('response.body.unknown /statuses');
});

test('the spec moves the operation', async () => {
	await project.edit('spec/openapi.yaml', '/v2/customers/{customer_id}:', '/v3/customers/{customer_id}:');
	const { code, errors } = await judged('check');
	expect({ code, some: errors.length > 0 }).toEqual({ code: 1, some: true });
});

test('the provider sends ssn4 as a number', async () => {
	await project.edit('sandbox/customers.ts', "ssn4: '0000'", 'ssn4: 0 as unknown as string');
	const { code, errors } = await judged('verify');
	expect(code).toBe(1);
	expect(errors.map((each) => each.instance)).toEqual(['/ssn4', '/ssn4', '/ssn4']);
	expect(errors[1]).toMatchObject({
		code: 'response.body.invalid',
		message:
			'Response body /ssn4: expected a string, received an integer. Report it to the provider. Update spec/openapi.yaml if the API has changed.',
		interaction: { description: 'changes the e-mail alone' },
		spec: { pointer: '/components/schemas/Customer/properties/ssn4/type', line: (await lineInSpec(/^ {8}ssn4:/)) + 1 },
	});
});

test.each(['first_name', 'preferred_language'])('the provider does not store %s', async (field) => {
	await project.edit('sandbox/update-customer.ts', `update.${field} ?? customer.${field}`, `customer.${field}`);
	const { code, errors } = await judged('verify');
	expect({ code, instances: errors.map((each) => each.instance) }).toEqual({ code: 1, instances: [`/${field}`] });
});

test('the provider answers 201', async () => {
	await project.edit('sandbox/update-customer.ts', 'status: 200', 'status: 201');
	const { code, errors } = await judged('verify');
	expect(code).toBe(1);
	expect(errors[0]).toMatchObject({
		code: 'response.status.undocumented',
		spec: { line: (await lineInSpec(/^ {6}responses:/)) + 1 },
	});
});

test('a new interaction needs one change: in CI its pact is out of date, elsewhere the gate records it and says so', async () => {
	const before = await project.read('pacts/imprint-client-imprint.json');
	await project.edit(
		'tests/consumer/update-customer.pact.test.ts',
		"uponReceiving('changes the metadata alone')",
		"uponReceiving('changes nothing but the metadata')",
	);
	const inCi = await gate({ CI: 'true' });
	expect({ code: inCi.code, codes: inCi.errors.map((each) => each.code) }).toEqual({ code: 1, codes: ['pact.stale'] });
	expect(await project.read('pacts/imprint-client-imprint.json')).toBe(before);
	const { code, stdout } = await contract(['gate'], { cwd: project.root });
	expect(code).toBe(0);
	expect(stdout).toContain('pacts/imprint-client-imprint.json has changed: review and commit it');
	expect(await project.read('pacts/imprint-client-imprint.json')).toContain('changes nothing but the metadata');
});

test('another operation needs the spec, a Pact test and a handler of the local provider, as documented', async () => {
	const guide = await readFile(join(projectRoot, 'docs', 'adding-an-operation.md'), 'utf8');
	const [test = '', handler = ''] = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
	await project.write('tests/consumer/get-customer.pact.test.ts', test);
	await project.edit(
		'spec/openapi.yaml',
		'    post:\n      tags:',
		`    get:
      operationId: getCustomer
      parameters:
        - { name: customer_id, in: path, required: true, schema: { type: string } }
      responses:
        '200':
          description: The customer
          content: { application/json: { schema: { $ref: '#/components/schemas/Customer' } } }
    post:
      tags:`,
	);
	const without = await gate();
	expect(without.errors.map((each) => each.message)).toEqual([
		expect.stringMatching(
			/^The local provider has no handler for GET \/v2\/customers\/.*\. Add one in sandbox\/answer\.ts\.$/,
		),
	]);
	await project.write('sandbox/get-customer.ts', handler);
	await project.edit(
		'sandbox/answer.ts',
		'import { updateCustomer }',
		"import { getCustomer } from './get-customer';\nimport { updateCustomer }",
	);
	await project.edit('sandbox/answer.ts', '= [updateCustomer]', '= [updateCustomer, getCustomer]');
	const { code, errors, operations } = await gate();
	expect({ code, errors, isJudged: operations.includes('getCustomer') }).toEqual({
		code: 0,
		errors: [],
		isJudged: true,
	});
});

test('nothing changed: green, also with --strict, and the verdict is understood at a glance', async () => {
	const args = ['gate', '--strict', '--format', 'json', '--output', 'report.json'];
	const { code, stdout, stderr } = await contract(args, { cwd: project.root });
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	const { findings } = JSON.parse(await project.read('report.json')) as { findings: Told[] };
	expect(findings).toEqual([]);
	// What was compared with what, in which time, and the counts.
	const steps = stdout.split('\n').filter((each) => /^[✓✗?] (?:record|check|verify|coverage) /.test(each));
	expect(steps).toEqual([
		expect.stringMatching(/^✓ record +\d+\.\d\d s {2}client with contract: 6 interactions recorded, pacts unchanged$/),
		expect.stringMatching(
			/^✓ check +\d+\.\d\d s {2}contract with spec: 6 interactions against spec\/openapi\.yaml with spec\/promises\.overlay\.yaml$/,
		),
		expect.stringMatching(
			/^✓ verify .*contract and spec with provider: 6 interactions replayed against the local provider$/,
		),
		expect.stringMatching(/^✓ coverage .* 1 of 1 operations, 3 of 3 responses, /),
	]);
	expect(stdout.split('\n').slice(-3)).toEqual([
		'AGREE     everything that was compared agrees',
		'          6 of 6 interactions judged; findings: none',
		'',
	]);
});
