/** Large answers: thousands of values are judged alike, whatever of them hangs together, without trying each by itself. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../src/json/json';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { withFolder } from '../support/temporary';
import { answered, judgedAgain, judgedLive, saying, written } from './support/written';

/** `SIZE=50000` for measuring. */
const size = Number(process.env.SIZE ?? 1_500);
const listed = (make: (index: number) => Json): Json => Array.from({ length: size }, (_, index) => make(index));

const person: JsonObject = {
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
	},
};
const day = (index: number) => new Date(index * 86_400_000).toISOString();
const aPerson = (index: number, isWrong: boolean): Json => ({
	id: `f47ac10b-58cc-4372-a567-${String(index).padStart(12, '0')}`,
	email: isWrong && index % 7 === 0 ? `planted${index}` : `planted${index}@example.net`,
	born: day(index).slice(0, 10),
	at: day(index),
	year: isWrong && index % 5 === 0 ? 3000 : 1950 + (index % 60),
	amount: (index % 1000) + (isWrong ? 0.125 : 0.25),
	code: `XY-${String(index % 10_000).padStart(4, '0')}`,
	phone: isWrong && index % 11 === 0 ? '+49123' : `+1555${String(1_000_000 + index)}`,
	kind: index % 2 === 0 ? 'a' : 'b',
});
const inMap = { type: 'object', properties: { born: { format: 'date' }, count: { type: 'integer', maximum: 5 } } };

const cases: Record<string, readonly [schema: Json, body: Json]> = {
	right: [{ type: 'array', items: person }, listed((index) => aPerson(index, false))],
	wrong: [{ type: 'array', items: person }, listed((index) => aPerson(index, true))],
	undescribed: [{}, listed((index) => aPerson(index, true))],
	'one value says what another is asked': [
		{
			type: 'array',
			items: {
				properties: { age: { type: 'integer' }, iban: { type: 'string' } },
				if: { properties: { age: { maximum: 17 } } },
				// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
				then: { required: ['guardian'] },
				else: { properties: { iban: { minLength: 5 } } },
			},
		},
		listed((index) =>
			index % 3 === 0 ? { age: 12 + (index % 2), guardian: 'planted' } : { age: 40, iban: `DE${index}` },
		),
	],
	'keys that are no names': [
		{ type: 'object', additionalProperties: inMap },
		Object.fromEntries(
			(listed((index) => index) as number[]).map((index) => [
				`planted.${index}@example.net`,
				{ born: day(index).slice(0, 10), count: index % 7 },
			]),
		),
	],
	'different numbers': [{ type: 'array', uniqueItems: true }, listed((index) => 86_420_000 + index)],
};

test.each(Object.entries(cases))(
	'%s',
	async (_, [schema, body]) => {
		const spec = await specFor(schema);
		const sent = answered({ status: 200, headers: { 'Content-Type': 'application/json' }, body });
		const har = written([sent], spec);
		const live = judgedLive(sent, spec).map((each) => JSON.stringify(saying(each)));
		const again = (await judgedAgain(har, spec)).map((each) => JSON.stringify(saying(each)));
		expect(again.length).toBe(live.length);
		expect(again.sort().join('\n') === live.sort().join('\n')).toBe(true);
		expect(har.log.entries[0]?.response.comment).toBeUndefined();
		expect(har.log.entries[0]?.response.content.text).not.toMatch(/planted|86420/);
	},
	120_000,
);

async function specFor(schema: Json): Promise<Spec> {
	const responses = { 200: { description: 'a', content: { 'application/json': { schema } } } };
	const info = { title: 'a', version: '1' };
	return withFolder(async (folder) => {
		await writeFile(
			join(folder, 'spec.json'),
			JSON.stringify({ openapi: '3.1.0', info, paths: { '/': { get: { responses } } } }),
		);
		return loadSpec(join(folder, 'spec.json'));
	});
}
