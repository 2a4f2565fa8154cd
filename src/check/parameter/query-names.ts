/** Which names a query, or the cookies, may have: those of parameters, of the fields that they spread, and of API keys. */
import { isObject, property } from '../../json/json';
import { child } from '../../json/pointer';
import type { Spec } from '../../openapi/spec';
import { schemeAt } from '../security/security-scheme';
import type { Parameter } from './parameter';

export type Names = (name: string) => boolean;

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
		const key = schemeAt(spec, child('/components/securitySchemes', name))?.apiKey;
		return key?.in === location ? [key.name] : [];
	});
}
