/**
 * The published description as a document: read once, positions kept, `$ref`s followed.
 * Refuses what is not OpenAPI 3.0 or 3.1 with one message that says what was found instead.
 */
import { readFile } from 'node:fs/promises';
import { InputError, reasonOf } from '../../json/input-error';
import { isObject, type JsonObject, property, typeOf } from '../../json/json';
import { child, keysOf, localOf, type Pointer, prefixOf, shownPointer, stepInto } from '../../json/pointer';
import type { Position } from '../../json/position';
import { createFiles, type Files } from './files';
import { BrokenReference, createResolver } from './reference';
import type { Resource } from './resource';
import { parseSource } from './source';

export { BrokenReference } from './reference';

/** A value of the document together with its place. */
export interface Located {
	readonly pointer: Pointer;
	readonly value: unknown;
}

export interface SpecDocument {
	/** The file as the user named it. */
	readonly file: string;
	/** `info.version`, or the empty string. */
	readonly version: string;
	readonly dialect: '3.0' | '3.1';
	readonly root: JsonObject;
	/** The place of a value; of its nearest ancestor that is written down where the value itself is not. */
	locate(pointer: Pointer): Position;
	/** The places of many values, each file read through once. */
	locateAll(pointers: Iterable<Pointer>): Map<Pointer, Position>;
	/** The value at `pointer`, a `$ref` on the way there followed, one at the end left standing. Throws {@link BrokenReference}. */
	at(pointer: Pointer): Located;
	/** Like `at`, and a `$ref` at the end is followed too. */
	follow(pointer: Pointer): Located;
	/** What `reference` names where it stands under `keyword` at `pointer`. Throws {@link BrokenReference}. */
	resolve(pointer: Pointer, reference: string, keyword?: string): Pointer;
	/** The schema resource that holds a place: its file, or a schema around it that has an `$id`. */
	resourceOf(pointer: Pointer): Resource;
	/** Every `$dynamicAnchor` of this name, as far as the description was read. */
	anchored(name: string): readonly Pointer[];
	/** Whether it names a property, as far as it was read, as every object inherits one: `toString`, `constructor`. */
	namesInherited(): boolean;
	/** Of the content as far as it was read, however it is laid out: hex digits of SHA-256. */
	digest(): string;
	/** The file that a pointer leads into, as the user would name it, and the pointer within it. */
	home(pointer: Pointer): { readonly file: string; readonly pointer: Pointer };
}

/** Reads the OpenAPI document in `file`. Throws {@link InputError}. */
export async function loadDocument(file: string): Promise<SpecDocument> {
	const bytes = await readFile(file, 'utf8').catch((error: unknown) => {
		throw new InputError(
			`The OpenAPI description ${file} cannot be read: ${reasonOf(error)}. Name the right file with --spec FILE.`,
		);
	});
	const source = parseSource(file, bytes, `The OpenAPI description ${file}`);
	const { root } = source;
	const stated = property(root, 'openapi');
	const dialect = typeof stated === 'string' ? /^3\.[01](?=\.|$)/.exec(stated)?.[0] : undefined;
	if (!isObject(root) || (dialect !== '3.0' && dialect !== '3.1')) {
		throw new InputError(
			`${file} is not an OpenAPI 3.0 or 3.1 description: its root ${foundInstead(root)}. Name the right file with --spec FILE.`,
		);
	}
	const version = property(property(root, 'info'), 'version');
	// In OpenAPI 3.0 no schema has a name but its place.
	const files = createFiles(file, source, dialect === '3.1');
	const resolve = createResolver(files);
	return {
		file,
		version: version === undefined ? '' : String(version),
		dialect,
		root,
		locate: (pointer) => locateAll(files, [pointer]).get(pointer) ?? { line: 1, column: 1 },
		locateAll: (pointers) => locateAll(files, pointers),
		at: (pointer) => walk(files, resolve, pointer, false),
		follow: (pointer) => walk(files, resolve, pointer, true),
		resolve,
		resourceOf: (pointer) => files.of(pointer).resources.of(pointer),
		anchored: files.anchored,
		namesInherited: files.namesInherited,
		digest: files.digest,
		home: files.home,
	};
}

function foundInstead(root: unknown): string {
	if (!isObject(root)) return `is of type ${typeOf(root)}`;
	if ('swagger' in root) return `says "swagger: ${String(root.swagger)}"`;
	if (!('openapi' in root)) return 'has no key "openapi"';
	if (typeof root.openapi === 'string') return `says "openapi: ${root.openapi}"`;
	return `says "openapi" with a value of type ${typeOf(root.openapi)}, not with a text such as "3.1.0"`;
}

function locateAll(files: Files, pointers: Iterable<Pointer>): Map<Pointer, Position> {
	const byFile = new Map<string, Pointer[]>();
	for (const pointer of pointers) {
		const prefix = prefixOf(pointer);
		const own = byFile.get(prefix);
		if (own) own.push(pointer);
		else byFile.set(prefix, [pointer]);
	}
	const found = new Map<Pointer, Position>();
	for (const own of byFile.values()) {
		const [first = ''] = own;
		const positions = files.of(first).locate(own.map(localOf));
		for (const pointer of own) {
			const position = positions.get(localOf(pointer));
			if (position) found.set(pointer, position);
		}
	}
	return found;
}

function walk(files: Files, resolve: SpecDocument['resolve'], start: Pointer, toTheEnd: boolean): Located {
	let rest = keysOf(start);
	let pointer = prefixOf(start);
	let value = files.of(start).root;
	let place = start;
	const seen = new Set<Pointer>();
	for (;;) {
		const reference = property(value, '$ref');
		// What stands beside a `$ref` is reached first.
		const [next] = rest;
		if (typeof reference === 'string' && (next === undefined ? toTheEnd : stepInto(value, next) === undefined)) {
			place = child(pointer, '$ref');
			if (seen.has(pointer)) throw new BrokenReference(place, `the reference "${reference}" leads back to itself`);
			seen.add(pointer);
			const target = resolve(pointer, reference);
			rest = [...keysOf(target), ...rest];
			pointer = prefixOf(target);
			value = files.of(target).root;
			continue;
		}
		const key = rest.shift();
		if (key === undefined) return { pointer, value };
		pointer = child(pointer, key);
		value = stepInto(value, key);
		if (value === undefined) throw new BrokenReference(place, `nothing stands at "${shownPointer(pointer)}"`);
	}
}
