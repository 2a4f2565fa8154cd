/** When schemas are compiled: each once, and only when used. */
import type { SpecDocument } from '../../src/openapi/document/document';
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

/** The document, which writes down what is read of it. */
async function watched(): Promise<{ document: SpecDocument; read: () => string[] }> {
	const document = await documentOf(text, 'spec.json');
	let read: string[] = [];
	return {
		document: {
			...document,
			at: (pointer) => {
				read.push(pointer);
				return document.at(pointer);
			},
		},
		read: () => {
			const all = read.filter((pointer) => pointer.startsWith('/components/schemas/'));
			read = [];
			return [...new Set(all.map((pointer) => pointer.split('/')[3] ?? ''))];
		},
	};
}

test('a schema is read when it is first used, and then no more', async () => {
	const { document, read } = await watched();
	const formats: string[] = [];
	const validator = createValidator(document, (format) => formats.push(format));
	expect(read()).toEqual([]);

	expect(validator.faults('response', place('Used'), { a: 'x' })).toEqual([]);
	expect(read()).toEqual(['Used', 'Shared']);
	expect(formats).toEqual(['invented', 'made-up']);

	expect(validator.faults('response', place('Used'), { a: 'y' })).toEqual([]);
	expect(validator.accepts('response', place('Used'), { a: 1 })).toBe(false);
	expect(read()).toEqual([]);

	// Nor is a broken one.
	expect(() => validator.accepts('response', place('Broken'), {})).toThrow(Unverifiable);
	expect(read()).toEqual(['Broken']);
	expect(() => validator.accepts('response', place('Broken'), {})).toThrow(Unverifiable);
	expect(read()).toEqual([]);

	// What another schema shares is not read again either.
	expect(validator.accepts('response', place('Other'), ['x'])).toBe(true);
	expect(validator.accepts('response', place('Shared'), 'x')).toBe(true);
	expect(read()).toEqual(['Other', 'Shared']);
	expect(formats).toEqual(['invented', 'made-up']);
});

test('a broken schema that is not used is not complained of, and one that is stops no other', async () => {
	const validator = createValidator(await documentOf(text, 'spec.json'), () => {});
	expect(validator.accepts('response', place('Other'), ['x'])).toBe(true);
	for (const name of ['Broken', 'AlsoBroken', 'Broken']) {
		for (const judge of [validator.accepts, validator.faults]) {
			expect(() => judge('response', place(name), {})).toThrow(Unverifiable);
			expect(() => judge('response', place(name), {})).toThrow(
				expect.objectContaining({
					pointer: `${place('Broken')}/properties/a/pattern`,
					message: '"pattern" is "(?i)x"; it must be a regular expression of ECMAScript',
				}),
			);
		}
	}
	expect(validator.accepts('response', place('Used'), { a: 1 })).toBe(false);
});

test('a fault carries what was found and what the schema says', async () => {
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

test('a place where nothing stands cannot be judged', async () => {
	const validator = createValidator(await documentOf(text, 'spec.json'), () => {});
	expect(() => validator.faults('response', place('None'), 1)).toThrow(
		new Unverifiable(place('None'), `nothing stands at "#${place('None')}"`),
	);
});
