/** Where a spec holds schemas that may name themselves, and what only looks like one. */

import type { Json } from '../../src/json/json';
import { child, keysOf } from '../../src/json/pointer';
import { indexResources } from '../../src/openapi/document/resource';

const uri = 'file:///folder/spec.json';
const subject = '/components/schemas/Subject';
const operation = '/paths/~1a/get';

/** What holds `value` at `pointer`: lists where a key is a number. */
function holding(pointer: string, value: Json): Json {
	const keys = keysOf(pointer);
	return keys.reduceRight<Json>((inner, key) => (/^\d$/.test(key) ? [true, inner] : { [key]: inner }), value);
}

const description = (pointer: string, value: Json) => ({ openapi: '3.1.0', ...Object(holding(pointer, value)) });

test.each([
	...['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'].map((key) =>
		child(subject, key, 'x'),
	),
	...['prefixItems', 'allOf', 'anyOf', 'oneOf'].map((key) => child(subject, key, 1)),
	...['items', 'contains', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'propertyNames'].map(
		(key) => child(subject, key),
	),
	...['not', 'if', 'then', 'else', 'contentSchema'].map((key) => child(subject, key)),
	...['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'].map((method) =>
		child('/paths/~1a', method, 'requestBody', 'content', 'text/plain', 'schema'),
	),
	`${operation}/parameters/1/schema`,
	`${operation}/parameters/1/content/text~1plain/schema`,
	`${operation}/responses/200/content/text~1plain/schema`,
	`${operation}/responses/200/headers/X-A/schema`,
	`${operation}/requestBody/content/text~1plain/encoding/a/headers/X-A/schema`,
	`${operation}/callbacks/done/{$url}/post/parameters/1/schema`,
	'/paths/~1a/parameters/1/schema',
	'/webhooks/done/post/parameters/1/schema',
	'/components/responses/R/content/text~1plain/schema',
	'/components/parameters/P/schema',
	'/components/headers/H/schema',
	'/components/requestBodies/B/content/text~1plain/schema',
	'/components/pathItems/I/parameters/1/schema',
	'/components/callbacks/C/{$url}/post/parameters/1/schema',
])('%s holds a schema', (pointer) => {
	const root = description(pointer, { $anchor: 'here', $dynamicAnchor: 'there' });
	const [whole] = indexResources('', uri, root).all;

	expect(whole?.anchors).toEqual(
		new Map([
			['here', [pointer]],
			['there', [pointer]],
		]),
	);
	expect(whole?.dynamicAnchors).toEqual(new Map([['there', pointer]]));
});

test.each([
	...['example', 'default', 'const', 'unknown', 'discriminator', 'properties'].map((key) => child(subject, key)),
	...['examples', 'enum', 'type'].map((key) => child(subject, key, 1)),
	'/info/x',
	'/components/examples/E/value',
	'/components/schemas',
	`${operation}/responses/200`,
	`${operation}/responses/200/content/text~1plain/example`,
	`${operation}/parameters/1/examples/E/value`,
	'/paths/~1a/x-own',
	'/openapi/x',
])('%s holds no schema', (pointer) => {
	const { all } = indexResources(
		'',
		uri,
		description(pointer, { $anchor: 'here', $dynamicAnchor: 'there', $id: 'own' }),
	);
	expect(all).toEqual([{ pointer: '', uri, anchors: new Map(), dynamicAnchors: new Map() }]);
});

const named = (start: string, root: Json) =>
	indexResources(start, uri, root).all.map(({ pointer, uri }) => [pointer, uri]);

