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

/**
 * The names that `list` finds in `folder`; none where there is no such folder. Throws {@link InputError} where it cannot be
 * read: what is in it must not pass for absent.
 */
export const namesIn = (folder: string, list: Promise<string[]>): Promise<string[]> =>
	list.catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return [];
		throw new InputError(`The folder ${folder} cannot be read: ${reasonOf(error)}. Make it readable, or name another.`);
	});

/** Why a file could not be written, without the path that Node puts into its message. */
export const reasonAgainstWriting = (error: unknown): string =>
	reasonsAgainstWriting.get(codeOf(error)) ?? reasonOf(error);

const reasonsAgainstWriting: ReadonlyMap<string | undefined, string> = new Map([
	['ENOTDIR', 'a file stands where its folder should be'],
	['EEXIST', 'a file stands where its folder should be'],
	['EACCES', 'writing there is not permitted'],
	['EPERM', 'writing there is not permitted'],
	['EFBIG', 'it is larger than a file may be here'],
	['ENXIO', 'nothing reads it, or it is a socket'],
	['EBUSY', 'it is in use, or mounted by itself'],
]);

/** An error of the operating system that none of our code expects, such as a full disk, as a message; undefined for others. */
export function systemFault(error: unknown): InputError | undefined {
	const { code = '', syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
	const next = nextSteps.get(code);
	if (syscall === undefined || next === undefined) return undefined;
	if (syscall === 'uv_cwd') return new InputError('The working directory does not exist. Change to another one.');
	const what = path === undefined ? '' : `${path} cannot be used: `;
	const sentence = what + reasonOf(error);
	return new InputError(`${what === '' ? sentence.replace(/^./, (first) => first.toUpperCase()) : sentence}. ${next}.`);
}

const space = 'Free some space, and run the command again';
const permission = 'Make it readable and writable for this user, and run the command again';

const nextSteps: ReadonlyMap<string, string> = new Map([
	['EMFILE', 'Raise the limit (ulimit -n), and run the command again'],
	['ENFILE', 'End other programs, and run the command again'],
	['EAGAIN', 'End other programs or raise the limit (ulimit -u), and run the command again'],
	['ENOMEM', 'End other programs, and run the command again'],
	['ENOSPC', space],
	['EDQUOT', space],
	['EROFS', permission],
	['EACCES', permission],
	['EPERM', permission],
	['ENOENT', 'Put it back, and run the command again'],
	['ENOTDIR', 'Put it back, and run the command again'],
]);

const reasons: ReadonlyMap<string, string> = new Map([
	['EMFILE', 'too many files are open'],
	['ENFILE', 'too many files are open on this machine'],
	['EAGAIN', 'this user may start no more programs'],
	['ENOMEM', 'the memory is used up'],
	['ENOSPC', 'the disk is full'],
	['EDQUOT', 'no more may be stored there'],
	['EROFS', 'nothing can be written to that disk'],
	['ENAMETOOLONG', 'its name is too long'],
	['ELOOP', 'it is a link that leads back to itself'],
	['ENOTDIR', 'its path leads through a file'],
	['ENOENT', 'there is no such file'],
	['EISDIR', 'it is a folder'],
	['EACCES', 'reading it is not permitted'],
	['EPERM', 'reading it is not permitted'],
]);
