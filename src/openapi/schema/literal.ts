/**
 * `enum`, `const` and `uniqueItems` name objects in full. In the readings `possible` and `certain`, where an object may have
 * more properties than it shows, they are put in terms that allow for those.
 */
import { type Held, keepIfNeeded, textIn } from '../../json/exact';
import { isObject, type JsonObject } from '../../json/json';

type Relaxed = readonly [keyword: string, schema: Record<string, unknown>];

/** Replacements for the keywords of `schema` that compare objects; the keywords themselves have to be removed. */
export function relaxLiterals(schema: JsonObject, mode: 'possible' | 'certain'): Relaxed[] {
	const relaxed: Relaxed[] = [];
	const listed = Array.isArray(schema.enum) ? schema.enum : [];
	const stated: readonly [keyword: string, literals: readonly Held[]][] = [
		['enum', listed.map((each: unknown, index): Held => [each, listed, index])],
		['const', [[schema.const, schema, 'const']]],
	];
	for (const [keyword, literals] of stated) {
		if (!literals.some(([literal]) => holdsObject(literal))) continue;
		if (mode === 'possible') relaxed.push([keyword, { anyOf: literals.map(partOf) }]);
		else relaxed.push([keyword, anyOf(literals.filter(([literal]) => !holdsObject(literal)).map(partOf))]);
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

const anyOf = (schemas: readonly object[]) => (schemas.length > 0 ? { anyOf: schemas } : { not: {} });

const holdsObject = (literal: unknown): boolean =>
	Array.isArray(literal) ? literal.some(holdsObject) : isObject(literal);

function partOf([literal, holder, key]: Held): Record<string, unknown> {
	if (Array.isArray(literal)) {
		const items = literal.map((each: unknown, index) => partOf([each, literal, index]));
		return { type: 'array', prefixItems: items, minItems: literal.length, maxItems: literal.length };
	}
	if (!isObject(literal)) return withText({ const: literal }, textIn(holder, key));
	const properties = Object.entries(literal).map(([name, value]) => [name, partOf([value, literal, name])] as const);
	return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
}

function withText(schema: Record<string, unknown>, text: string | undefined): Record<string, unknown> {
	if (text !== undefined) keepIfNeeded(schema, 'const', text);
	return schema;
}
