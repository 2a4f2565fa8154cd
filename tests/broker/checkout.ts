/** A checkout of a consumer's repository in a temporary folder: the pact, the description, one commit on `main`. */
import { execFileSync } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CliResult, contract, projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';

export interface Checkout {
	readonly root: string;
	/** What the first commit is called. */
	readonly commit: string;
	/** Runs git there; what it says, without the line end. */
	git(...args: string[]): string;
	/** Runs `contract` there, on a machine of nobody's CI unless `env` makes it one. */
	run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<CliResult>;
}

/** What every CI sets, and git would take from elsewhere. */
const foreign =
	/^(GITHUB_|GITLAB_|CI_|BUILDKITE|JENKINS_|TRAVIS|CIRCLE|BITBUCKET_|BUILD_|TF_BUILD|DRONE|TEAMCITY|GIT_)/;

const quiet: NodeJS.ProcessEnv = {
	...Object.fromEntries(Object.keys(process.env).flatMap((name) => (foreign.test(name) ? [[name, undefined]] : []))),
	...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
};

/** Runs `use` in such a checkout. */
export function withCheckout<T>(use: (checkout: Checkout) => Promise<T>): Promise<T> {
	return withPacts(async (root, run) => {
		const git = (...args: string[]) => {
			const who = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com'];
			return execFileSync('git', [...who, ...args], {
				cwd: root,
				encoding: 'utf8',
				env: { ...process.env, ...quiet },
			}).trim();
		};
		git('init', '--quiet', '--initial-branch=main');
		git('add', '.');
		git('commit', '--quiet', '--message=first');
		return use({ root, commit: git('rev-parse', 'HEAD'), git, run });
	});
}

/** The same without git. */
export function withPacts<T>(use: (root: string, run: Checkout['run']) => Promise<T>): Promise<T> {
	return withFolder(async (root) => {
		await mkdir(join(root, 'spec'));
		await cp(join(projectRoot, 'spec/openapi.yaml'), join(root, 'spec/openapi.yaml'));
		await cp(join(projectRoot, 'pacts'), join(root, 'pacts'), { recursive: true });
		const launcher = join(projectRoot, 'bin/contract.js');
		return use(root, (args, env = {}) => contract(args, { cwd: root, launcher, env: { ...quiet, ...env } }));
	});
}
