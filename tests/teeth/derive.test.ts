/** The table of mutants is derived from the spec: a new keyword, field or status there gets its mutants. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../src/json/json';
import { loadSpec } from '../../src/openapi/spec';
import { withFolder } from '../support/temporary';
import { deriveMutants } from './derive/derive';
import type { Mutant } from './mutant';

interface Given {
	/** The schema of the field `x` of a 200, and what the honest provider says there. */
	readonly x: Json;
	readonly value: Json;
	/** What the schema of the whole body says beside. */
	readonly beside?: JsonObject;
	/** What the interaction relies on. */
	readonly relied?: Json;
	readonly rules?: JsonObject;
	readonly statuses?: readonly string[];
	readonly schemas?: JsonObject;
}

async function derive({
	x,
	value,
	beside = {},
	relied = {},
	rules = {},
	statuses = ['200'],
	schemas = {},
}: Given): Promise<Mutant[]> {
	const body = { type: 'object', properties: { x }, ...beside };
	const response = { description: '', content: { 'application/json': { schema: body } } };
	const responses = Object.fromEntries(statuses.map((status) => [status, response]));
	const paths = { '/things': { get: { operationId: 'read', responses } } };
	const document = { openapi: '3.1.0', info: { title: '', version: '1' }, paths, components: { schemas } };
	const request = { method: 'GET', path: '/things' };
	const expected = { status: 200, body: { content: relied }, matchingRules: { body: rules } };
	return withFolder(async (folder) => {
		const file = join(folder, 'spec.json');
		await writeFile(file, JSON.stringify(document));
		const answer = { status: 200, headers: [], body: Buffer.from(JSON.stringify({ x: value })) };
		const honest = { invite: () => ({ own: 'a', other: 'b', unused: 'c' }), ask: async () => answer };
		return deriveMutants(await loadSpec(file), [{ description: 'reads', request, response: expected }], honest);
	});
}

/** `what: outcome` of the mutants of one place; of what is caught, by whom. */
const at = (mutants: readonly Mutant[], place: string): string[] =>
	mutants
		.filter(({ name }) => name.startsWith(`read 200 ${place}: `))
		.map(({ name, expected }) => {
			const outcome = expected.outcome === 'caught' ? String(expected.by) : expected.outcome;
			return `${name.slice(`read 200 ${place}: `.length)}: ${outcome}`;
		});

const wrongFor = (type: string, ...right: string[]) =>
	['string', 'integer', 'number', 'boolean', 'object', 'array', 'null']
		.filter((each) => each !== type && !right.includes(each))
		.map((each) => `${each} instead of ${type}: spec`);

