import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../spec/json';
import { loadSpec } from '../../spec/spec';
import { withFolder } from '../support/temporary';
import { answered, judgedAgain, judgedLive, saying, written } from './support/written';

const spec = (schema: unknown) => ({ openapi: '3.1.0', info: { title: 'a', version: '1' }, paths: { '/': { get: { responses: { 200: { description: 'x', content: { 'application/json': { schema } } } } } } } });
const item = { type: 'object', required: ['id'], properties: { id: { type: 'string', format: 'uuid' }, email: { type: 'string', format: 'email' }, born: { type: 'string', format: 'date' }, at: { type: 'string', format: 'date-time' }, year: { type: 'integer', minimum: 1900, maximum: 2100 }, amount: { type: 'number', multipleOf: 0.01 }, code: { type: 'string', pattern: '^[A-Z]{2}-[0-9]{4}$' }, phone: { type: 'string', pattern: '^\\+1[2-9][0-9]{9}$' }, kind: { enum: ['a', 'b'] }, ok: { type: 'boolean' } } };
const N = Number(process.env.N ?? 5000);
const rows = (wrong: boolean) => Array.from({ length: N }, (_, i) => ({ id: `f47ac10b-58cc-4372-a567-${String(i).padStart(12, '0')}`, email: wrong && i % 7 === 0 ? `person${i}` : `person${i}@mail.test`, born: new Date(i * 864e5).toISOString().slice(0, 10), at: new Date(i * 864e5).toISOString(), year: wrong && i % 5 === 0 ? 3000 : 1950 + (i % 60), amount: 1.25 + (i % 1000), code: `XY-${String(i % 10000).padStart(4, '0')}`, phone: wrong && i % 11 === 0 ? '+49123' : `+1555${String(1000000 + i)}`, kind: 'a', ok: true }));
const cases: [string, unknown, () => Json][] = [
	['right', { type: 'array', items: item }, () => rows(false)],
	['wrong', { type: 'array', items: item }, () => rows(true)],
	['if then', { type: 'array', items: { type: 'object', properties: { age: { type: 'integer' }, iban: { type: 'string' } }, if: { properties: { age: { maximum: 17 } } }, then: { required: ['guardian'] }, else: { properties: { iban: { minLength: 5 } } } } }, () => Array.from({ length: N }, (_, i) => (i % 3 ? { age: 40, iban: `DE${i}` } : i % 2 ? { age: 12, guardian: `Anna ${i}` } : { age: 13 }))],
	['one of', { type: 'array', items: { oneOf: [{ type: 'object', required: ['level'], properties: { level: { type: 'integer', maximum: 3 } } }, { type: 'object', required: ['level'], properties: { level: { type: 'integer', minimum: 4 }, title: { type: 'string' } } }] } }, () => Array.from({ length: N }, (_, i) => ({ level: i % 6, title: `Doctor ${i}` }))],
	['map', { type: 'object', additionalProperties: { type: 'object', properties: { born: { type: 'string', format: 'date' }, n: { type: 'integer', maximum: 5 } } } }, () => Object.fromEntries(Array.from({ length: N }, (_, i) => [`person.${i}@mail.test`, { born: new Date(i * 864e5).toISOString().slice(0, 10), n: i % 7 }]))],
	['names', { type: 'object', additionalProperties: { type: 'object', properties: { born: { type: 'string', format: 'date' }, n: { type: 'integer', maximum: 5 } } } }, () => Object.fromEntries(Array.from({ length: N }, (_, i) => [`person${i}`, { born: new Date(i * 864e5).toISOString().slice(0, 10), n: i % 7 }]))],
	['nothing asked', {}, () => rows(false)],
];
test.each(cases)('%s', async (name, schema, make) => {
	await withFolder(async (folder) => {
		await writeFile(join(folder, 's.json'), JSON.stringify(spec(schema)));
		const s = await loadSpec(join(folder, 's.json'));
		const body = make();
		const sent = answered({ status: 200, headers: { 'Content-Type': 'application/json' }, body });
		let t = Date.now(); const live = judgedLive(sent, s); const one = Date.now() - t;
		t = Date.now(); const har = written([sent], s); const took = Date.now() - t;
		console.log(name, 'MB', (JSON.stringify(body).length / 1e6).toFixed(1), 'check', one, 'harOf', took, har.log.entries[0]?.response.comment, live.length, har.log.entries[0]?.response.content.text?.slice(0, 130));
		const again = (await judgedAgain(har, s)).map((e) => JSON.stringify(saying(e))).sort();
		expect(again.join() === live.map((e) => JSON.stringify(saying(e))).sort().join()).toBe(true);
	});
}, 120000);
