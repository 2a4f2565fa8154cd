/**
 * What the check promises of bodies, held against chance: whatever plain ajv accepts is accepted of a provider; what is
 * left out of an expected response is no error; and a field too many is one exactly where its object is closed.
 */
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import fc from 'fast-check';
import { check } from '../../src/check/check';
import { type Exchange, livePlaces, type Role } from '../../src/exchange/exchange';
import type { Finding } from '../../src/exchange/finding';
import type { Json } from '../../src/json/json';
import type { Spec } from '../../src/openapi/spec';
import { specOf } from '../openapi/support/document';
import { randomSchemas, randomValue, schemaNames, withoutOneProperty } from '../openapi/support/random-schema';
import { places, shapes } from './support/shape';

// Compiling takes its time on a busy machine.
jest.setTimeout(60_000);

/** A failure names its seed. `SEED=7 npx jest tests/check/properties` tries another one. */
const seed = Number(process.env.SEED ?? 1);

/** A spec with one operation for each schema, which answers with a body of that schema. */
function describing(schemas: Readonly<Record<string, Json>>): Promise<Spec> {
	const answer = (name: string) => ({
		get: {
			responses: {
				200: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
			},
		},
	});
	const paths = Object.fromEntries(Object.keys(schemas).map((name) => [`/${name}`, answer(name)]));
	return specOf({ openapi: '3.1.0', paths, components: { schemas } });
}

function findingsOn(spec: Spec, name: string, value: Json, role: Role): readonly Finding[] {
	const exchange: Exchange = {
		interaction: { file: 'random', index: 0, description: 'a body' },
		places: livePlaces,
		request: { method: 'GET', path: `/${name}`, query: [], headers: [], body: { kind: 'none' } },
		response: { status: 200, headers: [['Content-Type', 'application/json']], body: { kind: 'json', value } },
	};
	return check(exchange, spec, role).findings;
}

/**
 * The errors on a value. A schema that refers to itself endlessly has no answer; ajv skips it in an unused `if`.
 */
const errorsOn = (...what: Parameters<typeof findingsOn>) =>
	findingsOn(...what)
		.filter(({ severity, message }) => severity === 'error' && !message.includes('it refers to itself endlessly'))
		.map(({ code, instance }) => `${code} ${instance}`);

/** Plain ajv, as it comes, on the schemas as they are; undefined where it has no answer. */
function plainAjv(schemas: Readonly<Record<string, Json>>, name: string): ((value: Json) => boolean) | undefined {
	const ajv = new Ajv2020({ strict: false, logger: false });
	ajv.addSchema({ components: { schemas } }, 'document');
	let validate: ValidateFunction | undefined;
	try {
		validate = ajv.getSchema(`document#/components/schemas/${name}`);
	} catch {
		return undefined;
	}
	return (value) => {
		try {
			return validate?.(value) === true;
		} catch {
			return false;
		}
	};
}

/** Where ajv 8.20 accepts what JSON Schema does not, by the keywords that have to come together. */
const faultsOfAjv: readonly { readonly reason: string; readonly keywords: readonly string[] }[] = [
	{
		reason: 'an empty list is held against nothing that stands behind prefixItems',
		keywords: ['prefixItems', 'contains'],
	},
	{ reason: 'what an unmet if names counts as evaluated', keywords: ['if', 'unevaluatedProperties'] },
	{ reason: 'what an unmet if names counts as evaluated', keywords: ['if', 'unevaluatedItems'] },
];

const bodies = fc.array(randomValue(3), { minLength: 12, maxLength: 12 });

/** Gives `use` each value that plain ajv accepts by a random schema; how many there were. */
async function onAcceptedValues(use: (spec: Spec, name: string, value: Json) => void): Promise<number> {
	let accepted = 0;
	const property = fc.asyncProperty(randomSchemas, bodies, async (schemas, values) => {
		const text = JSON.stringify(schemas);
		fc.pre(!faultsOfAjv.some(({ keywords }) => keywords.every((each) => text.includes(`"${each}":`))));
		const spec = await describing(schemas);
		for (const name of schemaNames) {
			const accepts = plainAjv(schemas, name);
			for (const value of accepts ? values.filter(accepts) : []) {
				accepted += 1;
				use(spec, name, value);
			}
		}
	});
	await fc.assert(property, { numRuns: 25, seed });
	return accepted;
}

// Both claims hold of the same values, so the schemas, which take their time to compile, are made once.
test('what plain ajv accepts is accepted of a provider, and what is left out is no error in an expected response', async () => {
	const accepted = await onAcceptedValues((spec, name, value) => {
		expect({ name, value, errors: errorsOn(spec, name, value, 'provider') }).toEqual({ name, value, errors: [] });
		if (errorsOn(spec, name, value, 'contract').length > 0) return;
		for (const less of withoutOneProperty(value)) {
			const errors = errorsOn(spec, name, less, 'contract');
			expect({ name, value, less, errors }).toEqual({ name, value, less, errors: [] });
		}
	});
	expect(accepted).toBeGreaterThan(100);
});

test('a property that no schema knows is an error exactly where its object is closed, and drift where a provider sends it', async () => {
	const met = { open: 0, closed: 0 };
	// Every shape, with each of its objects given a field too many.
	const property = fc.asyncProperty(fc.array(shapes, { minLength: 1, maxLength: 6 }), async (all) => {
		const named = all.map((shape, index) => [`Schema${index}`, shape] as const);
		const schemas = Object.fromEntries(named.map(([name, { schema }]) => [name, schema]));
		const spec = await describing(Object.assign(schemas, ...all.map(({ parts }) => parts)));
		for (const [name, shape] of named) {
			expect(errorsOn(spec, name, shape.value, 'contract')).toEqual([]);
			for (const { pointer, isOpen, withOneMore } of places(shape)) {
				met[isOpen ? 'open' : 'closed'] += 1;
				const errors = errorsOn(spec, name, withOneMore, 'contract');
				const sent = findingsOn(spec, name, withOneMore, 'provider');
				const codes = sent.map(({ code, severity }) => `${severity} ${code}`);
				expect({ pointer, errors, codes }).toEqual({
					pointer,
					errors: isOpen ? [] : [`response.body.unknown ${pointer}/unheard`],
					codes: isOpen ? [] : ['warning response.body.drift'],
				});
			}
		}
	});
	await fc.assert(property, { numRuns: 25, seed });
	expect(Math.min(met.open, met.closed)).toBeGreaterThan(50);
});
