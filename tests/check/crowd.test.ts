/** A value with more faults than anyone reads: they are counted, in time, and many of one kind hide no other. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../src/exchange/finding';
import { contractInProcess } from '../support/in-process';
import { withFolder } from '../support/temporary';

const parcel = { type: 'object', required: ['id', 'weight'], properties: { id: {}, weight: {} } };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const spec = {
	...{ openapi: '3.1.0', info: { title: 'parcels', version: '1' } },
	paths: {
		'/parcels': {
			put: { requestBody: json({ type: 'array', items: parcel }), responses: { 204: { description: 'done' } } },
			post: {
				requestBody: json({ ...parcel, additionalProperties: false }),
				responses: { 204: { description: 'done' } },
			},
		},
	},
};

async function findingsFor(method: string, body: unknown): Promise<readonly Finding[]> {
	return withFolder(async (folder) => {
		const pact = {
			...{ consumer: { name: 'one' }, provider: { name: 'other' } },
			interactions: [
				{
					description: 'sends parcels',
					request: { method, path: '/parcels', headers: { 'Content-Type': 'application/json' }, body },
					response: { status: 204 },
				},
			],
			metadata: { pactSpecification: { version: '3.0.0' } },
		};
		await writeFile(join(folder, 'spec.json'), JSON.stringify(spec));
		await writeFile(join(folder, 'pact.json'), JSON.stringify(pact));
		const args = ['check', 'pact.json', '--spec', 'spec.json', '--format', 'json'];
		const { stdout } = await contractInProcess(args, { cwd: folder });
		return (JSON.parse(stdout) as { findings: readonly Finding[] }).findings;
	});
}

test('20 000 fields that should not be there', async () => {
	const fields = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`field${index}`, index]));
	const findings = await findingsFor('POST', { id: 'a', weight: 1, ...fields });
	expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['request.body.invalid', 'rest.errors']));
	expect(findings.at(-1)?.title).toMatch(/^At least 980 more findings/);
});

test.each(['weight', 'notes'])('one fault in 2 000 items does not hide another, %s', async (field) => {
	const items: object[] = Array.from({ length: 2_000 }, () => ({ id: 'a', notes: 'unknown' }));
	items[1_999] = field === 'weight' ? { weight: 1, notes: '' } : { id: 'a', weight: 1, note: '' };
	const titles = (await findingsFor('PUT', items)).map(({ title }) => title);
	expect(titles).toEqual(
		expect.arrayContaining([
			expect.stringMatching(/"?weight"?.*, and at least 999 more items likewise/),
			expect.stringMatching(/\/notes: .*, and at least 999 more items likewise/),
			expect.stringMatching(field === 'weight' ? /\/1999.*"?id"?/ : /\/1999\/note: /),
		]),
	);
});
