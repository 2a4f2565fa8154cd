import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSpec } from '../../spec/spec';
import { withFolder } from '../support/temporary';
import { answered, judgedAgain, judgedLive, saying, written } from './support/written';

const spec = (schema: unknown) => ({
	openapi: '3.1.0',
	info: { title: 'a', version: '1' },
	paths: { '/': { get: { responses: { 200: { description: 'x', content: { 'application/json': { schema } } } } } } },
});
const item = {
	type: 'object',
	required: ['id'],
	properties: {
		id: { type: 'string', format: 'uuid' },
		email: { type: 'string', format: 'email' },
		born: { type: 'string', format: 'date' },
		at: { type: 'string', format: 'date-time' },
		year: { type: 'integer', minimum: 1900, maximum: 2100 },
		amount: { type: 'number', multipleOf: 0.01 },
		code: { type: 'string', pattern: '^[A-Z]{2}-[0-9]{4}$' },
		phone: { type: 'string', pattern: '^\\+1[2-9][0-9]{9}$' },
		kind: { enum: ['a', 'b'] },
		ok: { type: 'boolean' },
	},
};
test.each([
	[10000, false],
	[10000, true],
])(
	'%i objects, wrong %s',
	async (n, wrong) => {
		await withFolder(async (folder) => {
			await writeFile(join(folder, 's.json'), JSON.stringify(spec({ type: 'array', uniqueItems: false, items: item })));
			const s = await loadSpec(join(folder, 's.json'));
			const body = Array.from({ length: n }, (_, i) => ({
				id: `f47ac10b-58cc-4372-a567-${String(i).padStart(12, '0')}`,
				email: wrong && i % 7 === 0 ? `person${i}` : `person${i}@mail.test`,
				born: new Date(i * 864e5).toISOString().slice(0, 10),
				at: new Date(i * 864e5).toISOString(),
				year: wrong && i % 5 === 0 ? 3000 : 1950 + (i % 60),
				amount: (i % 1000) / 100 + 0.01,
				code: 'XY-' + String(i % 10000).padStart(4, '0'),
				phone: wrong && i % 11 === 0 ? '+49123' : '+1555' + String(1000000 + i),
				kind: 'a',
				ok: true,
			}));
			const sent = answered({ status: 200, headers: { 'Content-Type': 'application/json' }, body });
			let t = Date.now();
			const live = judgedLive(sent, s);
			const one = Date.now() - t;
			t = Date.now();
			const har = written([sent], s);
			const took = Date.now() - t;
			console.log(
				n,
				wrong,
				'check',
				one,
				'harOf',
				took,
				har.log.entries[0]?.response.comment,
				har.log.entries[0]?.response.content.text?.slice(0, 330),
				live.length,
			);
			expect((await judgedAgain(har, s)).map(saying)).toEqual(live.map(saying));
		});
	},
	120000,
);
