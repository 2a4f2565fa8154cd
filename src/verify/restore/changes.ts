/**
 * What a run changed of a resource at the provider: which fields its requests named, where the resource shows them, and
 * what became of each.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Recorded, WireRequest } from '../../http/wire';
import { isObject, type Json, type JsonObject, jsonIn } from '../../json/json';
import { child, keysOf, type Pointer, valueAt } from '../../json/pointer';
import type { OperationIndex } from '../../openapi/path/operation';
import { exchangeOf } from '../answer';

/** One field as one request named it. */
export interface Sent {
	readonly request: WireRequest;
	readonly value: Json;
	/** `refused` changes nothing, unless it shows; `unanswered` may still be applied, `unclear` may have been already. */
	readonly outcome: 'taken' | 'refused' | 'unclear' | 'unanswered';
	/** What the answer showed of the resource, where it was taken. */
	readonly shown: JsonObject;
}

/** One way to change the resource, and what was sent that way of each field, in order. */
export interface Changed {
	readonly request: WireRequest;
	readonly fields: ReadonlyMap<string, readonly Sent[]>;
}

/** The fields of one operation's requests that `names` holds for. Reading ones change nothing. */
export function changesOf(begun: readonly WireRequest[], exchanges: readonly Recorded[], names: Names): Changed[] {
	const recordings = new Map(exchanges.map((recorded) => [recorded.request, recorded]));
	const byTarget = new Map<string, { request: WireRequest; fields: Map<string, Sent[]> }>();
	for (const request of begun) {
		const body = jsonIn(request.body.toString('utf8'));
		if (safeMethods.has(request.method) || !isObject(body) || !names(request)) continue;
		const key = `${request.method} ${request.target}`;
		const own = byTarget.get(key) ?? { request, fields: new Map<string, Sent[]>() };
		byTarget.set(key, own);
		const recorded = recordings.get(request);
		if (recorded && neverArrived(recorded)) continue;
		const came = outcomeOf(recorded);
		for (const [field, value] of Object.entries(body)) {
			own.fields.set(field, [...(own.fields.get(field) ?? []), { request, value, ...came }]);
		}
	}
	return [...byTarget.values()].filter(({ fields }) => fields.size > 0);
}

/** Methods that change nothing (RFC 9110, 9.2.1). */
export const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Whether the path of a request names a resource. */
export type Names = (request: WireRequest) => boolean;

/** By one of `ids` where the spec has a parameter; anywhere in a path that it does not have. */
export function namesOneOf(ids: readonly string[], operations?: Pick<OperationIndex, 'find'>): Names {
	const encoded = ids.map(encodeURIComponent);
	return ({ method, target }) => {
		const [path = ''] = target.split('?', 1);
		const values = operations?.find(method, path)?.pathParameters.values() ?? path.split('/');
		return [...values].some((each) => encoded.includes(each));
	};
}

/** The interactions' accepted requests that may have changed something else than what `names` holds for. */
export const changedElsewhere = (exchanges: readonly Recorded[], names: Names): Recorded[] =>
	exchanges.filter(
		({ request, answer }) =>
			request.interaction !== undefined &&
			!safeMethods.has(request.method) &&
			!names(request) &&
			answer.kind === 'answered' &&
			answer.status < 300,
	);

const neverArrived = ({ answer: { kind }, attempts }: Recorded) =>
	attempts === 0 || kind === 'unreachable' || kind === 'unsendable';

function outcomeOf(recorded: Recorded | undefined): Pick<Sent, 'outcome' | 'shown'> {
	if (recorded?.answer.kind !== 'answered') return { outcome: 'unanswered', shown: {} };
	const { status } = recorded.answer;
	if (status >= 400 && status < 500) return { outcome: 'refused', shown: {} };
	if (status < 200 || status > 299) return { outcome: 'unclear', shown: {} };
	const { body } = exchangeOf(recorded).response;
	return { outcome: 'taken', shown: body.kind === 'json' && isObject(body.value) ? body.value : {} };
}

/** One field that was sent, and the resource's values of it before and after the run, null where there is none. */
export interface Field {
	readonly name: string;
	readonly updates: readonly Sent[];
	/** Where the resource shows it; undefined where it does not. */
	readonly place: Pointer | undefined;
	readonly was: Json;
	readonly is: Json;
}

export function fieldOf(name: string, updates: readonly Sent[], before: JsonObject, after: JsonObject): Field {
	const place = placeOf(name, updates, before, after);
	const at = (values: JsonObject) => (place === undefined ? null : ((valueAt(values, place) ?? null) as Json));
	return { name, updates, place, was: at(before), is: at(after) };
}

