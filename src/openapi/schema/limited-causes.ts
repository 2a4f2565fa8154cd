/** Limits how many faults of one value are explained: explaining takes a multiple of finding them. */
import { type Pointer, withoutIndices } from '../../json/pointer';
import type { ErrorObject } from './ajv';

/** More than anyone reads of one value: causes, and faults of one cause. */
export const mostCauses = 1_000;

/**
 * Whether the fault at `instance` is to be explained: it has one of the first causes, and is one of the first that have it.
 * Items of a list share a cause, so many items with one fault hide no other.
 */
export function limitedCauses(): (instance: Pointer, error?: ErrorObject) => boolean {
	const counts = new Map<string, number>();
	return (instance, error) => {
		const what = error ? `${error.schemaPath} ${JSON.stringify(error.params)}` : '';
		const cause = `${withoutIndices(instance)} ${what}`;
		const count = counts.get(cause) ?? 0;
		if (count === mostCauses || (count === 0 && counts.size === mostCauses)) return false;
		counts.set(cause, count + 1);
		return true;
	};
}
