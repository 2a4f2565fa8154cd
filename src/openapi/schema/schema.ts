/**
 * Translates the document's schemas into what ajv compiles, one schema at a time and only when asked:
 * JSON Schema 2020-12 with references kept, OpenAPI's annotations dropped by position (a *property* called `example`
 * stays), OpenAPI 3.0's dialect rewritten, and one of five readings applied. It remembers where each piece came from.
 */

import { isObject, type JsonObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { BrokenReference, type SpecDocument } from '../document/document';
import { aboutValues, addByReading } from './by-reading';
import { dialectAt, inDialect, isKnownDialect, slipIn30, slipInDraft } from './dialect';
import { asksForWhole, wholeKeyword } from './exact-keywords';
import { isKnownFormat } from './formats';
import { slipIn } from './keyword';
import { broken, oneWayKeyword, Piece, type Reading, type TranslatedSchema, Unverifiable } from './reading';
import { entered, isOneWay, type Placed, referredBy, type Scope } from './scope';
import { unevaluatedItems } from './unevaluated';

export interface Translation {
	/** The schema for ajv. Its `$ref`s are keys made by the `keyOf` that the translator was given. */
	readonly schema: TranslatedSchema;
	/** The other schemas that its references name. */
	readonly references: readonly (Placed & { readonly reading: Reading })[];
	/** Whether it contains `unevaluatedProperties`. */
	readonly tracksProperties: boolean;
	/** The one-way pieces: `readOnly` in a request, `writeOnly` in a response. */
	readonly oneWay: ReadonlySet<TranslatedSchema>;
}

export interface Translator {
	/** Throws {@link BrokenReference} and {@link Unverifiable}. */
	translate(reading: Reading, pointer: Pointer, scope: Scope): Translation;
	/** The origin of `keyword` in a translated schema; undefined for a piece without one. */
	originOf(schema: unknown, keyword: string): Origin | undefined;
}

/** The part of the document that a piece of a translated schema comes from. */
export interface Origin {
	/** The schema. */
	readonly schema: Pointer;
	/** The document's own keyword; `false schema` where the schema is just `false`. */
	readonly keyword: string;
	/** The place of that keyword, or of the schema where it has no such keyword. */
	readonly source: Pointer;
}

/** Is given each name of the document that means nothing here, with its place. */
export type OnUnknown = (kind: 'format' | 'dialect', name: string, pointer: Pointer) => void;

/** Keywords that are translated alike in every reading: those whose value is not a schema, */
const plain = ['type', ...aboutValues];
/** a schema for something inside the instance, */
const inside = ['items', 'additionalProperties', 'unevaluatedProperties', 'propertyNames'];
/** a map of schemas, or a list of them. */
const maps = ['properties', 'patternProperties', 'dependentSchemas'];
const lists = ['prefixItems', 'allOf', 'anyOf'];

/** Keywords about the direction, which a text in place of a truth value would turn off. */
const flags = ['readOnly', 'writeOnly'];

export function createTranslator(
	document: SpecDocument,
	keyOf: (reading: Reading, pointer: Pointer, scope: Scope) => string,
	onUnknown: OnUnknown,
): Translator {
	/** The place of every piece, and its original keyword, if another. */
	const origins = new WeakMap<object, { readonly schema: Pointer; readonly keyword: string | undefined }>();
	const is30 = document.dialect === '3.0';

	function translate(reading: Reading, start: Pointer, startScope: Scope): Translation {
		const references: (Placed & { reading: Reading })[] = [];
		const oneWay = new Set<TranslatedSchema>();
		let tracksProperties = false;
		const context = {
			translate: convert,
			keepOrigin: (schema: TranslatedSchema, { pointer }: Placed, keyword?: string) =>
				void origins.set(schema, { schema: pointer, keyword }),
			isOwed: (mode: Reading, whole: Placed, name: string) => isOwed(document, mode, whole, name),
		};

		function convert(mode: Reading, { pointer, scope: outer }: Placed, source: unknown, whole?: Placed) {
			if (source === true) return {};
			const scope = isObject(source) && Object.hasOwn(source, '$id') ? entered(document, outer, pointer) : outer;
			const place: Placed = { pointer, scope };
			const schema = source === false ? { not: {} } : readOrMark(mode, place, source, whole ?? place);
			context.keepOrigin(schema, place, source === false ? 'false schema' : undefined);
			if (!isObject(source)) return schema;
			// To the letter `nullable` adds null to a `type` beside it and does nothing else (3.0.3, 4.7.24.1); written
			// beside a reference, `allOf` or an `enum` without null it is always meant.
			const whenNull = is30 && source.nullable === true ? { if: { type: 'null' }, else: schema } : schema;
			if (source[oneWayKeyword(mode)] === true) oneWay.add(whenNull);
			return whenNull;
		}

		/** A broken schema is marked, so that only values that reach it cannot be judged. */
		function readOrMark(mode: Reading, place: Placed, source: unknown, whole: Placed): TranslatedSchema {
			try {
				if (!isObject(source)) throw new Unverifiable(place.pointer, 'there is no schema at this place');
				return read(mode, place, source, whole);
			} catch (error) {
				if (error instanceof Unverifiable || error instanceof BrokenReference) return { [broken]: error };
				throw error;
			}
		}

		function read(mode: Reading, place: Placed, source: JsonObject, whole: Placed): TranslatedSchema {
			refuseSlips(source, place.pointer);
			const piece = new Piece(context, mode, place, inDialect(document.dialect, source), whole);
			const { own, out } = piece;
			const [first, second] = referredBy(document, own, place.pointer, place.scope).map((referred) => {
				references.push({ reading: mode, ...referred });
				return { $ref: keyOf(mode, referred.pointer, referred.scope) };
			});
			Object.assign(out, first);
			for (const keyword of plain) piece.copy(keyword);
			if (asksForWhole(own.type)) out[wholeKeyword] = true;
			if (typeof own.format === 'string' && !isKnownFormat(own.format)) {
				onUnknown('format', own.format, piece.below('format').pointer);
				delete out.format;
			}
			// ajv refuses an empty list, which allows nothing (validation, 6.1.2).
			if (Array.isArray(out.enum) && out.enum.length === 0) {
				delete out.enum;
				if (mode !== 'masked') piece.also({ not: {} }, 'enum');
			}
			for (const keyword of inside) {
				if (!piece.has(keyword)) continue;
				if (keyword === 'unevaluatedProperties') tracksProperties = true;
				// ajv names the property that one of these rules out.
				const rulesOut = own[keyword] === false && keyword.endsWith('Properties');
				out[keyword] = rulesOut ? false : piece.sub(keyword);
			}
			for (const keyword of maps) if (piece.has(keyword)) out[keyword] = piece.map(keyword);
			for (const keyword of lists) if (piece.has(keyword)) out[keyword] = piece.list(keyword);
			if (second) piece.also(second, '$dynamicRef');
			if (piece.has('unevaluatedItems') && mode !== 'masked') {
				const opposite = { possible: 'certain', certain: 'possible', request: mode, response: mode } as const;
				const schema = unevaluatedItems(document, place, (other, otherwise = false) =>
					convert(otherwise ? opposite[mode] : mode, other, document.at(other.pointer).value),
				);
				const why = 'it depends on more conditions than can be followed';
				if (!schema) throw piece.unverifiable(why, 'unevaluatedItems');
				piece.also(schema, 'unevaluatedItems');
			}
			addByReading(piece);
			aroundPatterns(piece);
			return out;
		}

		const { pointer, value } = document.at(start);
		const schema = convert(reading, { pointer, scope: startScope }, value);
		return { schema, references, tracksProperties, oneWay };
	}

	/** Throws if a reference is malformed, or a keyword belongs to another dialect. */
	function refuseSlips(source: JsonObject, at: Pointer): void {
		const refuse = (keyword: string, why: string | undefined) => {
			if (why !== undefined) throw new Unverifiable(child(at, keyword), why);
		};
		const slip = (keyword: string) => (Object.hasOwn(source, keyword) ? slipIn(keyword, source[keyword]) : undefined);
		refuse('$ref', slip('$ref'));
		for (const keyword of is30 ? [...flags, 'nullable'] : flags) {
			const value = source[keyword];
			const isSlip = value !== undefined && typeof value !== 'boolean';
			refuse(keyword, isSlip ? `"${keyword}" is ${JSON.stringify(value)}; it must be true or false` : undefined);
		}
		if (is30) {
			const [keyword = '', why] = slipIn30(source) ?? [];
			refuse(keyword, why);
		} else {
			const dialect = dialectAt(document, at);
			const [keyword = '', why] = slipInDraft(dialect?.uri, source) ?? [];
			refuse(keyword, why);
			if (dialect && !isKnownDialect(dialect.uri)) onUnknown('dialect', dialect.uri, dialect.pointer);
			const isRecursive = '$recursiveRef' in source;
			refuse('$recursiveRef', isRecursive ? 'a $recursiveRef has no meaning in OpenAPI 3.1' : undefined);
			refuse('$dynamicRef', slip('$dynamicRef'));
		}
	}

	return {
		translate,
		originOf(piece, keyword) {
			const origin = typeof piece === 'object' && piece !== null ? origins.get(piece) : undefined;
			if (!origin) return undefined;
			const { schema } = origin;
			const stated = origin.keyword ?? keyword;
			const source = document.at(schema).value;
			const isStated = isObject(source) && Object.hasOwn(source, stated);
			return { schema, keyword: stated, source: isStated ? child(schema, stated) : schema };
		},
	};
}

/** What cannot be read is owed; it is reported when it is there. */
function isOwed(document: SpecDocument, reading: Reading, whole: Placed, name: string): boolean {
	try {
		return !isOneWay(document, whole, name, oneWayKeyword(reading));
	} catch (error) {
		if (error instanceof BrokenReference) return true;
		throw error;
	}
}

/** Moves keywords that ajv 8.20 handles wrongly into an `allOf` of their own. */
function aroundPatterns(piece: Piece): void {
	const { out } = piece;
	if (isObject(out.properties) && Object.hasOwn(out.properties, '__proto__')) {
		// ajv passes over a property of this name; as a pattern it does not.
		const { ['__proto__']: proto, ...properties } = out.properties;
		const patternProperties = { ...Object(out.patternProperties), '^__proto__$': proto };
		Object.assign(out, { properties, patternProperties });
	}
	if (out.patternProperties === undefined) return;
	// ajv fails on patterns beside alternatives or a reference, so they go apart with what depends on them.
	const apart: TranslatedSchema = {};
	for (const keyword of ['patternProperties', 'properties', 'additionalProperties']) {
		if (out[keyword] !== undefined) apart[keyword] = out[keyword];
		delete out[keyword];
	}
	piece.also(apart);
}
