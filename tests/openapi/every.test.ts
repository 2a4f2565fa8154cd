/**
 * Of which values every one is right that has at least these properties: what stands below a negation in an expected
 * response.
 */
import { join } from 'node:path';
import type { Json } from '../../src/json/json';
import { loadSpec } from '../../src/openapi/spec';

test.each<[schema: string, surely: readonly Json[], perhapsNot: readonly Json[]]>([
	['Named', [{ a: 'x', b: 1 }, { a: 'x', b: 1, c: 1 }, 1], [{ a: 'x' }, { b: 1 }, { a: 1, b: 1 }]],
	['Most', [1, []], [{}, { a: 1 }]],
	['Additional', [1], [{}, { a: 1 }]],
	['Unevaluated', [1], [{}]],
	['Patterns', [1], [{}, { x: 1 }]],
	['Names', [1], [{}, { a: 1 }]],
	['Dependent', [1], [{}, { a: 1, b: 1 }]],
	['Owed', [1], [{}, { a: 1, b: 1 }]],
	['Least', [{ a: 1, b: 1 }, 1], [{ a: 1 }]],
	['Rest', [1, {}], [[], [1, 2]]],
	[
		'Branches',
		[
			{ k: 'a', x: 1 },
			{ k: 'b', y: 1 },
			{ x: 1, y: 1 },
		],
		[{ k: 'a', y: 1 }, { k: 'b', x: 1 }, { x: 1 }, { y: 1 }, {}],
	],
	['OnlyThen', [{ k: 'b' }, { x: 1 }, { k: 'a', x: 1 }], [{ k: 'a' }, {}]],
	['One', [{ a: 1, k: 'a' }], [{ a: 1 }, { k: 'b', b: 1 }, { a: 1, k: 'b' }, {}]],
	['OneNegated', [{ a: 1 }], [{}]],
	['Negated', [{ k: 'b' }], [{ k: 'a' }, {}, 1]],
	['Held', [[{ a: 1 }, { a: 1 }, 1], {}], [[{ a: 1 }], [{ a: 1 }, {}], [{ a: 1 }, { a: 1 }, {}, {}], []]],
	['Tail', [[1, 1], [2, 1, 1, 1], 1], [[], [1], [1, 1, 1, 1]]],
])('%s', async (schema, surely, perhapsNot) => {
	const { validator } = await loadSpec(join(__dirname, 'every.yaml'));
	const accepts = (value: Json) => validator.accepts('certain', `/components/schemas/${schema}`, value);
	expect(surely.filter((value) => !accepts(value))).toEqual([]);
	expect(perhapsNot.filter(accepts)).toEqual([]);
});
