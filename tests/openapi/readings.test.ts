/**
 * The promises of the readings `some` and `every`, held against chance: hundreds of schemas of all keywords, and values
 * that the plain reading `response` accepts.
 */
import fc from 'fast-check';
import type { Json } from '../../src/json/json';
import { Unverifiable, type Validator } from '../../src/openapi/schema/validator';
import { specOf } from './support/document';
import { randomSchemas, randomValue, schemaNames, withoutOneProperty } from './support/random-schema';

// Compiling takes its time on a busy machine.
jest.setTimeout(60_000);

const runs = { numRuns: 24, seed: 1 };
const values = fc.array(randomValue(3), { minLength: 20, maxLength: 20 });

/** Gives each random schema, with values, to `use`; schemas that refer only to themselves without end are left out. */
async function onRandomSchemas(use: (validator: Validator, pointer: string, values: readonly Json[]) => void) {
	const property = fc.asyncProperty(randomSchemas, values, async (schemas, some) => {
		const { validator } = await specOf({ openapi: '3.1.0', components: { schemas } });
		for (const name of schemaNames) {
			try {
				use(validator, `/components/schemas/${name}`, some);
			} catch (error) {
				const isEndless = error instanceof Unverifiable && /without end|back to itself/.test(error.message);
				if (!isEndless) throw error;
			}
		}
	});
	await fc.assert(property, runs);
}

test('reading "some" accepts what reading "response" accepts, after removing any properties', async () => {
	let [accepted, brokenByRemoval] = [0, 0];
	await onRandomSchemas((validator, pointer, all) => {
		for (const value of all.filter((each) => validator.accepts('response', pointer, each))) {
			accepted += 1;
			const less = withoutOneProperty(value);
			brokenByRemoval += less.filter((each) => !validator.accepts('response', pointer, each)).length;
			for (const each of [value, ...less, ...less.flatMap(withoutOneProperty)]) {
				if (validator.accepts('possible', pointer, each)) continue;
				expect({ value, less: each, faults: validator.faults('possible', pointer, each) }).toBe('no fault');
			}
		}
	});
	// The generator does its work: many values hold, and some of them only whole.
	expect(accepted).toBeGreaterThan(300);
	expect(brokenByRemoval).toBeGreaterThan(0);
});

test('what reading "every" accepts is valid by reading "response" with any added property', async () => {
	let tried = 0;
	await onRandomSchemas((validator, pointer, all) => {
		for (const whole of all) {
			for (const less of withoutOneProperty(whole)) {
				if (!validator.accepts('certain', pointer, less)) continue;
				tried += 1;
				if (!validator.accepts('response', pointer, whole)) expect({ less, whole }).toBe('valid');
			}
		}
	});
	expect(tried).toBeGreaterThan(300);
});

test('every invalid value has a fault, and reading "some" refuses enough values', async () => {
	let [kept, refused] = [0, 0];
	await onRandomSchemas((validator, pointer, all) => {
		for (const value of all) {
			const holds = validator.accepts('possible', pointer, value);
			if (holds) kept += 1;
			else refused += 1;
			for (const reading of ['possible', 'response'] as const) {
				const faults = validator.faults(reading, pointer, value);
				if ((faults.length === 0) !== validator.accepts(reading, pointer, value)) {
					expect({ reading, value, faults }).toBe('as accepted');
				}
			}
		}
	});
	expect(kept).toBeGreaterThan(150);
	expect(refused).toBeGreaterThan(150);
});
