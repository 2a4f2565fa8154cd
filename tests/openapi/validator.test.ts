/** The parts of a document that a validator reads, and the fields of a fault. */
import { createValidator, Unverifiable } from '../../src/openapi/schema/validator';
import { documentOf } from './support/document';

const place = (name: string) => `/components/schemas/${name}`;
const text = JSON.stringify({
	openapi: '3.1.0',
	components: {
		schemas: {
			Used: { properties: { a: { $ref: '#/components/schemas/Shared' }, f: { format: 'invented' } } },
			Other: { items: { $ref: '#/components/schemas/Shared' } },
			Shared: { type: 'string', format: 'made-up' },
			Broken: { properties: { a: { pattern: '(?i)x' } } },
			AlsoBroken: { $ref: '#/components/schemas/Broken' },
		},
	},
});

test('an unknown format is reported once, when its schema is first used', async () => {
	const formats: string[] = [];
	const validator = createValidator(await documentOf(text, 'spec.json'), (_, format) => formats.push(format));
	expect(formats).toEqual([]);
	for (const value of [{ a: 'x' }, { a: 'y' }, { a: 1 }]) {
		expect(validator.accepts('response', place('Used'), value)).toBe(value.a !== 1);
		expect(formats).toEqual(['invented', 'made-up']);
	}
	expect(validator.accepts('response', place('Other'), ['x'])).toBe(true);
	expect(formats).toEqual(['invented', 'made-up']);
});

test('an unused broken schema is not reported, and a used one does not affect others', async () => {
	const validator = createValidator(await documentOf(text, 'spec.json'), () => {});
	expect(validator.accepts('response', place('Other'), ['x'])).toBe(true);
	for (const [name, value] of [
		['Broken', { a: 'x' }],
		['AlsoBroken', { a: 'y' }],
	] as const) {
		for (const judge of [validator.accepts, validator.faults]) {
			expect(() => judge('response', place(name), value)).toThrow(Unverifiable);
			expect(() => judge('response', place(name), value)).toThrow(
				expect.objectContaining({
					pointer: `${place('Broken')}/properties/a/pattern`,
					message: '"pattern" is "(?i)x"; it must be a regular expression of ECMAScript',
				}),
			);
		}
	}
	expect(validator.accepts('response', place('Used'), { a: 1 })).toBe(false);
});

test('a fault has the received value and that of the keyword', async () => {
	const validator = createValidator(await documentOf(text, 'spec.json'), () => {});
	expect(validator.faults('request', place('Used'), { a: 5 })).toEqual([
		{
			instance: '/a',
			keyword: 'type',
			params: { type: 'string' },
			value: 5,
			allowed: 'string',
			source: `${place('Shared')}/type`,
		},
	]);
});

test('a missing schema cannot be judged', async () => {
	const validator = createValidator(await documentOf(text, 'spec.json'), () => {});
	expect(() => validator.faults('response', place('None'), 1)).toThrow(
		new Unverifiable(place('None'), `"#${place('None')}" does not exist`),
	);
});
