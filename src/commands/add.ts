/** `contract add`: writes the use and the Pact test of an operation. */
import type { Settings } from '../config/settings';
import { loadSpec } from '../openapi/spec';
import { addOperation } from '../scaffold/add';
import type { Invoked } from './options';

/** Returns what to print. Throws `InputError`. */
export async function runAdd({ files, spec }: Invoked<'add'>, settings: Settings): Promise<string> {
	const [name = ''] = files;
	return addOperation(name, await loadSpec(spec ?? settings.spec), settings);
}
