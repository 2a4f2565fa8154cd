/** Examples: each is one that its schema accepts, and is chosen as the file says. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { examplesOf } from '../../src/openapi/example/example';
import { loadSpec } from '../../src/openapi/spec';
import { typeText } from '../../src/scaffold/draft/type-text';
import { identifierOf, kebab, resourceOf } from '../../src/scaffold/names';
import { literal, quoted } from '../../src/scaffold/write/literal';
import { typeLayout } from '../../src/scaffold/write/type-layout';
import { withFolder } from '../support/temporary';

const node = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };
const schemas = {
	Node: {
		...node,
		properties: { ...node.properties, next: { $ref: '#/components/schemas/Node', example: { name: 'b' } } },
	},
	Tree: {
		type: 'object',
		required: ['children'],
		properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
	},
	Endless: { type: 'object', required: ['more'], properties: { more: { $ref: '#/components/schemas/Endless' } } },
	Cat: { type: 'object', required: ['kind', 'lives'], properties: { kind: { type: 'string' }, lives: { const: 9 } } },
	Either: {
		oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Node' }],
		discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat' } },
	},
};

/** A schema, its example in a request, and its type there. */
const cases: readonly (readonly [schema: object | boolean, example: unknown, type: string])[] = [
	[{ type: 'string' }, 'example', 'string'],
	[{ type: 'string', minLength: 12, maxLength: 12 }, 'example exam', 'string'],
	[{ type: 'string', maxLength: 3 }, 'exa', 'string'],
	[{ type: 'string', format: 'date-time' }, '2025-01-31T12:00:00Z', 'string'],
	[{ type: 'string', pattern: '^[A-Z]{3}-\\d{2}$' }, 'AAA-00', 'string'],
	[{ type: 'string', format: 'constructor' }, 'example', 'string'],
	[{ type: 'integer', minimum: 7, multipleOf: 5 }, 10, 'number'],
	[{ type: 'number', exclusiveMinimum: 0.5, maximum: 0.75 }, 0.75, 'number'],
	[{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.1 }, 0.05, 'number'],
	[{ enum: ['a', null, 2] }, 'a', "'a' | null | 2"],
	[{ type: ['null', 'boolean'] }, true, 'null | boolean'],
	[{ type: 'null' }, null, 'null'],
	[{ type: 'string', example: 7, default: 'stated' }, 'stated', 'string'],
	[
		{ type: 'array', items: { enum: ['a', 'b', 'c'] }, minItems: 2, uniqueItems: true },
		['a', 'b'],
		"('a' | 'b' | 'c')[]",
	],
	[{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }] }, ['example', 1], 'unknown[]'],
	[
		{ type: 'object', additionalProperties: { type: 'integer' }, minProperties: 1 },
		{ key1: 1 },
		'Record<string, number>',
	],
	[
		{ type: 'object', required: ['b'], properties: { a: { type: 'string' }, b: true, c: { examples: [1] } } },
		{ b: 'example', c: 1 },
		'{ a?: string; b: unknown; c?: unknown }',
	],
	[
		{ allOf: [node, { properties: { id: { type: 'string', readOnly: true, example: 'x' } }, required: ['id'] }] },
		{ name: 'example' },
		'{ name: string }',
	],
	[{ ...node, example: { name: 'stated', other: 1 } }, { name: 'stated' }, '{ name: string }'],
	[{ $ref: '#/components/schemas/Node' }, { name: 'example', next: { name: 'b' } }, '{ name: string; next?: unknown }'],
	[{ $ref: '#/components/schemas/Tree' }, { children: [] }, '{ children: unknown[] }'],
	[{ $ref: '#/components/schemas/Endless' }, undefined, '{ more: unknown }'],
	[
		{ $ref: '#/components/schemas/Either' },
		{ kind: 'cat', lives: 9 },
		'{ kind: string; lives: 9 } | { name: string; next?: unknown }',
	],
	[{ type: 'object', required: ['__proto__'] }, JSON.parse('{"__proto__":"example"}'), 'Record<string, unknown>'],
	[{ type: 'string', minLength: 3, maxLength: 2 }, undefined, 'string'],
	[false, undefined, 'unknown'],
];

it('examples are what the schema states, else what it allows, and their types are its', () =>
	withFolder(async (folder) => {
		const own = Object.fromEntries(cases.map(([schema], index) => [`Case${index}`, schema]));
		const file = join(folder, 'api.json');
		const info = { title: 'Cases', version: '1' };
		await writeFile(
			file,
			JSON.stringify({ openapi: '3.1.0', info, paths: {}, components: { schemas: { ...schemas, ...own } } }),
		);
		const spec = await loadSpec(file);
		for (const [index, [schema, example, type]] of cases.entries()) {
			const pointer = `/components/schemas/Case${index}`;
			const [found] = examplesOf(spec, 'request', pointer);
			expect([schema, found, typeText(spec, 'request', pointer)]).toEqual([schema, example, type]);
			if (found !== undefined) expect(spec.validator.faults('request', pointer, found)).toEqual([]);
		}
	}));

it('names are those of the field', () => {
	expect(['getPet', 'GET /v2/pets/{pet_id}', 'HTTPServer2', '*'].map(kebab)).toEqual([
		'get-pet',
		'get-v2-pets-pet-id',
		'http-server2',
		'operation',
	]);
	expect(['delete', 'get_pet', '2fa', 'GET /pets'].map(identifierOf)).toEqual([
		'deleteOperation',
		'getPet',
		'operation2fa',
		'getPets',
	]);
	expect(
		['/pets', '/pets/{id}', '/pet-stores/{a}/boxes/{b}', '/categories/{id}/items', '/status/{id}', '/{id}'].map(
			resourceOf,
		),
	).toEqual([undefined, 'pet', 'box', 'category', 'status', 'id']);
});

it('values and types are laid out as Prettier prints them', () => {
	expect(quoted(`it's "so"\n`)).toBe(`'it\\'s "so"\\n'`);
	expect(quoted("it's")).toBe(`"it's"`);
	expect(literal({ a: [1, 'b'], 'c-d': {}, __proto: null }, 0)).toBe("{ a: [1, 'b'], 'c-d': {}, __proto: null }");
	expect(literal([{ a: 'x'.repeat(60) }, {}], 0)).toBe(`[\n  { a: '${'x'.repeat(60)}' },\n  {},\n]`);
	const long = `{ first: 'a' | 'b'; second: { ${'x'.repeat(30)}: string; ${'y'.repeat(30)}: number }[] }`;
	expect(typeLayout(long, 0, 0)).toBe(
		`{\n  first: 'a' | 'b';\n  second: {\n    ${'x'.repeat(30)}: string;\n    ${'y'.repeat(30)}: number;\n  }[];\n}`,
	);
});
