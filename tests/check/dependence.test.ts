/** What a verdict on one value of a body can depend on. */

import { hasWideSchemas, isPathFree } from '../../src/check/matcher/dependence';
import { everything } from '../../src/exchange/disclosure';
import type { Json, JsonObject } from '../../src/json/json';
import { specOf } from '../openapi/support/document';

const documentWith = async (schema: Json, more: JsonObject = {}) =>
	(await specOf({ openapi: '3.1.0', paths: {}, components: { schemas: { it: schema, ...more } } })).document;
const it = '/components/schemas/it';

const isWide = async (schema: Json, more?: JsonObject) => hasWideSchemas(await documentWith(schema, more), it);

describe('a schema that depends on sibling values or on its index', () => {
	test.each<[Json]>([
		[{ oneOf: [{}, {}] }],
		[{ anyOf: [{}] }],
		[{ not: { const: 1 } }],
		[{ if: {} }],
		[{ dependentSchemas: { a: {} } }],
		[{ prefixItems: [{}] }],
		[{ $dynamicRef: '#a' }],
		[{ properties: { a: { items: { allOf: [{}, { not: {} }] } } } }],
		[{ $ref: '#/components/schemas/other' }],
		[{ properties: { a: { description: 'beside', $ref: '#/components/schemas/other' } } }],
		[{ $ref: '#/components/schemas/plain', allOf: [{ not: {} }] }],
		[{ $ref: '#/components/schemas/missing' }],
	])('%j', async (schema) => {
		expect(await isWide(schema, { other: { not: {} }, plain: {} })).toBe(true);
	});
});

describe('a schema that depends on nothing else', () => {
	test.each<[Json]>([
		[{}],
		[true],
		[{ type: ['object', 'null'], required: ['a'], properties: { a: { enum: [null, 'not', 1, true] } } }],
		[{ default: null, allOf: [{ $ref: '#/components/schemas/plain' }, { $ref: '#/components/schemas/plain' }] }],
		[{ properties: { a: { $ref: '#/components/schemas/it' } } }],
		[{ properties: { $ref: { type: 'string' } } }],
	])('%j', async (schema) => {
		expect(await isWide(schema, { plain: { type: 'object', additionalProperties: false } })).toBe(false);
	});
});

async function isFree(parameters: readonly Json[]): Promise<boolean> {
	const spec = await specOf({
		openapi: '3.1.0',
		paths: { '/{a}/{b}': { get: { parameters, responses: {} } } },
		components: { schemas: { text: { type: 'string' } } },
	});
	const [operation] = spec.operations.operations;
	if (!operation) throw new Error('there is no operation');
	return isPathFree({ spec, operation, role: 'contract', disclosure: everything });
}

describe('whether every path is valid', () => {
	test.each<[boolean, Json]>([
		[true, { type: 'string' }],
		[true, { type: 'string', title: 'a', description: 'b', default: 'c', deprecated: true, $comment: 'd' }],
		[true, { type: 'string', example: 'a', examples: ['b'] }],
		[true, { $ref: '#/components/schemas/text' }],
		[false, { type: 'string', minLength: 1 }],
		[false, { type: ['string', 'null'] }],
		[false, { type: 'integer' }],
		[false, {}],
		[false, true],
		[false, { $ref: '#/components/schemas/missing' }],
	])('%j for %j', async (expected, schema) => {
		expect(await isFree([{ name: 'a', in: 'path', schema }])).toBe(expected);
	});

	test('any query', async () => {
		const query = { name: 'b', in: 'query', schema: { enum: ['b'] } };
		expect(await isFree([])).toBe(true);
		expect(await isFree([{ name: 'a', in: 'path', schema: { type: 'string' } }, query])).toBe(true);
	});

	test('not if one of several parameters is constrained, or one has no schema', async () => {
		const bound = { name: 'b', in: 'path', schema: { enum: ['b'] } };
		expect(await isFree([{ name: 'a', in: 'path', schema: { type: 'string' } }, bound])).toBe(false);
		expect(await isFree([{ name: 'a', in: 'path', content: { 'text/plain': {} } }])).toBe(false);
	});
});
