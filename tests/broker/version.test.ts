/** Version, branch and build URL of a publication: from the options, from CI, from git; nothing is guessed. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkout, withCheckout, withPacts } from './checkout';

// An ES module, which Jest cannot load.
jest.mock('env-ci', () => jest.requireActual<typeof import('./env-ci')>('./env-ci').envCi());

const dryRun = ['publish', '--dry-run'] as const;
const sha = (digit: string) => digit.repeat(40);

/** What the dry run would publish. */
async function named(checkout: Checkout, env: NodeJS.ProcessEnv = {}, args: readonly string[] = []) {
	const { code, stdout, stderr } = await checkout.runInProcess([...dryRun, ...args], env);
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	const line = stdout.split('\n').find((each) => each.includes('would go: ')) ?? '';
	return line.trim().replace('would go: imprint-client with imprint from pacts/imprint-client-imprint.json; ', '');
}

/** Why nothing would be published. */
async function refusal(
	checkout: Pick<Checkout, 'runInProcess'>,
	env: NodeJS.ProcessEnv = {},
	args: readonly string[] = [],
) {
	const { code, stdout, stderr } = await checkout.runInProcess([...dryRun, ...args], env);
	expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
	return stderr.trim();
}

describe('a pull request in Jenkins', () => {
	const jenkins = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ JENKINS_URL: 'https://ci.example/', ...more });
	const inBranches = { CHANGE_ID: '12', BRANCH_NAME: 'PR-12', GIT_BRANCH: 'PR-12', CHANGE_BRANCH: 'feat/other' };

	test('goes by its branch and by the commit that is checked out', async () => {
		await withCheckout(async (checkout) => {
			const env = jenkins({ ...inBranches, GIT_COMMIT: checkout.commit });
			expect(await named(checkout, env)).toBe(`version ${checkout.commit}; branch feat/other`);
			const { CHANGE_BRANCH: _, ...unnamed } = env;
			expect(await refusal(checkout, unnamed)).toContain('--branch');
		});
	});

	test('needs --version where a merge is checked out', async () => {
		await withCheckout(async (checkout) => {
			const { git } = checkout;
			git('switch', '--quiet', '--create', 'feat/other');
			git('commit', '--quiet', '--allow-empty', '--message=second');
			git('switch', '--quiet', 'main');
			git('merge', '--quiet', '--no-ff', '--message=merged', 'feat/other');
			const env = jenkins({ ...inBranches, GIT_COMMIT: git('rev-parse', 'HEAD') });
			expect(await refusal(checkout, env)).toContain('--version');
			expect(await named(checkout, env, ['--version=7'])).toBe('version 7; branch feat/other');
		});
	});

	test('goes by what a plugin names', async () => {
		await withCheckout(async (checkout) => {
			const builder = { ghprbPullId: '12', ghprbActualCommit: sha('2'), ghprbSourceBranch: 'a', GIT_COMMIT: sha('1') };
			expect(await named(checkout, jenkins(builder))).toBe(`version ${sha('2')}; branch a`);
			const lab = { gitlabMergeRequestId: '12', gitlabMergeRequestLastCommit: sha('3'), gitlabSourceBranch: 'b' };
			expect(await named(checkout, jenkins({ ...lab, GIT_COMMIT: sha('1') }))).toBe(`version ${sha('3')}; branch b`);
		});
	});
});

