/**
 * JSON Pointer (RFC 6901): the address of every place that a finding names, in the spec and in a pact.
 */

/**
 * A JSON Pointer in its string form: `''` is the whole document, `/a~1b/0` the first item under the key `a/b`.
 * A place in another file of the spec has that file's name before it, `schemas/address.yaml#/a~1b/0`, as seen
 * from the document's folder. A pointer is empty or begins with a slash and such a name never does, so they stay apart.
 */
export type Pointer = string;

/** The pointer to `key` below `pointer`. */
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

/** What `pointer` leads to in `root`, or undefined where a step does not exist. */
export const valueAt = (root: unknown, pointer: Pointer): unknown => keysOf(pointer).reduce(stepInto, root);

/** What `value` holds under `key`: a property of its own, or an item of a list. Nothing inherited, and no `length`. */
export function stepInto(value: unknown, key: string): unknown {
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
	return Array.isArray(value) && key === 'length' ? undefined : (value as Record<string, unknown>)[key];
}

/** The pointer to the whole of another file, called `name` as seen from the document's folder; `''` is the document. */
export const rootOf = (name: string): Pointer =>
	name === '' ? '' : `${name.replaceAll('%', '%25').replaceAll('#', '%23')}#`;

/** The name of the file that a pointer leads into, as {@link rootOf} was given it. */
export const fileOf = (pointer: Pointer): string =>
	prefixOf(pointer).slice(0, -1).replaceAll('%23', '#').replaceAll('%25', '%');

/** The pointer within its file. */
export const localOf = (pointer: Pointer): Pointer => pointer.slice(prefixOf(pointer).length);

/** What is written before the pointer within its file: nothing in the document itself. */
export const prefixOf = (pointer: Pointer): Pointer =>
	pointer === '' || pointer.startsWith('/') ? '' : pointer.slice(0, pointer.indexOf('#') + 1);

/** A pointer as a message shows it: `#/a`, and `schemas/address.yaml#/a` in another file. */
export const shownPointer = (pointer: Pointer): string =>
	pointer === '' || pointer.startsWith('/') ? `#${pointer}` : `${fileOf(pointer)}#${localOf(pointer)}`;
