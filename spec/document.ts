/**
 * The published description as a document: read once, positions kept, `$ref`s followed.
 * Refuses what is not OpenAPI 3.0 or 3.1 with one message that says what was found instead.
 */
import { readFile } from 'node:fs/promises';
import { InputError, reasonOf } from './input-error';
import { isObject, type JsonObject, property, typeOf } from './json';
import { child, keysOf, type Pointer, stepInto, valueAt } from './pointer';
import { locateInJson, type Position } from './position';

/** A value of the document together with its place. */
export interface Located {
	readonly pointer: Pointer;
	readonly value: unknown;
}

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
	const bytes = await readFile(file, 'utf8').catch((error: unknown) => {
		throw new InputError(
			`The OpenAPI description ${file} cannot be read: ${reasonOf(error)}. Name the right file with --spec FILE.`,
		);
	});
	const text = bytes.replace(/^\uFEFF/, '');
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
	if (!('openapi' in root)) return 'has no key "openapi"';
	if (typeof root.openapi === 'string') return `says "openapi: ${root.openapi}"`;
	return `says "openapi" with a value of type ${typeOf(root.openapi)}, not with a text such as "3.1.0"`;
}

interface Source {
	readonly root: unknown;
	locate(pointer: Pointer): Position;
}

function parseJson(file: string, text: string): Source {
	try {
		const root: unknown = JSON.parse(text);
		return { root, locate: (pointer) => locateInJson(text, [pointer]).get(pointer) ?? { line: 1, column: 1 } };
	} catch (error) {
		throw new InputError(`The OpenAPI description ${file} is not JSON: ${reasonOf(error)}.`);
	}
}

async function parseYaml(file: string, text: string): Promise<Source> {
	const { isAlias, isMap, isSeq, LineCounter, parseDocument } = await import('yaml');
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
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
			rest = [...keysOf(targetOf(reference, place)), ...rest];
			pointer = '';
			value = root;
			continue;
		}
		const key = rest.shift();
		if (key === undefined) return { pointer, value };
		pointer = child(pointer, key);
		value = stepInto(value, key);
		if (value === undefined) throw new BrokenReference(place, `nothing stands at "#${pointer}"`);
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
