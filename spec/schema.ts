/**
 * Translates the document's schemas into what ajv compiles, one schema at a time and only when asked:
 * JSON Schema 2020-12 with references kept, OpenAPI's annotations dropped by position (a *property* called `example`
 * stays), OpenAPI 3.0's dialect rewritten, and one of four readings applied. It remembers where each piece came from.
 */
import { BrokenReference, type SpecDocument, targetOf } from './document';
import { isKnownFormat } from './formats';
import { isObject, type Json, type JsonObject, property } from './json';
import { child, type Pointer } from './pointer';

/**
 * How a schema is read.
 * - `request`: as written, less what is `readOnly` in `required`.
 * - `response`: as written, less what is `writeOnly` in `required`.
 * - `some`: some instance that has at least these properties is valid: what a contract may expect of a response.
 * - `every`: every instance that has at least these properties is valid: what `some` needs below a negation.
 */
export type Reading = 'request' | 'response' | 'some' | 'every';

export interface Translation {
	/** The schema for ajv. Its `$ref`s are keys made by the `keyOf` that the translator was given. */
	readonly schema: TranslatedSchema;
	/** The other schemas that its references name. */
	readonly references: readonly { readonly reading: Reading; readonly pointer: Pointer }[];
}

export type TranslatedSchema = { [keyword: string]: unknown };

export interface Translator {
	/** Throws {@link BrokenReference} and {@link SchemaFault}. */
	translate(reading: Reading, pointer: Pointer): Translation;
	/** Where `keyword` of a translated schema stands in the document; the schema itself where it has no such keyword. */
	sourceOf(schema: unknown, keyword?: string): Pointer | undefined;
}

/** Something that is not a schema stands where a schema should. */
export class SchemaFault extends Error {
	override readonly name = 'SchemaFault';
	constructor(
		readonly pointer: Pointer,
		message: string,
	) {
		super(message);
	}
}

