/**
 * The parameters of an operation: its own and its path item's, the operation's in the place of those with the same name
 * and location (OpenAPI 3.1, 4.8.10).
 */

import { property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { Located } from '../../openapi/document/document';
import { listAt, mapAt, textOf } from '../../openapi/part';
import { pathItemAt } from '../../openapi/path/path-item';
import { Unverifiable } from '../../openapi/schema/validator';
import { attempt, isFault, type SpecFault } from '../judgement';
import type { RuleContext } from '../rule';

/** A Parameter Object, its location as the spec writes it. */
export interface Declared {
	readonly name: string;
	readonly in: string;
	readonly located: Located;
}

export interface Declarations {
	readonly declared: readonly Declared[];
	/** The references that lead to no parameter, and parameters that lack what makes them one. */
	readonly broken: readonly SpecFault[];
}

/** OpenAPI describes these three elsewhere and ignores them as parameters (4.8.12.2). */
const ignoredHeaders = new Set(['header accept', 'header content-type', 'header authorization']);

export function declaredParameters({ spec, operation }: RuleContext): Declarations {
	const { document } = spec;
	const found = new Map<string, Declared>();
	const item = pathItemAt(document, operation.pathPointer);
	const broken: SpecFault[] = item.broken ? [item.broken] : [];
	const follow = (place: Pointer): Located[] => {
		const found = attempt(() => document.follow(place));
		if (!isFault(found)) return [found];
		broken.push(found);
		return [];
	};
	// What counts more comes later.
	const owners = [...item.layers.toReversed(), ...follow(operation.pointer)];
	const places = owners.flatMap((owner) => {
		const listed = attempt(() => placesIn(owner));
		if (!isFault(listed)) return listed;
		broken.push(listed);
		return [];
	});
	for (const located of places.flatMap(follow)) {
		const named = attempt(() => nameOf(located));
		if (isFault(named)) {
			broken.push(named);
			continue;
		}
		const [name, where] = named;
		// Header names have no case.
		const key = `${where} ${where === 'header' ? name.toLowerCase() : name}`;
		if (!ignoredHeaders.has(key)) found.set(key, { name, in: where, located });
	}
	return { declared: [...found.values()], broken };
}

/** Throws {@link Unverifiable}. */
function nameOf(located: Located): readonly [name: string, where: string] {
	mapAt(located.pointer, located.value);
	const [name, where] = ['name', 'in'].map((key) => textOf(located, key));
	if (name && where) return [name, where];
	throw new Unverifiable(located.pointer, 'a parameter must have a "name" and an "in"');
}

function placesIn({ pointer, value }: Located): Pointer[] {
	const at = child(pointer, 'parameters');
	return listAt(at, property(value, 'parameters')).map((_, index) => child(at, index));
}
