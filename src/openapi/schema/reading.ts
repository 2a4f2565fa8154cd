/**
 * The five ways to read a schema, and what each makes of the keywords whose meaning depends on it: those that ask for
 * properties to be there, and those that turn on whether another schema holds.
 */
import { isObject, type JsonObject } from '../../json/json';
import { relaxLiterals } from './literal';

/**
 * How a schema is read.
 * - `request`: as written, less what is `readOnly` in `required`.
 * - `response`: as written, less what is `writeOnly` in `required`.
 * - `some`: some instance that has at least these properties is valid: what a contract may expect of a response.
 * - `every`: every instance that has at least these properties is valid: what `some` needs below a negation.
 * - `masked`: a response whose values and map keys are masked: its types and fields are judged, whatever depends on a
 *   value is not. Whatever is valid as a `response` is valid, once it is masked, in this reading.
 */
export type Reading = 'request' | 'response' | 'some' | 'every' | 'masked';

export type TranslatedSchema = { [keyword: string]: unknown };

/** A schema in translation: what the document says, what ajv is given so far, and the ways to add to it. */
export interface Piece {
	readonly own: JsonObject;
	readonly out: TranslatedSchema;
	has(keyword: string): boolean;
	copy(keyword: string): void;
	/** The schema under a keyword, translated, in another reading where one is named. */
	sub(keyword: string, as?: Reading): TranslatedSchema;
	list(keyword: string, as?: Reading): TranslatedSchema[];
	/** Adds a schema that says in other words what the document says under `keyword`. */
	also(schema: TranslatedSchema, keyword?: string): void;
	/** Whether a required property is owed in this direction. */
	isOwed(name: string): boolean;
}

/** Keywords that ask for properties to be there. */
const presence = ['required', 'minProperties', 'dependentRequired'];
/** Keywords that a property which is not shown may break, whatever it is. */
const bounding = [
	...['maxProperties', 'additionalProperties', 'unevaluatedProperties', 'patternProperties', 'propertyNames'],
	...['dependentSchemas', 'dependentRequired'],
];

/** Keywords about a value, or about how many there are. */
const aboutValues = [
	...['enum', 'const', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'maxLength'],
	...['minLength', 'pattern', 'format', 'maxItems', 'minItems', 'uniqueItems', 'maxProperties', 'propertyNames'],
];

/** Adds to the piece the keywords that depend on the reading. */
export function finish(reading: Reading, piece: Piece): void {
	switch (reading) {
		case 'request':
		case 'response':
			asWritten(piece);
			break;
		case 'some':
			literalsAndNegations(piece, reading);
			someBranches(piece);
			break;
		case 'every':
			literalsAndNegations(piece, reading);
			everyBranch(piece);
			everyProperty(piece);
			break;
		case 'masked':
			asMasked(piece);
			break;
		default:
			reading satisfies never;
	}
}

function asWritten(piece: Piece): void {
	const { out, has, copy, sub, list, isOwed } = piece;
	presence.forEach(copy);
	leaveOwed(out, isOwed);
	if (has('not')) out.not = sub('not');
	if (has('oneOf')) out.oneOf = list('oneOf');
	if (has('if')) Object.assign(out, conditional(sub('if'), branch(piece, 'then'), branch(piece, 'else')));
	contains(piece, taken(piece, 'maxContains'));
}

function leaveOwed(out: TranslatedSchema, isOwed: Piece['isOwed']): void {
	if (Array.isArray(out.required)) out.required = out.required.filter((name: unknown) => isOwed(String(name)));
}

/** Which alternative is meant may depend on a value, so it is enough that one of them fits; `not` and `contains` say nothing. */
function asMasked(piece: Piece): void {
	const { out, has, copy, sub, list, also, isOwed } = piece;
	for (const keyword of aboutValues) delete out[keyword];
	for (const keyword of ['required', 'dependentRequired']) copy(keyword);
	leaveOwed(out, isOwed);
	if (has('patternProperties')) {
		// Which keys match is not known any more.
		for (const each of (out.allOf as TranslatedSchema[] | undefined) ?? []) {
			if (each.patternProperties === undefined) continue;
			delete each.patternProperties;
			each.additionalProperties = {};
		}
	}
	if (has('oneOf')) also({ anyOf: list('oneOf') }, 'oneOf');
	// It asks for nothing, but what it names is evaluated.
	if (has('if')) also({ anyOf: [sub('if'), branch(piece, 'then'), branch(piece, 'else'), {}] });
}

