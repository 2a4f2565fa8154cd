/** `contract add`: writes the use and the Pact test of an operation. */
import type { Settings } from '../config/settings';
import { loadSpec } from '../openapi/spec';
import { addOperation } from '../scaffold/add';
import type { Invoked } from './command-table';
import { specFiles } from './spec-files';

/** Returns what to print. Throws `InputError`. */
export async function runAdd(options: Invoked<'add'>, settings: Settings): Promise<string> {
	const [name = ''] = options.files;
	const { file, overlays } = specFiles(options, settings);
	return addOperation(name, await loadSpec(file, { overlays }), settings);
}
