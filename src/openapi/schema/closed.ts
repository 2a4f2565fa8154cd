/**
 * Closes a translated schema: what the closed form accepts holds by the schema itself, names no property that the
 * schema does not know, and none that is one-way. If it refuses a value, the result is inconclusive: `faults` and
 * `unknownProperties` decide. A schema whose properties are spread over several places has no closed form.
 */
import { keepTextsOf } from '../../json/exact';
import { isObject } from '../../json/json';
import type { TranslatedSchema } from './reading';

/** Keywords that let one schema describe the object that another one describes too. */
const sharing = ['$ref', 'allOf', 'anyOf', 'oneOf'];
/** Keywords that describe properties in ways that no list of names can close. */
const open = ['then', 'dependentSchemas', 'patternProperties', 'unevaluatedProperties'];

export const closedKey = (key: string): string => `${key}closed`;

/** The closed form of `schema`, its references renamed by {@link closedKey}; undefined where it has none. */
export function closed(
	schema: TranslatedSchema,
	isOneWay: (property: TranslatedSchema) => boolean,
): TranslatedSchema | undefined {
	const has = (keyword: string) => Object.hasOwn(schema, keyword);
	const describing = sharing.filter(has).length + (has('properties') ? 1 : 0);
	if (describing > 1 || open.some(has)) return undefined;
	const out: TranslatedSchema = keepTextsOf(schema, { ...schema });
	if (typeof schema.$ref === 'string') out.$ref = closedKey(schema.$ref);
	// Only `nullable` makes an `else`.
	for (const keyword of ['items', 'additionalProperties', 'else']) {
		const below = schema[keyword];
		if (!isObject(below)) continue;
		const inner = closed(below, isOneWay);
		if (!inner) return undefined;
		out[keyword] = inner;
	}
	for (const keyword of ['prefixItems', 'allOf', 'anyOf', 'oneOf']) {
		const list = schema[keyword];
		if (!Array.isArray(list)) continue;
		if (keyword === 'allOf' && list.length > 1) return undefined;
		const inner = list.map((each: TranslatedSchema) => closed(each, isOneWay));
		if (!inner.every((each) => each !== undefined)) return undefined;
		// A value that holds by one branch in its closed form may hold by two in the open one, so both are asked.
		out[keyword === 'oneOf' ? 'anyOf' : keyword] = inner;
	}
	if (isObject(schema.properties)) {
		const properties = Object.entries(schema.properties).map(([name, value]) => {
			const each = value as TranslatedSchema;
			return [name, isOneWay(each) ? false : closed(each, isOneWay)] as const;
		});
		if (!properties.every(([, each]) => each !== undefined)) return undefined;
		out.properties = Object.fromEntries(properties);
		if (!has('additionalProperties')) out.additionalProperties = false;
	}
	return out;
}
