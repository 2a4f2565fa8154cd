/** The TypeScript type of a schema, on one line. What recurs, and what is too deep to read, is `unknown`. */
import { orUndefined } from '../../json/input-error';
import { isObject, type Json, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { identityOf } from '../../openapi/example/identity';
import { oneWayKeyword } from '../../openapi/schema/reading';
import { type Applied, isOneWay, noScope, type Placed, together } from '../../openapi/schema/scope';
import type { Spec } from '../../openapi/spec';
import { keyText, quoted } from '../write/literal';
import { splitAt } from '../write/type-layout';

const deepest = 4;

type Direction = 'request' | 'response';

export function typeText(spec: Spec, direction: Direction, schema: Pointer): string {
	return textOf({ spec, direction }, [{ pointer: schema, scope: noScope }], []);
}

interface Context {
	readonly spec: Spec;
	readonly direction: Direction;
}

function textOf(context: Context, places: readonly Placed[], open: readonly Pointer[]): string {
	const { document } = context.spec;
	const all = orUndefined(() => places.flatMap(({ pointer, scope }) => together(document, pointer, scope))) ?? [];
	const applied = all.filter(({ schema }) => document.dialect !== '3.0' || typeof schema.$ref !== 'string');
	const identity = identityOf(applied);
	if (identity === undefined || open.length > deepest || open.includes(identity)) return 'unknown';
	const inside = [...open, identity];
	const isNullable = document.dialect === '3.0' && applied.some(({ schema }) => schema.nullable === true);
	const parts = [ownText(context, applied, inside), ...applied.flatMap((each) => unions(context, each, inside))];
	const known = parts.filter((part) => part !== 'unknown');
	const text = known.length > 1 ? known.map(grouped).join(' & ') : (known[0] ?? 'unknown');
	return isNullable && text !== 'unknown' && !/\bnull\b/.test(text) ? `${text} | null` : text;
}

function unions(context: Context, { pointer, scope, schema }: Applied, open: readonly Pointer[]): string[] {
	return ['oneOf', 'anyOf'].flatMap((keyword) => {
		const branches = schema[keyword];
		if (!Array.isArray(branches) || branches.length === 0) return [];
		const texts = branches.map((_, index) =>
			textOf(context, [{ pointer: child(pointer, keyword, index), scope }], open),
		);
		return [texts.includes('unknown') ? 'unknown' : [...new Set(texts)].join(' | ')];
	});
}

function ownText(context: Context, applied: readonly Applied[], open: readonly Pointer[]): string {
	const schemas = applied.map(({ schema }) => schema);
	const listed = schemas
		.map((schema) => (schema.const === undefined ? schema.enum : [schema.const]))
		.find(Array.isArray);
	if (listed?.every((each: Json) => typeof each !== 'object' || each === null)) {
		return listed.map((each: Json) => (typeof each === 'string' ? quoted(each) : String(each))).join(' | ');
	}
	const stated = schemas.find(({ type }) => type !== undefined)?.type;
	const hasFields = schemas.some((schema) => isObject(schema.properties) || isObject(schema.additionalProperties));
	const types = stated === undefined ? (hasFields ? ['object'] : []) : [stated].flat().map(String);
	const texts = types.map((type) => {
		switch (type) {
			case 'object':
				return objectText(context, applied, open);
			case 'array': {
				const items = applied.flatMap(({ pointer, scope, schema }) =>
					isObject(schema.items) ? [{ pointer: child(pointer, 'items'), scope }] : [],
				);
				return `${grouped(items.length === 0 ? 'unknown' : textOf(context, items, open))}[]`;
			}
			case 'integer':
				return 'number';
			case 'string':
			case 'number':
			case 'boolean':
			case 'null':
				return type;
			default:
				return 'unknown';
		}
	});
	return texts.length === 0 || texts.includes('unknown') ? 'unknown' : [...new Set(texts)].join(' | ');
}

function objectText(context: Context, applied: readonly Applied[], open: readonly Pointer[]): string {
	const { spec, direction } = context;
	const keyword = oneWayKeyword(direction);
	const required = new Set(applied.flatMap(({ schema }) => (Array.isArray(schema.required) ? schema.required : [])));
	const declared = applied.flatMap(({ schema }) => keysIn(schema.properties));
	// What is required and nowhere described can be anything.
	const names = new Set(declared.length > 0 ? [...declared, ...[...required].map(String)] : []);
	const fields = [...names]
		.filter((name) => !applied.some((place) => orUndefined(() => isOneWay(spec.document, place, name, keyword))))
		.map((name) => {
			const places = applied.flatMap(({ pointer, scope, schema }) =>
				property(schema.properties, name) === undefined ? [] : [{ pointer: child(pointer, 'properties', name), scope }],
			);
			return `${keyText(name)}${required.has(name) ? '' : '?'}: ${textOf(context, places, open)}`;
		});
	if (fields.length > 0) return `{ ${fields.join('; ')} }`;
	const values = applied.flatMap(({ pointer, scope, schema }) =>
		isObject(schema.additionalProperties) ? [{ pointer: child(pointer, 'additionalProperties'), scope }] : [],
	);
	return `Record<string, ${values.length === 0 ? 'unknown' : textOf(context, values, open)}>`;
}

const keysIn = (value: Json | undefined): string[] => Object.keys(isObject(value) ? (value satisfies JsonObject) : {});

const grouped = (text: string): string =>
	splitAt(text, ' | ').length + splitAt(text, ' & ').length > 2 ? `(${text})` : text;
