/** Which names of properties are worth a closer look, because what has them may go only the other way. */
import type { Json } from '../../spec/json';
import { marksBelow } from '../../spec/marked';
import { documentOf } from './support/document';

const id = { properties: { id: { readOnly: true } } };

test.each<[what: string, schema: Json, names: readonly string[]]>([
	['a property', id, ['id']],
	['a property with another mark', { properties: { id: { writeOnly: true }, no: { readOnly: false } } }, []],
	['a property that is true', { properties: { id: true } }, []],
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
