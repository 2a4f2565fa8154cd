/** Fetches packages that only the benchmark needs, at exact versions, into `.cache/bench/`. */
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const quietly = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=0', '--loglevel=error'];

/** The folder of the package. If it cannot be fetched, prints the reason and returns undefined. */
export async function fetched(root, name, version, without) {
	const prefix = join(root, '.cache', 'bench', `${name.replace(/\W+/g, '-').replace(/^-/, '')}-${version}`);
	const folder = join(prefix, 'node_modules', name);
	try {
		if ((await versionIn(folder)) === version) return folder;
		await mkdir(prefix, { recursive: true });
		await promisify(execFile)('npm', ['install', '--prefix', prefix, ...quietly, `${name}@${version}`]);
		if ((await versionIn(folder)) === version) return folder;
		throw new Error('npm installed another version');
	} catch (error) {
		const [reason] = (error.stderr || error.message).trim().split('\n');
		console.log(`${name} ${version} cannot be fetched (${reason}): ${without}`);
		return undefined;
	}
}

async function versionIn(folder) {
	const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
	return JSON.parse(text).version;
}
