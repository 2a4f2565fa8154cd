/**
 * Bundles the command line, the child process of Pact's verifier, and what joins the processes of the consumer tests, into one
 * file each in `dist/`: one file loads faster than two hundred. Files are written and then renamed, so a running command
 * never reads half a file. `npm run typecheck` checks types.
 */
import { mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** The stamp has the start time, so a source that is saved during the build counts as newer. */
export async function compile() {
	const started = new Date();
	const { outputFiles: files } = await build({
		absWorkingDir: root,
		entryPoints: {
			contract: 'src/commands/cli.ts',
			verifier: 'src/verify/verifier-child.ts',
			'judging-thread': 'src/commands/judging-thread.ts',
			'client-thread': 'src/tolerate/client/client-thread.ts',
			preload: 'src/record/preload.ts',
			'jest-environment': 'src/record/jest-environment.ts',
			// What other projects import.
			config: 'src/config/config.ts',
			'pact-test': 'src/pact-test/pact-test.ts',
		},
		outdir: dist,
		bundle: true,
		// Its CommonJS build loads its parts in a way that cannot be bundled.
		alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
		external: ['@pact-foundation/*', '@swc/*', 'jest', 'jest-environment-node', 'jiti'],
		write: false,
		format: 'cjs',
		platform: 'node',
		target: 'node20',
		// Our files are CommonJS: a dynamic import becomes a lazy require.
		supported: { 'dynamic-import': false },
		sourcemap: 'linked',
		logLevel: 'silent',
	});
	for (const { path, contents } of files) await replaceFile(path, contents);
	await removeOthers(new Set(files.map(({ path }) => path)));
	await replaceFile(join(dist, '.stamp'), `${started.getTime()}\n`);
	await linkCommand();
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

/** npm does not link the bin of the root package; without this link `npx` would fetch a foreign package. */
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
	} catch (error) {
		console.error(`build: the sources do not compile\n${error.message}`);
		process.exitCode = 2;
	}
}
