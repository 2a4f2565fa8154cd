/**
 * The spec as a document: read once, positions kept, `$ref`s followed.
 * Refuses what is not OpenAPI 3.0, 3.1 or 3.2 with one message that names what was received instead.
 */
import { InputError, reasonOf } from '../../json/input-error';
import { isObject, type JsonObject, property, typeOf } from '../../json/json';
import { child, keysOf, localOf, type Pointer, prefixOf, shownPointer, stepInto } from '../../json/pointer';
import type { Position } from '../../json/position';
import { readText } from '../../system/source';
import type { OverlayDoubt, Refinement } from '../overlay/overlay';
import { type Disk, workTree } from './disk';
import { Files } from './files';
import { BrokenReference, resolveReference } from './reference';
import { isElse, type Resource } from './resource';
import { parseSource } from './source';

export { BrokenReference } from './reference';

/** A value of the document together with its place. */
export interface Located {
	readonly pointer: Pointer;
	readonly value: unknown;
}

export interface SpecDocument extends Pick<Files, 'digest' | 'home' | 'namesInherited'> {
	/** The file as the user named it. */
	readonly file: string;
	/** The files of the overlays that apply to it, in their order. */
	readonly overlays: readonly string[];
	readonly overlayDoubts: readonly OverlayDoubt[];
	/** What the overlays change, in their order. */
	readonly refinements: readonly Refinement[];
	/** `info.version`, or the empty string. */
	readonly version: string;
	/** How its schemas are read; 3.2 reads them as 3.1. */
	readonly dialect: '3.0' | '3.1';
	/** Whether it may use what OpenAPI 3.2 added. */
	readonly is32: boolean;
	/** Of the file, as it was read. */
	readonly text: string;
	readonly root: JsonObject;
	/** The places of values, each file read through once: of its nearest ancestor where a value is not written down. */
	locateAll(pointers: Iterable<Pointer>): Map<Pointer, Position>;
	/**
	 * The value at `pointer`, a `$ref` on the way there followed, one at the end left standing. Throws {@link
	 * BrokenReference}.
	 */
	at(pointer: Pointer): Located;
	/** Like `at`, and a `$ref` at the end is followed too. */
	follow(pointer: Pointer): Located;
	/** The place that `reference` names, under `keyword` at `pointer`. Throws {@link BrokenReference}. */
	resolve(pointer: Pointer, reference: string, keyword?: string): Pointer;
	/** Whether the place is known to hold something else than a schema. */
	isElse(pointer: Pointer): boolean;
	/** The schema resource that holds a place: its file, or a schema around it that has an `$id`. */
	resourceOf(pointer: Pointer): Resource;
}

export interface SpecOptions {
	/** The files of the overlays that are applied, in their order. */
	readonly overlays?: readonly string[];
	/** The text of the spec's own file, where it was read already. */
	readonly text?: string;
	/** Where its files are; of a revision of git, the text is given. */
	readonly disk?: Disk;
}

/**
 * Reads the OpenAPI document in `path`, which was read already where its text is given, and applies the overlays. Throws
 * {@link InputError}.
 */
export async function loadDocument(
	path: string,
	{ overlays = [], text: given, disk = workTree }: SpecOptions = {},
): Promise<SpecDocument> {
	const file = disk.named(path);
	const read = async () => given ?? (await readText(path));
	const text = await read().catch((error: unknown) => {
		throw new InputError(
			`The OpenAPI spec ${file} cannot be read: ${reasonOf(error)}. Name the right file with --spec FILE.`,
		);
	});
	const published = parseSource(file, text, `The OpenAPI spec ${file}`);
	// Loaded late, because few runs have overlays.
	const {
		source,
		doubts: overlayDoubts,
		refinements,
	} = overlays.length === 0
		? { source: published, doubts: [], refinements: [] }
		: await (await import('../overlay/overlay')).overlaid(file, published, overlays);
	const { root } = source;
	const stated = property(root, 'openapi');
	const minor = typeof stated === 'string' ? /^3\.([012])(?=\.|$)/.exec(stated)?.[1] : undefined;
	if (!isObject(root) || minor === undefined) {
		throw new InputError(
			`${file} is not an OpenAPI 3.0, 3.1 or 3.2 spec: its root ${foundInstead(root)}. Name the right file with --spec FILE.`,
		);
	}
	const version = property(property(root, 'info'), 'version');
	// In OpenAPI 3.0 no schema has a name but its place.
	const dialect = minor === '0' ? '3.0' : '3.1';
	const files = new Files(path, source, dialect === '3.1', disk);
	return {
		...{ file, overlays, overlayDoubts, refinements },
		version: version === undefined ? '' : String(version),
		dialect,
		is32: minor === '2',
		text,
		root,
		locateAll: (pointers) => locateAll(files, [...pointers]),
		at: (pointer) => walk(files, pointer, false),
		follow: (pointer) => walk(files, pointer, true),
		resolve: (pointer, reference, keyword = '$ref') => resolveReference(files, pointer, reference, keyword),
		resourceOf: (pointer) => files.of(pointer).resources.of(pointer),
		isElse: (pointer) => isElse(files.of(pointer).root, keysOf(pointer)),
		namesInherited: () => files.namesInherited(),
		digest: () => files.digest(),
		home: (pointer) => files.home(pointer),
	};
}