test.each<[what: string, root: Json, resources: readonly (readonly [pointer: string, uri: string])[]]>([
	[
		'a schema',
		{ $id: 'own', items: { $id: 'folder/' } },
		[
			['b.json#', 'file:///folder/own'],
			['b.json#/items', 'file:///folder/folder/'],
		],
	],
	[
		'a schema within another',
		{ $id: 'http://x/a/', not: { $id: 'b' } },
		[
			['b.json#', 'http://x/a/'],
			['b.json#/not', 'http://x/a/b'],
		],
	],
	[
		'a schema by its keywords alone',
		{ items: { $id: 'own' } },
		[
			['b.json#', uri],
			['b.json#/items', 'file:///folder/own'],
		],
	],
	['schemas by names', { One: { $id: 'own' }, items: {} }, [['b.json#', uri]]],
	[
		'schemas by their names alone',
		{ One: { $id: 'own' }, Two: true },
		[
			['b.json#', uri],
			['b.json#/One', 'file:///folder/own'],
		],
	],
	[
		'parts of a spec',
		{ components: { schemas: { A: { $id: 'own' } } } },
		[
			['b.json#', uri],
			['b.json#/components/schemas/A', 'file:///folder/own'],
		],
	],
	['a spec', { openapi: '3.1.0', $id: 'own' }, [['b.json#', uri]]],
	['an empty fragment', { $id: 'own#' }, [['b.json#', 'file:///folder/own']]],
	['a fragment', { $id: 'own#part' }, [['b.json#', uri]]],
	['a fragment alone', { $id: '#' }, [['b.json#', uri]]],
	['what is not a URI', { $id: 'http://' }, [['b.json#', uri]]],
	['a name alone', { $id: 'own' }, [['b.json#', 'file:///folder/own']]],
	[
		'a keyword without a value',
		{ properties: null, items: { $id: 'own' } },
		[
			['b.json#', uri],
			['b.json#/items', 'file:///folder/own'],
		],
	],
	['a number', { $id: 5 }, [['b.json#', uri]]],
	['a list', [{ $id: 'own' }], [['b.json#', uri]]],
	['nothing', null, [['b.json#', uri]]],
])('%s in a separate file', (_, root, resources) => {
	expect(named('b.json#', root)).toEqual(resources);
});

test('a place belongs to the innermost resource around it', () => {
	const root = { $id: 'a', properties: { x: { $id: 'b', items: { not: {} } }, xy: {} } };
	const { of } = indexResources('b.json#', uri, root);
	const pointers = ['', '/properties', '/properties/xy', '/properties/x', '/properties/x/items/not'];
	expect(pointers.map((pointer) => of(`b.json#${pointer}`).pointer)).toEqual([
		...['b.json#', 'b.json#', 'b.json#', 'b.json#/properties/x', 'b.json#/properties/x'],
	]);
	expect(indexResources('', uri, { items: {} }).of('/items').pointer).toBe('');
});

test('an anchor of several schemas is found at each, a dynamic one at the first', () => {
	const root = {
		allOf: [
			{ $anchor: 'a', $dynamicAnchor: 'd' },
			{ $anchor: 'a', $dynamicAnchor: 'd' },
			{ $anchor: 5, $dynamicAnchor: true },
		],
	};
	const [whole] = indexResources('', uri, root).all;
	expect(whole?.anchors).toEqual(
		new Map([
			['a', ['/allOf/0', '/allOf/1']],
			['d', ['/allOf/0', '/allOf/1']],
		]),
	);
	expect(whole?.dynamicAnchors).toEqual(new Map([['d', '/allOf/0']]));
	expect(indexResources('', uri, { $anchor: 'a', $dynamicAnchor: 'a' }).all[0]?.anchors).toEqual(
		new Map([['a', ['']]]),
	);
});

test('a cyclic value is visited once', () => {
	const root: Record<string, unknown> = { $anchor: 'a' };
	root.items = root;
	const shared = { $anchor: 'b' };
	root.allOf = [shared, shared];
	const [whole] = indexResources('', uri, root).all;
	expect(whole?.anchors).toEqual(
		new Map([
			['a', ['']],
			['b', ['/allOf/0', '/allOf/1']],
		]),
	);
});
