/** How a schema is read, and one schema in translation: the original, the schema for ajv, and the ways to add to it. */
import { keepIfNeeded, textIn } from '../../json/exact';
import { isObject, type JsonObject } from '../../json/json';
import { child } from '../../json/pointer';
import { isPattern, slipIn } from './keyword';
import type { OneWay, Placed } from './scope';

/**
 * How a schema is read.
 * - `request`: as written, less what is `readOnly` in `required`.
 * - `response`: as written, less what is `writeOnly` in `required`.
 * - `possible`: valid if adding properties can make the value valid: what a contract may expect of a response.
 * - `certain`: valid if the value is valid whatever properties are added: what `possible` needs below a negation.
 * - `masked`: a response whose values and map keys are masked: its types and fields are judged, whatever depends on a
 *   value is not. Whatever is valid as a `response` is valid, once it is masked, in this reading.
 */
export type Reading = 'request' | 'response' | 'possible' | 'certain' | 'masked';

/** The keyword for one-way properties (OpenAPI 3.1, 4.8.24.5; JSON Schema 2020-12 validation, 9.4). */
export const oneWayKeyword = (reading: Reading): OneWay => (reading === 'request' ? 'readOnly' : 'writeOnly');

export type TranslatedSchema = { [keyword: string]: unknown };

/** A schema that cannot be compiled, or a reference in it that leads nowhere. */
export class Unverifiable extends Error {
	override readonly name = 'Unverifiable';
	constructor(
		readonly pointer: string,
		message: string,
	) {
		super(message);
	}
}

/** The keyword of a piece that cannot be judged; its value is the reason. */
export const broken = 'broken';

export interface Context {
	/** Translates the schema at a place; `whole` is the outermost schema that it is an `allOf` branch of. */
	translate(reading: Reading, place: Placed, source: unknown, whole?: Placed): TranslatedSchema;
	/** Keeps the place of a schema that replaces `keyword` of the document. */
	keepOrigin(schema: TranslatedSchema, place: Placed, keyword?: string): void;
	/** Whether a required property is owed in the direction of the reading. */
	isOwed(reading: Reading, whole: Placed, name: string): boolean;
}

export class Piece {
	readonly out: TranslatedSchema = {};

	/** `own` is the original, in the dialect of JSON Schema 2020-12; `whole` as in {@link Context}. */
	constructor(
		private readonly context: Context,
		readonly reading: Reading,
		readonly place: Placed,
		readonly own: JsonObject,
		private readonly whole: Placed,
	) {}

	has(keyword: string): boolean {
		return Object.hasOwn(this.own, keyword);
	}

	/** The value of a keyword that holds no schema; undefined if it is absent. */
	value(keyword: string): unknown {
		const slip = this.has(keyword) ? slipIn(keyword, this.own[keyword]) : undefined;
		if (slip !== undefined) throw this.unverifiable(slip, keyword);
		return this.has(keyword) ? this.own[keyword] : undefined;
	}

	copy(keyword: string): void {
		if (!this.has(keyword)) return;
		this.out[keyword] = this.value(keyword);
		const text = textIn(this.own, keyword);
		if (text !== undefined) keepIfNeeded(this.out, keyword, text);
	}

	/** The schema under a keyword, translated, in another reading where one is named; `{}` where there is none. */
	sub(keyword: string, as = this.reading): TranslatedSchema {
		return this.has(keyword) ? this.context.translate(as, this.below(keyword), this.own[keyword]) : {};
	}

	list(keyword: string, as = this.reading): TranslatedSchema[] {
		const branches = this.own[keyword];
		if (!Array.isArray(branches)) throw this.unverifiable(`"${keyword}" is not a list of schemas`, keyword);
		const whole = keyword === 'allOf' ? this.whole : undefined;
		return branches.map((branch: unknown, index) =>
			this.context.translate(as, this.below(keyword, index), branch, whole),
		);
	}

	map(keyword: string): { [name: string]: TranslatedSchema } {
		const entries = this.own[keyword];
		if (!isObject(entries)) throw this.unverifiable(`"${keyword}" is not a map of schemas`, keyword);
		const translated = Object.entries(entries).map(([name, schema]) => {
			if (keyword === 'patternProperties' && !isPattern(name)) {
				throw this.unverifiable(`${JSON.stringify(name)} is not a regular expression of ECMAScript`, keyword, name);
			}
			return [name, this.context.translate(this.reading, this.below(keyword, name), schema)] as const;
		});
		return Object.fromEntries(translated);
	}

	/** Adds a schema that replaces `keyword` of the document, or its own keywords if none is named. */
	also(schema: TranslatedSchema, keyword?: string): void {
		this.context.keepOrigin(schema, this.place, keyword);
		this.out.allOf = [...((this.out.allOf as TranslatedSchema[] | undefined) ?? []), schema];
	}

	unverifiable(why: string, ...keys: readonly string[]): Unverifiable {
		return new Unverifiable(this.below(...keys).pointer, why);
	}

	/** Removes one-way properties of the reading from `required`. */
	keepOwed(): void {
		const { required } = this.out;
		if (!Array.isArray(required)) return;
		this.out.required = required.filter((name) => this.context.isOwed(this.reading, this.whole, String(name)));
	}

	below(...keys: readonly (string | number)[]): Placed {
		return { pointer: child(this.place.pointer, ...keys), scope: this.place.scope };
	}
}
