/** Fetches packages that only the benchmark needs, at exact versions, into `.cache/bench/`. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const quietly = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=0', '--loglevel=error'];

/** The folder of the package. If it cannot be fetched, prints the reason and returns undefined. */
export function fetched(root, name, version, without) {
	const prefix = join(root, '.cache', 'bench', `${name.replace(/\W+/g, '-').replace(/^-/, '')}-${version}`);
	const folder = join(prefix, 'node_modules', name);
	try {
		mkdirSync(prefix, { recursive: true });
		const args = ['install', '--prefix', prefix, ...quietly, `${name}@${version}`];
		if (!existsSync(join(folder, 'package.json'))) execFileSync('npm', args, { stdio: 'pipe' });
		return folder;
	} catch (error) {
		const [reason] = String(error.stderr || error.message)
			.trim()
			.split('\n');
		console.log(`${name} ${version} cannot be fetched (${reason}): ${without}`);
		return undefined;
	}
}
