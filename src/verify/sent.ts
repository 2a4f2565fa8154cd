/**
 * What goes to the provider. Pact's verifier drops query names without a value, splits headers at commas, resolves dots
 * in paths and rounds numbers, so the contract's own text is sent, and of what the verifier sends only what a generator
 * puts in, such as the value of a provider state.
 */
import { readMatchingRules } from '../check/matcher/pact-matchers';
import type { Pairs } from '../exchange/exchange';
import { endToEnd } from '../http/forward';
import type { WireRequest } from '../http/wire';
import { isObject, type Json, jsonIn, property } from '../json/json';
import { parseWritten, stringifyWritten, writtenNumber } from '../json/number-text';
import { stepInto } from '../json/pointer';
import { contentOf, headersOf, sideOf, textsOf, type Written } from './written';

export type Sent = Pick<WireRequest, 'method' | 'target' | 'headers' | 'body'>;

/** The part of a request that cannot be sent as the contract writes it. */
export type Altered = { readonly altered: 'path' | 'body' };

export function asWritten(written: Written, arrived: Sent): Sent | Altered {
	const { method = 'GET', path = '', query = null, generators = {} } = sideOf(written, 'request');
	const [ownPath, inPath] = split(sendable(String(path)));
	const isFilled = (part: string) => property(generators, part) !== undefined;
	if (!isFilled('path') && String(path).includes('#')) return { altered: 'path' };
	const body = bodyAsWritten(written, arrived.body);
	if (body === undefined) return { altered: 'body' };
	const [arrivedPath, arrivedQuery] = split(arrived.target);
	const own = [inPath, queryText(query)].filter((each) => each !== '').join('&');
	const target = [isFilled('path') ? arrivedPath : ownPath, isFilled('query') ? withNames(arrivedQuery, own) : own];
	return {
		method: String(method).toUpperCase(),
		target: target.filter((each, index) => index === 0 || each !== '').join('?'),
		headers: headersAsWritten(written, arrived.headers),
		body,
	};
}

function split(target: string): [path: string, query: string] {
	const at = target.indexOf('?');
	return at === -1 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

/** What cannot stand in a target is percent-encoded. */
const sendable = (text: string): string => text.replace(/[^!-~]+/g, encodeURIComponent);

/** Until specification 2 it is text; then a null stands for a name without a value. */
function queryText(query: Json): string {
	if (!isObject(query)) return typeof query === 'string' ? sendable(query).replaceAll('#', '%23') : '';
	return Object.entries(query)
		.flatMap(([name, value]) =>
			(Array.isArray(value) ? (value as readonly Json[]) : [value]).map((each) => [name, each] as const),
		)
		.map(([name, value]) => {
			const pair = String(new URLSearchParams([[name, value === null ? '' : String(textsOf(value)[0])]]));
			return value === null ? pair.slice(0, -1) : pair;
		})
		.join('&');
}

/** The query that arrived, with the names without a value, which Pact's verifier drops. */
const withNames = (arrived: string, own: string): string =>
	[...arrived.split('&'), ...own.split('&').filter((each) => !each.includes('='))]
		.filter((each) => each !== '')
		.join('&');

/** Headers that the contract does not name are left: the verifier adds what it accepts. */
function headersAsWritten(written: Written, arrived: Pairs): Pairs {
	const isFilled = filledHeaders(written);
	const own = headersOf(written, 'request').filter(([name]) => !isFilled(name));
	const names = new Set(own.map(([name]) => name.toLowerCase()));
	return [...endToEnd(own), ...arrived.filter(([name]) => !names.has(name.toLowerCase()))];
}

function filledHeaders(written: Written): (name: string) => boolean {
	const rules = generatedIn(written).filter(({ part }) => part === 'header');
	const names = new Set(rules.map(({ steps }) => String(steps[0]).toLowerCase()));
	return (name) => names.has(name.toLowerCase());
}

/** Generators are keyed as matching rules are. */
const generatedIn = (written: Written) => readMatchingRules(sideOf(written, 'request').generators ?? {});

/** Undefined where it differs at a place that no generator fills. */
function bodyAsWritten(written: Written, arrived: Buffer): Buffer | undefined {
	const content = contentOf(written, 'request') ?? null;
	const filled = generatedIn(written).flatMap(({ part, steps }) => (part === 'body' ? [steps] : []));
	if (writtenNumber(content) === undefined && (content === null || typeof content === 'string')) {
		return filled.length > 0 || bytesOf(content).some((each) => arrived.equals(each)) ? arrived : undefined;
	}
	const text = arrived.toString('utf8');
	const whole = jsonIn(text) === undefined ? undefined : merged(content, parseWritten(text), filled, 0);
	return whole === undefined ? undefined : Buffer.from(stringifyWritten(whole));
}

/** A text as it is, as JSON, or as bytes in base64: `pact-content.ts` has the rules. A null may be left out. */
const bytesOf = (content: string | null): Buffer[] =>
	content === null
		? [Buffer.from(''), Buffer.from('null')]
		: [Buffer.from(content), Buffer.from(JSON.stringify(content)), Buffer.from(content, 'base64')];

/** `arrived` with the numbers of `own`; undefined where they differ and none of `filled`, the places of generators, leads. */
function merged(
	own: Json,
	arrived: Json,
	filled: readonly (readonly (string | null)[])[],
	depth: number,
): Json | undefined {
	if (filled.some((steps) => steps.length === depth)) return arrived;
	const [number, other] = [writtenNumber(own), writtenNumber(arrived)];
	if (number !== undefined && other !== undefined) return Number(number) === Number(other) ? own : undefined;
	if (typeof own !== 'object' || own === null) return own === arrived ? own : undefined;
	if (typeof arrived !== 'object' || arrived === null || Array.isArray(own) !== Array.isArray(arrived))
		return undefined;
	const keys = Object.keys(own);
	if (keys.length !== Object.keys(arrived).length) return undefined;
	const members: (readonly [string, Json])[] = [];
	for (const key of keys) {
		const below = filled.filter((steps) => steps[depth] === null || steps[depth] === key);
		const came = stepInto(arrived, key) as Json | undefined;
		const member = came === undefined ? undefined : merged(stepInto(own, key) as Json, came, below, depth + 1);
		if (member === undefined) return undefined;
		members.push([key, member]);
	}
	return Array.isArray(own) ? members.map(([, member]) => member) : Object.fromEntries(members);
}
