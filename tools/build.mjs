/**
 * Compiles the command line with all that it needs, and the process of Pact's verifier, to one file of plain JavaScript
 * each in `dist/`: one file is found and read sooner than two hundred. The files of `contracts/` are compiled one by one
 * beside them, as the command line looks for them at run time.
 * Each file is written whole and then renamed, so a build beside a running command never shows it half a file.
 * Types are not checked here: `npm run typecheck` does.
 */
import { mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** The stamp is dated before the sources are read: one that is saved during the build counts as newer. */
export async function compile() {
	const started = new Date();
	const common = {
		absWorkingDir: root,
		write: false,
		format: 'cjs',
		platform: 'node',
		target: 'node20',
		// A lazy import of one of our CommonJS files is a lazy require.
		supported: { 'dynamic-import': false },
		sourcemap: 'linked',
		logLevel: 'silent',
	};
	const built = await Promise.all([
		build({
			...common,
			entryPoints: { contract: 'src/commands/cli.ts' },
			bundle: true,
			outdir: dist,
			external: ['@pact-foundation/*', '@swc/*', 'jest'],
		}),
		// With Pact's own JavaScript, a hundred files, which each verification would read again: a sixth of its work.
		build({ ...common, entryPoints: { verifier: 'src/verify/verifier-child.ts' }, bundle: true, outdir: dist }),
		build({ ...common, entryPoints: ['contracts/**/*.ts'], outdir: join(dist, 'contracts') }),
	]);
	const files = built.flatMap(({ outputFiles }) => outputFiles);
	for (const { path, contents } of files) await replaceFile(path, contents);
	await removeOthers(new Set(files.map(({ path }) => path)));
	await replaceFile(join(dist, '.stamp'), `${started.getTime()}\n`);
}

async function replaceFile(path, contents) {
	await mkdir(dirname(path), { recursive: true });
	const draft = `${path}.${process.pid}.tmp`;
	await writeFile(draft, contents);
	await rename(draft, path);
}

async function removeOthers(keep) {
	for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isFile() && /\.js(\.map)?$/.test(entry.name) && !keep.has(path)) await rm(path, { force: true });
	}
}

/** npm links no bin of the package it stands in; without this link `npx contract` would ask the registry for a stranger's. */
async function linkCommand() {
	const link = join(root, 'node_modules', '.bin', 'contract');
	if (!(await stat(dirname(link)).catch(() => undefined))) return;
	const draft = `${link}.${process.pid}.tmp`;
	await symlink(relative(dirname(link), join(root, 'bin', 'contract.js')), draft);
	await rename(draft, link);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		await compile();
		await linkCommand();
	} catch (error) {
		console.error(`build: the sources do not compile\n${error.message}`);
		process.exitCode = 2;
	}
}
