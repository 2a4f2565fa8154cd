/**
 * The promises of the readings `some` and `every`, held against chance: hundreds of schemas of all keywords, and values
 * that the plain reading `response` accepts.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../spec/json';
import { loadSpec } from '../../spec/spec';
import { Unverifiable, type Validator } from '../../spec/validator';
import { withFolder } from '../support/temporary';
import { chanceOf } from './support/random';
import { randomSchemas, randomValue, schemaNames, withoutOneProperty } from './support/random-schema';

// Compiling takes its time on a busy machine.
jest.setTimeout(60_000);

const seeds = [1, 2, 3];
const documentsPerSeed = 16;
const valuesPerSchema = 20;

/** Gives each random schema, with values, to `use`; schemas that refer only to themselves without end are left out. */
async function onRandomSchemas(
	seed: number,
	use: (validator: Validator, pointer: string, values: readonly Json[]) => void,
): Promise<void> {
	const chance = chanceOf(seed);
	await withFolder(async (folder) => {
		for (let left = documentsPerSeed; left > 0; left -= 1) {
			const file = join(folder, `${left}.json`);
			await writeFile(file, JSON.stringify({ openapi: '3.1.0', components: { schemas: randomSchemas(chance, 2) } }));
			const { validator } = await loadSpec(file);
			for (const name of schemaNames) {
				const values = Array.from({ length: valuesPerSchema }, () => randomValue(chance, 3));
				try {
					use(validator, `/components/schemas/${name}`, values);
				} catch (error) {
					const isEndless = error instanceof Unverifiable && /without end|back to itself/.test(error.message);
					if (!isEndless) throw error;
				}
			}
		}
	});
}

describe.each(seeds)('with seed %i', (seed) => {
	test('reading "some" accepts whatever reading "response" does, less any properties', async () => {
		let [accepted, brokenByRemoval] = [0, 0];
		await onRandomSchemas(seed, (validator, pointer, values) => {
			for (const value of values.filter((each) => validator.accepts('response', pointer, each))) {
				accepted += 1;
				const less = withoutOneProperty(value);
				brokenByRemoval += less.filter((each) => !validator.accepts('response', pointer, each)).length;
				for (const each of [value, ...less, ...less.flatMap(withoutOneProperty)]) {
					if (validator.accepts('some', pointer, each)) continue;
					expect({ value, less: each, faults: validator.faults('some', pointer, each) }).toBe('no fault');
				}
			}
		});
		// The generator does its work: many values hold, and some of them only whole.
		expect(accepted).toBeGreaterThan(200);
		expect(brokenByRemoval).toBeGreaterThan(0);
	});

	test('what reading "every" accepts holds in reading "response" with any property more', async () => {
		let tried = 0;
		await onRandomSchemas(seed, (validator, pointer, values) => {
			for (const whole of values) {
				for (const less of withoutOneProperty(whole)) {
					if (!validator.accepts('every', pointer, less)) continue;
					tried += 1;
					if (!validator.accepts('response', pointer, whole)) expect({ less, whole }).toBe('valid');
				}
			}
		});
		expect(tried).toBeGreaterThan(200);
	});

	test('every value that does not hold has a fault, and reading "some" refuses a fair share', async () => {
		let [kept, refused] = [0, 0];
		await onRandomSchemas(seed, (validator, pointer, values) => {
			for (const value of values) {
				const holds = validator.accepts('some', pointer, value);
				if (holds) kept += 1;
				else refused += 1;
				for (const reading of ['some', 'response'] as const) {
					const faults = validator.faults(reading, pointer, value);
					if ((faults.length === 0) !== validator.accepts(reading, pointer, value)) {
						expect({ reading, value, faults }).toBe('as accepted');
					}
				}
			}
		});
		expect(kept).toBeGreaterThan(100);
		expect(refused).toBeGreaterThan(100);
	});
});
