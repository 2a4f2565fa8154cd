/** A security scheme of the spec (OpenAPI 3.1, 4.8.27), and whether a request carries what it asks for. */

import type { ExchangeRequest } from '../../exchange/exchange';
import { property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { asPattern } from '../../json/text';
import type { Located } from '../../openapi/document/document';
import { Unverifiable } from '../../openapi/schema/validator';
import type { Spec } from '../../openapi/spec';
import { attempt, type SpecFault } from '../judgement';
import { cookies, joinedHeader } from '../parameter/sent';

/** Whether a request carries a credential. Only its presence and its kind are judged: a pact's is an example. */
export type Carries = (request: ExchangeRequest) => boolean;

export interface Scheme {
	/** How its credentials are sent, in brackets; empty for a certificate, which no message shows. */
	readonly way: string;
	readonly carries: Carries;
	readonly apiKey?: { readonly in: string; readonly name: string };
	/** The scheme of the Authorization header, in lower case. */
	readonly authorization?: string;
}

/** The scheme of this name, or why it cannot be used; a URI is read as from `pointer`. */
export const schemeNamed = (spec: Spec, name: string, pointer: Pointer = ''): Scheme | SpecFault =>
	attempt(() => {
		const { document } = spec;
		const component = child('/components/securitySchemes', name);
		return parseScheme(document.follow(isUri(spec, name) ? document.resolve(pointer, name, name) : component));
	});

/** OpenAPI 3.2 also takes the URI of a scheme for its name, unless a component has this name (4.30.1). */
export function isUri({ document }: Spec, name: string): boolean {
	const isDeclared = property(property(document.root.components, 'securitySchemes'), name) !== undefined;
	return document.is32 && /[/#:]/.test(name) && !isDeclared;
}

/** Reads a Security Scheme Object. Throws `Unverifiable` where it is broken. */
function parseScheme({ pointer, value }: Located): Scheme {
	const text = (key: string, allowed?: readonly string[]): string => {
		const stated = property(value, key);
		if (typeof stated === 'string' && (allowed?.includes(stated) ?? stated !== '')) return stated;
		const shown = stated === undefined ? 'not stated' : JSON.stringify(stated);
		const wanted = allowed ? `one of ${allowed.join(', ')}` : 'a text';
		throw new Unverifiable(pointer, `the scheme's "${key}" is ${shown}; it must be ${wanted}`);
	};
	switch (text('type', ['http', 'apiKey', 'oauth2', 'openIdConnect', 'mutualTLS'])) {
		case 'http':
			return authorization(text('scheme'));
		case 'apiKey':
			return apiKey(text('in', ['header', 'query', 'cookie']), text('name'));
		case 'mutualTLS':
			return { way: '', carries: () => true };
		default:
			return authorization('bearer');
	}
}

function authorization(scheme: string): Scheme {
	// A scheme of any case, and something after it (RFC 9110, 11.4).
	const pattern = new RegExp(`(?:^|,)\\s*${asPattern(scheme)}\\s+[^\\s,]`, 'i');
	return {
		authorization: scheme.toLowerCase(),
		way: ` (Authorization: ${scheme})`,
		carries: ({ headers }) => pattern.test(joinedHeader(headers, 'authorization')?.text ?? ''),
	};
}

function apiKey(location: string, name: string): Scheme {
	const wanted = name.toLowerCase();
	const carries: Carries = (request) => {
		if (location === 'header') return joinedHeader(request.headers, wanted) !== undefined;
		return (location === 'query' ? request.query : cookies(request)).some(([each]) => each === name);
	};
	return { way: ` (${location} ${name})`, carries, apiKey: { in: location, name } };
}
