/** How the generated client sends its key, and what an operation asks for beside that. */

import { isFault } from '../../check/judgement';
import { type Scheme, schemeNamed } from '../../check/security/security-scheme';
import { isObject, property } from '../../json/json';
import type { Operation } from '../../openapi/path/operation';
import type { Spec } from '../../openapi/spec';

/** `header` is the header that carries the key as it is. */
export type Credentials =
	| { readonly kind: 'bearer' | 'basic' | 'none' }
	| { readonly kind: 'header'; readonly header: string };

/** Not a secret: an example, which a verification replaces by its own credentials. */
export const exampleKey = 'example-api-key';

/** The way for all operations: the first that one of them can use, a bearer token before all others. */
export function credentialsOf(spec: Spec): Credentials {
	const all = [
		...alternativesOf(spec, spec.document.root.security).flat(),
		...spec.operations.operations.flatMap((operation) => schemesOf(spec, operation).flat()),
	];
	const kinds = all.map(credentialOf);
	return (
		kinds.find(({ kind }) => kind === 'bearer') ??
		kinds.find(({ kind }) => kind === 'header') ??
		kinds.find(({ kind }) => kind === 'basic') ?? { kind: 'none' }
	);
}

/** The header that the client sends, with the example key. */
export function headerOf(credentials: Credentials): readonly [name: string, value: string] | undefined {
	switch (credentials.kind) {
		case 'bearer':
			return ['Authorization', `Bearer ${exampleKey}`];
		case 'basic':
			return ['Authorization', `Basic ${Buffer.from(`${exampleKey}:`).toString('base64')}`];
		case 'header':
			return [credentials.header, exampleKey];
		case 'none':
			return undefined;
		default:
			return credentials satisfies never;
	}
}

/** What an operation asks for: whether the client's key is part of it, and the rest, which each call is given. */
export interface Needed {
	readonly usesKey: boolean;
	readonly others: readonly {
		readonly in: 'query' | 'header' | 'cookie';
		readonly name: string;
		readonly value: string;
	}[];
}

export function neededBy(spec: Spec, operation: Operation, credentials: Credentials): Needed {
	const own = (scheme: Scheme) => isSame(credentialOf(scheme), credentials);
	const alternatives = schemesOf(spec, operation);
	const least = [...alternatives].sort((one, other) => rest(one).length - rest(other).length)[0] ?? [];
	return { usesKey: least.some(own), others: rest(least).flatMap(otherOf) };

	function rest(schemes: readonly Scheme[]): readonly Scheme[] {
		return schemes.filter((scheme) => !own(scheme));
	}
}

const isSame = (one: Credentials, other: Credentials) =>
	one.kind !== 'none' && JSON.stringify(one) === JSON.stringify(other);

function otherOf({ apiKey, authorization }: Scheme): Needed['others'] {
	if (apiKey) return [{ in: apiKey.in as 'query', name: apiKey.name, value: exampleKey }];
	if (authorization === undefined) return [];
	const key = authorization === 'basic' ? Buffer.from(`${exampleKey}:`).toString('base64') : exampleKey;
	const scheme = authorization.charAt(0).toUpperCase() + authorization.slice(1);
	return [{ in: 'header', name: 'Authorization', value: `${scheme} ${key}` }];
}

function credentialOf({ authorization, apiKey }: Scheme): Credentials {
	if (authorization === 'bearer' || authorization === 'basic') return { kind: authorization };
	return apiKey?.in === 'header' ? { kind: 'header', header: apiKey.name } : { kind: 'none' };
}

/** The alternatives of an operation, each with all that it asks for; those that cannot be read are left out. */
function schemesOf(spec: Spec, operation: Operation): Scheme[][] {
	const own = property(spec.document.at(operation.pointer).value, 'security');
	return alternativesOf(spec, own ?? spec.document.root.security);
}

function alternativesOf(spec: Spec, requirements: unknown): Scheme[][] {
	return (Array.isArray(requirements) ? requirements : []).filter(isObject).flatMap((requirement) => {
		const schemes = Object.keys(requirement).map((name) => schemeNamed(spec, name));
		const usable = schemes.flatMap((scheme) => (isFault(scheme) ? [] : [scheme]));
		return usable.length === schemes.length ? [usable] : [];
	});
}
