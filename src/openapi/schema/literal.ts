/**
 * `enum`, `const` and `uniqueItems` name objects in full. In the readings `possible` and `certain`, where an object may have
 * more properties than it shows, they are put in terms that allow for those.
 */
import { isObject, type JsonObject } from '../../json/json';

type Relaxed = readonly [keyword: string, schema: Record<string, unknown>];

/** Replacements for the keywords of `schema` that compare objects; the keywords themselves have to be removed. */
export function relaxLiterals(schema: JsonObject, mode: 'possible' | 'certain'): Relaxed[] {
	const relaxed: Relaxed[] = [];
	const stated = [
		['enum', Array.isArray(schema.enum) ? schema.enum : []],
		['const', [schema.const]],
	] as const;
	for (const [keyword, literals] of stated) {
		if (!literals.some(holdsObject)) continue;
		if (mode === 'possible') relaxed.push([keyword, { anyOf: literals.map(partOf) }]);
		else relaxed.push([keyword, enumOf(literals.filter((literal) => !holdsObject(literal)))]);
	}
	if (schema.uniqueItems === true) {
		// Two items that differ only in what they do not show are no repetition, and two that differ may yet be one.
		const nested = { type: ['object', 'array'] };
		const flat = { uniqueItems: true };
		relaxed.push([
			'uniqueItems',
			mode === 'possible' ? { anyOf: [flat, { contains: nested }] } : { ...flat, items: { not: nested } },
		]);
	}
	return relaxed;
}

const enumOf = (literals: readonly unknown[]) => (literals.length > 0 ? { enum: literals } : { not: {} });

const holdsObject = (literal: unknown): boolean =>
	Array.isArray(literal) ? literal.some(holdsObject) : isObject(literal);

function partOf(literal: unknown): Record<string, unknown> {
	if (Array.isArray(literal)) {
		return { type: 'array', prefixItems: literal.map(partOf), minItems: literal.length, maxItems: literal.length };
	}
	if (!isObject(literal)) return { const: literal };
	const properties = Object.fromEntries(Object.entries(literal).map(([key, value]) => [key, partOf(value)]));
	return { type: 'object', properties, additionalProperties: false };
}
