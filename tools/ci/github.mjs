/** Requests to GitHub's REST API. Temporary failures are retried; an error names the next step and never the token. */
import { setTimeout as sleep } from 'node:timers/promises';

/** GitHub refused, or could not be reached. `mayBeDone`: the request may have taken effect. */
export class GithubError extends Error {
	constructor(message, mayBeDone) {
		super(message);
		this.mayBeDone = mayBeDone;
	}
}

/** Milliseconds before each attempt after the first. */
const pauses = [500, 1_000, 2_000];
const longestPause = 60_000;
const longestAnswer = 30_000;

/** `api`: its URL; `permission`: what the job needs. Requests resolve to `{ status, body }`, the body parsed. */
export function createGithub({ api, token, permission = 'issues: write' }) {
	const root = new URL(api.endsWith('/') ? api : `${api}/`);
	const headers = {
		accept: 'application/vnd.github+json',
		authorization: `Bearer ${token}`,
		'content-type': 'application/json',
		'user-agent': 'pact-openapi-gate',
		'x-github-api-version': '2022-11-28',
	};

	/** `accepts`: additional statuses that are not errors. `once`: no retry if the request may have taken effect. */
	return async function send(method, path, { content, accepts = [], once = false } = {}) {
		for (let attempt = 0; ; attempt++) {
			const signal = AbortSignal.timeout(longestAnswer);
			const answer = await fetch(new URL(path, root), { method, headers, body: JSON.stringify(content), signal })
				.then(read)
				.catch((error) => ({ failure: error.cause?.message ?? error.message }));
			if (answer.ok || accepts.includes(answer.status)) return answer;
			const mayBeDone = answer.status === undefined || answer.status >= 500;
			const pause = once && mayBeDone ? undefined : pauseAfter(answer, pauses[attempt]);
			if (pause === undefined) {
				throw new GithubError(`${method} ${path}: ${reasonOf(answer, permission)}`.replaceAll(token, '***'), mayBeDone);
			}
			await sleep(pause);
		}
	};
}

/** Milliseconds; undefined if a retry is useless or no attempt is left (`usual` is undefined). */
function pauseAfter({ status, headers, body }, usual) {
	if (usual === undefined || status === undefined || status >= 500) return usual;
	const number = (name) => Number(headers.get(name) ?? Number.NaN);
	const isSpent = headers.has('retry-after') || number('x-ratelimit-remaining') === 0;
	const isLimited = status === 403 && (isSpent || /rate limit/i.test(body?.message ?? ''));
	if (status !== 429 && !isLimited) return undefined;
	const named = [number('retry-after') * 1_000, number('x-ratelimit-reset') * 1_000 - Date.now(), usual];
	const pause = Math.max(named.find(Number.isFinite), usual);
	return pause > longestPause ? undefined : pause;
}

const nextSteps = {
	401: 'Give the step the token of the job as GITHUB_TOKEN',
	404: 'Check that GITHUB_REPOSITORY names the repository, and that the token may read it',
	410: 'Enable issues in the settings of the repository',
};

function reasonOf({ status, body, failure }, permission) {
	if (status === undefined) return `GitHub could not be reached (${failure}). Run the job again.`;
	const message = typeof body?.message === 'string' ? ` (${body.message.slice(0, 300)})` : '';
	const next = status === 403 ? `Give the job \`permissions: ${permission}\`` : nextStepAfter(status);
	return `GitHub answered ${status}${message}. ${next}.`;
}

const nextStepAfter = (status) =>
	nextSteps[status] ?? (status >= 500 || status === 429 ? 'Run the job again later' : 'See the status');

async function read(response) {
	const { status, ok, headers } = response;
	const text = await response.text();
	try {
		return { status, ok, headers, body: JSON.parse(text) };
	} catch {
		return { status, ok, headers, body: undefined };
	}
}
