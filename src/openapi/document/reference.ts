/**
 * Finds out which place a reference names (RFC 3986, 5; JSON Schema 2020-12, 8.2): a pointer or an anchor, in the same
 * file, in another one beside it, or in a schema that has a URI of its own.
 */

import { child, keysOf, type Pointer, prefixOf, valueAt } from '../../json/pointer';
import type { Files } from './files';
import { type Resource, urlOf } from './resource';
import { endless } from './yaml';

/**
 * A reference that leads nowhere this project can follow. `pointer` is the place of the `$ref`, or what was asked for.
 */
export class BrokenReference extends Error {
	override readonly name = 'BrokenReference';
	constructor(
		readonly pointer: Pointer,
		message: string,
	) {
		super(message);
	}
}

/** The place that `reference` names, under `keyword` at `pointer`. Throws {@link BrokenReference}. */
export function resolveReference(files: Files, pointer: Pointer, reference: string, keyword: string): Pointer {
	const broken = (why: string) => new BrokenReference(child(pointer, keyword), `the reference "${reference}" ${why}`);
	if (reference === endless) {
		throw new BrokenReference(
			child(pointer, keyword),
			'a YAML alias stands below its own anchor, so the value has no end',
		);
	}
	const [uri = ''] = reference.split('#', 1);
	const fragment = decoded(reference.slice(uri.length + 1));
	const base = files.of(pointer).resources.of(pointer);
	const resource = uri === '' ? base : resourceNamed(files, uri, base, pointer);
	if (typeof resource === 'string') throw broken(resource);
	if (fragment === '' || fragment?.startsWith('/')) return placeWithin(files, resource, fragment);
	const [place, another] = (fragment === undefined ? undefined : resource.anchors.get(fragment)) ?? [];
	if (place === undefined) throw broken('is not a JSON pointer, and no "$anchor" has this name');
	if (another !== undefined) throw broken('is ambiguous: several schemas have an "$anchor" of this name');
	return place;
}

/** The resource that a URI names, as seen from `base`; or why there is none. */
function resourceNamed(files: Files, uri: string, base: Resource, pointer: Pointer): Resource | string {
	const url = urlOf(uri, base.uri);
	if (!url) return 'is not a URI';
	const [found, another] = files.named(url.href);
	if (another) return 'is ambiguous: several schemas have this "$id"';
	if (found) return found;
	// Relative files are resolved from the file of the schema, whatever its `$id`.
	const beside = urlOf(uri, files.of(pointer).uri);
	if (beside?.protocol !== 'file:') return 'is not a local file, and nothing is fetched';
	const file = files.at(beside);
	return typeof file === 'string' ? file : file.resources.of(file.pointer);
}

/** A pointer reads from the resource; one that names nothing there may be meant from the top of the file. */
function placeWithin(files: Files, resource: Resource, fragment: string): Pointer {
	const keys = keysOf(fragment);
	const root = prefixOf(resource.pointer);
	const content = files.of(root).root;
	const place = child(resource.pointer, ...keys);
	const isFromTop = valueAt(content, place) === undefined && valueAt(content, fragment) !== undefined;
	return isFromTop ? child(root, ...keys) : place;
}

function decoded(fragment: string): string | undefined {
	try {
		return decodeURIComponent(fragment);
	} catch {
		return undefined;
	}
}
