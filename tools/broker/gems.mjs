/**
 * The broker's gems in a folder of the project's own, installed once for a list of gems and a Ruby. They are installed
 * beside it and moved there when all is done: an interrupted run leaves no half a folder, and of two at once one wins.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Problem } from './problem.mjs';
import { mustCompile, rubyEnvironment } from './ruby.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where all that the broker keeps is kept; git ignores it. */
export const cache = join(root, '.cache', 'broker');

/** The folder with the gems for `ruby`, complete; aborting `signal` ends an installation. */
export async function gemsFolder(ruby, signal) {
	const list = await readFile(join(root, 'tools', 'broker', 'gems.txt'), 'utf8');
	const gems = list.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
	const key = createHash('sha256').update([ruby.version, ruby.platform, ...gems].join('\n'));
	const digest = key.digest('hex').slice(0, 12);
	const folder = join(cache, `gems-${digest}`);
	if (existsSync(folder)) return folder;
	mustCompile(ruby);
	await mkdir(cache, { recursive: true });
	await removeAbandoned();
	const draft = join(cache, `installing-${process.pid}`);
	try {
		await install(gems, draft, signal);
		await rename(draft, folder).catch((error) => {
			if (!existsSync(folder)) throw error;
		});
	} finally {
		await rm(draft, { recursive: true, force: true });
	}
	return folder;
}

/** What an installation left that was killed. */
async function removeAbandoned() {
	for (const name of await readdir(cache)) {
		const id = /^installing-(\d+)$/.exec(name)?.[1];
		if (id !== undefined && !isAlive(Number(id))) await rm(join(cache, name), { recursive: true, force: true });
	}
}

function isAlive(id) {
	try {
		return process.kill(id, 0);
	} catch (error) {
		return error.code === 'EPERM';
	}
}

const options = [
	...['--no-document', '--ignore-dependencies', '--no-user-install'],
	// From source: Debian 12's RubyGems takes binaries for another C library than the machine's.
	...['--platform', 'ruby'],
];

async function install(gems, folder, signal) {
	console.error(`broker: installs ${gems.length} gems, once; this takes a minute or two`);
	const child = spawn('ruby', ['-S', 'gem', 'install', '--install-dir', folder, ...options, ...gems], {
		env: rubyEnvironment({ GEM_HOME: folder, GEM_PATH: folder, MAKEFLAGS: `-j${availableParallelism()}` }),
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own, so that the compilers end with it.
		detached: true,
	});
	const stop = () => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM');
	signal.addEventListener('abort', stop, { once: true });
	const lines = [];
	let done = 0;
	const read = (line) => {
		lines.push(line);
		if (!/^Successfully installed /.test(line)) return;
		done += 1;
		report(done, gems.length);
	};
	for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read);
	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	signal.removeEventListener('abort', stop);
	signal.throwIfAborted();
	if (code !== 0) throw new Problem(failure(lines));
}

function report(done, all) {
	if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${all} gems${done === all ? '\n' : ''}`);
	else if (done % 20 === 0 || done === all) console.error(`broker: ${done} of ${all} gems`);
}

function failure(lines) {
	const errors = lines.filter((line) => /\bERROR:|\berror:|not found|missing/i.test(line));
	const said = (errors.length > 0 ? errors : lines).slice(-8).map((line) => `  ${line.trim()}`);
	const next = lines.some((line) => /yaml\.h|libyaml/i.test(line))
		? 'Install the header files of libyaml. On Debian and Ubuntu: apt-get install libyaml-dev'
		: 'Read what gem says, put it right, and start again; nothing half-installed is left.';
	return ['the gems cannot be installed. gem says:', ...said, next].join('\n');
}
