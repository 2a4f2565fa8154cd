/**
 * Translates the document's schemas into what ajv compiles, one schema at a time and only when asked:
 * JSON Schema 2020-12 with references kept, OpenAPI's annotations dropped by position (a *property* called `example`
 * stays), OpenAPI 3.0's dialect rewritten, and one of five readings applied. It remembers where each piece came from.
 */

import { isObject, type JsonObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import { inDialect, isNullable, slipIn30 } from './dialect';
import { isKnownFormat } from './formats';
import { isPattern, slipIn } from './keyword';
import { isMarked } from './marks';
import { finish, type Reading, type TranslatedSchema } from './reading';
import { entered, type Placed, referredBy, type Scope } from './scope';
import { unevaluatedItems } from './unevaluated';

export interface Translation {
	/** The schema for ajv. Its `$ref`s are keys made by the `keyOf` that the translator was given. */
	readonly schema: TranslatedSchema;
	/** The other schemas that its references name. */
	readonly references: readonly (Placed & { readonly reading: Reading })[];
	/** Whether `unevaluatedProperties` stands in it. */
	readonly tracksProperties: boolean;
}

export interface Translator {
	/** Throws {@link BrokenReference} and {@link SchemaFault}. */
	translate(reading: Reading, pointer: Pointer, scope: Scope): Translation;
	/** What the document says where a translated schema says `keyword`; undefined for a piece that has no place there. */
	originOf(schema: unknown, keyword: string): Origin | undefined;
}

/** The part of the document that a piece of a translated schema stands for. */
export interface Origin {
	/** The schema. */
	readonly schema: Pointer;
	/** The document's own keyword; `false schema` where the schema is just `false`. */
	readonly keyword: string;
	/** The place of that keyword, or of the schema where it has no such keyword. */
	readonly source: Pointer;
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
/** Keywords whose value is a schema for something inside the instance. */
const inside = ['items', 'additionalProperties', 'unevaluatedProperties', 'propertyNames'];
export function createTranslator(
	document: SpecDocument,
	keyOf: (reading: Reading, pointer: Pointer, scope: Scope) => string,
	onUnknownFormat: (format: string, pointer: Pointer) => void,
): Translator {
	/** The place of every piece, and the keyword that it stands for where that is not the one it says. */
	const origins = new WeakMap<object, { readonly schema: Pointer; readonly keyword?: string }>();

	function translate(reading: Reading, start: Pointer, startScope: Scope): Translation {
		const references: (Placed & { reading: Reading })[] = [];
		let tracksProperties = false;
		/** `whole` is the outermost schema that this one is an `allOf` branch of. */
		const convert = (mode: Reading, { pointer: at, scope: outer }: Placed, source: unknown, whole?: Placed) => {
			if (source === true) return {};
			if (source !== false && !isObject(source)) throw new SchemaFault(at, 'no schema stands here');
			const scope = isObject(source) && Object.hasOwn(source, '$id') ? entered(document, outer, at) : outer;
			const schema: TranslatedSchema =
				source === false ? { not: {} } : read(mode, { pointer: at, scope }, source, whole ?? { pointer: at, scope });
			origins.set(schema, source === false ? { schema: at, keyword: 'false schema' } : { schema: at });
			return document.dialect === '3.0' && isObject(source) && isNullable(source)
				? { if: { type: 'null' }, else: schema }
				: schema;
		};

		function read(mode: Reading, { pointer: at, scope }: Placed, source: JsonObject, whole: Placed): TranslatedSchema {
			const below = (...keys: (string | number)[]): Placed => ({ pointer: child(at, ...keys), scope });
			refuseSlips(source, at);
			const own = inDialect(document.dialect, source);
			const out: TranslatedSchema = {};
			const has = (key: string) => Object.hasOwn(own, key);
			const copy = (key: string) => {
				if (!has(key)) return;
				const slip = slipIn(key, own[key]);
				if (slip !== undefined) throw new SchemaFault(child(at, key), slip);
				out[key] = own[key];
			};
			const sub = (key: string, as = mode) => convert(as, below(key), own[key]);
			const list = (key: string, as = mode) => {
				const branches = own[key];
				if (!Array.isArray(branches)) throw new SchemaFault(child(at, key), `${key} is not a list of schemas`);
				return branches.map((branch: unknown, index) =>
					convert(as, below(key, index), branch, key === 'allOf' ? whole : undefined),
				);
			};
			const map = (key: string) => {
				const entries = own[key];
				if (!isObject(entries)) throw new SchemaFault(child(at, key), `${key} is not a map of schemas`);
				return Object.fromEntries(
					Object.entries(entries).map(([name, value]) => {
						const place = below(key, name);
						if (key === 'patternProperties' && !isPattern(name)) {
							throw new SchemaFault(place.pointer, `${JSON.stringify(name)} is not a regular expression of ECMAScript`);
						}
						return [name, convert(mode, place, value)];
					}),
				);
			};
			/** Adds a schema of what the document says here; in other words than its own where it comes with its keyword. */
			const also = (schema: TranslatedSchema, keyword?: string) => {
				origins.set(schema, keyword === undefined ? { schema: at } : { schema: at, keyword });
				out.allOf = [...((out.allOf as TranslatedSchema[] | undefined) ?? []), schema];
			};

			const [first, second] = referredBy(document, own, at, scope).map((referred) => {
				references.push({ reading: mode, ...referred });
				return { $ref: keyOf(mode, referred.pointer, referred.scope) };
			});
			Object.assign(out, first);
			plain.forEach(copy);
			if (typeof own.format === 'string' && !isKnownFormat(own.format)) {
				onUnknownFormat(own.format, child(at, 'format'));
				delete out.format;
			}
			for (const keyword of inside) {
				if (!has(keyword)) continue;
				if (keyword === 'unevaluatedProperties') tracksProperties = true;
				// ajv names the property that one of these rules out.
				const rulesOut = own[keyword] === false && keyword.endsWith('Properties');
				out[keyword] = rulesOut ? false : sub(keyword);
			}
			for (const keyword of ['properties', 'patternProperties', 'dependentSchemas']) {
				if (has(keyword)) out[keyword] = map(keyword);
			}
			for (const keyword of ['prefixItems', 'allOf', 'anyOf']) if (has(keyword)) out[keyword] = list(keyword);
			if (second) also(second, '$dynamicRef');
			if (isObject(out.properties) && Object.hasOwn(out.properties, '__proto__')) {
				// ajv passes over a property of this name; as a pattern it does not.
				const { ['__proto__']: proto, ...properties } = out.properties;
				Object.assign(out, {
					properties,
					patternProperties: { ...Object(out.patternProperties), '^__proto__$': proto },
				});
			}
			// ajv 8.20 fails on patterns beside alternatives or a reference, so they go apart with what depends on them.
			if (out.patternProperties !== undefined) {
				const { properties, patternProperties, additionalProperties } = out;
				for (const keyword of ['properties', 'patternProperties', 'additionalProperties']) delete out[keyword];
				also({
					patternProperties,
					...(properties === undefined ? {} : { properties }),
					...(additionalProperties === undefined ? {} : { additionalProperties }),
				});
			}
			if (has('unevaluatedItems') && mode !== 'masked') {
				const opposite = { some: 'every', every: 'some', request: mode, response: mode } as const;
				const schema = unevaluatedItems(document, { pointer: at, scope }, own, (place, otherwise = false) =>
					convert(otherwise ? opposite[mode] : mode, place, document.at(place.pointer).value),
				);
				const place = child(at, 'unevaluatedItems');
				if (!schema) throw new SchemaFault(place, 'it depends on more conditions than can be followed');
				also(schema, 'unevaluatedItems');
			}

			const isOwed = (name: string) => !isMarked(document, whole, name, mode === 'request' ? 'readOnly' : 'writeOnly');
			finish(mode, { own, out, has, copy, sub, list, also, isOwed });
			return out;
		}

		const { pointer, value } = document.at(start);
		const schema = convert(reading, { pointer, scope: startScope }, value);
		return { schema, references, tracksProperties };
	}

	/** Throws where a keyword that leads on, or one that means something else in another dialect, is written wrongly. */
	function refuseSlips(schema: JsonObject, at: Pointer): void {
		const inReference = (keyword: string): readonly [string, string] | undefined => {
			const slip = Object.hasOwn(schema, keyword) ? slipIn(keyword, schema[keyword]) : undefined;
			return slip === undefined ? undefined : [keyword, slip];
		};
		const ofDialect = (): readonly [string, string] | undefined => {
			if (document.dialect === '3.0') return slipIn30(schema);
			if ('$recursiveRef' in schema) return ['$recursiveRef', 'a $recursiveRef has no meaning in OpenAPI 3.1'];
			return inReference('$dynamicRef');
		};
		const [keyword, why] = inReference('$ref') ?? ofDialect() ?? [];
		if (keyword !== undefined && why !== undefined) throw new SchemaFault(child(at, keyword), why);
	}

	return {
		translate,
		originOf(piece, keyword) {
			const origin = typeof piece === 'object' && piece !== null ? origins.get(piece) : undefined;
			if (!origin) return undefined;
			const stated = origin.keyword ?? keyword;
			const source = document.at(origin.schema).value;
			const isStated = isObject(source) && Object.hasOwn(source, stated);
			return {
				schema: origin.schema,
				keyword: stated,
				source: isStated ? child(origin.schema, stated) : origin.schema,
			};
		},
	};
}
