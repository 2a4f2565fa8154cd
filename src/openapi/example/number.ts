/** Numbers for a schema. */
import type { JsonObject } from '../../json/json';

/** Plain ones first, then those at the bounds; the caller tests each. */
export function* numbersFor(schemas: readonly JsonObject[]): Generator<number> {
	const stated = (key: string) => schemas.flatMap((schema) => (typeof schema[key] === 'number' ? [schema[key]] : []));
	const steps = stated('multipleOf').filter((step) => step > 0);
	const step = steps.reduce((product, each) => (product % each === 0 ? product : product * each), steps[0] ?? 1);
	const low = Math.max(...stated('minimum'), ...stated('exclusiveMinimum'));
	const high = Math.min(...stated('maximum'), ...stated('exclusiveMaximum'));
	yield* [1, 2, 10, 0];
	yield* [step, 2 * step];
	if (Number.isFinite(low)) {
		const first = Math.ceil(low / step) * step;
		yield* [low, first, first + step, low + step / 2];
	}
	if (Number.isFinite(high)) {
		const last = Math.floor(high / step) * step;
		yield* [high, last, last - step, high - step / 2];
	}
	if (Number.isFinite(low) && Number.isFinite(high)) yield (low + high) / 2;
}
