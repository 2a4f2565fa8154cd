/** The schemas that apply to a property or an item of a value that several schemas describe. */
import type { Lazy, SchemaNode } from './node';

/**
 * The schemas of one property; undefined where nothing knows it, and empty where what knows it is true or false, or
 * where it may have matched a pattern before it was masked.
 */
export function propertySchemas(
	schemas: readonly SchemaNode[],
	name: string,
	mayMatch = false,
): SchemaNode[] | undefined {
	const named: Lazy[] = [];
	for (const { properties, patterns, additional } of schemas) {
		const before = named.length;
		const own = properties.get(name);
		if (own) named.push(own);
		for (const [pattern, each] of patterns) if (pattern.test(name)) named.push(each);
		if (additional && !mayMatch && named.length === before) named.push(additional);
	}
	if (named.length === 0 && !mayMatch) {
		for (const { unevaluated } of schemas) if (unevaluated) named.push(unevaluated);
	}
	const isKnown = mayMatch || named.length > 0 || schemas.some(({ required }) => required.has(name));
	return isKnown ? present(named) : undefined;
}

export function itemSchemas(schemas: readonly SchemaNode[], index: number): SchemaNode[] {
	const nodes: Lazy[] = [];
	for (const { prefixItems, items } of schemas) {
		const own = prefixItems[index] ?? items;
		if (own) nodes.push(own);
	}
	if (nodes.length === 0) {
		for (const { unevaluatedItems } of schemas) if (unevaluatedItems) nodes.push(unevaluatedItems);
	}
	return present(nodes);
}

export const present = (schemas: readonly Lazy[]): SchemaNode[] =>
	schemas.map((each) => each()).filter((each) => each !== undefined);