/** A place as the user knows it: in the overlay that wrote it, or else in the document. */
export function writtenAt(
	{ file, overlays, home }: Pick<SpecDocument, 'file' | 'overlays' | 'home'>,
	pointer: Pointer,
): ReturnType<SpecDocument['home']> {
	const written = overlays.length === 0 ? undefined : home(pointer);
	return written && overlays.includes(written.file) ? written : { file, pointer };
}

/**
 * Every object and list at `start` and below it, and where references lead, each once. Throws {@link BrokenReference},
 * unless what is broken is passed over.
 */
export function* reachable(document: SpecDocument, start: Pointer, passesBroken = false): Generator<object> {
	for (const { value } of reachablePlaces(document, start, passesBroken)) yield value;
}

/** The same, with their places. */
export function* reachablePlaces(
	document: SpecDocument,
	start: Pointer,
	passesBroken = false,
): Generator<{ readonly pointer: Pointer; readonly value: object }> {
	const seen = new Set<unknown>();
	const open = [document.at(start)];
	for (let next = open.pop(); next; next = open.pop()) {
		const { pointer, value } = next;
		if (typeof value !== 'object' || value === null || seen.has(value)) continue;
		seen.add(value);
		yield { pointer, value };
		for (const [key, member] of Object.entries(value)) open.push({ pointer: child(pointer, key), value: member });
		const reference = property(value, '$ref');
		try {
			if (typeof reference === 'string') open.push(document.at(document.resolve(pointer, reference)));
		} catch (error) {
			if (!passesBroken || !(error instanceof BrokenReference)) throw error;
		}
	}
}

function foundInstead(root: unknown): string {
	if (!isObject(root)) return `is of type ${typeOf(root)}`;
	if ('swagger' in root) return `says "swagger: ${String(root.swagger)}" (npx swagger2openapi converts it to 3.0)`;
	if (!('openapi' in root)) return 'has no key "openapi"';
	if (typeof root.openapi === 'string') return `says "openapi: ${root.openapi}"`;
	return `says "openapi" with a value of type ${typeOf(root.openapi)}, not with a text such as "3.1.0"`;
}

/** Each file is read through once. */
function locateAll(files: Files, pointers: readonly Pointer[]): Map<Pointer, Position> {
	const found = new Map<Pointer, Position>();
	for (const prefix of new Set(pointers.map(prefixOf))) {
		const own = pointers.filter((each) => prefixOf(each) === prefix);
		for (const [local, position] of files.of(prefix).locate(own.map(localOf))) found.set(prefix + local, position);
	}
	return found;
}

function walk(files: Files, start: Pointer, toTheEnd: boolean): Located {
	let rest = keysOf(start);
	let pointer = prefixOf(start);
	let value = files.of(start).root;
	let place = start;
	const seen = new Set<Pointer>();
	for (;;) {
		const reference = property(value, '$ref');
		// The siblings of a `$ref` are tried first.
		const [next] = rest;
		if (typeof reference === 'string' && (next === undefined ? toTheEnd : stepInto(value, next) === undefined)) {
			place = child(pointer, '$ref');
			if (seen.has(pointer)) throw new BrokenReference(place, `the reference "${reference}" leads back to itself`);
			seen.add(pointer);
			const target = resolveReference(files, pointer, reference, '$ref');
			rest = [...keysOf(target), ...rest];
			pointer = prefixOf(target);
			value = files.of(target).root;
			continue;
		}
		const key = rest.shift();
		if (key === undefined) return { pointer, value };
		pointer = child(pointer, key);
		value = stepInto(value, key);
		if (value === undefined) throw new BrokenReference(place, `"${shownPointer(pointer)}" does not exist`);
	}
}