function literalsAndNegations(piece: Piece, reading: 'some' | 'every'): void {
	const { own, out, has, sub, also } = piece;
	const opposite = reading === 'some' ? 'every' : 'some';
	for (const [keyword, schema] of relaxLiterals(own, reading)) {
		delete out[keyword];
		also(schema, keyword);
	}
	if (has('not')) also({ not: sub('not', opposite) });
	contains(piece);
	if (has('contains') && has('maxContains')) {
		const maxContains = taken(piece, 'maxContains');
		also({ contains: sub('contains', opposite), minContains: 0, maxContains }, 'maxContains');
	}
}

function someBranches(piece: Piece): void {
	const { out, has, sub, list, also } = piece;
	if (has('oneOf')) also({ anyOf: list('oneOf') }, 'oneOf');
	if (has('if')) {
		const [maybe, then, otherwise] = [sub('if'), branch(piece, 'then'), branch(piece, 'else')];
		const held = { allOf: [maybe, then] };
		const open = conditional(maybe, { anyOf: [held, otherwise] }, otherwise);
		also(conditional(sub('if', 'every'), held, open), 'if');
	}
	// A property that is not shown may bring its schema with it, and so what that one describes.
	for (const schema of isObject(out.dependentSchemas) ? Object.values(out.dependentSchemas) : []) {
		also({ anyOf: [schema, {}] }, 'dependentSchemas');
	}
}

/** Below a negation no fault is told, so nothing here needs to say which keyword it stands for. */
function everyBranch(piece: Piece): void {
	const { has, sub, list, also } = piece;
	if (has('oneOf')) {
		const [surely, maybe] = [list('oneOf'), list('oneOf', 'some')];
		const only = (schema: TranslatedSchema, index: number) => ({
			allOf: [schema, ...maybe.filter((_, other) => other !== index).map((other) => ({ not: other }))],
		});
		also({ anyOf: surely.map(only) });
	}
	if (has('if')) {
		also({ anyOf: [{ not: sub('if', 'some') }, branch(piece, 'then')] });
		also({ anyOf: [sub('if'), branch(piece, 'else')] });
	}
}

/** What is not shown may be anything: a property that is named has to be there, and nothing may bound the others. */
function everyProperty({ own, out, has, copy, also }: Piece): void {
	presence.forEach(copy);
	const required: unknown[] = Array.isArray(out.required) ? out.required : [];
	const named = isObject(own.properties) ? Object.keys(own.properties) : [];
	out.required = [...new Set([...required, ...named])];
	if (bounding.some(has)) also({ not: { type: 'object' } });
	if (has('unevaluatedItems')) also({ not: { type: 'array' } });
}

function contains(piece: Piece, maxContains?: unknown): void {
	if (!piece.has('contains')) return;
	const minContains = taken(piece, 'minContains');
	const schema = {
		contains: piece.sub('contains'),
		...(minContains === undefined ? {} : { minContains }),
		// Without a limit, ajv 8.20 takes an empty list in a loop for what it took the one before.
		maxContains: maxContains ?? Number.POSITIVE_INFINITY,
	};
	// Behind `prefixItems`, ajv 8.20 does not ask it of an empty list when it looks for the first fault only.
	if (piece.has('prefixItems')) piece.also(schema);
	else Object.assign(piece.out, schema);
}

/** What the document says under a keyword that is not to be handed on as it is. */
function taken({ out, copy }: Piece, keyword: string): unknown {
	copy(keyword);
	const { [keyword]: value } = out;
	delete out[keyword];
	return value;
}

const branch = ({ has, sub }: Piece, keyword: 'then' | 'else') => (has(keyword) ? sub(keyword) : {});

/** ajv 8.20 counts what `if` names as evaluated even where `if` fails; behind a `not` it names nothing. */
function conditional(test: TranslatedSchema, met: TranslatedSchema, unmet: TranslatedSchema): TranslatedSchema {
	// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
	return { if: { not: { not: test } }, then: { allOf: [test, met] }, else: unmet };
}
