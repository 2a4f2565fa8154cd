/**
 * The one error for input that cannot be used: a file that cannot be read, an option that makes no sense.
 * Its message is for the person at the terminal: what, where, what was expected or received, and what to do next.
 */
export class InputError extends Error {
	override readonly name = 'InputError';
}

/**
 * The code of an error of Node's, by shape, not by class: it may come from another realm, as Node's own do under Jest.
 */
export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | null | undefined)?.code;

/** What `make` returns; undefined where it throws. */
export function orUndefined<T>(make: () => T): T | undefined {
	try {
		return make();
	} catch {
		return undefined;
	}
}

/** Why a file could not be opened, without Node's path-laden sentence. */
export function reasonOf(error: unknown): string {
	if (typeof error !== 'object' || error === null) return String(error);
	const { code = '', name, message = 'unknown reason' }: Partial<NodeJS.ErrnoException> = error;
	// A parser quotes what it could not read, line ends included.
	const line = name === 'SyntaxError' ? message.replace(/\s+/g, ' ') : (message.split('\n')[0] ?? message);
	return reasons.get(code) ?? line;
}

const reasons: ReadonlyMap<string, string> = new Map([
	['ENOENT', 'there is no such file'],
	['EISDIR', 'it is a folder'],
	['EACCES', 'reading it is not permitted'],
	['EPERM', 'reading it is not permitted'],
]);
