/** Writes a recording whole or not at all: whoever reads it meanwhile sees the one from before. */
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError, reasonOf } from '../../../spec/input-error';
import type { Har } from './har';

/** Replaces `file`, readable for its owner alone. Throws {@link InputError} where it cannot be written; nothing is left behind then. */
export async function writeHar(file: string, har: Har): Promise<void> {
	const draft = join(dirname(file), `.${basename(file)}.${randomUUID()}`);
	try {
		await writeFile(draft, `${JSON.stringify(har, null, '\t')}\n`, { mode: 0o600, flag: 'wx' });
		await rename(draft, file);
	} catch (error) {
		await rm(draft, { force: true });
		throw new InputError(
			`The recording ${file} cannot be written: ${reasonOf(error)}. Name a file in a folder that can be written with --har FILE.`,
		);
	}
}
