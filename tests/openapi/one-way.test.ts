/** Which properties of a value go only the other way: `readOnly` in a request, `writeOnly` in a response. */
import type { Json } from '../../src/json/json';
import { oneWayProperties } from '../../src/openapi/schema/unknown';
import { specOf } from './support/document';

const id = { properties: { id: { readOnly: true } } };
const place = '/components/schemas/Subject';
const schemas = {
	Marked: { readOnly: true },
	Other: { properties: { other: { readOnly: true } } },
	Node: { $dynamicAnchor: 'node', properties: { node: { readOnly: true } } },
};

async function foundIn(schema: Json, value: Json): Promise<{ found: string[]; isSure: boolean }> {
	const { document, validator } = await specOf({
		openapi: '3.1.0',
		components: { schemas: { ...schemas, Subject: schema } },
	});
	const properties = oneWayProperties({ document, validator }, 'request', place, value);
	return {
		found: properties.map(({ instance, source }) => `${instance} at ${source.replace(place, '')}`),
		isSure: validator.quickAccepts('request', place, value),
	};
}

test.each<[what: string, schema: Json, value: Json, found: readonly string[]]>([
	['a property', id, { id: 1 }, ['/id at /properties/id/readOnly']],
	[
		'a property called properties',
		{ properties: { properties: { readOnly: true } } },
		{ properties: 1 },
		['/properties at /properties/properties/readOnly'],
	],
	[
		'a property called example',
		{ properties: { example: id } },
		{ example: { id: 1 } },
		['/example/id at /properties/example/properties/id/readOnly'],
	],
	[
		'a property called $ref',
		{ properties: { $ref: { readOnly: true } } },
		{ $ref: 1 },
		['/$ref at /properties/$ref/readOnly'],
	],
	['a property of an item', { items: id }, [{}, { id: 1 }], ['/1/id at /items/properties/id/readOnly']],
	[
		'a property of a property by a pattern',
		{ patternProperties: { '^a': id } },
		{ ab: { id: 1 } },
		['/ab/id at /patternProperties/^a/properties/id/readOnly'],
	],
	[
		'a property that another brings',
		{ dependentSchemas: { a: id }, properties: { a: {} } },
		{ a: 1, id: 1 },
		['/id at /dependentSchemas/a/properties/id/readOnly'],
	],
	[
		'a property, and not what is below it, though what is called almost alike',
		{ properties: { a: { readOnly: true, ...id }, ab: id } },
		{ a: { id: 1 }, ab: { id: 2 } },
		['/a at /properties/a/readOnly', '/ab/id at /properties/ab/properties/id/readOnly'],
	],
	[
		'a property that two schemas mark, once',
		{ properties: { b: {} }, allOf: [{ properties: { id: {} } }, id, id] },
		{ id: 1, b: 1 },
		['/id at /allOf/1/properties/id/readOnly'],
	],
	[
		'the mark of one of several',
		{ properties: { a: { allOf: [{}, { readOnly: true }] } } },
		{ a: 1 },
		['/a at /properties/a/allOf/1/readOnly'],
	],
	[
		'the mark of a schema that a property refers to',
		{ properties: { a: { $ref: '#/components/schemas/Marked' } } },
		{ a: 1 },
		['/a at /components/schemas/Marked/readOnly'],
	],
	[
		'a property of a schema that it refers to',
		{ allOf: [{ $ref: '#/components/schemas/Other' }] },
		{ other: 1 },
		['/other at /components/schemas/Other/properties/other/readOnly'],
	],
	[
		'a property behind a dynamic reference',
		{ properties: { a: { items: { $dynamicRef: '#node' } } } },
		{ a: [{ node: 1 }] },
		['/a/0/node at /components/schemas/Node/properties/node/readOnly'],
	],
	[
		'a property in the branch that holds',
		{ oneOf: [{ required: ['a'], ...id }, { required: ['b'] }] },
		{ a: 1, id: 1 },
		['/id at /oneOf/0/properties/id/readOnly'],
	],
])('finds %s, and leaves the value undecided', async (_, schema, value, found) => {
	expect(await foundIn(schema, value)).toEqual({ found, isSure: false });
});

test.each<[what: string, schema: Json, value: Json, isSure: boolean]>([
	['a property of the other way', { properties: { id: { writeOnly: true, readOnly: false } } }, { id: 1 }, true],
	['a property that is not there', id, {}, true],
	['a property that is true', { properties: { id: true } }, { id: 1 }, true],
	['a literal that looks like one', { properties: { a: { const: id } } }, { a: id }, true],
	['an example that looks like one', { properties: { a: { example: id } } }, { a: 1 }, true],
	['a schema that nothing refers to', { properties: { id: {} }, $defs: id }, { id: 1 }, true],
	['a branch that does not hold', { oneOf: [{ required: ['a'], ...id }, { required: ['b'] }] }, { b: 1 }, true],
])('finds nothing by %s', async (_, schema, value, isSure) => {
	expect(await foundIn(schema, value)).toEqual({ found: [], isSure });
});