const rows: readonly (readonly [keyword: string, given: Given, place: string, mutants: readonly string[]])[] = [
	[
		'type: string',
		{ x: { type: 'string' }, value: 'a' },
		'/x',
		[...wrongFor('string'), 'missing: harmless', 'a text without meaning: loose', 'an empty text: loose'],
	],
	[
		'type: integer',
		{ x: { type: 'integer' }, value: 1 },
		'/x',
		[...wrongFor('integer'), 'missing: harmless', 'a negative number: loose', 'a number beyond sense: loose'],
	],
	[
		'several types',
		{ x: { type: ['boolean', 'null'] }, value: true },
		'/x',
		[
			...['string', 'integer', 'number', 'object', 'array'].map((each) => `${each} instead of boolean or null: spec`),
			'missing: harmless',
		],
	],
	[
		'required',
		{ x: { type: 'boolean' }, value: true, beside: { required: ['x'] } },
		'/x',
		[...wrongFor('boolean'), 'missing, though required: spec'],
	],
	[
		'enum',
		{ x: { enum: ['A', 'B'] }, value: 'A' },
		'/x',
		[
			...['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'].map(
				(each) => `${each}, where no type is stated: spec`,
			),
			'missing: harmless',
			'outside enum: spec',
			'of the enum in another case: spec',
			'empty, though an enum: spec',
		],
	],
	[
		'minimum and maximum',
		{ x: { type: 'integer', minimum: 1, maximum: 12 }, value: 2 },
		'/x',
		[
			...wrongFor('integer'),
			'missing: harmless',
			'below minimum: spec',
			'at minimum: harmless',
			'above maximum: spec',
			'at maximum: harmless',
		],
	],
	[
		'exclusive bounds',
		{ x: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, value: 0.5 },
		'/x',
		[...wrongFor('number', 'integer'), 'missing: harmless', 'at exclusive minimum: spec', 'at exclusive maximum: spec'],
	],
	[
		'multipleOf',
		{ x: { type: 'number', multipleOf: 0.01, minimum: 0, maximum: 9 }, value: 1.25 },
		'/x',
		[
			...wrongFor('number', 'integer'),
			'missing: harmless',
			'no multiple: spec',
			'below minimum: spec',
			'at minimum: harmless',
			'above maximum: spec',
			'at maximum: harmless',
		],
	],
	[
		'minLength and maxLength',
		{ x: { type: 'string', minLength: 2, maxLength: 8 }, value: 'abc' },
		'/x',
		[...wrongFor('string'), 'missing: harmless', 'too short: spec', 'too long: spec', 'a text without meaning: loose'],
	],
	[
		'pattern',
		{ x: { type: 'string', pattern: '^[a-z]*$' }, value: 'abc' },
		'/x',
		[...wrongFor('string'), 'missing: harmless', 'against pattern: spec'],
	],
	[
		'format',
		{ x: { type: 'string', format: 'date' }, value: '2025-02-13' },
		'/x',
		[
			...wrongFor('string'),
			'missing: harmless',
			'against format date (1): spec',
			'against format date (2): spec',
			'against format date (3): spec',
		],
	],
	[
		'bounds of a list',
		{ x: { type: 'array', minItems: 1, maxItems: 2, uniqueItems: true }, value: ['a'] },
		'/x',
		[...wrongFor('array'), 'missing: harmless', 'too few items: spec', 'too many items: spec', 'an item twice: spec'],
	],
	['items', { x: { type: 'array', items: { type: 'boolean' } }, value: [true] }, '/x/*', wrongFor('boolean')],
	[
		'items, one more',
		{ x: { type: 'array', items: { type: 'boolean' } }, value: [true] },
		'/x/* (one more)',
		wrongFor('boolean'),
	],
	[
		'additionalProperties, a schema',
		{ x: { type: 'object', additionalProperties: { type: 'boolean' } }, value: { a: true } },
		'/x/*',
		wrongFor('boolean'),
	],
	[
		'additionalProperties: false',
		{ x: { type: 'object', properties: {}, additionalProperties: false }, value: {} },
		'/x',
		[...wrongFor('object'), 'missing: harmless', 'one field more: spec'],
	],
	[
		'an object within',
		{ x: { type: 'object', properties: { y: { type: 'boolean' } } }, value: { y: true } },
		'/x/y',
		[...wrongFor('boolean'), 'missing: harmless'],
	],
	[
		'no type',
		{ x: true, value: 'a' },
		'/x',
		[
			...['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'].map(
				(each) => `${each}, where no type is stated: harmless`,
			),
			'missing: harmless',
		],
	],
	[
		'$ref',
		{ x: { $ref: '#/components/schemas/X' }, value: true, schemas: { X: { type: 'boolean' } } },
		'/x',
		[...wrongFor('boolean'), 'missing: harmless'],
	],
	[
		'allOf',
		{ x: { allOf: [{ type: 'integer', minimum: 0 }, { maximum: 5 }] }, value: 2 },
		'/x',
		[
			...wrongFor('integer'),
			'missing: harmless',
			'below minimum: spec',
			'at minimum: harmless',
			'above maximum: spec',
			'at maximum: harmless',
		],
	],
	[
		'oneOf',
		{ x: { oneOf: [{ type: 'boolean' }, { type: 'null' }] }, value: true },
		'/x',
		[
			...['string', 'integer', 'number', 'object', 'array'].map((each) => `${each} instead of boolean or null: spec`),
			'missing: harmless',
		],
	],
	[
		'anyOf, whose other branch may be meant',
		{ x: { anyOf: [{ type: 'integer', minimum: 0, maximum: 5 }, { const: -1 }] }, value: 1 },
		'/x',
		[
			...wrongFor('integer'),
			'missing: harmless',
			'below minimum: loose',
			'at minimum: harmless',
			'above maximum: spec',
			'at maximum: harmless',
			'another constant: spec',
		],
	],
	[
		'a schema that holds itself',
		{
			x: { $ref: '#/components/schemas/X' },
			value: { x: {} },
			schemas: { X: { type: 'object', properties: { x: { $ref: '#/components/schemas/X' } } } },
		},
		'/x/x',
		[...wrongFor('object'), 'missing: harmless', 'one field more: harmless'],
	],
];

