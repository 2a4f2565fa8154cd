/**
 * The keywords whose meaning depends on the reading: those that require properties, and those that depend on whether
 * another schema holds.
 */
import { isObject } from '../../json/json';
import { relaxLiterals } from './literal';
import type { Piece, Reading, TranslatedSchema } from './reading';

/** Keywords that require properties. */
const presence = ['required', 'minProperties', 'dependentRequired'];
/** Keywords that a property which is not shown can break. */
const bounding = [
	...['maxProperties', 'additionalProperties', 'unevaluatedProperties', 'patternProperties', 'propertyNames'],
	...['dependentSchemas', 'dependentRequired'],
];

/** Keywords about a value, or about how many there are, whose own value is not a schema. */
export const aboutValues = [
	...['enum', 'const', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'maxLength'],
	...['minLength', 'pattern', 'format', 'maxItems', 'minItems', 'uniqueItems', 'maxProperties'],
];

/** Adds to the piece the keywords that depend on its reading. */
export function addByReading(piece: Piece): void {
	additions[piece.reading](piece);
}

const additions: { readonly [reading in Reading]: (piece: Piece) => void } = {
	request: addAsWritten,
	response: addAsWritten,
	possible: addPossible,
	certain: addCertain,
	masked: addMasked,
};

function addAsWritten(piece: Piece): void {
	const { out } = piece;
	for (const keyword of presence) piece.copy(keyword);
	piece.keepOwed();
	if (piece.has('not')) out.not = piece.sub('not');
	if (piece.has('oneOf')) out.oneOf = piece.list('oneOf');
	if (piece.has('if')) Object.assign(out, conditional(piece.sub('if'), piece.sub('then'), piece.sub('else')));
	addContains(piece, piece.value('maxContains'));
}

function addLiteralsAndNegations(piece: Piece, reading: 'possible' | 'certain'): void {
	const opposite = reading === 'possible' ? 'certain' : 'possible';
	for (const [keyword, schema] of relaxLiterals(piece.own, reading)) {
		delete piece.out[keyword];
		piece.also(schema, keyword);
	}
	if (piece.has('not')) piece.also({ not: piece.sub('not', opposite) });
	addContains(piece);
	if (piece.has('contains') && piece.has('maxContains')) {
		const maxContains = piece.value('maxContains');
		piece.also({ contains: piece.sub('contains', opposite), minContains: 0, maxContains }, 'maxContains');
	}
}

function addPossible(piece: Piece): void {
	addLiteralsAndNegations(piece, 'possible');
	if (piece.has('oneOf')) piece.also({ anyOf: piece.list('oneOf') }, 'oneOf');
	if (piece.has('if')) {
		const [maybe, otherwise] = [piece.sub('if'), piece.sub('else')];
		const held = { allOf: [maybe, piece.sub('then')] };
		const open = conditional(maybe, { anyOf: [held, otherwise] }, otherwise);
		piece.also(conditional(piece.sub('if', 'certain'), held, open), 'if');
	}
	// A property that is not shown may bring its schema with it, and so what that one describes.
	const { dependentSchemas } = piece.out;
	for (const schema of isObject(dependentSchemas) ? Object.values(dependentSchemas) : []) {
		piece.also({ anyOf: [schema, {}] }, 'dependentSchemas');
	}
}

/** Below a negation no fault is reported, so nothing here needs an origin. */
function addCertain(piece: Piece): void {
	addLiteralsAndNegations(piece, 'certain');
	if (piece.has('oneOf')) {
		const [surely, maybe] = [piece.list('oneOf'), piece.list('oneOf', 'possible')];
		const only = (schema: TranslatedSchema, index: number) => ({
			allOf: [schema, ...maybe.filter((_, other) => other !== index).map((other) => ({ not: other }))],
		});
		piece.also({ anyOf: surely.map(only) });
	}
	if (piece.has('if')) {
		piece.also({ anyOf: [{ not: piece.sub('if', 'possible') }, piece.sub('then')] });
		piece.also({ anyOf: [piece.sub('if'), piece.sub('else')] });
	}
	// What is not shown may be anything: a property that is named has to be there, and nothing may bound the others.
	const { own, out } = piece;
	for (const keyword of presence) piece.copy(keyword);
	const required: unknown[] = Array.isArray(out.required) ? out.required : [];
	const named = isObject(own.properties) ? Object.keys(own.properties) : [];
	out.required = [...new Set([...required, ...named])];
	if (bounding.some((keyword) => piece.has(keyword))) piece.also({ not: { type: 'object' } });
	if (piece.has('unevaluatedItems')) piece.also({ not: { type: 'array' } });
}

/** The alternative may depend on a masked value, so one that fits is enough; `not` and `contains` are ignored. */
function addMasked(piece: Piece): void {
	const { out } = piece;
	for (const keyword of [...aboutValues, 'propertyNames']) delete out[keyword];
	for (const keyword of ['required', 'dependentRequired']) piece.copy(keyword);
	piece.keepOwed();
	if (piece.has('oneOf')) piece.also({ anyOf: piece.list('oneOf') }, 'oneOf');
	if (piece.has('if')) piece.also(naming(piece.sub('if'), piece.sub('then'), piece.sub('else')));
	if (piece.has('unevaluatedItems')) piece.also(naming({ items: piece.sub('unevaluatedItems') }));
	if (isObject(out.patternProperties)) {
		// Which keys matched which pattern is not known any more.
		out.additionalProperties = naming(...(Object.values(out.patternProperties) as TranslatedSchema[]));
		delete out.patternProperties;
	}
}

/** Requires nothing, but evaluates what the matching schemas name; a condition, so that it has no closed form. */
const naming = (...schemas: readonly TranslatedSchema[]): TranslatedSchema => conditional({ anyOf: schemas }, {}, {});

function addContains(piece: Piece, maxContains?: unknown): void {
	if (!piece.has('contains')) return;
	const minContains = piece.value('minContains');
	const schema = {
		contains: piece.sub('contains'),
		...(minContains === undefined ? {} : { minContains }),
		// Without a limit, ajv 8.20 gives an empty list in a loop the result of the list before.
		maxContains: maxContains ?? Number.POSITIVE_INFINITY,
	};
	// Behind `prefixItems`, ajv 8.20 does not ask it of an empty list when it looks for the first fault only.
	if (piece.has('prefixItems')) piece.also(schema);
	else Object.assign(piece.out, schema);
}

/** ajv 8.20 counts what `if` names as evaluated even where `if` fails; behind a `not` it names nothing. */
function conditional(test: TranslatedSchema, met: TranslatedSchema, unmet: TranslatedSchema): TranslatedSchema {
	// biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
	return { if: { not: { not: test } }, then: { allOf: [test, met] }, else: unmet };
}
