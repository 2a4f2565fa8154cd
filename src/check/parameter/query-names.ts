/**
 * Which names a query, or the cookies, may have: those of parameters, of the fields that they spread, and of API keys.
 */
import { isObject, property } from '../../json/json';
import type { Spec } from '../../openapi/spec';
import { isFault } from '../judgement';
import { schemeNamed } from '../security/security-scheme';
import type { Names, Parameter } from './parameter';

/** The names that some parameter or API key has for itself; a free map takes only what is left. */
export function claimedNames(spec: Spec, location: 'query' | 'cookie', parameters: readonly Parameter[]): Names {
	const exact = new Set(apiKeysIn(spec, location));
	const starts: string[] = [];
	for (const { name, in: where, style, spread } of parameters) {
		if (where !== location) continue;
		for (const each of spread?.names ?? []) exact.add(each);
		// Of what can be nothing but a spread object, its own name is never sent.
		if (spread?.shapes.length !== 1) exact.add(name);
		if (style === 'deepObject') starts.push(`${name}[`);
	}
	return (name) => exact.has(name) || starts.some((start) => name.startsWith(start));
}

function apiKeysIn(spec: Spec, location: string): string[] {
	const schemes = property(spec.document.root.components, 'securitySchemes');
	return Object.keys(isObject(schemes) ? schemes : {}).flatMap((name) => {
		const scheme = schemeNamed(spec, name);
		return !isFault(scheme) && scheme.apiKey?.in === location ? [scheme.apiKey.name] : [];
	});
}