/** What is to be done about one field. */
export type Fate =
	| { readonly kind: 'unchanged' }
	| { readonly kind: 'restore'; readonly place: Pointer; readonly value: Json }
	| { readonly kind: 'left'; readonly why: string };

export const hidden = 'the API does not show it';
export const added = 'it had no value before, and an update cannot take one away';
export const inexact = 'it holds a number that is too large to be sent back to the digit';

const isRefused = ({ outcome }: Sent) => outcome === 'refused';

export function fateOf({ updates, place, was, is }: Field): Fate {
	if (place === undefined) return updates.every(isRefused) ? { kind: 'unchanged' } : { kind: 'left', why: hidden };
	if (isDeepStrictEqual(was, is)) return { kind: 'unchanged' };
	if (was === null) return { kind: 'left', why: added };
	return isExact(was) ? { kind: 'restore', place, value: was } : { kind: 'left', why: inexact };
}

/** A provider that did with an update something else than it said. */
export interface Violation {
	readonly kind: 'stored though refused' | 'shown and not stored';
	readonly request: WireRequest;
}

/**
 * What the values before and after the run prove of the provider: a field that it stored although it refused it, or did
 * not store although it showed it as stored. Says nothing where an update of the field may have been applied at another
 * time.
 */
export function violationOf({ name, updates, place, was, is }: Field): Violation | undefined {
	if (place === undefined) return undefined;
	const hasIs = ({ value }: Sent) => isDeepStrictEqual(value, is);
	const accepted = updates.filter((each) => !isRefused(each));
	const refused = updates.filter(isRefused).reverse();
	const stored = refused.find(hasIs) ?? refused[0];
	const isStored = stored !== undefined && (accepted.length === 0 || hasIs(stored));
	if (isStored && !isDeepStrictEqual(was, is) && !accepted.some(hasIs)) {
		return { kind: 'stored though refused', request: stored.request };
	}
	const last = accepted.at(-1);
	if (last === undefined || accepted.some(({ outcome }) => outcome !== 'taken')) return undefined;
	const shown = valueAt(last.shown, place) as Json | undefined;
	if (shown === undefined || comparedWith(shown, is, name).matches) return undefined;
	return { kind: 'shown and not stored', request: last.request };
}

/** The places that have changed and belong to none of `fields`, but for moments, which a provider sets. */
export function strayed(fields: readonly Field[], before: JsonObject, after: JsonObject): Pointer[] {
	const named = new Set(fields.map(({ place }) => place));
	const walk = (was: Json, is: Json, at: Pointer): Pointer[] => {
		if (named.has(at) || isDeepStrictEqual(was, is)) return [];
		if (isObject(was) && isObject(is)) {
			const keys = new Set([...Object.keys(was), ...Object.keys(is)]);
			return [...keys].flatMap((key) => walk(ownOf(was, key), ownOf(is, key), child(at, key)));
		}
		return isMoment(is) && (was === null || isMoment(was)) ? [] : [at];
	};
	return walk(before, after, '');
}

const ownOf = (object: JsonObject, key: string): Json => (Object.hasOwn(object, key) ? object[key] : null) ?? null;

const isMoment = (value: Json) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value);

/** Whether it can be written as it came: what JSON has beyond 2^53 was rounded when it was read. */
function isExact(value: Json): boolean {
	if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
	return typeof value !== 'object' || value === null || Object.values(value).every((member) => isExact(member as Json));
}

/**
 * Where a resource shows the field of an update: under the same name, or under it within one of its objects, as
 * `/address/city` shows `city`. Where several objects have the name, it is the one that took what was sent.
 */
function placeOf(name: string, updates: readonly Sent[], before: JsonObject, after: JsonObject): Pointer | undefined {
	if ([before, after].some((values) => Object.hasOwn(values, name))) return child('', name);
	const places = [before, after].flatMap((values) =>
		Object.entries(values)
			.filter(([, member]) => isObject(member) && Object.hasOwn(member, name))
			.map(([key]) => child('', key, name)),
	);
	const distinct = [...new Set(places)];
	if (distinct.length < 2) return distinct[0];
	return distinct.find((place) => isDeepStrictEqual(valueAt(after, place), updates.at(-1)?.value));
}

/** Whether a field has its value from before the run; a map matches also if keys were added, which are in `kept`. */
export function comparedWith(was: Json, is: unknown, name: string): { matches: boolean; kept: string[] } {
	if (isDeepStrictEqual(was, is)) return { matches: true, kept: [] };
	if (!isObject(was) || !isObject(is)) return { matches: false, kept: [] };
	const kept = Object.keys(is).filter((key) => !Object.hasOwn(was, key));
	const matches = Object.entries(was).every(([key, value]) => isDeepStrictEqual(value, is[key]));
	return { matches, kept: kept.map((key) => keysOf(child('', name, key)).join('/')) };
}
