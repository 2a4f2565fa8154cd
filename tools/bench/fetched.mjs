/**
 * Packages that only the bench needs: fetched by name and exact version into `.cache/bench/`, never dependencies of ours.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of the package, fetched if it is not there yet. Throws where it cannot be fetched. */
export async function fetched(root, name, version) {
	const prefix = join(root, '.cache', 'bench', `${name.replace(/\W+/g, '-').replace(/^-/, '')}-${version}`);
	const folder = join(prefix, 'node_modules', name);
	if (await isThere(folder, version)) return folder;
	await mkdir(prefix, { recursive: true });
	const options = [
		'--no-save',
		'--no-audit',
		'--no-fund',
		'--ignore-scripts',
		'--fetch-retries',
		'0',
		'--loglevel',
		'error',
	];
	await npm(['install', '--prefix', prefix, ...options, `${name}@${version}`]);
	if (!(await isThere(folder, version))) throw new Error(`npm fetched something else than ${name} ${version}`);
	return folder;
}

async function isThere(folder, version) {
	const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
	return text !== undefined && JSON.parse(text).version === version;
}

function npm(args) {
	return new Promise((resolve, reject) => {
		const child = spawn('npm', args, { stdio: ['ignore', 'ignore', 'pipe'] });
		let said = '';
		child.stderr.on('data', (chunk) => (said += chunk));
		child.on('error', reject);
		child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(said.trim().split('\n')[0]))));
	});
}
