/** A copy of the project in a temporary folder, for tests that change one of the four parties by hand. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './cli';

const copied = [
	...['bin', 'tools', 'spec', 'contracts', 'src', 'sandbox', 'pacts', 'dist'],
	...['tests/consumer', 'package.json', 'tsconfig.json', 'jest.config.ts'],
];

export interface ProjectCopy {
	readonly root: string;
	/** Replaces the first `from` in a file; rejects where the file does not hold it. */
	edit(file: string, from: string | RegExp, to: string): Promise<void>;
	read(file: string): Promise<string>;
	write(file: string, text: string): Promise<void>;
	remove(): Promise<void>;
}

export async function copyProject(): Promise<ProjectCopy> {
	const root = await mkdtemp(join(tmpdir(), 'contract-project-'));
	for (const entry of copied) {
		// The build's stamp compares times, so they are kept.
		await cp(join(projectRoot, entry), join(root, entry), { recursive: true, preserveTimestamps: true });
	}
	await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
	const read = (file: string) => readFile(join(root, file), 'utf8');
	const write = (file: string, text: string) => writeFile(join(root, file), text);
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
		remove: () => rm(root, { recursive: true, force: true }),
	};
}
