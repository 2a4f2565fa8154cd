/**
 * What a run changed of a customer: which fields its requests named, where the customer's own description shows them,
 * and what became of each.
 */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, type JsonObject } from '../../../spec/json';
import { child, keysOf, type Pointer, valueAt } from '../../../spec/pointer';
import type { Recorded, WireRequest } from '../wire';

/** One way to change the customer, and the fields that were sent that way. */
export interface Changed {
	readonly request: WireRequest;
	/** By name, the value that was sent last. */
	readonly fields: ReadonlyMap<string, Json>;
	/** The fields of requests that were refused, which then changed nothing unless it shows. */
	readonly refused: ReadonlySet<string>;
}

/** The fields of one operation's requests that named the customer `id` in their path. Reading ones change nothing. */
export function changesOf(begun: readonly WireRequest[], exchanges: readonly Recorded[], id: string): Changed[] {
	const answers = new Map(exchanges.map(({ request, answer }) => [request, answer]));
	const byTarget = new Map<string, { request: WireRequest; fields: Map<string, Json>; taken: Set<string> }>();
	for (const request of begun) {
		const body = jsonOf(request.body);
		if (safeMethods.has(request.method) || !isObject(body) || !names(request.target, id)) continue;
		const key = `${request.method} ${request.target}`;
		const own = byTarget.get(key) ?? { request, fields: new Map<string, Json>(), taken: new Set<string>() };
		byTarget.set(key, own);
		const answer = answers.get(request);
		const isRefused = answer?.kind === 'answered' && answer.status >= 400 && answer.status < 500;
		for (const [field, value] of Object.entries(body)) {
			own.fields.set(field, value);
			if (!isRefused) own.taken.add(field);
		}
	}
	return [...byTarget.values()]
		.filter(({ fields }) => fields.size > 0)
		.map(({ request, fields, taken }) => ({
			request,
			fields,
			refused: new Set([...fields.keys()].filter((field) => !taken.has(field))),
		}));
}

/** Methods that change nothing (RFC 9110, 9.2.1). */
export const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

const names = (target: string, id: string) => (target.split('?')[0] ?? '').split('/').includes(encodeURIComponent(id));

function jsonOf(body: Buffer): Json | undefined {
	try {
		return JSON.parse(body.toString('utf8')) as Json;
	} catch {
		return undefined;
	}
}

/** What is to be done about one field. */
export type Fate =
	| { readonly kind: 'unchanged' }
	| { readonly kind: 'put back'; readonly place: Pointer; readonly value: Json }
	| { readonly kind: 'left'; readonly why: string };

export const hidden = 'the API does not show it';
export const added = 'it was not there before, and the API takes nothing away';

/** Compares one field before and after the run. */
export function fateOf(field: string, sent: Json, isRefused: boolean, before: JsonObject, after: JsonObject): Fate {
	const place = placeOf(field, sent, before, after);
	if (place === undefined) return isRefused ? { kind: 'unchanged' } : { kind: 'left', why: hidden };
	const [was, is] = [valueAt(before, place) ?? null, valueAt(after, place) ?? null] as Json[];
	if (isDeepStrictEqual(was, is)) return { kind: 'unchanged' };
	if (was === null || was === undefined) return { kind: 'left', why: added };
	return { kind: 'put back', place, value: was };
}

/**
 * Where a customer shows the field of an update: under the same name, or under it within one of its objects, as
 * `/address/city` shows `city`. Where several objects have the name, it is the one that took what was sent.
 */
function placeOf(field: string, sent: Json, before: JsonObject, after: JsonObject): Pointer | undefined {
	for (const values of [before, after]) {
		if (Object.hasOwn(values, field)) return child('', field);
	}
	const places = [before, after].flatMap((values) =>
		Object.entries(values)
			.filter(([, member]) => isObject(member) && Object.hasOwn(member, field))
			.map(([key]) => child('', key, field)),
	);
	const distinct = [...new Set(places)];
	return distinct.length > 1 ? distinct.find((place) => isDeepStrictEqual(valueAt(after, place), sent)) : distinct[0];
}

/** Whether a field is again as it was; a map that keeps keys which were added is, but for those. */
export function comparedWith(was: Json, is: unknown, field: string): { isBack: boolean; kept: string[] } {
	if (isDeepStrictEqual(was, is)) return { isBack: true, kept: [] };
	if (!isObject(was) || !isObject(is)) return { isBack: false, kept: [] };
	const kept = Object.keys(is).filter((key) => !Object.hasOwn(was, key));
	const isBack = Object.entries(was).every(([key, value]) => isDeepStrictEqual(value, is[key]));
	return { isBack, kept: kept.map((key) => keysOf(child('', field, key)).join('/')) };
}
