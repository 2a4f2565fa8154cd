/** The project root, for sources and build: the nearest parent folder with a `package.json`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const projectRoot: string = (() => {
	let folder = __dirname;
	while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
	return folder;
})();

export function projectVersion(): string {
	const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
	return version;
}
