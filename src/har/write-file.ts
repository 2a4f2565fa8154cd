/** Writes a recording atomically: a reader meanwhile sees the file from before. */
import { InputError, reasonAgainstWriting } from '../json/input-error';
import { replaceFile, tryReplacing } from '../system/atomic-file';
import type { Har } from './write';

/**
 * Replaces `file`, readable for its owner alone. Throws {@link InputError} where it cannot be written; nothing is left
 * behind then.
 */
export async function writeHar(file: string, har: Har): Promise<void> {
	await replaceFile(file, `${JSON.stringify(har, null, '\t')}\n`, 0o600).catch(refuse(file));
}

/** Throws {@link InputError} where `file` cannot be written, before anything is exchanged. */
export async function tryHar(file: string): Promise<void> {
	await tryReplacing(file).catch(refuse(file));
}

function refuse(file: string): (error: unknown) => never {
	return (error) => {
		const what = `The recording ${file} cannot be written: ${reasonAgainstWriting(error)}`;
		throw new InputError(`${what}. Name a file in a folder that can be written with --har FILE.`);
	};
}