test.each(rows)('%s', async (_, given, place, mutants) => {
	expect(at(await derive(given), place)).toEqual(mutants);
});

test('a new field in the spec gets its mutants', async () => {
	const plain: Given = { x: { type: 'boolean' }, value: true };
	const names = (mutants: readonly Mutant[]) => mutants.map(({ name }) => name);
	const before = names(await derive(plain));
	const after = names(await derive({ ...plain, beside: { properties: { x: plain.x, y: { type: 'boolean' } } } }));
	expect(after.filter((name) => !before.includes(name))).toEqual(
		wrongFor('boolean').map((each) => `read 200 /y: ${each.replace(': spec', '')}`),
	);
});

test('a new status in the spec gets its mutants', async () => {
	const mutants = await derive({ x: { type: 'boolean' }, value: true, statuses: ['200', '409'] });
	expect(mutants.map(({ name }) => name)).toContain('read 200: its body under 409');
	expect(mutants.map(({ name }) => name)).not.toContain('read 200: 409 instead');
});

test('Pact catches what an interaction relies on, even if the spec allows it', async () => {
	const x = { type: 'string' };
	const equal = at(await derive({ x, value: 'a', relied: { x: 'a' } }), '/x');
	expect(equal).toEqual([
		...wrongFor('string').map((each) => `${each},Pact`),
		'missing: Pact',
		'a text without meaning: Pact',
		'an empty text: Pact',
	]);
	const byType = { '$.x': { matchers: [{ match: 'type' }] } };
	const typed = at(await derive({ x, value: 'a', relied: { x: 'b' }, rules: byType }), '/x');
	expect(typed).toEqual([
		...wrongFor('string').map((each) => `${each},Pact`),
		'missing: Pact',
		'a text without meaning: loose',
		'an empty text: loose',
	]);
});

test.each([
	[
		'keyword',
		{ x: { type: 'string', contains: {} }, value: 'a' },
		'The oracle of the teeth does not know the keyword "contains"',
	],
	[
		'matching rule',
		{ x: {}, value: 'a', relied: { x: 'a' }, rules: { '$.x': { matchers: [{ match: 'semver' }] } } },
		'The oracle of the teeth does not know the matching rule "semver"',
	],
	[
		'path of a matching rule',
		{ x: {}, value: 'a', relied: { x: 'a' }, rules: { '$.x[*]': { matchers: [] } } },
		'The oracle of the teeth does not know the path "$.x[*]"',
	],
] satisfies readonly (readonly [string, Given, string])[])(
	'what it does not know it does not pass over: a %s',
	async (_, given, message) => {
		await expect(derive(given)).rejects.toThrow(message);
	},
);

test('derivation is deterministic, and names of mutants are unique', async () => {
	const given: Given = {
		x: { type: 'array', items: { $ref: '#/components/schemas/X' } },
		value: ['a'],
		schemas: { X: { type: 'string' } },
	};
	const [one, two] = [await derive(given), await derive(given)];
	expect(one.map(({ name, expected }) => [name, expected])).toEqual(two.map(({ name, expected }) => [name, expected]));
	expect(new Set(one.map(({ name }) => name)).size).toBe(one.length);
});
