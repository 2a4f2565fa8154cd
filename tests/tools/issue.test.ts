/** The one issue about the sandbox: opened, rewritten, closed, whatever GitHub answers first. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, type FindingDraft, finding } from '../../src/exchange/finding';
import { toJson } from '../../src/report/json';
import { makeReport } from '../../src/report/report';
import { closedPort } from '../support/server';
import { withFolder } from '../support/temporary';
import { addIssue, answer, type Github, type Trouble, token, withGithub } from './support/github';
import { runStep, runStepInProcess } from './support/script';

const label = 'contract-sandbox';
const marker = '<!-- contract: verification against the sandbox -->';
const spec = { file: 'spec/openapi.yaml', version: '2.0' };

const wrongType = (description: string, rest: Partial<FindingDraft> = {}): Finding =>
	finding({
		code: 'response.body.invalid',
		role: 'provider',
		title: 'Response body /ssn4: expected a string, received an integer.',
		fix: ['Report it to the provider.', 'Update spec/openapi.yaml if the API has changed.'],
		interaction: { file: 'pacts/a-b.json', index: 0, description },
		instance: '/ssn4',
		at: { pointer: '/response/body/ssn4' },
		spec: { file: spec.file, pointer: '/components/schemas/Customer/properties/ssn4/type', line: 195, column: 17 },
		...rest,
	});
const unreachable = finding({ code: 'provider.unreachable', title: 'The provider cannot be reached.' });

/** Runs the step in this process on the report of these findings. */
const keepIssue = (github: Pick<Github, 'env'>, findings: readonly Finding[], env: NodeJS.ProcessEnv = {}) =>
	keepIssueBy(github, reportOf(findings), env);

function reportOf(findings: readonly Finding[]): string {
	const judged = [{ ref: { file: 'pacts/a-b.json', index: 0, description: 'one' }, operation: 'update', findings: [] }];
	return toJson(makeReport({ command: 'verify', strict: false, judged, findings, spec }));
}

function keepIssueBy(github: Pick<Github, 'env'>, report: string, env: NodeJS.ProcessEnv = {}) {
	return withFolder(async (folder) => {
		const file = join(folder, 'verification.json');
		await writeFile(file, report);
		return await runStepInProcess(['tools/ci/sandbox-issue.mjs', file], { env: { ...github.env, ...env } });
	});
}

/** Answers the requests of these numbers so. */
const answered =
	(numbers: readonly number[], status: number, message: string, headers: Record<string, string> = {}): Trouble =>
	(_, response, nth) =>
		numbers.includes(nth) && answer(response, status, { message }, headers);

test('it is opened once, rewritten, and closed with a comment', async () => {
	await withGithub(async (github) => {
		const opened = await keepIssue(github, [wrongType('one'), wrongType('two')]);
		expect([opened.code, opened.log]).toEqual([0, 'Opened the issue #1.\n']);
		expect(github.issues).toMatchObject([
			{ title: 'The sandbox disagrees with the contract or the spec', state: 'open', labels: [{ name: label }] },
		]);
		expect([...github.labels]).toEqual([label]);

		expect((await keepIssue(github, [wrongType('two')])).log).toBe('Rewrote the issue #1.\n');
		expect(github.issues).toHaveLength(1);
		expect(github.issues[0]?.body).toContain('interaction  "two"');
		expect(github.issues[0]?.body).not.toContain('interaction  "one"');

		expect((await keepIssue(github, [unreachable])).log).toMatch(/stays as it is\.$/m);
		expect(github.issues[0]?.state).toBe('open');

		expect((await keepIssue(github, [])).log).toBe('Closed the issue #1.\n');
		expect(github.issues[0]).toMatchObject({
			state: 'closed',
			state_reason: 'completed',
			comments: ['All agree again, as of [this run](https://github.example/team/pact-openapi-gate/actions/runs/42).'],
		});
		expect((await keepIssue(github, [])).log).toBe('All agree, and no issue about the sandbox is open.\n');
		expect((await keepIssue(github, [wrongType('one')])).log).toBe('Opened the issue #2.\n');
	});
});

test('it has the findings by code, with field, place in the spec, interactions and fixes', async () => {
	await withGithub(async (github) => {
		const drift = finding({ code: 'response.body.drift', title: 'An unknown field.', instance: '/new' });
		// The one real process.
		await withFolder(async (folder) => {
			const file = join(folder, 'verification.json');
			await writeFile(file, reportOf([drift, unreachable, wrongType('one'), wrongType('two')]));
			const { code, log } = await runStep(folder, ['tools/ci/sandbox-issue.mjs', file], { env: github.env });
			expect([code, log]).toEqual([0, 'Opened the issue #1.\n']);
		});
		expect(github.issues[0]?.body).toBe(`${marker}
The sandbox, the contract and the spec disagree: 2 errors, 1 unjudged, 1 warning, as of [this run](https://github.example/team/pact-openapi-gate/actions/runs/42).

Every run rewrites this issue, and closes it when all agree again. \`docs/findings.md\` and \`docs/check.md\` explain the codes.

### response.body.invalid

\`\`\`text
error: Response body /ssn4: expected a string, received an integer.
field        /ssn4
spec         spec/openapi.yaml:195:17  /components/schemas/Customer/properties/ssn4/type
at           live exchange  /response/body/ssn4
interaction  "one"
interaction  "two"
fix          Report it to the provider.
fix          Update spec/openapi.yaml if the API has changed.
\`\`\`

### provider.unreachable

\`\`\`text
unjudged: The provider cannot be reached.
\`\`\`

### response.body.drift

\`\`\`text
warning: An unknown field.
field        /new
\`\`\`
`);
	});
});

