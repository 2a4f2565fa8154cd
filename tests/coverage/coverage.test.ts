/** Coverage of our own pact beside a count by hand, what a provider sends, and what has more places than are counted. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Coverage } from '../../src/coverage/coverage';
import { countsInWords, coverageReport } from '../../src/coverage/report';
import { most } from '../../src/coverage/schema-places';
import type { Exchange } from '../../src/exchange/exchange';
import { loadSpec } from '../../src/openapi/spec';
import { readPact } from '../../src/pact/pact-file';
import { projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';
import { coverageIn, linesOf, placesIn } from './support/places';

const own = {
	spec: join(projectRoot, 'spec/openapi.yaml'),
	pact: join(projectRoot, 'pacts/imprint-client-imprint.json'),
};

test('our own pact, place by place, as counted by hand', async () => {
	const byHand = readFileSync(join(__dirname, 'own-places.txt'), 'utf8').trimEnd().split('\n');
	expect((await placesIn(own.spec, own.pact)).sort()).toEqual(byHand.sort());
});

test('what the provider sends and nobody relies on is seen; it covers no response and no value', async () => {
	const spec = await loadSpec(own.spec);
	const coverage = await coverageIn(spec, own.pact);
	const before = linesOf(coverageReport(coverage.places, spec));
	const [first] = (await readPact(own.pact)).interactions;
	if (first?.kind !== 'http') throw new Error('the first interaction is not over HTTP');
	const { interaction, places, request } = first.exchange;
	const answer = (status: number, value: Exchange['response']['body']): Exchange => ({
		...{ interaction, places, request },
		response: { status, headers: [['Content-Type', 'application/json']], body: value },
	});
	coverage.see(answer(200, { kind: 'json', value: { id: 'a', ssn4: '6789', statuses: { x: 'CLOSED' }, drift: 1 } }));
	coverage.see(answer(418, { kind: 'json', value: { id: 'a' } }));
	coverage.see(answer(400, { kind: 'text', text: '{', fault: 'it is not JSON' }));
	const after = linesOf(coverageReport(coverage.places, spec));
	expect(after.filter((each) => !before.includes(each))).toEqual([
		'responseField seen updateCustomer 200 /ssn4 :195 by 0',
	]);
	expect(inspect(coverage, { depth: 12, maxStringLength: null, maxArrayLength: null })).not.toContain('6789');
});

test('a pact without a use of the spec covers nothing, and no operation but a used one is entered', async () => {
	const spec = await loadSpec(join(__dirname, 'fixtures/states/spec.yaml'));
	expect(countsInWords(coverageReport(new Coverage(spec).places, spec))).toBe('0 of 2 operations');
	const lines = linesOf(
		coverageReport((await coverageIn(spec, join(__dirname, 'fixtures/states/pact.json'))).places, spec),
	);
	expect(lines.filter((each) => each.includes('getOwners'))).toEqual(['operation unused getOwners - - :33 by']);
});

test('schemas that all refer to each other are counted up to a limit, which is said', async () => {
	await withFolder(async (folder) => {
		const names = Array.from({ length: 12 }, (_, index) => `S${index}`);
		const $ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
		const schema = { properties: Object.fromEntries(names.map((name) => [name, $ref(name)])) };
		const content = { 'application/json': { schema: $ref('S0') } };
		const spec = {
			...{ openapi: '3.1.0', info: { title: 't', version: '1' } },
			paths: { '/a': { get: { operationId: 'a', responses: { 200: { description: '', content } } } } },
			components: { schemas: Object.fromEntries(names.map((name) => [name, schema])) },
		};
		const interaction = { description: 'a', request: { method: 'GET', path: '/a' }, response: { status: 200 } };
		const pact = { consumer: { name: 'c' }, provider: { name: 'p' }, interactions: [interaction] };
		const file = (name: string) => join(folder, name);
		await writeFile(file('spec.json'), JSON.stringify(spec));
		await writeFile(file('pact.json'), JSON.stringify(pact));
		const loaded = await loadSpec(file('spec.json'));
		const coverage = await coverageIn(loaded, file('pact.json'));
		expect(coverage.cut).toEqual(['response 200 of a']);
		const { total } = coverageReport(coverage.places, loaded).responseFields;
		expect(total).toBeGreaterThan(most);
		expect(total).toBeLessThan(most * names.length);
	});
});
