/** JSON Pointer (RFC 6901): the address of every place that a finding names. */

/**
 * `''` is the whole document, `/a~1b/0` the first item under the key `a/b`. A place in another file of the spec is prefixed
 * with the file's path relative to the document: `schemas/address.yaml#/a~1b/0`. A pointer is empty or begins with a slash
 * and such a path never does, so the two cannot be confused.
 */
export type Pointer = string;

export function child(pointer: Pointer, ...keys: readonly (string | number)[]): Pointer {
	return keys.reduce<Pointer>(
		(path, key) => `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`,
		pointer,
	);
}

/** The unescaped keys of a pointer, outermost first. */
export function keysOf(pointer: Pointer): string[] {
	return localOf(pointer)
		.split('/')
		.slice(1)
		.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at `pointer` in `root`; undefined if a step does not exist. */
export const valueAt = (root: unknown, pointer: Pointer): unknown => keysOf(pointer).reduce(stepInto, root);

/** The own property or list item `key` of `value`; nothing inherited, and no `length`. */
export function stepInto(value: unknown, key: string): unknown {
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
	return Array.isArray(value) && key === 'length' ? undefined : (value as Record<string, unknown>)[key];
}

/** The pointer to a whole file, named relative to the document's folder; `''` is the document. */
export const rootOf = (name: string): Pointer =>
	name === '' ? '' : `${name.replaceAll('%', '%25').replaceAll('#', '%23')}#`;

/** The inverse of {@link rootOf}: the file of a pointer. */
export const fileOf = (pointer: Pointer): string =>
	prefixOf(pointer).slice(0, -1).replaceAll('%23', '#').replaceAll('%25', '%');

/** The pointer within its file. */
export const localOf = (pointer: Pointer): Pointer => pointer.slice(prefixOf(pointer).length);

/** The part of a pointer that names its file, with the `#`; empty for the document. */
export const prefixOf = (pointer: Pointer): Pointer =>
	pointer === '' || pointer.startsWith('/') ? '' : pointer.slice(0, pointer.indexOf('#') + 1);

/** A pointer for messages: `#/a`, or `schemas/address.yaml#/a` in another file. */
export const shownPointer = (pointer: Pointer): string =>
	pointer === '' || pointer.startsWith('/') ? `#${pointer}` : `${fileOf(pointer)}#${localOf(pointer)}`;

/** The same with `*` for whatever may be the index of a list. */
export const withoutIndices = (pointer: Pointer): Pointer => pointer.replace(/\/\d+(?=\/|$)/g, '/*');