describe("on somebody's machine", () => {
	test('commit and branch are those of git', async () => {
		await withCheckout(async (checkout) => {
			expect(await named(checkout)).toBe(`version ${checkout.commit}; branch main`);
			checkout.git('switch', '--quiet', '--create', 'feat/other');
			expect(await named(checkout)).toBe(`version ${checkout.commit}; branch feat/other`);
		});
	});

	test('an option overrides both', async () => {
		await withCheckout(async (checkout) => {
			const args = [
				'--version=v 1/2',
				'--branch=a/b',
				'--build-url=https://ci.example/7',
				'--tag=one',
				'--tag=two',
				'--merge',
			];
			expect(await named(checkout, { GITHUB_ACTIONS: 'true', GITHUB_SHA: sha('1') }, args)).toBe(
				'version v 1/2; branch a/b; tags one, two; build https://ci.example/7; joined with what is there',
			);
		});
	});

	test('with a detached HEAD the branch is the only one at that commit, here or at a remote', async () => {
		await withCheckout(async (checkout) => {
			const { git, commit } = checkout;
			git('switch', '--quiet', '--detach');
			expect(await named(checkout)).toBe(`version ${commit}; branch main`);
			git('branch', '--move', 'main', 'release/1');
			git('update-ref', 'refs/remotes/origin/release/1', commit);
			git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/release/1');
			expect(await named(checkout)).toBe(`version ${commit}; branch release/1`);
			git('branch', 'other');
			expect(await refusal(checkout)).toBe(
				'No branch is checked out, and several are at this commit (other, release/1). Add --branch.',
			);
			git('commit', '--quiet', '--allow-empty', '--message=second');
			expect(await refusal(checkout)).toBe('Neither CI nor git names the branch. Add --branch.');
			expect(await named(checkout, {}, ['--branch', 'main'])).toBe(`version ${git('rev-parse', 'HEAD')}; branch main`);
		});
	});

	test('without git the options are required', async () => {
		await withPacts(async (_, { runInProcess }) => {
			expect(await refusal({ runInProcess })).toBe(
				'Neither CI nor git names the version. Add --version and, to publish, --branch.',
			);
			expect(await refusal({ runInProcess }, {}, ['--version', '1'])).toBe(
				'Neither CI nor git names the branch. Add --branch.',
			);
			const { code } = await runInProcess([...dryRun, '--version', '1', '--branch', 'main']);
			expect(code).toBe(0);
		});
	});
});

