/** Which values the closed form of a schema decides, and which it leaves undecided. */
import type { Json } from '../../src/json/json';
import { specOf } from './support/document';

const schemas: Record<string, Json> = {
	Plain: { type: 'object', properties: { a: { type: 'integer' }, deep: { properties: { b: {} } } } },
	Bare: { type: 'object' },
	Open: { properties: { a: {} }, additionalProperties: true },
	OpenBySchema: { properties: { a: {} }, additionalProperties: { properties: { b: {} } } },
	Referring: { $ref: '#/components/schemas/Plain' },
	List: { items: { $ref: '#/components/schemas/Plain' } },
	Tuple: { prefixItems: [{ $ref: '#/components/schemas/Plain' }, { properties: { c: {} } }] },
	OneAllOf: { allOf: [{ $ref: '#/components/schemas/Plain' }] },
	TwoAllOf: { allOf: [{ $ref: '#/components/schemas/Plain' }, {}] },
	Any: { anyOf: [{ $ref: '#/components/schemas/Plain' }, { properties: { c: {} } }] },
	One: { oneOf: [{ $ref: '#/components/schemas/Plain' }, { properties: { c: {} }, required: ['c'] }] },
	BesideReference: { $ref: '#/components/schemas/Plain', properties: { c: {} } },
	BesideAny: { anyOf: [{ properties: { a: {} } }], properties: { c: {} } },
	AnyAndAll: { anyOf: [{ properties: { a: {} } }], allOf: [{ properties: { a: {} } }] },
	OneAndAny: { oneOf: [{ properties: { a: {} } }], anyOf: [{ properties: { a: {} } }] },
	// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
	Conditional: { if: { required: ['a'] }, then: { properties: { a: {} } } },
	Dependent: { dependentSchemas: { a: { properties: { a: {} } } } },
	Patterned: { patternProperties: { '^a': {} } },
	Unevaluated: { properties: { a: {} }, unevaluatedProperties: { type: 'integer' } },
	UnevaluatedItems: { unevaluatedItems: { type: 'integer' } },
	ListOfPatterned: { items: { $ref: '#/components/schemas/Patterned' } },
	DirectList: { items: { patternProperties: { '^a': {} } } },
	DirectTuple: { prefixItems: [{}, { patternProperties: { '^a': {} } }] },
	DirectAdditional: { additionalProperties: { patternProperties: { '^a': {} } } },
	DirectProperty: { properties: { b: {}, a: { patternProperties: { '^a': {} } } } },
};

test.each<readonly [name: string, value: Json, isSure: boolean]>([
	['Plain', { a: 1 }, true],
	['Plain', {}, true],
	['Plain', { a: 'x' }, false],
	['Plain', { a: 1, x: 1 }, false],
	['Plain', { deep: { b: 1 } }, true],
	['Plain', { deep: { x: 1 } }, false],
	['Plain', 1, false],
	['Bare', { x: 1 }, true],
	['Open', { a: 1, x: 1 }, true],
	['OpenBySchema', { x: { b: 1 } }, true],
	['OpenBySchema', { x: { c: 1 } }, false],
	['Referring', { a: 1 }, true],
	['Referring', { x: 1 }, false],
	['List', [{ a: 1 }, {}], true],
	['List', [{ a: 1 }, { x: 1 }], false],
	['Tuple', [{ a: 1 }, { c: 1 }], true],
	['Tuple', [{ a: 1 }, { a: 1 }], false],
	['Tuple', [{ c: 1 }], false],
	['OneAllOf', { a: 1 }, true],
	['OneAllOf', { x: 1 }, false],
	['TwoAllOf', { a: 1 }, false],
	['Any', { a: 1 }, true],
	['Any', { c: 1 }, true],
	['Any', { a: 1, c: 1 }, false],
	['One', { a: 1 }, true],
	['One', { c: 1 }, false],
	['One', { x: 1 }, false],
	['BesideReference', {}, false],
	['BesideAny', {}, false],
	['AnyAndAll', {}, false],
	['OneAndAny', {}, false],
	['Conditional', { a: 1 }, false],
	['Dependent', { a: 1 }, false],
	['Patterned', { a: 1 }, false],
	['Unevaluated', { a: 1 }, false],
	['UnevaluatedItems', [1], true],
	['ListOfPatterned', [], false],
	['DirectList', [], false],
	['DirectTuple', [], false],
	['DirectAdditional', {}, false],
	['DirectProperty', {}, false],
])('%s and %j: certainly closed is %s', async (name, value, isSure) => {
	const { validator } = await specOf({ openapi: '3.1.0', components: { schemas } });
	expect(validator.quickAccepts('response', `/components/schemas/${name}`, value)).toBe(isSure);
});

test('if a value may be null, an object with an unknown property is undecided', async () => {
	const Nullable = { type: 'object', nullable: true, properties: { a: { type: 'integer' } } };
	const { validator } = await specOf({ openapi: '3.0.3', components: { schemas: { Nullable } } });
	const isSure = (value: Json) => validator.quickAccepts('response', '/components/schemas/Nullable', value);
	expect([null, {}, { a: 1 }].filter(isSure)).toHaveLength(3);
	expect([{ a: 'x' }, { x: 1 }, 1].filter(isSure)).toEqual([]);
});