/** Keywords that read the same in every reading. */
const plain = [
	...['type', 'enum', 'const', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
	...['maxLength', 'minLength', 'pattern', 'format', 'maxItems', 'minItems', 'uniqueItems', 'maxProperties'],
];
/** Keywords that ask for properties to be there. */
const presence = ['required', 'minProperties', 'dependentRequired'];
/** Keywords whose value is a schema for something inside the instance. */
const inside = ['items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'propertyNames'];

export function createTranslator(
	document: SpecDocument,
	keyOf: (reading: Reading, pointer: Pointer) => string,
	onUnknownFormat: (format: string, pointer: Pointer) => void,
): Translator {
	const origins = new WeakMap<object, Pointer>();

	function translate(reading: Reading, pointer: Pointer): Translation {
		const references: { reading: Reading; pointer: Pointer }[] = [];
		const convert = (mode: Reading, at: Pointer, source: unknown): TranslatedSchema => {
			const schema = read(mode, at, source);
			origins.set(schema, at);
			return schema;
		};

		function read(mode: Reading, at: Pointer, source: unknown): TranslatedSchema {
			if (source === true) return {};
			if (source === false) return { not: {} };
			if (!isObject(source)) throw new SchemaFault(at, 'no schema stands here');
			const own = document.dialect === '3.0' ? modernise(source) : source;
			const out: TranslatedSchema = {};
			const sub = (key: string, as = mode) => convert(as, child(at, key), own[key]);
			const list = (key: string, as = mode) => {
				const branches = own[key];
				if (!Array.isArray(branches)) throw new SchemaFault(child(at, key), `${key} is not a list of schemas`);
				return branches.map((branch: unknown, index) => convert(as, child(at, key, index), branch));
			};
			const map = (key: string) => {
				const entries = own[key];
				if (!isObject(entries)) throw new SchemaFault(child(at, key), `${key} is not a map of schemas`);
				return Object.fromEntries(
					Object.entries(entries).map(([name, value]) => [name, convert(mode, child(at, key, name), value)]),
				);
			};
			const also = (...schemas: TranslatedSchema[]) => {
				for (const schema of schemas) origins.set(schema, at);
				out.allOf = [...((out.allOf as TranslatedSchema[] | undefined) ?? []), ...schemas];
			};
			const has = (key: string) => Object.hasOwn(own, key);

			if (typeof own.$ref === 'string') {
				const target = resolve(own.$ref, at);
				references.push({ reading: mode, pointer: target });
				out.$ref = keyOf(mode, target);
			}
			for (const keyword of plain) if (has(keyword)) out[keyword] = own[keyword];
			if (typeof own.format === 'string' && !isKnownFormat(own.format)) {
				onUnknownFormat(own.format, child(at, 'format'));
				delete out.format;
			}
			for (const keyword of inside) if (has(keyword)) out[keyword] = sub(keyword);
			for (const keyword of ['properties', 'patternProperties', 'dependentSchemas']) {
				if (has(keyword)) out[keyword] = map(keyword);
			}
			for (const keyword of ['prefixItems', 'allOf', 'anyOf']) if (has(keyword)) out[keyword] = list(keyword);

			if (mode === 'request' || mode === 'response') {
				for (const keyword of presence) if (has(keyword)) out[keyword] = own[keyword];
				if (Array.isArray(own.required)) {
					const spared = mode === 'request' ? 'readOnly' : 'writeOnly';
					out.required = own.required.filter((name: unknown) => !isMarked(own, at, String(name), spared));
				}
				for (const keyword of ['not', 'if', 'then', 'else', 'contains']) if (has(keyword)) out[keyword] = sub(keyword);
				for (const keyword of ['minContains', 'maxContains']) if (has(keyword)) out[keyword] = own[keyword];
				if (has('oneOf')) out.oneOf = list('oneOf');
				return has('x-nullable-here') ? orNull(out) : out;
			}

			const opposite: Reading = mode === 'some' ? 'every' : 'some';
			relaxLiterals(out, mode);
			if (has('not')) also({ not: sub('not', opposite) });
			if (has('oneOf')) {
				if (mode === 'some') {
					const branches = list('oneOf');
					if (out.anyOf) also({ anyOf: branches });
					else out.anyOf = branches;
				} else {
					const [surely, maybe] = [list('oneOf'), list('oneOf', 'some')];
					const only = (branch: TranslatedSchema, index: number) => ({
						allOf: [branch, ...maybe.filter((_, other) => other !== index).map((other) => ({ not: other }))],
					});
					also({ anyOf: surely.map(only) });
				}
			}
			if (has('if') && (has('then') || has('else'))) {
				const then = has('then') ? sub('then') : {};
				const otherwise = has('else') ? sub('else') : {};
				const [holds, fails] = [sub('if'), { not: sub('if', opposite) }];
				also(
					mode === 'some'
						? { anyOf: [{ allOf: [holds, then] }, { allOf: [fails, otherwise] }] }
						: { allOf: [{ anyOf: [{ not: sub('if', 'some') }, then] }, { anyOf: [holds, otherwise] }] },
				);
			}
			if (has('contains')) {
				out.contains = sub('contains');
				if (has('minContains')) out.minContains = own.minContains;
				if (typeof own.maxContains === 'number') {
					also({ not: { contains: sub('contains', opposite), minContains: own.maxContains + 1 } });
				}
			}
			if (mode === 'every') {
				for (const keyword of presence) if (has(keyword)) out[keyword] = own[keyword];
				const named = isObject(own.properties) ? Object.keys(own.properties) : [];
				const required = Array.isArray(own.required) ? own.required : [];
				if (named.length > 0) out.required = [...new Set([...required, ...named])];
				const bounded = ['maxProperties', 'additionalProperties', 'unevaluatedProperties', 'patternProperties'];
				if ([...bounded, 'propertyNames', 'dependentSchemas'].some(has)) also({ not: { type: 'object' } });
			}
			return has('x-nullable-here') ? orNull(out) : out;
		}

		return { schema: convert(reading, pointer, document.at(pointer).value), references };
	}

	function resolve(reference: string, at: Pointer): Pointer {
		const target = targetOf(reference, at);
		try {
			return document.at(target).pointer;
		} catch (error) {
			if (!(error instanceof BrokenReference)) throw error;
			throw new BrokenReference(child(at, '$ref'), `the reference "${reference}" is broken: ${error.message}`);
		}
	}

	/** Whether the property `name` is marked `readOnly` or `writeOnly`, itself or through its reference. */
	function isMarked(schema: JsonObject, at: Pointer, name: string, mark: 'readOnly' | 'writeOnly'): boolean {
		const value = property(schema.properties, name);
		if (value === undefined) return false;
		if (property(value, mark) === true) return true;
		const reference = property(value, '$ref');
		if (typeof reference !== 'string') return false;
		return property(document.follow(resolve(reference, child(at, 'properties', name))).value, mark) === true;
	}

	const orNull = (schema: TranslatedSchema): TranslatedSchema => ({ if: { type: 'null' }, else: schema });

	return {
		translate,
		sourceOf(schema, keyword) {
			const pointer = typeof schema === 'object' && schema !== null ? origins.get(schema) : undefined;
			if (pointer === undefined || keyword === undefined) return pointer;
			const source = document.at(pointer).value;
			return isObject(source) && Object.hasOwn(source, keyword) ? child(pointer, keyword) : pointer;
		},
	};
}

/** OpenAPI 3.0 (4.7.24 Schema Object) in terms of 2020-12: `$ref` stands alone, bounds are numbers, `nullable` is a type. */
function modernise(schema: JsonObject): JsonObject {
	const nullable = schema.nullable === true;
	if (typeof schema.$ref === 'string') {
		return nullable ? { $ref: schema.$ref, 'x-nullable-here': true } : { $ref: schema.$ref };
	}
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
	if (nullable) out['x-nullable-here'] = true;
	return out;
}

/**
 * An object inside `const` or `enum` is named in full; an expected response may name less of it.
 * Two items that differ only in what is not named are no repetition.
 */
function relaxLiterals(out: TranslatedSchema, mode: Reading): void {
	if (mode !== 'some') return;
	const literals: unknown[] = Array.isArray(out.enum) ? out.enum : 'const' in out ? [out.const] : [];
	if (literals.some((literal) => typeof literal === 'object' && literal !== null)) {
		delete out.enum;
		delete out.const;
		out.allOf = [...((out.allOf as unknown[] | undefined) ?? []), { anyOf: literals.map(partOf) }];
	}
	if (out.uniqueItems === true) {
		delete out.uniqueItems;
		const unique = { anyOf: [{ contains: { type: ['object', 'array'] } }, { uniqueItems: true }] };
		out.allOf = [...((out.allOf as unknown[] | undefined) ?? []), unique];
	}
}

function partOf(literal: unknown): TranslatedSchema {
	if (Array.isArray(literal)) {
		return { type: 'array', prefixItems: literal.map(partOf), minItems: literal.length, maxItems: literal.length };
	}
	if (!isObject(literal)) return { const: literal };
	const properties = Object.fromEntries(Object.entries(literal).map(([key, value]) => [key, partOf(value)]));
	return { type: 'object', properties, additionalProperties: false };
}
