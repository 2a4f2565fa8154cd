/**
 * Finds out which place a reference names (RFC 3986, 5; JSON Schema 2020-12, 8.2): a pointer or an anchor, in the same
 * file, in another one beside it, or in a schema that has a URI of its own.
 */

import { child, keysOf, type Pointer, prefixOf, valueAt } from '../../json/pointer';
import type { DescriptionFile, Files } from './files';
import type { Resource } from './resource';

/** A reference that leads nowhere this project can follow. `pointer` is the place of the `$ref`, or what was asked for. */
export class BrokenReference extends Error {
	override readonly name = 'BrokenReference';
	constructor(
		readonly pointer: Pointer,
		message: string,
	) {
		super(message);
	}
}

export type Resolve = (pointer: Pointer, reference: string, keyword?: string) => Pointer;

/** The function that tells what `reference`, under `keyword` at `pointer`, names. It throws {@link BrokenReference}. */
export function createResolver(files: Files): Resolve {
	return (pointer, reference, keyword = '$ref') => {
		const broken = (why: string) => new BrokenReference(child(pointer, keyword), `the reference "${reference}" ${why}`);
		const hash = reference.indexOf('#');
		const [uri, rest] = hash === -1 ? [reference, ''] : [reference.slice(0, hash), reference.slice(hash + 1)];
		const fragment = decoded(rest);
		const isPointer = fragment === '' || fragment?.startsWith('/');
		const base = files.of(pointer).resources.of(pointer);
		const resource = uri === '' ? base : named(uri, base, pointer);
		if (typeof resource === 'string') throw broken(resource);
		if (fragment !== undefined && isPointer) return within(resource, fragment);
		const [place, another] = (fragment === undefined ? undefined : resource.anchors.get(fragment)) ?? [];
		if (place === undefined) throw broken('is no JSON pointer, and no "$anchor" has this name');
		if (another !== undefined) throw broken('is not clear: several schemas have an "$anchor" of this name');
		return place;
	};

	/** The resource that a URI names, as seen from `base`; or why there is none. */
	function named(uri: string, base: Resource, pointer: Pointer): Resource | string {
		const url = urlOf(uri, base.uri);
		if (!url) return 'is no URI';
		const [found, another] = files.named(url.href);
		if (another) return 'is not clear: several schemas have this "$id"';
		if (found) return found;
		// Whatever a schema calls itself, the files that it names lie beside the file in which it stands.
		const beside = urlOf(uri, files.of(pointer).uri);
		const file =
			beside?.protocol === 'file:' ? files.at(beside) : 'leads out of the description, and nothing is fetched';
		return typeof file === 'string' ? file : file.resources.of(file.pointer);
	}

	/** A pointer reads from the resource; one that names nothing there may be meant from the top of the file. */
	function within(resource: Resource, fragment: string): Pointer {
		const keys = keysOf(fragment);
		const root = prefixOf(resource.pointer);
		const place = child(resource.pointer, ...keys);
		const file: DescriptionFile = files.of(root);
		return valueAt(file.root, place) === undefined && valueAt(file.root, fragment) !== undefined
			? child(root, ...keys)
			: place;
	}
}

function decoded(fragment: string): string | undefined {
	try {
		return decodeURIComponent(fragment);
	} catch {
		return undefined;
	}
}

function urlOf(uri: string, base: string): URL | undefined {
	try {
		return new URL(uri, base);
	} catch {
		return undefined;
	}
}
