/** Which properties go only the other way, and which names are worth a closer look because of it. */
import type { Json } from '../../src/json/json';
import { markedProperties, marksBelow } from '../../src/openapi/schema/marked';
import { unknownProperties } from '../../src/openapi/schema/unknown';
import { documentOf, specOf } from './support/document';

const id = { properties: { id: { readOnly: true } } };

test.each<[what: string, schema: Json, names: readonly string[]]>([
	['a property', id, ['id']],
	['a property with another mark', { properties: { id: { writeOnly: true }, no: { readOnly: false } } }, []],
	['a property that is true', { properties: { id: true } }, []],
	['no properties', { properties: null, ...{ patternProperties: 5 } }, []],
	['a property of a property', { properties: { a: { properties: { b: { readOnly: true } } } } }, ['b']],
	[
		'a property called properties',
		{ properties: { properties: { readOnly: true, items: { readOnly: true } } } },
		['properties'],
	],
	['a property called example', { properties: { example: id, $defs: { readOnly: true } } }, ['id', '$defs']],
	['a property called $ref', { properties: { $ref: { readOnly: true } } }, ['$ref']],
	['items', { items: id }, ['id']],
	['alternatives', { anyOf: [true, id], oneOf: [{ not: { properties: { b: { readOnly: true } } } }] }, ['id', 'b']],
	['properties by a pattern', { patternProperties: { properties: { a: { readOnly: true } }, example: id } }, ['id']],
	['properties that another brings', { dependentSchemas: { default: id } }, ['id']],
	['the mark of a schema that it refers to', { properties: { a: { $ref: '#/components/schemas/Marked' } } }, ['a']],
	['the mark of one of several', { properties: { a: { allOf: [{}, { readOnly: true }] } } }, ['a']],
	['a schema that it refers to', { allOf: [{ $ref: '#/components/schemas/Other' }] }, ['other']],
	['a reference that is broken', { properties: { a: { $ref: '#/nowhere' }, ...id.properties } }, ['id']],
	['a dynamic reference', { properties: { a: { items: { $dynamicRef: '#node' } } } }, ['node']],
	['a property that is a dynamic reference', { properties: { a: { $dynamicRef: '#node' } } }, ['a', 'node']],
	['a dynamic reference without an anchor', { $dynamicRef: 'other.json', ...id }, ['id']],
	...['example', 'examples', 'default', 'enum', 'const', '$defs', 'definitions'].map(
		(keyword): [string, Json, string[]] => [
			`what merely stands under ${keyword}`,
			{ [keyword]: keyword.endsWith('s') ? { id, properties: id } : id },
			[],
		],
	),
])('%s', async (_, schema, names) => {
	const schemas = {
		Subject: schema,
		Marked: { readOnly: true },
		Other: { properties: { other: { readOnly: true } } },
		Node: { $dynamicAnchor: 'node', properties: { node: { readOnly: true } } },
	};
	const document = await documentOf(JSON.stringify({ openapi: '3.1.0', components: { schemas } }), 'spec.json');
	expect([...marksBelow(document, '/components/schemas/Subject', 'readOnly')]).toEqual(names);
});

test('a schema that many share is looked through once', async () => {
	const schemas = {
		One: { $ref: '#/components/schemas/Shared' },
		Two: { $ref: '#/components/schemas/Shared' },
		Shared: id,
	};
	const document = await documentOf(JSON.stringify({ openapi: '3.1.0', components: { schemas } }), 'spec.json');
	const read: string[] = [];
	const watched = {
		...document,
		at: (pointer: string) => {
			read.push(pointer);
			return document.at(pointer);
		},
	};
	for (const name of ['One', 'Two', 'One']) {
		expect([...marksBelow(watched, `/components/schemas/${name}`, 'readOnly')]).toEqual(['id']);
	}
	expect(read.filter((pointer) => pointer === '/components/schemas/Shared')).toHaveLength(1);
	expect(read.filter((pointer) => pointer === '/components/schemas/One')).toHaveLength(1);
});

test('where a schema cannot be found, nothing is marked', async () => {
	const document = await documentOf('openapi: 3.1.0');
	expect([...marksBelow(document, '/components/schemas/None', 'readOnly')]).toEqual([]);
});

test.each<[what: string, schema: Json, value: Json, found: readonly string[]]>([
	['a property', id, { id: 1 }, ['/id at /properties/id/readOnly']],
	['a property with another mark', { properties: { id: { writeOnly: true, readOnly: false } } }, { id: 1 }, []],
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
		'a property of a schema that it refers to',
		{ properties: { a: { $ref: '#/components/schemas/Marked' } } },
		{ a: 1 },
		['/a at /components/schemas/Marked/readOnly'],
	],
	[
		'a property in the branch that holds',
		{ oneOf: [{ required: ['a'], ...id }, { required: ['b'] }] },
		{ a: 1, id: 1 },
		['/id at /oneOf/0/properties/id/readOnly'],
	],
	[
		'no property of a branch that does not',
		{ oneOf: [{ required: ['a'], ...id }, { required: ['b'] }] },
		{ b: 1, id: 1 },
		[],
	],
])('finds %s', async (_, schema, value, found) => {
	const place = '/components/schemas/Subject';
	const spec = await specOf({
		openapi: '3.1.0',
		components: { schemas: { Subject: schema, Marked: { readOnly: true } } },
	});
	const properties = markedProperties(
		spec.document,
		spec.validator,
		{ reading: 'request', pointer: place },
		value,
		'readOnly',
	);
	expect(properties.map(({ instance, source }) => `${instance} at ${source.replace(place, '')}`)).toEqual(found);
});

test('what a schema describes is read once', async () => {
	const schemas = { Subject: { ...id, allOf: [{ properties: { a: { properties: { b: {} } } } }] } };
	const { document, validator } = await specOf({ openapi: '3.1.0', components: { schemas } });
	const look = (value: Json) => unknownProperties(document, validator, '/components/schemas/Subject', value);
	expect(look({ id: 1, a: { b: 1, c: 1 } })).toEqual([
		{ instance: '/a/c', source: '/components/schemas/Subject/allOf/0/properties/a' },
	]);
	const read = jest.spyOn(document, 'at');
	expect(look({ id: 1, a: { b: 1, d: 1 } })).toHaveLength(1);
	expect(read.mock.calls).toEqual([]);
});
