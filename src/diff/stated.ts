/** What several schemas that apply together state of one place: types, values, and keywords that are compared by their value. */
import { type Json, type JsonObject, typeOf } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import { canonical } from './canonical';

/** Something that a schema states, and the place of the keyword. */
export interface Stated<T> {
	readonly pointer: Pointer;
	readonly value: T;
}

/** Without null; undefined where every type is allowed. */
export type Types = Stated<ReadonlySet<string>> | undefined;

/** By their canonical text, without null. */
export type Values = Stated<ReadonlyMap<string, Pointer>> | undefined;

/** What a keyword means where it is absent. */
const defaults: Readonly<Record<string, Json>> = {
	...{ minLength: 0, minItems: 0, minProperties: 0, uniqueItems: false },
	...{ readOnly: false, writeOnly: false, deprecated: false },
};
const upper = /^(exclusiveM|m)ax/;

/** Of bounds the tightest counts; of anything else all count. */
export function state(
	all: Map<string, Stated<string>>,
	keyword: string,
	pointer: Pointer,
	value: Json,
	holder: object,
): void {
	if (Object.hasOwn(defaults, keyword) && defaults[keyword] === value) return;
	const before = all.get(keyword);
	const text = canonical(value, holder, keyword);
	if (before === undefined) all.set(keyword, { pointer, value: text });
	else if (before.value === text) return;
	else if (/^(exclusiveM|m)(ax|in)/.test(keyword)) {
		const isTighter = upper.test(keyword) ? Number(text) < Number(before.value) : Number(text) > Number(before.value);
		if (isTighter) all.set(keyword, { pointer, value: text });
	} else all.set(keyword, { pointer: before.pointer, value: [before.value, text].sort().join(' and ') });
}

export function narrowed(before: Types, pointer: Pointer, stated: readonly string[]): Types {
	const admits = (types: ReadonlySet<string>, type: string) =>
		types.has(type) || (type === 'integer' && types.has('number'));
	const own = new Set(stated.filter((each) => each !== 'null'));
	if (before === undefined) return { pointer, value: own.has('number') ? without(own, 'integer') : own };
	const all = new Set([...before.value, ...own]);
	return {
		pointer: before.pointer,
		value: new Set([...all].filter((each) => admits(before.value, each) && admits(own, each))),
	};
}

const without = (types: ReadonlySet<string>, type: string) => new Set([...types].filter((each) => each !== type));

const every = ['array', 'boolean', 'number', 'object', 'string'];
/** Undefined where all types are allowed. */
export const exceptAll = (types: Types) => (types && every.every((each) => types.value.has(each)) ? undefined : types);

export function common(
	before: Values,
	pointer: Pointer,
	listed: readonly Json[],
	isEnum: boolean,
	schema: JsonObject,
): Values {
	const types = schema.type === undefined ? undefined : new Set([schema.type].flat().map(String));
	const isPossible = (value: Json) =>
		types === undefined || types.has(typeOf(value)) || (types.has('number') && typeof value === 'number');
	const own = listed.flatMap((value, index) =>
		value === null || !isPossible(value)
			? []
			: [[canonical(value, listed, index), isEnum ? child(pointer, index) : pointer] as const],
	);
	const kept = before === undefined ? own : own.filter(([text]) => before.value.has(text));
	return { pointer: before?.pointer ?? pointer, value: new Map(kept) };
}
