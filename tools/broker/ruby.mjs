/** Ruby on this machine: its version, and whether it can compile. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Problem } from './problem.mjs';

const run = promisify(execFile);
const least = [3, 1];
const install = 'On Debian and Ubuntu: apt-get install ruby ruby-dev build-essential libyaml-dev libpq-dev';

const question = `
	folders = [RbConfig::CONFIG["rubyhdrdir"]]
	found = ->(name) { ENV["PATH"].split(File::PATH_SEPARATOR).any? { |folder| File.executable?(File.join(folder, name)) } }
	lacking = []
	lacking << "a C compiler" unless found.(RbConfig::CONFIG["CC"].split.first.split("/").last)
	lacking << "make" unless found.("make")
	lacking << "Ruby's header files" unless folders.all? { |folder| File.exist?(File.join(folder, "ruby.h")) }
	puts RUBY_VERSION, RUBY_PLATFORM, lacking.join(", ")
`;

/** Variables that would have Ruby load or find other gems than ours. */
const foreign = ['RUBYOPT', 'RUBYLIB', 'BUNDLE_GEMFILE', 'BUNDLE_PATH', 'GEM_HOME', 'GEM_PATH', 'WEB_CONCURRENCY'];

/** The environment for Ruby, with `more` in it. */
export function rubyEnvironment(more = {}) {
	const own = Object.entries(process.env).filter(([name]) => !foreign.includes(name));
	return { ...Object.fromEntries(own), ...more };
}

/** `version`, `platform`, and what is `lacking` to compile, empty where nothing is. */
export async function findRuby() {
	const { stdout } = await run('ruby', ['-e', question], { env: rubyEnvironment() }).catch((error) => {
		if (error.code === 'ENOENT') {
			throw new Problem(`there is no ruby on the PATH. Install Ruby ${least.join('.')} or later. ${install}`);
		}
		throw new Problem(`ruby does not run: ${(error.stderr || error.message).trim().split('\n')[0]}`);
	});
	const [version = '', platform = '', lacking = ''] = stdout.split('\n');
	const [major, minor] = version.split('.').map(Number);
	if (major < least[0] || (major === least[0] && minor < least[1])) {
		throw new Problem(
			`ruby is ${version}, and the broker needs ${least.join('.')} or later. Put a newer one first on the PATH.`,
		);
	}
	return { version, platform, lacking };
}

/** Throws where `ruby` cannot compile the native gems. */
export function mustCompile({ lacking }) {
	if (lacking !== '') throw new Problem(`the native gems cannot be compiled without ${lacking}. ${install}`);
}
