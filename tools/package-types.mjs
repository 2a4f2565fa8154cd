/**
 * Writes the declarations of what the package exports to `dist/types/`: those of the two entry files, and of the files
 * whose types they mention.
 */

import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'dist', 'types');
const all = await mkdtemp(join(tmpdir(), 'contract-types-'));
try {
	const entries = ['src/config/config.ts', 'src/pact-test/pact-test.ts'].map((file) => join(root, file));
	const options = [
		'--declaration',
		'--emitDeclarationOnly',
		'--noEmit',
		'false',
		'--outDir',
		all,
		'--rootDir',
		join(root, 'src'),
	];
	const own = ['--target', 'ES2022', '--lib', 'ES2023', '--module', 'preserve', '--moduleResolution', 'bundler'];
	const strict = ['--strict', '--skipLibCheck', '--esModuleInterop', '--types', 'node'];
	const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
	const { status, stdout } = spawnSync(process.execPath, [tsc, ...own, ...strict, ...options, ...entries], {
		cwd: root,
		encoding: 'utf8',
	});
	if (status !== 0) throw new Error(`tsc failed:\n${stdout}`);
	await rm(target, { recursive: true, force: true });
	const left = entries.map((file) => join(all, relative(join(root, 'src'), file).replace(/\.ts$/, '.d.ts')));
	for (const file of left) {
		await cp(file, join(target, relative(all, file)));
		const text = await readFile(file, 'utf8');
		for (const [, name] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g)) {
			const next = `${join(dirname(file), name)}.d.ts`;
			if (!left.includes(next)) left.push(next);
		}
	}
} finally {
	await rm(all, { recursive: true, force: true });
}
