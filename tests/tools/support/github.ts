/** A small GitHub on loopback: the issues, labels and comments of one repository, and the faults of a test. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { withHttp } from '../../support/server';

export interface Issue {
	readonly number: number;
	title: string;
	body: string;
	state: string;
	state_reason?: string;
	readonly labels: readonly { readonly name: string }[];
	readonly comments: string[];
	readonly pull_request?: object;
}

/** Answers and returns true, or returns false. `nth` counts the requests from 1. */
export type Trouble = (request: string, response: ServerResponse, nth: number) => boolean;

export interface Github {
	/** The variables that lead the scripts to it. */
	readonly env: NodeJS.ProcessEnv;
	readonly issues: Issue[];
	/** Method and path of every request that arrived. */
	readonly requests: string[];
	readonly labels: Set<string>;
}

export const token = 'ghs_0123456789abcdefSECRET';

/** Runs `use` with such a GitHub; `trouble` is tried first. */
export function withGithub<T>(use: (github: Github) => Promise<T>, trouble: Trouble = () => false): Promise<T> {
	const [issues, requests, labels]: [Issue[], string[], Set<string>] = [[], [], new Set()];
	const listener = async (request: IncomingMessage, response: ServerResponse) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const asked = `${request.method} ${request.url}`;
		requests.push(asked);
		const isKnown = request.headers.authorization === `Bearer ${token}`;
		if (trouble(asked, response, requests.length)) return;
		if (!isKnown) return answer(response, 401, { message: 'Bad credentials' });
		const content =
			chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
		const [status, body] = github(issues, labels, asked, content);
		answer(response, status, body);
	};
	return withHttp(listener, (url) =>
		use({
			env: {
				GITHUB_API_URL: url.origin,
				GITHUB_SERVER_URL: 'https://github.example',
				GITHUB_REPOSITORY: 'team/pact-openapi-gate',
				GITHUB_RUN_ID: '42',
				GITHUB_TOKEN: token,
			},
			issues,
			requests,
			labels,
		}),
	);
}

export function answer(
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): true {
	response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
	return true;
}

/** Adds an issue as if somebody had opened it. */
export function addIssue(issues: Issue[], given: Partial<Issue>): Issue {
	const number = issues.length + 1;
	const issue: Issue = { number, title: '', body: '', state: 'open', labels: [], comments: [], ...given };
	issues.push(issue);
	return issue;
}

const root = '/repos/team/pact-openapi-gate';

function github(
	issues: Issue[],
	labels: Set<string>,
	asked: string,
	content: Record<string, unknown>,
): [status: number, body: unknown] {
	const text = (name: string) => String(content[name] ?? '');
	const [method = '', target = ''] = asked.split(' ');
	const { pathname, searchParams } = new URL(target, 'http://github.example');
	if (`${method} ${pathname}` === `POST ${root}/labels`) {
		if (labels.has(text('name'))) return [422, { message: 'Validation Failed', errors: [{ code: 'already_exists' }] }];
		labels.add(text('name'));
		return [201, {}];
	}
	if (`${method} ${pathname}` === `GET ${root}/issues`) {
		const number = (name: string) => Number(searchParams.get(name));
		const found = issues.filter(
			({ state, labels: own }) =>
				state === searchParams.get('state') && own.some(({ name }) => name === searchParams.get('labels')),
		);
		const first = (number('page') - 1) * number('per_page');
		// GitHub lists the newest first.
		return [200, found.toReversed().slice(first, first + number('per_page'))];
	}
	if (`${method} ${pathname}` === `POST ${root}/issues`) {
		if (text('body').length > 65_536) return [422, { message: 'body is too long (maximum is 65536 characters)' }];
		const names = (content.labels ?? []) as string[];
		const given = { title: text('title'), body: text('body'), labels: names.map((name) => ({ name })) };
		return [201, addIssue(issues, given)];
	}
	const [, number, rest] = new RegExp(`^${root}/issues/(\\d+)(/comments)?$`).exec(pathname) ?? [];
	const issue = issues.find((each) => String(each.number) === number);
	if (!issue) return [404, { message: 'Not Found' }];
	if (method === 'PATCH' && rest === undefined) return [200, Object.assign(issue, content)];
	if (method === 'POST' && rest !== undefined) return [201, issue.comments.push(text('body'))];
	return [404, { message: 'Not Found' }];
}
