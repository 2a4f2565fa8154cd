/**
 * Keeps one comment on a pull request: writes it, or updates it in place.
 * Exit codes: 0 done, 1 GitHub refused or failed, 2 a variable or the file is missing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { run, UsageError, variables } from './actions.mjs';
import { createGithub, GithubError } from './github.mjs';

const perPage = 100;

run(async () => {
	const names = ['GITHUB_API_URL', 'GITHUB_TOKEN', 'GITHUB_REPOSITORY', 'PULL_REQUEST'];
	const [api, token, repository, number] = variables(...names);
	const [file] = process.argv.slice(2);
	if (!file || !existsSync(file)) {
		throw new UsageError('The comment is missing. Usage: node tools/ci/pull-request-comment.mjs FILE.');
	}
	if (!/^\d+$/.test(number)) throw new UsageError('PULL_REQUEST is not a number. Set it to that of the pull request.');
	const body = readFileSync(file, 'utf8');
	const [marker = ''] = body.split('\n', 1);
	const send = createGithub({ api, token, permission: 'pull-requests: write' });
	const comments = `repos/${repository}/issues/${number}/comments`;
	try {
		const id = await ownComment();
		if (id === undefined) await send('POST', comments, { content: { body }, once: true });
		else await send('PATCH', `repos/${repository}/issues/comments/${id}`, { content: { body } });
		console.log(id === undefined ? 'Wrote the comment.' : 'Updated the comment.');
		return 0;
	} catch (error) {
		if (!(error instanceof GithubError)) throw error;
		console.error(`The comment could not be written. ${error.message}`);
		return 1;
	}

	/** Its id. Only a bot's comment is ours, and anybody may begin one with the marker. */
	async function ownComment() {
		for (let page = 1; ; page++) {
			const path = `${comments}?per_page=${perPage}&page=${page}`;
			const { body: list } = await send('GET', path);
			if (!Array.isArray(list)) throw new GithubError(`GET ${path}: GitHub answered without a list.`);
			const own = list.find((each) => each.user?.type === 'Bot' && each.body?.startsWith(marker));
			if (own) return own.id;
			if (list.length < perPage) return undefined;
		}
	}
});
