/** Reads a `.env` file. Only our own variables are taken, because the file often belongs to a larger project. */
import { readFile } from 'node:fs/promises';
import { parse } from 'dotenv';
import { codeOf, InputError, reasonOf } from '../json/input-error';

const known = /^(IMPRINT_\w+|PACT_BROKER_\w+|HTTPS_PROXY|NO_PROXY)$/;

/** `isNamed`: the user named the file, so it must exist. Throws {@link InputError}. */
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
	const variables = parse(text.replace(/^\uFEFF/, ''));
	return Object.fromEntries(Object.entries(variables).filter(([name]) => known.test(name)));
}
