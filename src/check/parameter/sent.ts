/**
 * What a request sends for a parameter, as texts. A path and a cookie are percent-encoded still, so that a separator
 * can be distinguished from one that belongs to a value; a header is never encoded. Of a query most pacts record the
 * decoded values, where a comma in a value looks like one between two.
 */

import type { ExchangeRequest, Pairs } from '../../exchange/exchange';
import { decodedField } from '../../json/text';
import type { Judgement } from '../judgement';
import type { Names, Parameter } from './parameter';
import { type Fields, gathered, nested, pairOf } from './spread-fields';

export type Sent =
	/** One text, or one for each time it was sent; none where the name is not in the form that the style has. */
	| {
			readonly kind: 'texts';
			readonly recorded: string;
			readonly texts: readonly string[];
			/** Which line it is, from 0, of a header whose lines are no list. */
			readonly line?: number;
			/** Takes the percent-encoding off a part of a text; absent where the parameter's own does. */
			readonly decode?: (text: string) => string;
	  }
	| {
			readonly kind: 'fields';
			readonly recorded: string;
			readonly fields: Fields;
			/** The name under which the value below these keys was sent, or else the first. */
			recordedAs(keys: readonly string[]): string;
	  };

/** What was sent; undefined where nothing was. `isClaimed` accepts the names of other parameters. */
export function sentFor(parameter: Parameter, isClaimed: Names, judgement: Judgement): Sent | undefined {
	const { name, in: where, style, explode, isJson } = parameter;
	const { request } = judgement.exchange;
	switch (where) {
		case 'path': {
			const text = judgement.encodedParameter(name);
			return text === undefined || text === '' ? undefined : { kind: 'texts', recorded: name, texts: [text] };
		}
		case 'query':
			if (style === 'deepObject') return inBrackets(name, request.query);
			if (style === 'form' && !explode && !isJson && request.encodedQuery) {
				const sent = fromPairs(parameter, request.encodedQuery, isClaimed);
				return sent?.kind === 'texts' ? { ...sent, decode: decodedField } : sent;
			}
			return fromPairs(parameter, request.query, isClaimed);
		case 'cookie':
			return fromPairs(parameter, cookies(request), isClaimed);
		case 'header':
			return fromHeaders(request.headers, name.toLowerCase());
		default:
			return where satisfies never;
	}
}

function fromPairs({ name, decode, spread }: Parameter, pairs: Pairs, isClaimed: Names): Sent | undefined {
	const own = pairs.filter(([each]) => each === name);
	const isField = (each: string) => spread?.names.has(each) || (!isClaimed(each) && spread?.takesField(each));
	if (spread && (own.length === 0 || isField(name))) {
		const fields = pairs.map(([each, text]) => [decode(each), decode(text)] as const).filter(([each]) => isField(each));
		return fields.length === 0 ? undefined : sentFields(fields, gathered(fields), ([key = '']) => key);
	}
	return own.length === 0 ? undefined : { kind: 'texts', recorded: name, texts: own.map(([, text]) => text) };
}

function inBrackets(name: string, pairs: Pairs): Sent | undefined {
	const own = pairs.filter(([each]) => each === name || each.startsWith(`${name}[`));
	const [recorded] = own[0] ?? [];
	if (recorded === undefined) return undefined;
	// The style is defined for objects alone; anything else can only be written as `name=value`.
	if (own.every(([each]) => each === name)) return { kind: 'texts', recorded, texts: own.map(([, text]) => text) };
	const fields = nested(name, own);
	if (!fields) return { kind: 'texts', recorded, texts: [] };
	return sentFields(own, fields, (keys) => `${name}${keys.map((key) => `[${key}]`).join('')}`);
}

function sentFields(pairs: Pairs, fields: Fields, nameOf: (keys: readonly string[]) => string): Sent {
	const recorded = pairs[0]?.[0] ?? '';
	return {
		kind: 'fields',
		recorded,
		fields,
		recordedAs(keys) {
			// The value may be written below these keys, or (an item of a list, a field that is missing) above them.
			for (let length = keys.length; length > 0; length -= 1) {
				const wanted = nameOf(keys.slice(0, length));
				const found = pairs.find(([each]) => each === wanted) ?? pairs.find(([each]) => each.startsWith(`${wanted}[`));
				if (found) return found[0];
			}
			return recorded;
		},
	};
}

export function fromHeaders(headers: Pairs, wanted: string): Extract<Sent, { kind: 'texts' }> | undefined {
	const sent = joinedHeader(headers, wanted);
	return sent && { kind: 'texts', recorded: sent.recorded, texts: [sent.text] };
}

/** A header that is sent several times is one list (RFC 9110, 5.3). `wanted` is in lower case. */
export function joinedHeader(headers: Pairs, wanted: string): { recorded: string; text: string } | undefined {
	const own = headers.filter(([name]) => name.length === wanted.length && name.toLowerCase() === wanted);
	const [first] = own;
	return first && { recorded: first[0], text: own.map(([, value]) => value).join(', ') };
}

/** The cookies of a request. A pact lists several Cookie headers with commas between them. */
export function cookies({ headers }: Pick<ExchangeRequest, 'headers'>): Pairs {
	const sent = joinedHeader(headers, 'cookie');
	if (!sent) return [];
	const pairs = sent.text.split(/;\s*|,\s+(?=[^\s=;,]+=)/).map(pairOf);
	return pairs.map(([name, value]) => [name.trim(), value]);
}
