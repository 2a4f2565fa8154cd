/** OpenAPI 3.0's dialect (4.7.24 Schema Object) in terms of JSON Schema 2020-12. */
import type { Json, JsonObject } from './json';

/** `$ref` stands alone and exclusive bounds are numbers. What `nullable` asks for is told by {@link isNullable}. */
export function modernise(schema: JsonObject): JsonObject {
	if (typeof schema.$ref === 'string') return { $ref: schema.$ref };
	const out: Record<string, Json> = { ...schema };
	for (const [bound, exclusive] of [
		['minimum', 'exclusiveMinimum'],
		['maximum', 'exclusiveMaximum'],
	] as const) {
		if (typeof schema[exclusive] !== 'boolean') continue;
		delete out[exclusive];
		if (schema[exclusive] && schema[bound] !== undefined) {
			out[exclusive] = schema[bound];
			delete out[bound];
		}
	}
	return out;
}

/** Whether null is allowed beside whatever else the schema says: its `$ref`, `allOf` or `enum`. */
export function isNullable(schema: JsonObject): boolean {
	return schema.nullable === true;
}
