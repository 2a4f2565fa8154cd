/**
 * The validator's verdicts on values. Each folder in `schemas/` is a fixture: `spec.yaml` holds schemas, `cases.yaml`
 * holds values, each with the faults, the unknown properties or the refusal that it must lead to.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Json } from '../../src/json/json';
import { child } from '../../src/json/pointer';
import type { Reading } from '../../src/openapi/schema/reading';
import { unknownProperties } from '../../src/openapi/schema/unknown';
import { Unverifiable } from '../../src/openapi/schema/validator';
import { loadSpec } from '../../src/openapi/spec';
import { positionIn } from './support/document';

interface Case {
	readonly it: string;
	readonly schema: string;
	readonly value: Json;
	/** `response` by default. */
	readonly reading?: Reading | readonly Reading[];
	/**
	 * `INSTANCE KEYWORD [MISSING] at POINTER (LINE)`, the pointer below `/components/schemas`, or in another file; empty
	 * where the value holds.
	 */
	readonly faults?: readonly string[];
	/** Pointers into the value. */
	readonly unknown?: readonly string[];
	/** `POINTER (LINE): MESSAGE` of the Unverifiable. */
	readonly unverifiable?: string;
	/** The doubts that using this schema reports: `KIND NAME POINTER`. */
	readonly doubts?: readonly string[];
}

const root = join(__dirname, 'schemas');
const schemas = '/components/schemas';

describe.each(readdirSync(root))('%s', (topic) => {
	const cases = parse(readFileSync(join(root, topic, 'cases.yaml'), 'utf8')) as readonly Case[];

	test.each(cases)('$schema $it', async (each) => {
		const { document, validator, doubts } = await loadSpec(join(root, topic, 'spec.yaml'));
		const pointer = child(schemas, each.schema);
		const value = frozen(each.value);
		const shown = (place: string) => (place.startsWith(schemas) ? place.slice(schemas.length) : place);
		const line = (place: string) => `${shown(place)} (${positionIn(document, place)?.line})`;
		for (const reading of [each.reading ?? 'response'].flat()) {
			const result: Record<string, unknown> = {};
			try {
				const faults = validator.faults(reading, pointer, value);
				expect(validator.accepts(reading, pointer, value)).toBe(faults.length === 0);
				result.faults = faults.map(({ instance, keyword, params, source }) =>
					[instance, keyword, params.missingProperty, 'at', line(source)].filter(Boolean).join(' '),
				);
			} catch (error) {
				if (!(error instanceof Unverifiable)) throw error;
				result.unverifiable = `${line(error.pointer)}: ${error.message}`;
			}
			if (each.unknown) {
				result.unknown = unknownProperties({ document, validator }, 'possible', pointer, value).map(
					({ instance }) => instance,
				);
			}
			if (each.doubts) result.doubts = doubts().map((doubt) => `${doubt.kind} ${doubt.name} ${doubt.pointer}`);
			const { faults, unknown, unverifiable, doubts: doubtful } = each;
			const stated = { faults, unknown, unverifiable, doubts: doubtful };
			const expected = Object.entries(stated).filter(([, says]) => says !== undefined);
			expect(expected).not.toHaveLength(0);
			if (faults === undefined && unverifiable === undefined) delete result.faults;
			expect({ reading, ...result }).toEqual({ reading, ...Object.fromEntries(expected) });
		}
	});
});

/** The value, frozen to the core: whoever coerces, defaults or sorts it in place is caught. */
function frozen(value: Json): Json {
	if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) frozen(member);
	return Object.freeze(value);
}
