/**
 * Values that a schema accepts, made without chance: what the spec states (`example`, `examples`, `const`, `enum`,
 * `default`), else what formats and bounds allow. An object gets its required properties and those with an example.
 */
import type { Json, JsonObject } from '../../json/json';
import type { Pointer } from '../../json/pointer';
import { noScope, type Placed } from '../schema/scope';
import type { Spec } from '../spec';
import { type Around, type Direction, type Fill, Maker } from './maker';
import { pruned } from './pruned';

export type { Fill } from './maker';

interface Wanted {
	/** What the value is called. */
	readonly name?: string;
	/** Examples beside the schema. */
	readonly stated?: readonly Json[];
	/** How many values. */
	readonly count?: number;
	/** What some of its properties are, if the schema accepts that. */
	readonly tags?: JsonObject;
	readonly fill?: Fill;
}

/** The best value first. Empty where none can be made. */
export function examplesOf(
	spec: Spec,
	direction: Direction,
	schema: Pointer,
	{ name = '', stated = [], count = 1, tags = {}, fill }: Wanted = {},
): Json[] {
	const place = { pointer: schema, scope: noScope };
	const found: Json[] = [];
	const around: Around = { name, open: [], chosen: new Set(), tags, fill };
	if (fill !== undefined && count === 1) {
		// Most parts are what they seem: then one schema is compiled, and not one for each property.
		const trusting = new Maker(spec, direction, true);
		for (const candidate of trusting.all([place], around, stated)) {
			if (trusting.accepts([place], candidate)) return [candidate];
			break;
		}
	}
	const maker = new Maker(spec, direction);
	for (const candidate of maker.all([place], around, stated)) {
		const value = pruned(spec, direction, schema, candidate);
		if (value === undefined || !maker.accepts([place], value)) continue;
		if (!found.some((each) => JSON.stringify(each) === JSON.stringify(value))) found.push(value);
		if (found.length === count) break;
	}
	return found;
}

/**
 * Values that all of the schemas accept, the best first. `chosen` names the `oneOf` and `anyOf` that one of the places is a
 * branch of, as `POINTER oneOf`.
 */
export const valuesOf = (
	spec: Spec,
	direction: Direction,
	places: readonly Placed[],
	{ name = '', chosen = new Set(), tags = {}, fill }: Partial<Omit<Around, 'open'>> = {},
): Generator<Json> => new Maker(spec, direction).valid(places, { name, open: [], chosen, tags, fill });
