/** The least coverage: how it is written, what falls below it, and which places a finding names. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { minCoverageIn } from '../../src/config/min-coverage';
import { projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { withFolder } from '../support/temporary';

const states = join(__dirname, 'fixtures/states');
const given = ['coverage', join(states, 'pact.json'), '--spec', join(states, 'spec.yaml')];
const low = async (least: string) => {
	const { code, report } = await contractInProcess([...given, '--min-coverage', least], { cwd: states });
	return { code, titles: report?.findings.map(({ code: own, title }) => `${own} ${title}`) };
};

test.each([
	['80', 80],
	['0', 0],
	['99.5', 99.5],
	['responses=100', { responses: 100 }],
	['responses=100,requestFields=80', { responses: 100, requestFields: 80 }],
])('%s', (text, least) => {
	expect(minCoverageIn(text, '--min-coverage')).toEqual(least);
});

test.each([
	['101', 'takes percent from 0 to 100, such as 80 or responses=100,values=50, not "101".'],
	['-1', 'there is no kind "-1". Kinds: operations,'],
	['80%', 'takes percent from 0 to 100, such as 80 or responses=100,values=50, not "80%".'],
	['responses', 'takes percent from 0 to 100, such as 80 or responses=100,values=50, not "responses".'],
	['responses=', 'takes percent from 0 to 100, such as 80 or responses=100,values=50, not "responses=".'],
	['response=100', 'there is no kind "response"; did you mean "responses"? Kinds: operations,'],
	['responses=1,responses=2', 'names responses twice. Name it once.'],
	['80,responses=100', 'there is no kind "80". Kinds: operations,'],
	['', 'there is no kind "". Kinds: operations,'],
])('"%s" is refused', (text, message) => {
	expect(() => minCoverageIn(text, '--min-coverage')).toThrow(message);
});

test('an option that cannot be used is one message', async () => {
	const { code, stderr, stdout } = await contractInProcess([...given, '--min-coverage=responces=1']);
	expect([code, stdout]).toEqual([2, '']);
	expect(stderr).toMatch(
		/^--min-coverage: there is no kind "responces"; did you mean "responses"\? Kinds: [\w, ]+\.\n$/,
	);
});

test('what is just covered passes, and what is short of it by anything does not', async () => {
	expect(await low('responses=100,parameters=50,requestFields=25,operations=50')).toEqual({ code: 0, titles: [] });
	const { code, titles } = await low('requestFields=25.001');
	expect(code).toBe(1);
	const share = 'covered are 1 of 4 request fields (25 %), and the least is 25.001 %.';
	expect(titles).toEqual([
		`coverage.low Request field /tag of putPet: sent only where a 4xx is expected; ${share}`,
		`coverage.low Request field /note of putPet: no interaction sends it; ${share}`,
		`coverage.low Request field /late of putPet: no interaction sends it; ${share}`,
	]);
});

test('a kind with nothing to cover is at 100', async () => {
	expect(await low('constraints=100')).toEqual({ code: 0, titles: [] });
});

test('one number is for all kinds together', async () => {
	// 1 of 2 operations, 3 of 3 responses, 1 of 2 parameters, 1 of 4 and 2 of 3 fields, 1 of 2 values: 9 of 16.
	expect(await low('56.25')).toEqual({ code: 0, titles: [] });
	const { code, titles } = await low('56.26');
	expect([code, titles?.length]).toEqual([1, 7]);
	expect(titles?.[0]).toContain('covered are 9 of 16 places (56.2 %), and the least is 56.26 %.');
});

test('findings name no place of an operation that the contract does not use, unless operations are demanded', async () => {
	const kinds = ['responses', 'parameters', 'requestFields', 'responseFields', 'values', 'constraints'];
	const { titles = [] } = await low(kinds.map((each) => `${each}=100`).join());
	expect(titles).not.toHaveLength(0);
	expect(titles.join()).not.toContain('getOwners');
	expect((await low('operations=100')).titles).toEqual([
		'coverage.low Operation getOwners: no interaction uses it; covered are 1 of 2 operations (50 %), and the least is 100 %.',
	]);
});

test('the config demands it of its own spec alone, and the option takes its place', async () => {
	await withFolder(async (folder) => {
		const config = (least: string) =>
			writeFile(
				join(folder, 'contract.config.ts'),
				`export default { consumer: 'c', provider: { name: 'p' }, spec: ${JSON.stringify(join(states, 'spec.yaml'))}, minCoverage: ${least} };\n`,
			);
		const run = (...args: readonly string[]) =>
			contractInProcess(['coverage', join(states, 'pact.json'), ...args], { cwd: folder });
		await config('{ requestFields: 80 }');
		const { code, report } = await run();
		expect(code).toBe(1);
		expect(report?.findings[0]?.fix).toContain('Lower the threshold (minCoverage in contract.config.ts).');
		expect((await run('--min-coverage', '1')).code).toBe(0);
		const other = join(__dirname, 'fixtures/constraints/spec.yaml');
		const elsewhere = await run('--spec', other);
		expect(elsewhere.report?.findings.map((each) => each.code)).not.toContain('coverage.low');
		for (const [least, message] of [
			['{ responce: 1 }', 'there is no key minCoverage.responce'],
			['{ responces: 1 }', 'there is no key minCoverage.responces; did you mean "responses"?'],
			['101', 'minCoverage is not a number from 0 to 100.'],
			["{ values: '80' }", 'minCoverage.values is not a number from 0 to 100.'],
			["'80'", 'minCoverage is not an object'],
		] as const) {
			await config(least);
			const refused = await run();
			expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(message)]);
		}
	});
});

test('our own project demands every response', async () => {
	const { code, report } = await contractInProcess(['coverage', '--format', 'json'], { cwd: projectRoot });
	expect([code, report?.coverage?.responses]).toEqual([0, { covered: 3, total: 3 }]);
});
