/**
 * Values of a document that overlays change, each with the file and the place that it was written in. Nothing is changed
 * in place: in YAML one value may stand in several places.
 */
import { keepIfNeeded, textIn } from '../../json/exact';
import { child, keysOf, type Pointer, stepInto } from '../../json/pointer';
import type { Source } from '../document/source';

/** A file that wrote values: the document, or an overlay. */
export interface Writer {
	/** As the user named it. */
	readonly file: string;
	readonly source: Pick<Source, 'locate'>;
}

export interface Origin {
	readonly writer: Writer;
	readonly pointer: Pointer;
	/** Whether all that is in the value has this one place: it was copied. */
	readonly isCopied?: boolean;
}

export interface Part {
	readonly value: unknown;
	readonly origin: Origin;
	/** Of a number that a double cannot hold. */
	readonly text?: string | undefined;
}

/** Where the members of a value that was put together come from; those of any other come from where it does. */
const origins = new WeakMap<object, ReadonlyMap<string, Origin>>();

export const wholeOf = (writer: Writer, root: unknown): Part => ({ value: root, origin: { writer, pointer: '' } });

/** The member or item under `key`; undefined if there is none. */
export function partIn({ value, origin }: Part, key: string): Part | undefined {
	const member = stepInto(value, key);
	if (member === undefined || typeof value !== 'object' || value === null) return undefined;
	const below = origin.isCopied ? origin : { ...origin, pointer: child(origin.pointer, key) };
	return { value: member, origin: origins.get(value)?.get(key) ?? below, text: textIn(value, key) };
}

/** The members of an object, or the items of a list, by their keys. */
export function partsIn(part: Part): Map<string, Part> {
	const { value } = part;
	const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
	return new Map(keys.flatMap((key) => [[key, partIn(part, key)] as const]).filter(isThere));
}

const isThere = (entry: readonly [string, Part | undefined]): entry is [string, Part] => entry[1] !== undefined;

export const objectOf = (origin: Origin, members: ReadonlyMap<string, Part>): Part =>
	holding(Object.fromEntries([...members].map(([key, { value }]) => [key, value])), origin, members);

export function listOf(origin: Origin, items: readonly Part[]): Part {
	const members = new Map(items.map((item, index) => [String(index), item]));
	return holding(
		items.map(({ value }) => value),
		origin,
		members,
	);
}

function holding(value: object, origin: Origin, members: ReadonlyMap<string, Part>): Part {
	origins.set(value, new Map([...members].map(([key, part]) => [key, part.origin])));
	for (const [key, { text }] of members) if (text !== undefined) keepIfNeeded(value, key, text);
	return { value, origin };
}

/** The same value, all of it written at `origin`. */
export function writtenAt(origin: Origin, part: Part): Part {
	const { value, text } = part;
	if (typeof value !== 'object' || value === null) return { value, origin, text };
	const members = [...partsIn(part)].map(([key, each]) => [key, writtenAt(origin, each)] as const);
	if (Array.isArray(value))
		return listOf(
			origin,
			members.map(([, each]) => each),
		);
	return objectOf(origin, new Map(members));
}

/** Where the value at `pointer` was written; for one that is not there, the same place below its nearest ancestor. */
export function homeOf(root: Part, pointer: Pointer): Origin {
	const keys = keysOf(pointer);
	let part = root;
	for (let key = keys.shift(); key !== undefined; key = keys.shift()) {
		const next = partIn(part, key);
		if (!next) return { ...part.origin, pointer: child(part.origin.pointer, key, ...keys) };
		part = next;
	}
	return part.origin;
}