describe('in CI', () => {
	const github = {
		...{ CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_SHA: sha('a'), GITHUB_RUN_ID: '7' },
		...{ GITHUB_SERVER_URL: 'https://github.example', GITHUB_REPOSITORY: 'some/app' },
	};
	const gitlab = {
		...{ CI: 'true', GITLAB_CI: 'true', CI_COMMIT_SHA: sha('b'), CI_PIPELINE_ID: '8' },
		CI_PROJECT_URL: 'https://gitlab.example/some/app',
	};
	const build = 'build https://github.example/some/app/actions/runs/7';
	const pipeline = 'build https://gitlab.example/some/app/pipelines/8';

	test('GitHub, a push', async () => {
		await withCheckout(async (checkout) => {
			checkout.git('switch', '--quiet', '--detach');
			const push = { ...github, GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/feat/x' };
			expect(await named(checkout, push)).toBe(`version ${sha('a')}; branch feat/x; ${build}`);
		});
	});

	test('GitHub, a pull request: its own newest commit and branch, not the merge', async () => {
		await withCheckout(async (checkout) => {
			await mkdir(join(checkout.root, '.git/event'));
			const event = join(checkout.root, '.git/event/event.json');
			const pull = {
				...github,
				...{ GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/3/merge', GITHUB_HEAD_REF: 'feat/y' },
				GITHUB_EVENT_PATH: event,
			};
			await writeFile(
				event,
				JSON.stringify({ pull_request: { number: 3, base: { ref: 'main' }, head: { sha: sha('c') } } }),
			);
			expect(await named(checkout, pull)).toBe(`version ${sha('c')}; branch feat/y; ${build}`);
			await writeFile(event, '{}');
			expect(await refusal(checkout, pull)).toBe(
				'CI does not name the newest commit of the pull request. Add --version.',
			);
		});
	});

	test('GitHub, pull_request_target: what git has checked out', async () => {
		await withCheckout(async (checkout) => {
			const pull = { ...github, GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: 'refs/heads/main' };
			expect(await named(checkout, pull)).toBe(`version ${checkout.commit}; branch main; ${build}`);
		});
	});

	test('GitHub, a tag: no branch', async () => {
		await withCheckout(async (checkout) => {
			checkout.git('switch', '--quiet', '--detach');
			checkout.git('branch', '--delete', '--force', 'main');
			const tag = { ...github, GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/tags/v1' };
			expect(await refusal(checkout, tag)).toBe('Neither CI nor git names the branch. Add --branch.');
			expect(await named(checkout, tag, ['--branch=main'])).toBe(`version ${sha('a')}; branch main; ${build}`);
		});
	});

	test('GitLab, a merge request, also where the merge is checked out', async () => {
		await withCheckout(async (checkout) => {
			const request = {
				...gitlab,
				...{ CI_MERGE_REQUEST_ID: '5', CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'feat/z' },
				...{ CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main', CI_COMMIT_REF_NAME: 'feat/z' },
			};
			expect(await named(checkout, request)).toBe(`version ${sha('b')}; branch feat/z; ${pipeline}`);
			const merged = { ...request, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: sha('d') };
			expect(await named(checkout, merged)).toBe(`version ${sha('d')}; branch feat/z; ${pipeline}`);
		});
	});

	test('GitLab, a branch and a tag', async () => {
		await withCheckout(async (checkout) => {
			checkout.git('switch', '--quiet', '--detach');
			checkout.git('branch', '--delete', '--force', 'main');
			expect(await named(checkout, { ...gitlab, CI_COMMIT_REF_NAME: 'main' })).toBe(
				`version ${sha('b')}; branch main; ${pipeline}`,
			);
			const tag = { ...gitlab, CI_COMMIT_REF_NAME: 'v1', CI_COMMIT_TAG: 'v1' };
			expect(await refusal(checkout, tag)).toBe('Neither CI nor git names the branch. Add --branch.');
		});
	});

	test('an unknown CI: git, and no build URL', async () => {
		await withCheckout(async (checkout) => {
			expect(await named(checkout, { CI: 'true' })).toBe(`version ${checkout.commit}; branch main`);
		});
	});
});

describe('a work tree with changes', () => {
	const refusalOf = (files: string) =>
		`The work tree has uncommitted changes (${files}), so the commit does not identify what would be published. ` +
		'Commit or ignore them, or add --allow-dirty.';

	test('is refused, and up to three files are named', async () => {
		await withCheckout(async (checkout) => {
			const write = (name: string) => writeFile(join(checkout.root, name), `${name}\n`);
			await write('new file');
			expect(await refusal(checkout)).toBe(refusalOf('new file'));
			for (const name of ['a', 'b', 'c']) await write(name);
			expect(await refusal(checkout)).toBe(refusalOf('a, b, c and 1 more'));
			expect(await named(checkout, {}, ['--allow-dirty'])).toBe(`version ${checkout.commit}; branch main`);
		});
	});

	test('ignored files do not count; new files count though git hides them', async () => {
		await withCheckout(async (checkout) => {
			await writeFile(join(checkout.root, '.git/info/exclude'), 'ignored\n');
			await writeFile(join(checkout.root, 'ignored'), '');
			expect(await named(checkout)).toBe(`version ${checkout.commit}; branch main`);
			checkout.git('config', 'status.showUntrackedFiles', 'no');
			await writeFile(join(checkout.root, 'other'), '');
			expect(await refusal(checkout)).toBe(refusalOf('other'));
		});
	});

	test('a file that was renamed is named once', async () => {
		await withCheckout(async (checkout) => {
			checkout.git('mv', 'spec/openapi.yaml', 'spec/moved.yaml');
			expect(await refusal(checkout, {}, ['--spec', 'spec/moved.yaml'])).toBe(refusalOf('spec/moved.yaml'));
		});
	});

	test('a work tree that git does not trust does not count as clean', async () => {
		await withCheckout(async (checkout) => {
			const args = ['--version=1', '--branch=main'];
			expect(await refusal(checkout, { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' }, args)).toMatch(
				/^git does not trust the work tree because somebody else owns it\. Add it to `safe\.directory` in git's configuration/,
			);
		});
	});
});
