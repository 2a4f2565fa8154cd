/**
 * Compiles the TypeScript of the rooms to plain JavaScript in `dist/`, one file for one file, and the command line with
 * all that it needs at once into `dist/contract.js`: one file is found and read sooner than two hundred.
 * Each file is written whole and then renamed, so a build beside a running command never shows it half a file.
 * Types are not checked here: `npm run typecheck` does.
 */
import { mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rooms = ['contracts', 'sandbox', 'src'];

/** The stamp is dated before the sources are read: one that is saved during the build counts as newer. */
export async function compile() {
	const started = new Date();
	const sources = (await Promise.all(rooms.map((room) => typescriptBelow(join(root, room))))).flat();
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
	const [files, command] = await Promise.all([
		build({ ...common, entryPoints: sources, outbase: root, outdir: join(root, 'dist') }),
		build({
			...common,
			entryPoints: [join(root, 'src', 'commands', 'cli.ts')],
			bundle: true,
			outfile: join(root, 'dist', 'contract.js'),
			external: ['@pact-foundation/*', '@swc/*', 'jest'],
		}),
	]);
	const outputFiles = [...files.outputFiles, ...command.outputFiles];
	for (const file of outputFiles) await replaceFile(file.path, file.contents);
	await removeOthers(join(root, 'dist'), new Set(outputFiles.map((file) => file.path)));
	await replaceFile(join(root, 'dist', '.stamp'), `${started.getTime()}\n`);
}

async function typescriptBelow(folder) {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

async function replaceFile(path, contents) {
	await mkdir(dirname(path), { recursive: true });
	const draft = `${path}.${process.pid}.tmp`;
	await writeFile(draft, contents);
	await rename(draft, path);
}

async function removeOthers(folder, keep) {
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
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
