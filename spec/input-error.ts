/**
 * The one error for input that cannot be used: a file that cannot be read, an option that makes no sense.
 * Its message is for the person at the terminal and says what, where, what was found or expected, and what to do next.
 */
export class InputError extends Error {
	override readonly name = 'InputError';
}

/** Why a file could not be opened, without Node's path-laden sentence. */
export function reasonOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	switch (code) {
		case 'ENOENT':
			return 'there is no such file';
		case 'EISDIR':
			return 'it is a folder';
		case 'EACCES':
		case 'EPERM':
			return 'reading it is not permitted';
		default:
			return error instanceof Error ? (error.message.split('\n')[0] ?? 'unknown reason') : String(error);
	}
}
