/** YAML aliases that stand below their own anchors, and aliases that expand to more than can be judged. */
import { InputError } from '../../src/json/input-error';
import { BrokenReference } from '../../src/openapi/document/document';
import { indexOperations } from '../../src/openapi/path/operation';
import { createValidator, Unverifiable } from '../../src/openapi/schema/validator';
import { documentOf, positionIn } from './support/document';

const why = 'a YAML alias stands below its own anchor, so the value has no end';

function thrownBy(run: () => unknown): unknown {
	try {
		return run();
	} catch (error) {
		return error;
	}
}

test.each<[what: string, yaml: string, pointer: string, column: number]>([
	['a schema', 'components: &x {schemas: {A: {properties: *x}}}', '/components/schemas/A/properties', 43],
	['parameters', 'paths: {/x: {get: {parameters: &x [*x]}}}', '/paths/~1x/get/parameters/0', 36],
	['responses', 'paths: {/x: {get: {responses: &x {"200": *x}}}}', '/paths/~1x/get/responses/200', 42],
	['a path item', 'paths: &x {/x: *x}', '/paths/~1x', 16],
	['security schemes', 'components: {securitySchemes: &x {a: *x}}', '/components/securitySchemes/a', 38],
	['with a long number beside it', 'x-a: &x {n: 9007199254740993, b: *x}', '/x-a/b', 34],
])('a value that holds itself is a broken reference at its place: %s', async (_, yaml, pointer, column) => {
	const document = await documentOf(`openapi: 3.1.0\n${yaml}\n`);
	const error = thrownBy(() => document.follow(pointer));
	expect(error).toBeInstanceOf(BrokenReference);
	expect(error).toMatchObject({ pointer: `${pointer}/$ref`, message: why });
	expect(positionIn(document, `${pointer}/$ref`)).toEqual({ line: 2, column });
	expect(document.digest()).toMatch(/^[0-9a-f]{64}$/);
	expect(indexOperations(document).find('POST', '/x')).toBeUndefined();
});

test.each([
	'&x {properties: {a: *x}}',
	'&x {additionalProperties: *x}',
	'&x {allOf: [*x]}',
	'&x {not: {not: *x}}',
	'{properties: {a: &x {items: [*x], allOf: *x}}, $id: "http://a.example/b"}',
	'{required: &x [a, *x]}',
	'{const: &x {a: *x}}',
	'{enum: [{}, &x [*x]]}',
	'{properties: {a: {enum: &x [b, *x]}}}',
	'{dependentRequired: {a: &x [*x]}}',
	'{pattern: &x [*x]}',
])('a schema that holds itself cannot be judged: %s', async (schema) => {
	const document = await documentOf(`openapi: 3.1.0\nx: ${schema}\n`);
	const validator = createValidator(document, () => undefined);
	const value = { a: { a: {} } };
	const error = thrownBy(() => validator.faults('request', '/x', value));
	expect(error).toBeInstanceOf(Unverifiable);
});

test('a value that only recurs is none that holds itself', async () => {
	const { root } = await documentOf('openapi: 3.1.0\nx: &x {y: 1}\nz: [*x, {a: *x}]\n');
	expect(root).toEqual({ openapi: '3.1.0', x: { y: 1 }, z: [{ y: 1 }, { a: { y: 1 } }] });
});

test('aliases that expand without measure are refused at once', async () => {
	const levels = Array.from({ length: 30 }, (_, level) => `  l${level + 1}: &l${level + 1} [*l${level}, *l${level}]\n`);
	const reading = documentOf(`openapi: 3.1.0\nx:\n  l0: &l0 {}\n${levels.join('')}`);
	await expect(reading).rejects.toThrow(InputError);
	await expect(reading).rejects.toThrow('its YAML aliases repeat more than 100000 objects and lists');
});
