/** What `contract init` and `contract add` leave as it is, and what they refuse. */
import { withScaffold } from './scaffold-project';

const spec = `openapi: 3.0.3
info: { title: "Ärger & Co", version: '1' }
paths:
  /things/{thing_id}:
    get:
      operationId: getThing
      parameters: [{ name: thing_id, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: fine }, '404': { description: none } }
    put:
      operationId: putThing
      parameters: [{ name: thing_id, in: path, required: true, schema: { type: integer } }]
      requestBody:
        required: true
        content: { application/json: { schema: { type: string, pattern: '^(?<a>x)\\k<a>(?!x)y$' } } }
      responses: { '204': { description: fine } }
`;

const kept = {
	'contract.config.ts': "export default { consumer: 'a', provider: { name: 'b' }, spec: 'api.yaml' };\n",
	'contracts/client.ts': 'export class Client {}\n',
	'contracts/get-thing.ts': '// ours\n',
	'tests/consumer/get-thing.pact.test.ts': '// ours\n',
	'.gitignore': 'dist\nnode_modules',
	'package.json':
		'{\n    "version": "1.0.0",\n    "scripts": {\n        "gate": "ours"\n    },\n    "name": "@us/shop"\n}',
};

describe('contract init', () => {
	it('overwrites nothing, and adds to package.json and .gitignore what is missing', () =>
		withScaffold({ 'api.yaml': spec, ...kept }, async (project) => {
			const result = await project.run('init');
			expect(result).toMatchObject({ code: 0, stderr: '' });
			const { '.gitignore': ignored, 'package.json': json, ...others } = await project.texts();
			expect(others).toEqual({
				'api.yaml': spec,
				...Object.fromEntries(Object.entries(kept).filter(([file]) => file.endsWith('.ts'))),
			});
			expect(ignored).toBe('dist\nnode_modules\n.env\n');
			expect(json?.startsWith('{\n    "version": "1.0.0",\n    "scripts": {\n        "gate": "ours",\n')).toBe(true);
			expect(Object.keys(JSON.parse(json ?? ''))).toEqual(['version', 'scripts', 'name', 'allowScripts']);
			for (const file of Object.keys(others).filter((each) => each.endsWith('.ts'))) {
				expect(result.stdout).toContain(`kept ${file}: it exists\n`);
			}
			expect((await project.run('init')).stdout).toContain('kept package.json: nothing is missing\n');
		}));

	it('names consumer, provider and variables after package.json and the spec, and the states of its test', () =>
		withScaffold({ 'api.yaml': spec, 'package.json': '{"name":"@us/shop"}' }, async (project) => {
			await project.run('init');
			const config = await project.read('contract.config.ts');
			for (const text of [
				"consumer: 'shop',",
				"name: 'rger-co',",
				"remote: { thing_id: { from: 'RGER_CO_THING_ID' } },",
				"remote: { thing_id: { unusedLike: 'RGER_CO_THING_ID' } },",
			]) {
				expect(config).toContain(text);
			}
		}));

	it('asks for the spec where there is none, and where there are several', async () => {
		const names = 'spec/openapi.yaml, openapi.yaml, openapi.yml, openapi.json, api.yaml';
		await withScaffold({}, async (project) => {
			const stderr = `There is no OpenAPI spec here (${names}). Say contract init --spec FILE.\n`;
			expect(await project.run('init')).toEqual({ code: 2, stdout: '', stderr });
			expect(await project.texts()).toEqual({});
		});
		await withScaffold({ 'api.yaml': spec, 'openapi.yml': spec }, async (project) => {
			const stderr = 'There are several OpenAPI specs here (openapi.yml, api.yaml). Say contract init --spec FILE.\n';
			expect(await project.run('init')).toEqual({ code: 2, stdout: '', stderr });
		});
	});
});

describe('contract add', () => {
	it('refuses what it cannot add, and writes nothing then', () =>
		withScaffold({ 'api.yaml': spec }, async (project) => {
			const outside = await project.run('add', 'getThing');
			expect(outside.code).toBe(2);
			expect(outside.stderr).toContain('There is no contract.config.ts here');
			await project.run('init');
			const before = await project.texts();
			const refusals = {
				getThings: 'api.yaml has no operation "getThings"; did you mean "getThing"? Operations: getThing, putThing.\n',
				'GET /things/{thing_id}':
					'contracts/get-thing.ts exists already, so nothing was written. Move it away first.\n',
				putThing: 'No example for PUT /things/{thing_id} body: add an `example` to api.yaml.\n',
			};
			for (const [name, stderr] of Object.entries(refusals)) {
				expect(await project.run('add', name)).toEqual({ code: 2, stdout: '', stderr });
			}
			await project.write('contracts/client.ts', 'export class Other {}\n');
			expect((await project.run('add', 'putThing')).stderr).toContain('contracts/client.ts exports no class Client');
			await project.write('contracts/client.ts', before['contracts/client.ts'] ?? '');
			expect(await project.texts()).toEqual(before);
		}));
});
