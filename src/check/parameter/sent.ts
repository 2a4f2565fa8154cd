/**
 * What a request sends for a parameter, as texts. A path and a cookie are percent-encoded still, so that a separator can be
 * told from one that belongs to a value; a header is never encoded. A query is decoded already, for a pact records it so:
 * there a comma in a value looks like one between two.
 */

import type { ExchangeRequest, Pairs } from '../../exchange/exchange';
import { percentDecoded } from '../../json/text';
import type { Subject } from '../subject';
import type { Parameter } from './parameter';
import { gathered, nested } from './spread-fields';
import type { Decode, Fields } from './style';

export type Sent =
	/** One text, or one for each time it was sent. */
	| { readonly kind: 'texts'; readonly recorded: string; readonly texts: readonly string[] }
	| {
			readonly kind: 'fields';
			readonly recorded: string;
			readonly fields: Fields;
			/** The name under which the value below these keys was sent, or else the first. */
			recordedAs(keys: readonly string[]): string;
	  }
	/** Not in the form that its style has. */
	| { readonly kind: 'malformed'; readonly recorded: string };

/** Whether a field of an object that is spread over a query or the cookies has this name; undefined where nothing is spread. */
export type IsField = ((name: string) => boolean) | undefined;

/** Says what was sent; undefined where nothing was. */
export type Sender = (subject: Subject) => Sent | undefined;

export function senderOf(parameter: Parameter, isField: IsField): Sender {
	const { name } = parameter;
	switch (parameter.in) {
		case 'path':
			return (subject) => {
				const text = subject.encodedParameter(name);
				return text === undefined || text === '' ? undefined : { kind: 'texts', recorded: name, texts: [text] };
			};
		case 'query':
			if (parameter.style === 'deepObject') return ({ exchange }) => inBrackets(name, exchange.request.query);
			return ({ exchange }) => fromPairs(name, exchange.request.query, isField, decoderOf(parameter));
		case 'cookie':
			return ({ exchange }) => fromPairs(name, cookies(exchange.request), isField, decoderOf(parameter));
		case 'header': {
			const wanted = name.toLowerCase();
			return ({ exchange }) => fromHeaders(wanted, exchange.request.headers);
		}
		default:
			return parameter.in satisfies never;
	}
}

export const decoderOf = ({ in: where }: Parameter): Decode =>
	where === 'path' || where === 'cookie' ? percentDecoded : (text) => text;

function fromPairs(name: string, pairs: Pairs, isField: IsField, decode: Decode): Sent | undefined {
	const own = pairs.filter(([each]) => each === name);
	if (isField && !(own.length > 0 && !isField(name))) {
		const fields = pairs.map(([each, text]) => [decode(each), decode(text)] as const).filter(([each]) => isField(each));
		return fields.length === 0 ? undefined : sentFields(fields, gathered(fields), ([key = '']) => key);
	}
	return own.length === 0 ? undefined : { kind: 'texts', recorded: name, texts: own.map(([, text]) => text) };
}

function inBrackets(name: string, pairs: Pairs): Sent | undefined {
	const own = pairs.filter(([each]) => each === name || each.startsWith(`${name}[`));
	const [recorded] = own[0] ?? [];
	if (recorded === undefined) return undefined;
	const fields = nested(name, own);
	if (!fields) return { kind: 'malformed', recorded };
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

/** A header that is sent several times is one list (RFC 9110, 5.3). `wanted` is in lower case. */
export function fromHeaders(wanted: string, headers: Pairs): Sent | undefined {
	let recorded: string | undefined;
	let text = '';
	for (const [name, value] of headers) {
		if (name.length !== wanted.length || name.toLowerCase() !== wanted) continue;
		text = recorded === undefined ? value : `${text}, ${value}`;
		recorded ??= name;
	}
	return recorded === undefined ? undefined : { kind: 'texts', recorded, texts: [text] };
}

/** The cookies of a request. A pact lists several Cookie headers with commas between them. */
export function cookies({ headers }: Pick<ExchangeRequest, 'headers'>): Pairs {
	const sent = fromHeaders('cookie', headers);
	if (sent?.kind !== 'texts') return [];
	return (sent.texts[0] ?? '').split(/;\s*|,\s+(?=[^\s=;,]+=)/).map((each) => {
		const [name = ''] = each.split('=', 1);
		return [name.trim(), each.slice(name.length + 1)];
	});
}
