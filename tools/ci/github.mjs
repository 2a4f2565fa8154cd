/**
 * GitHub's REST API, as little of it as is needed. What failed for the moment is asked again; what was refused is told with
 * the next step, and never with the token.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** GitHub refused, or could not be reached. `mayBeDone`: the request may have had its effect all the same. */
export class GithubError extends Error {
	constructor(message, mayBeDone) {
		super(message);
		this.mayBeDone = mayBeDone;
	}
}

/** Milliseconds before each of the attempts that follow the first. */
const pauses = [500, 1_000, 2_000];
const longestPause = 60_000;
const longestAnswer = 30_000;

/** `api`: where the API is. Requests resolve to `{ status, body }`, the body parsed. */
export function createGithub({ api, token }) {
	const root = new URL(api.endsWith('/') ? api : `${api}/`);
	const withoutToken = (text) => text.replaceAll(token, '***');

	/** `accepts`: statuses beside 2xx that are an answer. `once`: not asked again where it may have had its effect. */
	return async function send(method, path, { content, accepts = [], once = false } = {}) {
		for (let attempt = 0; ; attempt++) {
			const answer = await attemptOf(method, path, content);
			if (answer.isFine || accepts.includes(answer.status)) return answer;
			const mayBeDone = answer.status === undefined || answer.status >= 500;
			const pause = once && mayBeDone ? undefined : pauseAfter(answer, pauses[attempt]);
			if (pause === undefined) throw new GithubError(withoutToken(`${method} ${path}: ${reasonOf(answer)}`), mayBeDone);
			await sleep(pause);
		}
	};

	async function attemptOf(method, path, content) {
		try {
			const response = await fetch(new URL(path, root), {
				method,
				headers: {
					accept: 'application/vnd.github+json',
					authorization: `Bearer ${token}`,
					'content-type': 'application/json',
					'user-agent': 'imprint-contract',
					'x-github-api-version': '2022-11-28',
				},
				...(content === undefined ? {} : { body: JSON.stringify(content) }),
				signal: AbortSignal.timeout(longestAnswer),
			});
			const text = await response.text();
			const { status, ok: isFine, headers } = response;
			return { status, isFine, headers, body: parsed(text) };
		} catch (error) {
			return { failure: error.cause?.message ?? error.message };
		}
	}
}

/** Undefined where asking again is of no use, or was done often enough: where there is no `usual` pause any more. */
function pauseAfter({ status, headers, body }, usual) {
	if (usual === undefined || status === undefined || status >= 500) return usual;
	const isLimited =
		status === 429 ||
		(status === 403 &&
			(headers.has('retry-after') ||
				headers.get('x-ratelimit-remaining') === '0' ||
				/rate limit/i.test(body?.message ?? '')));
	if (!isLimited) return undefined;
	const after = Number(headers.get('retry-after') ?? Number.NaN) * 1_000;
	const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1_000 - Date.now();
	const named = [after, reset].find(Number.isFinite) ?? usual;
	return named > longestPause ? undefined : Math.max(named, usual);
}

const nextSteps = {
	401: 'Give the step the token of the job as GITHUB_TOKEN',
	403: 'Give the job `permissions: issues: write`',
	404: 'See that GITHUB_REPOSITORY names the repository, and that the token may read it',
	410: 'Enable issues in the settings of the repository',
};

function reasonOf({ status, body, failure }) {
	if (status === undefined) return `GitHub could not be reached (${failure}). Run the job again.`;
	const said = typeof body?.message === 'string' ? ` (${body.message.slice(0, 300)})` : '';
	const next = nextSteps[status] ?? (status >= 500 || status === 429 ? 'Run the job again later' : 'See the status');
	return `GitHub answered ${status}${said}. ${next}.`;
}

function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
