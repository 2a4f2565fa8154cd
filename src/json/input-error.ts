/**
 * The error for unusable input: an unreadable file, an invalid option. The user reads its message: what, where, what was
 * expected or received, and what to do next.
 */
import { visible } from './visible';

export class InputError extends Error {
	override readonly name = 'InputError';

	/** A list has a line for each text. What the texts quote is shown on one line. */
	constructor(message: string | readonly string[]) {
		super([message].flat().map(visible).join('\n'));
	}
}

/** The code of a Node error. No `instanceof`: under Jest, errors come from another realm. */
export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | null | undefined)?.code;

/** The result of `make`; undefined if it throws. */
export function orUndefined<T>(make: () => T): T | undefined {
	try {
		return make();
	} catch {
		return undefined;
	}
}

/** Why a file could not be opened, without the path that Node puts into its message. */
export function reasonOf(error: unknown): string {
	if (typeof error !== 'object' || error === null) return String(error);
	const { code = '', name, message = 'unknown reason' }: Partial<NodeJS.ErrnoException> = error;
	// A parser quotes its input, including line ends.
	const line = name === 'SyntaxError' ? message.replace(/\s+/g, ' ') : (message.split('\n')[0] ?? message);
	return reasons.get(code) ?? line;
}

const reasons: ReadonlyMap<string, string> = new Map([
	['ENOENT', 'there is no such file'],
	['EISDIR', 'it is a folder'],
	['EACCES', 'reading it is not permitted'],
	['EPERM', 'reading it is not permitted'],
]);
