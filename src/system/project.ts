/** The project root, for sources and build: the nearest parent folder with a `package.json`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const projectRoot: string = (() => {
	let folder = __dirname;
	while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
	return folder;
})();

const packageJson = () =>
	JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { name: string; version: string };

export const projectVersion = (): string => packageJson().version;
export const packageName = (): string => packageJson().name;
