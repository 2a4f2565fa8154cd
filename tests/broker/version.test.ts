/** What a publication is called: by what was said, by CI, by git; and that nothing is guessed. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkout, withCheckout, withPacts } from './checkout';

const dryRun = ['publish', '--dry-run'] as const;
const sha = (digit: string) => digit.repeat(40);

/** What would go, by what the dry run says. */
async function named(checkout: Checkout, env: NodeJS.ProcessEnv = {}, args: readonly string[] = []) {
	const { code, stdout, stderr } = await checkout.run([...dryRun, ...args], env);
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	const line = stdout.split('\n').find((each) => each.includes('would go: ')) ?? '';
	return line.trim().replace('would go: imprint-client with imprint from pacts/imprint-client-imprint.json; ', '');
}

/** Why nothing would go. */
async function refusal(checkout: Pick<Checkout, 'run'>, env: NodeJS.ProcessEnv = {}, args: readonly string[] = []) {
	const { code, stdout, stderr } = await checkout.run([...dryRun, ...args], env);
	expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
	return stderr.trim();
}

describe("on somebody's machine", () => {
	test('commit and branch are those of git', async () => {
		await withCheckout(async (checkout) => {
			expect(await named(checkout)).toBe(`version ${checkout.commit}; branch main`);
			checkout.git('switch', '--quiet', '--create', 'feat/other');
			expect(await named(checkout)).toBe(`version ${checkout.commit}; branch feat/other`);
		});
	});

	test('what is said wins', async () => {
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

	test('without a branch checked out it is the only one at that commit, here or at a remote', async () => {
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
				'No branch is checked out, and several point at the same commit: other, release/1. Say --branch.',
			);
			git('commit', '--quiet', '--allow-empty', '--message=second');
			expect(await refusal(checkout)).toBe('Neither CI nor git says which branch this is. Say --branch.');
			expect(await named(checkout, {}, ['--branch', 'main'])).toBe(`version ${git('rev-parse', 'HEAD')}; branch main`);
		});
	});

	test('without git it has to be said', async () => {
		await withPacts(async (_, run) => {
			expect(await refusal({ run })).toBe(
				'Neither CI nor git says which version this is. Say --version and, to publish, --branch.',
			);
			expect(await refusal({ run }, {}, ['--version', '1'])).toBe(
				'Neither CI nor git says which branch this is. Say --branch.',
			);
			const { code } = await run([...dryRun, '--version', '1', '--branch', 'main']);
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
				'CI does not say which commit the pull request ends in. Say --version.',
			);
		});
	});

	test('GitHub, a pull request from elsewhere: what is checked out, as git has it', async () => {
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
			expect(await refusal(checkout, tag)).toBe('Neither CI nor git says which branch this is. Say --branch.');
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
			expect(await refusal(checkout, tag)).toBe('Neither CI nor git says which branch this is. Say --branch.');
		});
	});

	test('one that nobody knows: git, and no build URL', async () => {
		await withCheckout(async (checkout) => {
			expect(await named(checkout, { CI: 'true' })).toBe(`version ${checkout.commit}; branch main`);
		});
	});
});

describe('a work tree with changes', () => {
	const begins =
		'The work tree has changes that are not committed, so the commit does not say what would be published: ';

	test('is refused, and up to three files are named', async () => {
		await withCheckout(async (checkout) => {
			const write = (name: string) => writeFile(join(checkout.root, name), `${name}\n`);
			await write('new file');
			expect(await refusal(checkout)).toBe(`${begins}new file. Commit or ignore them, or say --allow-dirty.`);
			for (const name of ['a', 'b', 'c']) await write(name);
			expect(await refusal(checkout)).toBe(`${begins}a, b, c and 1 more. Commit or ignore them, or say --allow-dirty.`);
			expect(await named(checkout, {}, ['--allow-dirty'])).toBe(`version ${checkout.commit}; branch main`);
		});
	});

	test('what is ignored, or whether git is told to hide what is new, changes nothing', async () => {
		await withCheckout(async (checkout) => {
			await writeFile(join(checkout.root, '.git/info/exclude'), 'ignored\n');
			await writeFile(join(checkout.root, 'ignored'), '');
			expect(await named(checkout)).toBe(`version ${checkout.commit}; branch main`);
			checkout.git('config', 'status.showUntrackedFiles', 'no');
			await writeFile(join(checkout.root, 'other'), '');
			expect(await refusal(checkout)).toContain(`${begins}other.`);
		});
	});

	test('a file that was renamed is named once', async () => {
		await withCheckout(async (checkout) => {
			checkout.git('mv', 'spec/openapi.yaml', 'spec/moved.yaml');
			expect(await refusal(checkout, {}, ['--spec', 'spec/moved.yaml'])).toBe(
				`${begins}spec/moved.yaml. Commit or ignore them, or say --allow-dirty.`,
			);
		});
	});

	test('a work tree that git does not trust is not taken for a clean one', async () => {
		await withCheckout(async (checkout) => {
			const args = ['--version=1', '--branch=main'];
			expect(await refusal(checkout, { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' }, args)).toMatch(
				/^git does not trust the work tree, for it belongs to somebody else\. Do what git says about safe\.directory/,
			);
		});
	});
});
