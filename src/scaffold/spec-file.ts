/** Which spec a new project is for. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../json/input-error';

const usual = ['spec/openapi.yaml', 'openapi.yaml', 'openapi.yml', 'openapi.json', 'api.yaml'];

/** The one spec in `folder` with a usual name. Throws {@link InputError} for none and for several. */
export function findSpec(folder: string): string {
	const found = usual.filter((name) => existsSync(join(folder, name)));
	const [first, second] = found;
	if (first !== undefined && second === undefined) return first;
	const reason =
		first === undefined
			? `There is no OpenAPI spec here (${usual.join(', ')}).`
			: `There are several OpenAPI specs here (${found.join(', ')}).`;
	throw new InputError(`${reason} Say contract init --spec FILE.`);
}
