/** A copy of the project in a temporary folder, for tests that change one of the four parties by hand. */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './cli';

const copied = [
	...['bin', 'tools', 'spec', 'contracts', 'src', 'sandbox', 'pacts', 'dist'],
	...['contract.config.ts', 'accepted.yaml', 'tests/consumer', 'package.json', 'tsconfig.json', 'jest.config.ts'],
];

export interface ProjectCopy {
	readonly root: string;
	/** Replaces the first `from` in a file; rejects where the file does not hold it. */
	edit(file: string, from: string | RegExp, to: string): Promise<void>;
	read(file: string): Promise<string>;
	write(file: string, text: string): Promise<void>;
	/** Undoes every edit, and what a command wrote to `pacts/`. */
	reset(): Promise<void>;
	remove(): Promise<void>;
}

export async function copyProject(): Promise<ProjectCopy> {
	const root = await mkdtemp(join(tmpdir(), 'contract-project-'));
	// The build's stamp compares times, so they are kept.
	const copy = (entry: string) =>
		cp(join(projectRoot, entry), join(root, entry), { recursive: true, preserveTimestamps: true });
	for (const entry of copied) await copy(entry);
	await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
	const read = (file: string) => readFile(join(root, file), 'utf8');
	const written = new Set<string>();
	const write = (file: string, text: string) => {
		written.add(file);
		return writeFile(join(root, file), text);
	};
	return {
		root,
		read,
		write,
		async edit(file, from, to) {
			const before = await read(file);
			const after = before.replace(from, to);
			if (after === before) throw new Error(`${file} does not hold ${String(from)}`);
			await write(file, after);
		},
		async reset() {
			for (const file of [...written, 'pacts', 'tests/consumer']) {
				await rm(join(root, file), { recursive: true, force: true });
				if (existsSync(join(projectRoot, file))) await copy(file);
			}
			written.clear();
		},
		remove: () => rm(root, { recursive: true, force: true }),
	};
}
