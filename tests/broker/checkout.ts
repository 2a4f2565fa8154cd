/** A checkout of a consumer's repository in a temporary folder: the pact, the spec, one commit on `main`. */
import { execFileSync } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CliResult, contract, projectRoot } from '../support/cli';
import { contractInProcess } from '../support/in-process';
import { withProject } from '../support/temporary';

type Run = (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<CliResult>;

export interface Checkout {
	readonly root: string;
	/** The first commit. */
	readonly commit: string;
	/** Runs git there; returns its output without the line end. */
	git(...args: string[]): string;
	/** Runs `contract` there in a process, without the variables of any CI unless `env` has some. */
	readonly run: Run;
	/** The same in this process. The test file mocks env-ci by `env-ci.ts`. */
	readonly runInProcess: Run;
}

/** The variables that a CI sets, and those that lead git elsewhere. */
const foreign =
	/^(GITHUB_|GITLAB_|CI_|BUILDKITE|JENKINS_|TRAVIS|CIRCLE|BITBUCKET_|BUILD_|TF_BUILD|DRONE|TEAMCITY|GIT_)/;

const ownGit = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
const quiet: NodeJS.ProcessEnv = {
	...Object.fromEntries(Object.keys(process.env).flatMap((name) => (foreign.test(name) ? [[name, undefined]] : []))),
	...ownGit,
};
const { PATH } = process.env;

/** Runs `use` in such a checkout. */
export function withCheckout<T>(use: (checkout: Checkout) => Promise<T>): Promise<T> {
	return withPacts(async (root, runs) => {
		const git = (...args: string[]) => {
			const who = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com'];
			return execFileSync('git', [...who, ...args], {
				cwd: root,
				encoding: 'utf8',
				env: { ...process.env, ...quiet },
			}).trim();
		};
		git('init', '--quiet', '--initial-branch=main', '--template=');
		await mkdir(join(root, '.git/info'));
		git('add', '.');
		git('commit', '--quiet', '--message=first');
		return use({ root, commit: git('rev-parse', 'HEAD'), git, ...runs });
	});
}

/** The same without git. */
export function withPacts<T>(
	use: (root: string, runs: Pick<Checkout, 'run' | 'runInProcess'>) => Promise<T>,
): Promise<T> {
	return withProject(async (root) => {
		await mkdir(join(root, 'spec'));
		await cp(join(projectRoot, 'spec/openapi.yaml'), join(root, 'spec/openapi.yaml'));
		await cp(join(projectRoot, 'pacts'), join(root, 'pacts'), { recursive: true });
		const launcher = join(projectRoot, 'bin/contract.js');
		return use(root, {
			run: (args, env = {}) => contract(args, { cwd: root, launcher, env: { ...quiet, ...env } }),
			runInProcess: (args, env = {}) => contractInProcess(args, { cwd: root, env: { PATH, ...ownGit, ...env } }),
		});
	});
}
