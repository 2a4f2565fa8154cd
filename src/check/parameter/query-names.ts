/** Which names a query, or the cookies, may have: those of parameters, of the fields that they spread, and of API keys. */
import { isObject, property } from '../../json/json';
import { child } from '../../json/pointer';
import type { Spec } from '../../openapi/spec';
import { schemeAt } from '../security/security-scheme';
import type { Parameter } from './parameter';
import { Reader } from './reader';
import type { IsField } from './sent';

export type Names = (name: string) => boolean;

/** A parameter; `spread` reads an object whose fields are parameters of their own: style form with explode (4.8.12.3). */
export interface Usable {
	readonly parameter: Parameter;
	readonly spread: Reader | undefined;
}

/** Throws `BrokenReference` where the schema cannot be read. */
export function withSpread(spec: Spec, parameter: Parameter): Usable {
	const { style, explode, schema, isJson } = parameter;
	const isForm = style === 'form' && explode && !isJson;
	const reader = isForm && schema !== undefined ? new Reader(spec, [schema]) : undefined;
	return { parameter, spread: reader?.shapes.includes('object') ? reader : undefined };
}

/** The names that some parameter or API key has for itself; a free map takes only what is left. */
export function claimedNames(spec: Spec, location: 'query' | 'cookie', parameters: readonly Usable[]): Names {
	const exact = new Set(apiKeysIn(spec, location));
	const starts: string[] = [];
	for (const { parameter, spread } of parameters) {
		const { name, in: where, style } = parameter;
		if (where !== location) continue;
		for (const each of spread?.names ?? []) exact.add(each);
		// Of what can be nothing but a spread object, its own name is never sent.
		if (spread?.shapes.length !== 1) exact.add(name);
		if (style === 'deepObject') starts.push(`${name}[`);
	}
	return (name) => exact.has(name) || starts.some((start) => name.startsWith(start));
}

/** The names that are fields of a spread object. */
export function fieldTest(spread: Reader | undefined, isClaimed: Names): IsField {
	return spread && ((name) => spread.names.has(name) || (!isClaimed(name) && spread.takesField(name)));
}

function apiKeysIn(spec: Spec, location: string): string[] {
	const schemes = property(spec.document.root.components, 'securitySchemes');
	return Object.keys(isObject(schemes) ? schemes : {}).flatMap((name) => {
		const key = schemeAt(spec, child('/components/securitySchemes', name))?.apiKey;
		return key?.in === location ? [key.name] : [];
	});
}
