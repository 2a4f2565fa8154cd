/** Reads the variables of a `.env` file. */
import { readFile } from 'node:fs/promises';
import { parse } from 'dotenv';
import { codeOf, InputError, reasonOf } from '../json/input-error';

/** The variables in `file`; `isNamed`: the user named it, so it has to be there. Throws {@link InputError}. */
export async function readEnvFile(file: string, isNamed: boolean): Promise<Readonly<Record<string, string>>> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		if (!isNamed && codeOf(error) === 'ENOENT') return {};
		const next = isNamed
			? 'Correct CONTRACT_ENV_FILE, or set it to nothing for no file'
			: 'Make it readable, or set CONTRACT_ENV_FILE to nothing for no file';
		throw new InputError(`The variables in ${file} cannot be read: ${reasonOf(error)}. ${next}.`);
	}
	return parse(text.replace(/^\uFEFF/, ''));
}
