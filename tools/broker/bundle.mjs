/** Runs Bundler with the gems of `Gemfile.lock` in a folder of this project. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder for gems and data; git ignores it. */
export const cache = fileURLToPath(new URL('../../.cache/broker', import.meta.url));

const packages = 'ruby ruby-dev ruby-bundler build-essential pkg-config libpq-dev libsqlite3-dev libyaml-dev';
const hint = `On Debian and Ubuntu: apt-get install ${packages}`;

/** Variables that would make Ruby load other gems, or puma start more processes. */
const foreign = ['RUBYOPT', 'RUBYLIB', 'GEM_HOME', 'GEM_PATH', 'WEB_CONCURRENCY'];

const settings = {
	BUNDLE_GEMFILE: fileURLToPath(new URL('Gemfile', import.meta.url)),
	BUNDLE_PATH: join(cache, 'gems'),
	BUNDLE_APP_CONFIG: cache,
	BUNDLE_FROZEN: 'true',
	// From source: Debian 12's RubyGems picks binaries for the wrong C library.
	BUNDLE_FORCE_RUBY_PLATFORM: 'true',
	BUNDLE_IGNORE_MESSAGES: 'true',
};

/** Starts Bundler; `closed` resolves to its exit code and reason. Aborting `signal` ends it. */
export function bundle(args, { env = {}, stdio, signal }) {
	signal.throwIfAborted();
	const inherited = Object.entries(process.env).filter(([name]) => !foreign.includes(name));
	const child = spawn('bundle', args, {
		env: { ...Object.fromEntries(inherited), ...settings, ...env },
		stdio,
		// Its own process group: compilers end with it, and Ctrl-C reaches only this process.
		detached: true,
	});
	const closed = once(child, 'close').then(
		([code, by]) => ({ code, reason: by ?? `exit code ${code}` }),
		(error) => {
			throw error.code === 'ENOENT'
				? new Error(`Bundler (bundle) is not on the PATH. Install Ruby 3.1 or later, and Bundler. ${hint}`)
				: error;
		},
	);
	const end = (name) => {
		if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, name);
	};
	const stop = () => {
		end('SIGTERM');
		setTimeout(end, 10_000, 'SIGKILL').unref();
	};
	signal.addEventListener('abort', stop, { once: true });
	return { child, closed };
}

/** Installs missing gems. An interrupted installation resumes; a concurrent one waits. */
export async function install(signal) {
	if ((await bundle(['check'], { stdio: 'ignore', signal }).closed).code === 0) return;
	console.error('broker: installing gems (first start only, takes some minutes)');
	const env = { MAKEFLAGS: `-j${availableParallelism()}` };
	const { code } = await bundle(['install'], { env, stdio: ['ignore', 2, 2], signal }).closed;
	signal.throwIfAborted();
	if (code !== 0) throw new Error(`the gems cannot be installed; see the output of Bundler above. ${hint}`);
}
