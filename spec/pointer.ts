/**
 * JSON Pointer (RFC 6901): the address of every place that a finding names, in the description and in a pact.
 */

/** A JSON Pointer in its string form: `''` is the whole document, `/a~1b/0` the first item under the key `a/b`. */
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
	return pointer
		.split('/')
		.slice(1)
		.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What `pointer` leads to in `root`, or undefined where a step does not exist. */
export function valueAt(root: unknown, pointer: Pointer): unknown {
	return keysOf(pointer).reduce(stepInto, root);
}

/** What `value` holds under `key`: a property of its own, or an item of a list. Nothing inherited, and no `length`. */
export function stepInto(value: unknown, key: string): unknown {
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
	return Array.isArray(value) && key === 'length' ? undefined : (value as Record<string, unknown>)[key];
}
