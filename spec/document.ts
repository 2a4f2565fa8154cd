/**
 * The published description as a document: read once, positions kept, `$ref`s followed.
 * Refuses what is not OpenAPI 3.0 or 3.1 with one message that says what was found instead.
 */
import { readFile } from 'node:fs/promises';
import { InputError, reasonOf } from './input-error';
import { isObject, type JsonObject, property, typeOf } from './json';
import { child, keysOf, type Pointer, valueAt } from './pointer';
import { locateInJson, type Position } from './position';

/** A value of the document together with its place. */
export interface Located {
	readonly pointer: Pointer;
	readonly value: unknown;
}

/** A reference that leads nowhere this project can follow. `pointer` is the place of the `$ref`. */
export class BrokenReference extends Error {
	override readonly name = 'BrokenReference';
	constructor(
		readonly pointer: Pointer,
		message: string,
	) {
		super(message);
	}
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
	/** The value at `pointer`, a `$ref` on the way there followed, one at the end left standing. Throws {@link BrokenReference}. */
	at(pointer: Pointer): Located;
	/** Like `at`, and a `$ref` at the end is followed too. */
	follow(pointer: Pointer): Located;
}

/** Reads the OpenAPI document in `file`. Throws {@link InputError}. */
export async function loadDocument(file: string): Promise<SpecDocument> {
	const text = await readFile(file, 'utf8').catch((error: unknown) => {
		throw new InputError(
			`The OpenAPI description ${file} cannot be read: ${reasonOf(error)}. Name the right file with --spec FILE.`,
		);
	});
	const source = file.toLowerCase().endsWith('.json') ? parseJson(file, text) : await parseYaml(file, text);
	const { root } = source;
	const stated = property(root, 'openapi');
	const dialect = typeof stated === 'string' ? /^3\.[01](?=\.|$)/.exec(stated)?.[0] : undefined;
	if (!isObject(root) || (dialect !== '3.0' && dialect !== '3.1')) {
		throw new InputError(
			`${file} is not an OpenAPI 3.0 or 3.1 description: its root ${foundInstead(root)}. Name the right file with --spec FILE.`,
		);
	}
	const version = property(property(root, 'info'), 'version');
	return {
		file,
		version: version === undefined ? '' : String(version),
		dialect,
		root,
		locate: (pointer) => {
			const keys = keysOf(pointer);
			while (keys.length > 0 && valueAt(root, pointerOf(keys)) === undefined) keys.pop();
			return source.locate(pointerOf(keys));
		},
		at: (pointer) => walk(root, pointer, false),
		follow: (pointer) => walk(root, pointer, true),
	};
}

function foundInstead(root: unknown): string {
	if (!isObject(root)) return `is of type ${typeOf(root)}`;
	if ('swagger' in root) return `says "swagger: ${String(root.swagger)}"`;
	return 'openapi' in root ? `says "openapi: ${String(root.openapi)}"` : 'has no key "openapi"';
}

interface Source {
	readonly root: unknown;
	locate(pointer: Pointer): Position;
}

function parseJson(file: string, text: string): Source {
	try {
		const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
		return { root, locate: (pointer) => locateInJson(text, [pointer]).get(pointer) ?? { line: 1, column: 1 } };
	} catch (error) {
		throw new InputError(`The OpenAPI description ${file} is not JSON: ${reasonOf(error)}.`);
	}
}

async function parseYaml(file: string, text: string): Promise<Source> {
	const { isAlias, isMap, isSeq, LineCounter, parseDocument } = await import('yaml');
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
	const fault = document.errors[0];
	if (fault) {
		const { line, col } = lines.linePos(fault.pos[0]);
		throw new InputError(
			`The OpenAPI description ${file} is not YAML: ${fault.message} (line ${line}, column ${col}).`,
		);
	}
	const nodeAt = (pointer: Pointer): unknown => {
		let node: unknown = document.contents;
		for (const key of keysOf(pointer)) {
			if (isAlias(node)) node = node.resolve(document);
			if (isMap(node)) node = node.items.find((pair) => String(pair.key) === key)?.value;
			else if (isSeq(node)) node = node.items[Number(key)];
		}
		return node;
	};
	try {
		const root: unknown = document.toJS();
		return {
			root,
			locate: (pointer) => {
				const node = nodeAt(pointer);
				const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
				const { line, col } = lines.linePos(Array.isArray(range) ? Number(range[0]) : 0);
				return { line, column: col };
			},
		};
	} catch (error) {
		throw new InputError(`The OpenAPI description ${file} cannot be used: ${reasonOf(error)}.`);
	}
}

const pointerOf = (keys: readonly string[]): Pointer => child('', ...keys);

function walk(root: JsonObject, start: Pointer, toTheEnd: boolean): Located {
	let rest = keysOf(start);
	let pointer: Pointer = '';
	let value: unknown = root;
	const seen = new Set<Pointer>();
	for (;;) {
		const reference = property(value, '$ref');
		if (typeof reference === 'string' && (toTheEnd || rest.length > 0)) {
			if (seen.has(pointer)) throw new BrokenReference(pointer, `the reference "${reference}" leads back to itself`);
			seen.add(pointer);
			rest = [...keysOf(targetOf(reference, pointer)), ...rest];
			pointer = '';
			value = root;
			continue;
		}
		const key = rest.shift();
		if (key === undefined) return { pointer, value };
		pointer = child(pointer, key);
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
			throw new BrokenReference(start, `nothing stands at "#${pointer}"`);
		}
		value = (value as Record<string, unknown>)[key];
	}
}

/** The pointer that a `$ref` within the same document names. Throws {@link BrokenReference} for any other `$ref`. */
export function targetOf(reference: string, place: Pointer): Pointer {
	if (!reference.startsWith('#')) {
		throw new BrokenReference(place, `the reference "${reference}" leads out of the document`);
	}
	try {
		const pointer = decodeURIComponent(reference.slice(1));
		if (pointer === '' || pointer.startsWith('/')) return pointer;
	} catch {
		// A malformed percent-encoding names nothing; the message below says so.
	}
	throw new BrokenReference(place, `the reference "${reference}" is not a JSON pointer`);
}
