/**
 * OpenAPI 3.0's dialect (3.0.3, 4.7.24 Schema Object) in terms of JSON Schema 2020-12. It has the keywords that it lists
 * and no others (those that judge a value stand here): `const`, `if`, `patternProperties`, `prefixItems` or `$id` ask for nothing there, as if not written.
 */
import type { Json, JsonObject } from '../../json/json';

const keywords = new Set([
	...['type', 'enum', 'format', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
	...['maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'items'],
	...['maxProperties', 'minProperties', 'required', 'properties', 'additionalProperties'],
	...['allOf', 'anyOf', 'oneOf', 'not'],
]);
const bounds = [
	['minimum', 'exclusiveMinimum'],
	['maximum', 'exclusiveMaximum'],
] as const;

/** The schema as 2020-12 would put it. What `nullable` asks for is told by {@link isNullable}. */
export function modernise(schema: JsonObject): JsonObject {
	// A reference stands alone: what is beside it is ignored (4.7.23).
	if (typeof schema.$ref === 'string') return { $ref: schema.$ref };
	const out: Record<string, Json> = Object.fromEntries(Object.entries(schema).filter(([key]) => keywords.has(key)));
	for (const [bound, exclusive] of bounds) {
		delete out[exclusive];
		if (schema[exclusive] !== true || schema[bound] === undefined) continue;
		out[exclusive] = schema[bound];
		delete out[bound];
	}
	return out;
}

/** The schema as it is to be read in its dialect. */
export function inDialect(dialect: '3.0' | '3.1', schema: JsonObject): JsonObject {
	return dialect === '3.0' ? modernise(schema) : schema;
}

/**
 * Whether null is allowed whatever else the schema says. To the letter `nullable` adds null to a `type` beside it and
 * does nothing else (3.0.3, 4.7.24.1); written beside a reference, `allOf` or an `enum` without null it is always meant.
 */
export function isNullable(schema: JsonObject): boolean {
	return schema.nullable === true;
}

/** A keyword that means something else in 2020-12, written in its way: the keyword, and why it cannot stand. */
export function slipIn30(schema: JsonObject): readonly [keyword: string, why: string] | undefined {
	if (typeof schema.$ref === 'string') return undefined;
	for (const [, exclusive] of bounds) {
		const value = schema[exclusive];
		if (value === undefined || typeof value === 'boolean') continue;
		return [exclusive, `"${exclusive}" is ${JSON.stringify(value)}; in OpenAPI 3.0 it must be true or false`];
	}
	const { type } = schema;
	if (!Array.isArray(type) && type !== 'null') return undefined;
	const why = `"type" is ${JSON.stringify(type)}; in OpenAPI 3.0 it must be one type other than null, beside "nullable"`;
	return ['type', why];
}
