/** A security scheme of the description (OpenAPI 3.1, 4.8.27), and whether a request carries what it asks for. */

import type { ExchangeRequest } from '../../exchange/exchange';
import { type Json, property } from '../../json/json';
import type { Pointer } from '../../json/pointer';
import { asPattern } from '../../json/text';
import { Unverifiable } from '../../openapi/schema/validator';
import type { Spec } from '../../openapi/spec';
import { cookies, fromHeaders } from '../parameter/sent';
import { isUnverifiable } from '../subject';

export type Scheme =
	| { readonly kind: 'authorization'; readonly scheme: string }
	| { readonly kind: 'apiKey'; readonly in: 'header' | 'query' | 'cookie'; readonly name: string }
	/** A certificate of the client, which no message shows. */
	| { readonly kind: 'mutualTLS' };

/** Reads the Security Scheme Object at `at`. Throws `BrokenReference` and `Unverifiable` where it is broken. */
export function parseScheme({ document }: Spec, at: Pointer): Scheme {
	const { pointer, value } = document.follow(at);
	const text = (key: string, allowed?: readonly string[]): string => {
		const stated = property(value, key);
		if (typeof stated === 'string' && (allowed?.includes(stated) ?? stated !== '')) return stated;
		throw new Unverifiable(pointer, `the scheme's "${key}" is ${shown(stated)}; it must be ${words(allowed)}`);
	};
	switch (text('type', ['http', 'apiKey', 'oauth2', 'openIdConnect', 'mutualTLS'])) {
		case 'http':
			return { kind: 'authorization', scheme: text('scheme') };
		case 'apiKey':
			return { kind: 'apiKey', in: locationOf(text('in', ['header', 'query', 'cookie'])), name: text('name') };
		case 'mutualTLS':
			return { kind: 'mutualTLS' };
		default:
			return { kind: 'authorization', scheme: 'bearer' };
	}
}

const locationOf = (text: string) => (text === 'query' || text === 'cookie' ? text : 'header');
const shown = (stated: Json | undefined) => (stated === undefined ? 'not stated' : JSON.stringify(stated));
const words = (allowed?: readonly string[]) => (allowed ? `one of ${allowed.join(', ')}` : 'a text');

/** The scheme at `at`; undefined where it is broken. */
export function schemeNamed(spec: Spec, at: Pointer): Scheme | undefined {
	try {
		return parseScheme(spec, at);
	} catch (error) {
		if (isUnverifiable(error)) return undefined;
		throw error;
	}
}

/** Says whether a request carries a credential. Only its presence and its kind are judged: a pact's is an example. */
export type Carries = (request: ExchangeRequest) => boolean;

export function carrierOf(scheme: Scheme): Carries {
	switch (scheme.kind) {
		case 'authorization': {
			// A scheme of any case, and something after it (RFC 9110, 11.4).
			const pattern = new RegExp(`(?:^|,)\\s*${asPattern(scheme.scheme)}\\s+[^\\s,]`, 'i');
			return ({ headers }) => pattern.test(textOf(headers, 'authorization') ?? '');
		}
		case 'apiKey': {
			const { name } = scheme;
			const wanted = name.toLowerCase();
			if (scheme.in === 'query') return ({ query }) => query.some(([each]) => each === name);
			if (scheme.in === 'cookie') return (request) => cookies(request).some(([each]) => each === name);
			return ({ headers }) => textOf(headers, wanted) !== undefined;
		}
		case 'mutualTLS':
			return () => true;
		default:
			return scheme satisfies never;
	}
}

export function textOf(headers: ExchangeRequest['headers'], wanted: string): string | undefined {
	const sent = fromHeaders(wanted, headers);
	return sent?.kind === 'texts' ? sent.texts[0] : undefined;
}

/** How the credentials of a scheme are sent, in brackets. */
export function wayOf(scheme: Scheme): string {
	switch (scheme.kind) {
		case 'authorization':
			return ` (Authorization: ${scheme.scheme})`;
		case 'apiKey':
			return ` (${scheme.in} ${scheme.name})`;
		case 'mutualTLS':
			return '';
		default:
			return scheme satisfies never;
	}
}