test('nothing in a finding becomes markup, a mention or invisible', async () => {
	await withGithub(async (github) => {
		const title = `@team fixes #1 <img src=x>\n\`\`\`\n\`\`\`\`\`\n# heading \u202e\u0000\r\n${marker}`;
		await keepIssue(github, [wrongType('@someone ``````', { title })]);
		const body = github.issues[0]?.body ?? '';
		const [, fence = '', quoted = ''] = /\n(`+)text\n([\s\S]*)\n\1\n$/.exec(body) ?? [];
		expect(fence).toBe('`'.repeat(7));
		expect(quoted).toContain('@team fixes #1 <img src=x>');
		expect(quoted).not.toContain(fence);
		expect(body.replace(quoted, '')).not.toMatch(/@|#1|img|heading/);
		expect(body).not.toMatch(/[\u202e\0\r]/);
	});
});

test('it stays within the limit of GitHub, and counts the omitted causes', async () => {
	await withGithub(async (github) => {
		const many = Array.from({ length: 500 }, (_, index) => wrongType(`${index}`, { instance: `/field${index}` }));
		const huge = wrongType('huge', { title: '`'.repeat(200_000), instance: '/huge' });
		expect((await keepIssue(github, [huge, ...many])).code).toBe(0);
		const body = github.issues[0]?.body ?? '';
		expect(body.length).toBeLessThanOrEqual(65_536);
		expect(body).toMatch(/\n\d+ more are omitted; the report of the run has them\.\n$/);
	});
});

test('it is found among hundreds of issues, and similar ones are not changed', async () => {
	await withGithub(async (github) => {
		const { issues } = github;
		const labels = [{ name: label }];
		const ours = addIssue(issues, { body: `${marker}\nold`, labels });
		const others = [
			addIssue(issues, { body: `quoted: ${marker}`, labels }),
			addIssue(issues, { body: `${marker}\nof somebody without the label` }),
			addIssue(issues, { body: `${marker}\na pull request`, labels, pull_request: {} }),
		];
		for (let count = 0; count < 250; count++) addIssue(issues, { body: 'about something else', labels });
		const before = structuredClone(others);
		expect((await keepIssue(github, [wrongType('one')])).log).toBe('Rewrote the issue #1.\n');
		expect(ours.body).toContain('/ssn4');
		expect(github.requests.filter((each) => each.startsWith('GET'))).toHaveLength(3);
		expect((await keepIssue(github, [])).log).toBe('Closed the issue #1.\n');
		expect(others).toEqual(before);
	});
});

test('of several, the oldest is kept and the others are closed', async () => {
	await withGithub(async (github) => {
		for (let count = 0; count < 3; count++) addIssue(github.issues, { body: marker, labels: [{ name: label }] });
		expect((await keepIssue(github, [wrongType('one')])).log).toBe('Rewrote the issue #1.\n');
		expect(github.issues.map(({ state, comments }) => [state, comments])).toEqual([
			['open', []],
			['closed', ['Duplicate of #1.']],
			['closed', ['Duplicate of #1.']],
		]);
	});
});

test.each([
	['500', answered([1], 500, 'x')],
	['503, twice', answered([1, 2], 503, 'x')],
	['429', answered([1], 429, 'x', { 'retry-after': '0' })],
	['a secondary limit', answered([1, 3], 403, 'You have exceeded a secondary rate limit.')],
	['a limit that ends at once', answered([2], 403, 'x', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' })],
	['a broken connection', ((_, response, nth) => nth === 1 && Boolean(response.destroy())) satisfies Trouble],
])('after %s the request is retried', async (_, trouble) => {
	await withGithub(async (github) => {
		const { code, log } = await keepIssue(github, [wrongType('one')]);
		expect([code, log]).toEqual([0, 'Opened the issue #1.\n']);
		expect(github.issues).toHaveLength(1);
	}, trouble);
});

test('an issue that was opened though GitHub answered 500 is not opened again', async () => {
	const issues: Github['issues'][] = [];
	const trouble: Trouble = (request, response) => {
		const [own] = issues;
		if (request !== 'POST /repos/team/pact-openapi-gate/issues' || !own || own.length > 0) return false;
		addIssue(own, { body: marker, labels: [{ name: label }] });
		return answer(response, 500, { message: 'x' });
	};
	await withGithub(async (github) => {
		issues.push(github.issues);
		expect((await keepIssue(github, [wrongType('one')])).log).toBe('Opened the issue #1.\n');
		expect(github.issues).toHaveLength(1);
	}, trouble);
});

test('an issue that was not opened when GitHub answered 502 is opened', async () => {
	let isFirst = true;
	const trouble: Trouble = (request, response) => {
		if (request !== 'POST /repos/team/pact-openapi-gate/issues' || !isFirst) return false;
		isFirst = false;
		return answer(response, 502, { message: 'x' });
	};
	await withGithub(async (github) => {
		expect((await keepIssue(github, [wrongType('one')])).log).toBe('Opened the issue #1.\n');
		expect(github.issues).toHaveLength(1);
	}, trouble);
});

test.each([
	[401, 'Bad credentials', 'Give the step the token of the job as GITHUB_TOKEN.'],
	[403, 'Resource not accessible by integration', 'Give the job `permissions: issues: write`.'],
	[404, 'Not Found', 'Check that GITHUB_REPOSITORY names the repository, and that the token may read it.'],
	[410, 'Issues are disabled for this repo', 'Enable issues in the settings of the repository.'],
])('%i fails at once, with the next step', async (status, message, next) => {
	const trouble: Trouble = (_, response) => answer(response, status, { message: `${message} ${token}` });
	await withGithub(async (github) => {
		const { code, log } = await keepIssue(github, [wrongType('one')]);
		expect(code).toBe(1);
		expect(log).toBe(
			'The issue about the sandbox could not be updated. GET repos/team/pact-openapi-gate/issues?state=open&' +
				`labels=${label}&per_page=100&page=1: GitHub answered ${status} (${message} ***). ${next}\n`,
		);
		expect(github.requests).toHaveLength(1);
	}, trouble);
});

test.each([
	['500', answered([1, 2, 3, 4], 500, 'x'), 'GitHub answered 500 (x). Run the job again later.'],
	['a limit of an hour', answered([1], 429, 'x', { 'retry-after': '3600' }), 'GitHub answered 429 (x).'],
	['something else than a list', ((_, response) => answer(response, 200, {})) satisfies Trouble, 'without a list.'],
])('%s that persists is reported', async (_, trouble, message) => {
	await withGithub(async (github) => {
		const { code, log } = await keepIssue(github, [wrongType('one')]);
		expect([code, log.includes(message)]).toEqual([1, true]);
		expect(github.issues).toEqual([]);
	}, trouble);
});

test('a GitHub that cannot be reached is reported', async () => {
	const port = await closedPort();
	await withGithub(async (github) => {
		const { code, log } = await keepIssue(github, [], { GITHUB_API_URL: `http://127.0.0.1:${port}` });
		expect(code).toBe(1);
		expect(log).toMatch(/GitHub could not be reached \(.*ECONNREFUSED.*\)\. Run the job again\.\n$/);
	});
});

test.each([
	[{ GITHUB_TOKEN: '' }, /^Not set: GITHUB_TOKEN\./],
	[{ GITHUB_API_URL: '', GITHUB_TOKEN: '' }, /^Not set: GITHUB_API_URL, GITHUB_TOKEN\./],
	[{ GITHUB_RUN_ID: '' }, /^Not set: GITHUB_RUN_ID\./],
	[{ GITHUB_API_URL: 'api.github.com' }, /^GITHUB_API_URL is not a URL\./],
	[{ GITHUB_REPOSITORY: '../x' }, /^GITHUB_REPOSITORY is not of the form OWNER\/NAME\./],
])('with %j nothing is sent', async (env, message) => {
	await withGithub(async (github) => {
		const { code, log } = await keepIssue(github, [], env);
		expect(code).toBe(2);
		expect(log).toMatch(message);
		expect(github.requests).toEqual([]);
	});
});

test.each([
	['no JSON', '{ "formatVersion": 2,', 'cannot be read: it is not JSON.'],
	['nothing', '', 'cannot be read: it is not JSON.'],
	['something else', '[]', 'is not a report.'],
	['null', 'null', 'is not a report.'],
	['another verdict', '{"formatVersion":2,"verdict":"fine","findings":[],"summary":{}}', 'is not a report.'],
	['an older report', '{"formatVersion":1,"verdict":"agree","findings":[],"summary":{}}', 'is not a report.'],
])('a report that is %s is rejected, and nothing is sent', async (_, report, message) => {
	await withGithub(async (github) => {
		const { code, log } = await keepIssueBy(github, report);
		expect([code, log.includes(message)]).toEqual([2, true]);
		expect(github.requests).toEqual([]);
	});
});

test('a missing report is reported', async () => {
	await withGithub(async ({ env }) => {
		await withFolder(async (folder) => {
			const missing = await runStepInProcess(['tools/ci/sandbox-issue.mjs', join(folder, 'none.json')], { env });
			expect([missing.code, missing.log.includes('cannot be read: ENOENT.')]).toEqual([2, true]);
			const unnamed = await runStepInProcess(['tools/ci/sandbox-issue.mjs'], { env });
			expect([unnamed.code, unnamed.log.startsWith('The report is missing.')]).toEqual([2, true]);
		});
	});
});
