/** The comment on a pull request: what it says against the base, and that there is one, whoever else comments. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyProject, type ProjectCopy } from '../support/project-copy';
import { withHttp } from '../support/server';
import { withFolder } from '../support/temporary';
import { answer, token } from './support/github';
import { runStep, runStepInProcess } from './support/script';

const script = ['tools/ci/pull-request.mjs', 'HEAD', 'comment.md'];

describe('what it says', () => {
	let project: ProjectCopy;
	const git = (...args: readonly string[]) =>
		execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd: project.root });
	/** The comment on what is in the work tree, against the commit. */
	const comment = (base = 'HEAD') =>
		withFolder(async (folder) => {
			const [name = '', , file = ''] = script;
			const { code, log } = await runStep(folder, [name, base, file], { cwd: project.root });
			expect([code, log]).toEqual([0, expect.stringContaining('::stop-commands::')]);
			return readFileSync(join(project.root, 'comment.md'), 'utf8');
		});

	beforeAll(async () => {
		project = await copyProject();
		await project.write('.gitignore', 'node_modules\ndist\ncomment.md\n');
		git('init', '-q');
		git('add', '-A');
		git('commit', '-qm', 'base');
	});
	afterAll(() => project.remove());
	afterEach(() => project.reset());

	test('a change of nothing', async () => {
		const text = await comment();
		expect(text).toMatch(/^<!-- contract: pull request -->\n\nThe contract is that of the base: 6 interactions\.\n/);
		expect(text).toContain('\nCoverage is that of the base.\n');
		expect(text).toContain('### ✅ contract gate: agree');
		expect(String(git('worktree', 'list')).trim().split('\n')).toHaveLength(1);
	});

	test('an interaction less, one changed, and what that costs in coverage; no text becomes markup', async () => {
		const pact = readdirSync(join(project.root, 'pacts')).find((each) => each.endsWith('.json')) ?? '';
		const before = JSON.parse(await project.read(`pacts/${pact}`)) as { interactions: { description: string }[] };
		const interactions = before.interactions.map((each) => ({ ...each }));
		// The base has one more, and another one was called otherwise.
		const [first] = interactions;
		if (first) interactions.push({ ...first, description: 'was <b>there</b> | `once` @team' });
		const changed = JSON.stringify({ ...before, interactions }).replace('"campaign":"example', '"campaign":"other');
		await project.write(`pacts/${pact}`, changed);
		git('commit', '-qam', 'another base');
		git('checkout', '-q', 'HEAD^', '--', 'pacts');
		const text = await comment();
		expect(text).toContain(
			'| removed | <code>was &#60;b&#62;there&#60;/b&#62; &#124; &#96;once&#96; &#64;team</code> |',
		);
		expect(text).toMatch(/\| changed \| <code>changes/);
		git('reset', '-q', '--hard', 'HEAD^');
	});

	test('another spec: what it breaks, and the changes that the contract uses', async () => {
		await project.edit('spec/openapi.yaml', 'description: Customer updated successfully', 'description: Updated');
		await project.edit('spec/openapi.yaml', 'CUSTOMER_NOT_FOUND_ERROR', 'CUSTOMER_NOT_FOUND');
		expect(await comment()).toContain('### ✅ contract diff: agree');
		await project.edit(
			'spec/openapi.yaml',
			"        '404':\n          description: Customer",
			"        '410':\n          description: Customer",
		);
		const text = await comment();
		expect(text).toContain('### ❌ contract diff: disagree');
		expect(text).toMatch(/\| ❌ broken \| is refused for a customer that does not exist \|/);
	});

	test('a base that is not there', async () => {
		expect(await comment('nosuch~1')).toContain('The base <code>nosuch&#126;1</code> is not there');
	});

	test('a gate that cannot run', async () => {
		await project.write('contract.config.ts', 'export default { consumer: 1 };\n');
		expect(await comment()).toMatch(/^<!-- contract: pull request -->\n\n### contract gate\n\n```text\n/);
	});
});

interface Comment {
	readonly id: number;
	body: string;
	readonly user: { readonly type: string };
}

/** Keeps the comment at a GitHub that has `comments`. */
async function keep(comments: Comment[], body: string, refusal?: number) {
	const requests: string[] = [];
	const path = '/repos/team/shop/issues';
	return withHttp(
		async (request, response) => {
			const { pathname, searchParams } = new URL(request.url ?? '', 'http://github.example');
			requests.push(`${request.method} ${pathname}`);
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const sent = () => (JSON.parse(Buffer.concat(chunks).toString()) as { body: string }).body;
			if (refusal !== undefined) return void answer(response, refusal, { message: 'no' });
			if (request.method === 'GET' && pathname === `${path}/7/comments`) {
				const first = (Number(searchParams.get('page')) - 1) * 100;
				return void answer(response, 200, comments.slice(first, first + 100));
			}
			const own = comments.find(({ id }) => pathname === `${path}/comments/${id}`);
			if (request.method === 'PATCH' && own) own.body = sent();
			else comments.push({ id: comments.length + 1, body: sent(), user: { type: 'Bot' } });
			answer(response, 200, {});
		},
		(url) =>
			withFolder(async (folder) => {
				const file = join(folder, 'comment.md');
				if (body !== '') await writeFile(file, body);
				const env = {
					...{ GITHUB_API_URL: url.origin, GITHUB_TOKEN: token, GITHUB_REPOSITORY: 'team/shop', PULL_REQUEST: '7' },
				};
				const result = await runStepInProcess(['tools/ci/pull-request-comment.mjs', file], { env });
				return { ...result, requests };
			}),
	);
}

const marker = '<!-- contract: pull request -->';

test('it is written once, and updated in place', async () => {
	const others = Array.from({ length: 130 }, (_, index) => ({
		...{ id: index + 1, body: `${marker}\nby somebody`, user: { type: 'User' } },
	}));
	const comments: Comment[] = [...others];
	expect((await keep(comments, `${marker}\none`)).log).toBe('Wrote the comment.\n');
	expect(await keep(comments, `${marker}\ntwo`)).toMatchObject({ code: 0, log: 'Updated the comment.\n' });
	expect(comments).toHaveLength(131);
	expect(comments.filter(({ body }) => body === `${marker}\ntwo`)).toHaveLength(1);
});

test('what GitHub refuses is told, with what the job needs', async () => {
	const { code, log } = await keep([], `${marker}\none`, 403);
	expect([code, log]).toEqual([
		1,
		expect.stringMatching(
			/^The comment could not be written\. .*Give the job `permissions: pull-requests: write`\.\n$/,
		),
	]);
	expect(log).not.toContain(token);
	expect(await keep([], '')).toMatchObject({ code: 2, requests: [] });
	expect(existsSync('comment.md')).toBe(false);
});
