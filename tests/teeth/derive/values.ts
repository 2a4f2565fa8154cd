/** Which values a place is tried with: what its schemas say, and what each of their keywords rules out or just allows. */
import type { Json, JsonObject } from '../../../src/json/json';
import { typeOf } from '../../../src/json/json';
import { breakersOf } from '../oracle/formats';

export interface Trial {
	/** What is done, in words that end a sentence: "null instead of string". */
	readonly what: string;
	/** The value that comes in its place; undefined takes it away. */
	readonly change: (value: Json | undefined) => Json | undefined;
	/** What it is where neither spec nor contract rules it out, and why. */
	readonly otherwise: { readonly outcome: 'harmless' | 'loose'; readonly because: string };
}

const byType: Readonly<Record<string, Json>> = {
	string: 'a text',
	integer: 7,
	number: 1.5,
	boolean: true,
	object: { unexpected: 'member' },
	array: ['unexpected item'],
	null: null,
};

/** The trials of one place. `isMember` says whether something is around it. */
export function trialsOf(schemas: readonly JsonObject[], isRequired: boolean, isMember: boolean): Trial[] {
	return [
		...wrongTypes(schemas),
		...(isMember ? [missing(isRequired)] : []),
		...schemas.flatMap((schema) =>
			Object.entries(schema).flatMap(([keyword, asked]) => trialsOfKeyword(keyword, asked, schema)),
		),
		...unbounded(schemas),
	];
}

const statedTypes = (schemas: readonly JsonObject[]): string[] =>
	schemas.flatMap(({ type, nullable }) => [
		...(type === undefined ? [] : Array.isArray(type) ? type.map(String) : [String(type)]),
		...(nullable === true ? ['null'] : []),
	]);

function wrongTypes(schemas: readonly JsonObject[]): Trial[] {
	const stated = [...new Set(statedTypes(schemas))];
	const isAllowed = (type: string) => stated.includes(type) || (type === 'integer' && stated.includes('number'));
	return Object.entries(byType)
		.filter(([type]) => !isAllowed(type))
		.map(([type, value]) => ({
			what: stated.length > 0 ? `${type} instead of ${stated.join(' or ')}` : `${type}, where no type is stated`,
			change: () => value,
			otherwise: { outcome: 'harmless', because: 'the spec allows any value there, and no interaction relies on it' },
		}));
}

const missing = (isRequired: boolean): Trial => ({
	what: isRequired ? 'missing, though required' : 'missing',
	change: () => undefined,
	otherwise: { outcome: 'harmless', because: 'the spec does not require it and no interaction relies on it' },
});

const edge = { outcome: 'harmless', because: 'it is just within what the spec allows' } as const;
const unbound = { outcome: 'loose', because: 'another schema may apply, and no interaction relies on it' } as const;

