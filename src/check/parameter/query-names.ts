/** Which names a query, or the cookies, may have: those of parameters, of the fields that they spread, and of API keys. */
import { isObject, property } from '../../json/json';
import { child } from '../../json/pointer';
import type { Spec } from '../../openapi/spec';
import { schemeNamed } from '../security/security-scheme';
import type { Parameter } from './parameter';
import { Reader } from './reader';
import type { IsField } from './sent';

export interface Names {
	has(name: string): boolean;
}

/** An object whose fields are parameters of their own: style form with explode (4.8.12.3). */
export interface Spread {
	/** Whether its schema allows nothing but objects, so that its own name is never sent. */
	readonly isOnlyObject: boolean;
	readonly names: ReadonlySet<string>;
	/** Whether it takes a field that its schema does not name. */
	takes(name: string): boolean;
}

/** Throws `BrokenReference` where the schema cannot be read. */
export function spreadOf(spec: Spec, { style, explode, described }: Parameter): Spread | undefined {
	if (style !== 'form' || !explode || described.kind !== 'schema') return undefined;
	const reader = new Reader(spec, [described.pointer]);
	if (!reader.shapes.includes('object')) return undefined;
	return {
		isOnlyObject: reader.shapes.length === 1,
		names: reader.names,
		takes: (name) => reader.takesField(name),
	};
}

/** The names that some parameter or API key has for itself; a free map takes only what is left. */
export function claimedNames(
	spec: Spec,
	location: 'query' | 'cookie',
	parameters: readonly (readonly [Parameter, Spread | undefined])[],
): Names {
	const exact = new Set(apiKeysIn(spec, location));
	const starts: string[] = [];
	for (const [{ name, in: where, style }, spread] of parameters) {
		if (where !== location) continue;
		for (const each of spread?.names ?? []) exact.add(each);
		if (!spread?.isOnlyObject) exact.add(name);
		if (style === 'deepObject') starts.push(`${name}[`);
	}
	return { has: (name) => exact.has(name) || starts.some((start) => name.startsWith(start)) };
}

/** Says which names are fields of a spread object. */
export function fieldTest(spread: Spread | undefined, claimed: Names): IsField {
	return spread && ((name) => spread.names.has(name) || (!claimed.has(name) && spread.takes(name)));
}

function apiKeysIn(spec: Spec, location: 'query' | 'cookie'): string[] {
	const schemes = property(spec.document.root.components, 'securitySchemes');
	return Object.keys(isObject(schemes) ? schemes : {}).flatMap((name) => {
		const scheme = schemeNamed(spec, child('/components/securitySchemes', name));
		return scheme?.kind === 'apiKey' && scheme.in === location ? [scheme.name] : [];
	});
}
