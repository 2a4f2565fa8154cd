/** A folder in which `contract` runs as an installed package: its `node_modules` leads to this project. */
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CliResult, contract, projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';

const { name: packageName } = require('../../package.json') as { name: string };

export interface ScaffoldProject {
	readonly folder: string;
	run(...args: string[]): Promise<CliResult>;
	read(file: string): Promise<string>;
	write(file: string, text: string): Promise<void>;
	/** Every file with its text, without `node_modules`. */
	texts(): Promise<Record<string, string>>;
}

/** `files` by their paths; removed afterwards. */
export function withScaffold<T>(
	files: Readonly<Record<string, string>>,
	use: (project: ScaffoldProject) => Promise<T>,
): Promise<T> {
	return withFolder(async (parent) => {
		// The consumer is called like its folder.
		const folder = join(parent, 'pets-web');
		const project: ScaffoldProject = {
			folder,
			run: (...args) => contract(args, { cwd: folder, launcher: join(projectRoot, 'bin', 'contract.js') }),
			read: (file) => readFile(join(folder, file), 'utf8'),
			async write(file, text) {
				await mkdir(dirname(join(folder, file)), { recursive: true });
				await writeFile(join(folder, file), text);
			},
			async texts() {
				const all = await readdir(folder, { recursive: true, withFileTypes: true });
				const own = all
					.filter((entry) => entry.isFile())
					.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
					.filter((file) => !file.startsWith('node_modules'))
					.sort();
				return Object.fromEntries(await Promise.all(own.map(async (file) => [file, await this.read(file)])));
			},
		};
		await install(folder);
		for (const [file, text] of Object.entries(files)) await project.write(file, text);
		return use(project);
	});
}

async function install(folder: string): Promise<void> {
	const modules = join(folder, 'node_modules');
	const own = join(modules, packageName);
	await mkdir(own, { recursive: true });
	for (const name of ['dist', 'src']) await symlink(join(projectRoot, name), join(own, name));
	for (const scope of ['@pact-foundation', '@jest', '@types']) {
		await symlink(join(projectRoot, 'node_modules', scope), join(modules, scope));
	}
	const exported = (name: string, source: string) => ({ types: `./src/${source}.ts`, default: `./dist/${name}.js` });
	const json = {
		name: packageName,
		exports: { '.': exported('config', 'config/config'), './pact-test': exported('pact-test', 'pact-test/pact-test') },
	};
	await writeFile(join(own, 'package.json'), JSON.stringify(json));
}