function trialsOfKeyword(keyword: string, asked: Json, schema: JsonObject): Trial[] {
	const bound = Number(asked);
	const whole = statedTypes([schema]).includes('integer') ? 1 : 0.5;
	const one = (what: string, value: Json | undefined, otherwise: Trial['otherwise'] = unbound): Trial[] =>
		value === undefined ? [] : [{ what, change: () => value, otherwise }];
	switch (keyword) {
		case 'enum': {
			const [first] = asked as Json[];
			const other = typeof first === 'string' ? first.toLowerCase() : undefined;
			return [
				...one('outside enum', 'OUTSIDE_OF_ENUM'),
				...(other === first ? [] : one('of the enum in another case', other)),
				...one('empty, though an enum', ''),
			];
		}
		case 'const':
			return one('another constant', typeof asked === 'string' ? `${asked}_` : 'another');
		case 'minimum':
			return [
				...one('below minimum', bound - whole),
				...(schema.exclusiveMinimum === true ? one('at exclusive minimum', bound) : one('at minimum', bound, edge)),
			];
		case 'maximum':
			return [
				...one('above maximum', bound + whole),
				...(schema.exclusiveMaximum === true ? one('at exclusive maximum', bound) : one('at maximum', bound, edge)),
			];
		case 'exclusiveMinimum':
			return typeof asked === 'number' ? one('at exclusive minimum', bound) : [];
		case 'exclusiveMaximum':
			return typeof asked === 'number' ? one('at exclusive maximum', bound) : [];
		case 'multipleOf':
			return one('no multiple', bound * 1.5);
		case 'minLength':
			return bound > 0 ? one('too short', 'x'.repeat(bound - 1)) : [];
		case 'maxLength':
			return one('too long', 'x'.repeat(bound + 1));
		case 'pattern':
			return one('against pattern', beside(new RegExp(String(asked), 'u')));
		case 'format':
			return breakersOf(String(asked)).flatMap((value, index) => one(`against format ${asked} (${index + 1})`, value));
		case 'minItems':
		case 'maxItems':
			return [
				{
					what: keyword === 'minItems' ? 'too few items' : 'too many items',
					change: (value) => ofLength(value, keyword === 'minItems' ? bound - 1 : bound + 1),
					otherwise: unbound,
				},
			];
		case 'uniqueItems':
			return asked === true ? [{ what: 'an item twice', change: twice, otherwise: unbound }] : [];
		case 'minProperties':
			return one('too few properties', {});
		default:
			return [];
	}
}

/** What a schema leaves open though nobody would send it, and what it may always hold. */
function unbounded(schemas: readonly JsonObject[]): Trial[] {
	const types = statedTypes(schemas);
	const says = (...keywords: string[]) => schemas.some((schema) => keywords.some((keyword) => keyword in schema));
	const trials: Trial[] = [];
	const add = (what: string, change: Trial['change'], outcome: 'harmless' | 'loose', because: string) =>
		trials.push({ what, change, otherwise: { outcome, because } });
	if (types.includes('string') && !says('enum', 'const', 'pattern', 'format')) {
		const because = 'the spec asks for any text (what its prose asks is for people), and no interaction relies on it';
		add('a text without meaning', () => 'nonsense', 'loose', because);
		if (!says('minLength')) add('an empty text', () => '', 'loose', because);
	}
	if (types.includes('integer') || types.includes('number')) {
		const because = 'the spec sets no bound there, and no interaction relies on it';
		if (!says('minimum', 'exclusiveMinimum', 'enum', 'const')) add('a negative number', () => -1, 'loose', because);
		if (!says('maximum', 'exclusiveMaximum', 'enum', 'const'))
			add('a number beyond sense', () => 10 ** 15, 'loose', because);
	}
	if (types.includes('array') && !says('minItems'))
		add(
			'an empty list',
			() => [],
			'harmless',
			'the spec allows a list without items, and no interaction relies on one',
		);
	if (types.includes('object')) {
		if (!says('required', 'minProperties'))
			add(
				'an empty object',
				() => ({}),
				'harmless',
				'the spec requires nothing in it, and no interaction relies on it',
			);
		add(
			'one field more',
			withOneMore,
			'harmless',
			'it is a field that the spec does not know, which is told as a warning',
		);
	}
	return trials;
}

const withOneMore = (value: Json | undefined): Json =>
	typeOf(value) === 'object'
		? { ...(value as JsonObject), a_field_that_is_new: 'value' }
		: { a_field_that_is_new: 'value' };

function ofLength(value: Json | undefined, length: number): Json | undefined {
	const list = Array.isArray(value) ? (value as Json[]) : [];
	if (length < 0) return value;
	return Array.from({ length }, (_, index) => list[index % Math.max(list.length, 1)] ?? 'item');
}

const twice = (value: Json | undefined): Json => {
	const [first = 'item'] = Array.isArray(value) ? (value as Json[]) : [];
	return [first, first];
};

/** A text that a pattern does not match. */
function beside(pattern: RegExp): string | undefined {
	return ['', 'nonsense', ' ', '!', '0', 'a', 'A', '\n', 'é', '-1'].find((text) => !pattern.test(text));
}
