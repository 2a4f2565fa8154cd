/** The variants of every construct by name, and that the spec allows each of them. `UPDATE_FIXTURES=1` rewrites the names. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { check } from '../../src/check/check';
import { loadSpec, type Spec } from '../../src/openapi/spec';
import { exchangeOf } from '../../src/tolerate/variants/variant';
import { mostVariants, variantsOf } from '../../src/tolerate/variants/variants';
import { specOf } from '../openapi/support/document';
import { randomSchemas, schemaNames } from '../openapi/support/random-schema';

jest.setTimeout(60_000);

/** A failure names its seed. `SEED=7 npx jest tests/tolerate/variants` tries another one. */
const seed = Number(process.env.SEED ?? 1);

const derived = (spec: Spec, known?: readonly number[]) =>
	spec.operations.operations.flatMap((each) => variantsOf(spec, each, known).variants);

/** The errors of `check` on each variant, by its name. */
const disallowed = (spec: Spec) =>
	derived(spec).flatMap((each) => {
		const { findings } = check(exchangeOf(each), spec, 'provider');
		return findings.filter(({ severity }) => severity === 'error').map(({ title }) => `${each.name}: ${title}`);
	});

test('every construct: names, bodies, and nothing that the spec does not allow', async () => {
	const spec = await loadSpec(join(__dirname, 'constructs.yaml'));
	expect(disallowed(spec)).toEqual([]);
	const lines = derived(spec, [200, 204, 404, 500]).map(({ name, headers, body }) =>
		`${name} | ${headers.map((each) => each.join(': ')).join(', ')} | ${body}`.trimEnd(),
	);
	const file = join(__dirname, 'constructs.txt');
	if (process.env.UPDATE_FIXTURES === '1') writeFileSync(file, `${lines.join('\n')}\n`);
	expect(lines).toEqual(readFileSync(file, 'utf8').trimEnd().split('\n'));
	expect(derived(spec, [200, 204, 404, 500]).map(({ name }) => name)).toHaveLength(new Set(lines).size);
});

test('nullable of OpenAPI 3.0', async () => {
	const properties = { a: { type: 'string', nullable: true }, b: { type: 'string' } };
	const schema = { type: 'object', required: ['a'], properties };
	const content = { 'application/json': { schema } };
	const paths = { '/x': { get: { operationId: 'x', responses: { 200: { description: '', content } } } } };
	const spec = await specOf({ openapi: '3.0.3', paths });
	expect(disallowed(spec)).toEqual([]);
	const names = derived(spec).map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(['x 200 /a = null', 'x 200 least', 'x 200 full']));
	expect(names).not.toContain('x 200 /b = null');
});

test('there are at most so many of one operation, and the rest is counted', async () => {
	const properties = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`f${index}`, { type: 'string' }]));
	const content = { 'application/json': { schema: { type: 'object', properties } } };
	const paths = { '/x': { get: { operationId: 'x', responses: { 200: { description: '', content } } } } };
	const spec = await specOf({ openapi: '3.1.0', paths });
	const [operation] = spec.operations.operations;
	if (!operation) throw new Error('there is no operation');
	const { variants, cut } = variantsOf(spec, operation);
	expect(variants).toHaveLength(mostVariants);
	expect(cut).toBeGreaterThan(0);
});

test('of random schemas, every variant is allowed, and the same every time', async () => {
	await fc.assert(
		fc.asyncProperty(randomSchemas, async (schemas) => {
			const answer = (name: string) => ({
				get: {
					responses: {
						200: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
					},
				},
			});
			const paths = Object.fromEntries(Object.keys(schemas).map((name) => [`/${name}`, answer(name)]));
			const document = { openapi: '3.1.0', paths, components: { schemas } };
			const [spec, again] = [await specOf(document), await specOf(document)];
			expect(disallowed(spec).filter((each) => !each.includes('refers to itself endlessly'))).toEqual([]);
			expect(derived(again).map(({ name, body }) => [name, body])).toEqual(
				derived(spec).map(({ name, body }) => [name, body]),
			);
		}),
		{ seed, numRuns: 60 },
	);
	expect(schemaNames.length).toBeGreaterThan(0);
});
