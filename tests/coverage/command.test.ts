/** `contract coverage` and what the reports say of it. */
import { join } from 'node:path';
import { contractInProcess } from '../support/in-process';

const fixture = (name: string) => join(__dirname, 'fixtures', name);
const args = (name: string, spec = name) => [
	...['coverage', join(fixture(name), 'pact.json')],
	...['--spec', join(fixture(spec), 'spec.yaml')],
];

test('the JSON has the counts by kind, and each place with its line and the interactions', async () => {
	const { code, stdout } = await contractInProcess([...args('states'), '--format', 'json'], { cwd: fixture('states') });
	expect(code).toBe(0);
	const { coverage, steps } = JSON.parse(stdout) as { coverage: Record<string, unknown[]>; steps: { step: string }[] };
	expect(steps.map(({ step }) => step)).toEqual(['coverage']);
	expect(Object.keys(coverage)).toEqual([
		...['operations', 'responses', 'parameters', 'requestFields', 'responseFields', 'values', 'constraints'],
		'places',
	]);
	expect(coverage.requestFields).toEqual({ covered: 1, total: 4 });
	expect(coverage.constraints).toEqual({ covered: 0, total: 0 });
	const pact = join(fixture('states'), 'pact.json');
	const file = join(fixture('states'), 'spec.yaml');
	const schema = '/paths/~1pets~1{id}/put/requestBody/content/application~1json/schema';
	expect(coverage.places).toContainEqual({
		...{ kind: 'requestField', state: 'refused', operation: 'putPet', instance: '/tag' },
		spec: { file, pointer: `${schema}/properties/tag`, line: 16 },
		by: [{ file: pact, index: 1 }],
	});
	expect(coverage.places).toContainEqual({
		...{ kind: 'operation', state: 'unused', operation: 'getOwners' },
		spec: { file, pointer: '/paths/~1owners/get', line: 33 },
		by: [],
	});
});

test('the text has what is not covered, the most telling first, with its line', async () => {
	const { stdout } = await contractInProcess(args('states'), { cwd: fixture('states') });
	const file = join(fixture('states'), 'spec.yaml');
	expect(stdout.slice(0, stdout.indexOf('✓'))).toBe(`not covered
  Request field /tag of putPet: sent only where a 4xx is expected (${file}:16)
  Parameter "dry" in query of putPet: no interaction sends it (${file}:9)
  Request field /note of putPet: no interaction sends it (${file}:17)
  Request field /late of putPet: no interaction sends it (${file}:18)
  Value "S" at /size of response 200 of putPet: no interaction expects it (${file}:28)
  Field /name of response 200 of putPet: no interaction relies on it (${file}:27)

`);
	expect(stdout).toContain(
		'1 of 2 operations, 3 of 3 responses, 1 of 2 parameters, 1 of 4 request fields, 2 of 3 response fields, 1 of 2 values\n',
	);
});

test('the page has a table of the kinds', async () => {
	const { as } = await contractInProcess(args('states'), { cwd: fixture('states') });
	expect(await as?.('html')).toContain('<tr><th scope="row">request fields</th><td>1 of 4</td>');
});

test('an interaction that belongs to no operation covers nothing, and is a finding', async () => {
	const { code, report } = await contractInProcess(args('states', 'shapes'), { cwd: fixture('states') });
	expect(code).toBe(1);
	expect(new Set(report?.findings.map((each) => each.code))).toEqual(new Set(['request.operation.unknown']));
	expect(report?.coverage?.operations).toEqual({ covered: 0, total: 1 });
});
