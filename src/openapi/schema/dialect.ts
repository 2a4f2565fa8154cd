/**
 * Dialects: which one a schema is written in, and what is read otherwise there than in JSON Schema 2020-12.
 * OpenAPI 3.0's dialect (3.0.3, 4.7.24 Schema Object) in terms of JSON Schema 2020-12. It has the keywords that it
 * lists and no others (those that judge a value stand here): `const`, `if`, `patternProperties`, `prefixItems` or `$id`
 * ask for nothing there, as if not written.
 */
import { keepTextsOf } from '../../json/exact';
import { type Json, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import { isAssertion } from './keyword';

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

/** The schema as JSON Schema 2020-12 puts it, but for `nullable`. */
export function inDialect(dialect: '3.0' | '3.1', schema: JsonObject): JsonObject {
	if (dialect === '3.1') return schema;
	// Siblings of a reference are ignored (4.7.23).
	if (typeof schema.$ref === 'string') return { $ref: schema.$ref };
	const kept = Object.entries(schema).filter(([key]) => keywords.has(key));
	const out: Record<string, Json> = keepTextsOf(schema, Object.fromEntries(kept));
	for (const [bound, exclusive] of bounds) {
		delete out[exclusive];
		if (schema[exclusive] !== true || schema[bound] === undefined) continue;
		out[exclusive] = schema[bound];
		keepTextsOf(schema, out, (key) => (key === bound ? exclusive : key));
		delete out[bound];
	}
	return out;
}

/** A keyword that means something else in 2020-12, written as there: the keyword, and why it is refused. */
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

/** The dialect of a schema, and the place that states it. */
interface Dialect {
	readonly uri: string;
	readonly pointer: Pointer;
}

/** The dialect of the schema at `start`: its own or that of the schema around it, else that of the document. */
export function dialectAt(document: SpecDocument, start: Pointer): Dialect | undefined {
	const { pointer: outer, dialect } = document.resourceOf(start);
	for (let at = start; at.length > outer.length; at = at.slice(0, at.lastIndexOf('/'))) {
		const own = property(document.at(at).value, '$schema');
		if (typeof own === 'string') return { uri: own, pointer: child(at, '$schema') };
	}
	if (dialect !== undefined) return { uri: dialect, pointer: child(outer, '$schema') };
	const stated = document.root.jsonSchemaDialect;
	return stated === undefined ? undefined : { uri: String(stated), pointer: '/jsonSchemaDialect' };
}

/** Whether it is JSON Schema 2020-12, OpenAPI's own dialect, of whichever date, or an older draft. */
export const isKnownDialect = (uri: string): boolean => known.test(uri) || draftOf(uri) >= 0;

const known =
	/^https?:\/\/(json-schema\.org\/draft\/2020-12\/schema|spec\.openapis\.org\/oas\/3\.[12]\/dialect\/(base|\d{4}-\d\d-\d\d))#?$/;

/** Drafts before 2020-12, the newest first, each with the keywords that it reads otherwise than the next one. */
const drafts: readonly (readonly [draft: string, otherwise: readonly string[]])[] = [
	['2019-09', ['prefixItems', 'additionalItems', 'unevaluatedItems', '$dynamicRef', '$dynamicAnchor', '$recursiveRef']],
	[
		'draft-07',
		[
			...['dependencies', 'dependentRequired', 'dependentSchemas', 'unevaluatedProperties'],
			...['minContains', 'maxContains', '$anchor'],
		],
	],
	['draft-06', ['if', 'then', 'else']],
	['draft-04', ['const', 'contains', 'propertyNames', 'id']],
	['draft-03', ['extends', 'disallow', 'divisibleBy']],
];

const draftOf = (uri: string): number =>
	drafts.findIndex(([draft]) => uri.includes(`//json-schema.org/${draft.replace(/^2/, 'draft/2')}/`));

/** A keyword that the dialect of the schema, an older draft, reads otherwise than 2020-12, and why it is refused. */
export function slipInDraft(
	dialect: string | undefined,
	schema: JsonObject,
): readonly [keyword: string, why: string] | undefined {
	const last = draftOf(dialect ?? '');
	if (last < 0) return undefined;
	const [name = ''] = drafts[last] ?? [];
	const otherwise = drafts.slice(0, last + 1).flatMap(([, keywords]) => keywords);
	const keyword = otherwise.find((each) => Object.hasOwn(schema, each));
	if (keyword !== undefined) return [keyword, `${name}, the dialect of the schema, reads "${keyword}" otherwise`];
	const hasSiblings = last > 0 && typeof schema.$ref === 'string' && Object.keys(schema).filter(isAssertion).length > 1;
	return hasSiblings ? ['$ref', `${name}, the dialect of the schema, ignores what stands beside "$ref"`] : undefined;
}
