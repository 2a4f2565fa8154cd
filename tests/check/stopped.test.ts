/** Judging that does not end is stopped, for its interaction alone. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../src/exchange/finding';
import { contract, projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';

const launcher = join(projectRoot, 'bin', 'contract.js');
const pattern = '^(a+)+$';
const hostile = `${'a'.repeat(40)}!`;
const holes = [...'abcdefgh'];
const parameter = (name: string, where: string, schema: object) => ({
	...{ name, in: where, required: where === 'path', schema },
});
const operation = (parameters: readonly object[]) => ({
	get: { parameters, responses: { 200: { description: 'done' } } },
});
const spec = {
	...{ openapi: '3.1.0', info: { title: 'hostile', version: '1' } },
	paths: {
		'/good': operation([parameter('n', 'query', { type: 'integer', maximum: 5 })]),
		'/names': operation([parameter('q', 'query', { type: 'object', patternProperties: { [pattern]: true } })]),
		[`/holes/${holes.map((each) => `{${each}}`).join('')}-end`]: operation(
			holes.map((each) => parameter(each, 'path', { type: 'string' })),
		),
	},
};
const get = (path: string, query: object = {}) => ({
	...{ description: path, request: { method: 'GET', path, query }, response: { status: 200 } },
});
const pact = {
	...{ consumer: { name: 'one' }, provider: { name: 'other' } },
	interactions: [
		get('/good', { n: '9' }),
		get('/names', { [hostile]: '1' }),
		get('/good', { n: '9' }),
		get(`/holes/${'a'.repeat(300)}`),
		get('/good', { n: '1' }),
		get('/good', { n: '9' }),
	],
	metadata: { pactSpecification: { version: '3.0.0' } },
};

// More than what is worth threads.
test.each([0, 48 << 20])('each is judged as if it were alone, with %i spaces behind', async (spaces) => {
	await withFolder(async (folder) => {
		await writeFile(join(folder, 'spec.json'), JSON.stringify(spec));
		await writeFile(join(folder, 'pact.json'), JSON.stringify(pact) + ' '.repeat(spaces));
		const args = ['check', 'pact.json', '--spec', 'spec.json', '--format', 'json'];
		const { code, stdout } = await contract(args, { cwd: folder, launcher });
		const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
		expect(findings.map((each) => [each.interaction?.index, each.code, each.spec?.pointer])).toEqual([
			[0, 'request.parameter.invalid', '/paths/~1good/get/parameters/0/schema/maximum'],
			[1, 'request.parameter.unverifiable', `/paths/~1names/get/parameters/0/schema/patternProperties/${pattern}`],
			[2, 'request.parameter.invalid', '/paths/~1good/get/parameters/0/schema/maximum'],
			[3, 'request.operation.unverifiable', '/paths'],
			[5, 'request.parameter.invalid', '/paths/~1good/get/parameters/0/schema/maximum'],
		]);
		expect(code).toBe(1);
	});
});
