/** The gate with a broker, outside of CI: the recorded contract may differ from the committed one. */
import { execFileSync } from 'node:child_process';
import { contract } from '../support/cli';
import { copyProject, type ProjectCopy } from '../support/project-copy';
import { withScriptedBroker } from '../support/scripted-broker';

let project: ProjectCopy;
beforeAll(async () => {
	project = await copyProject();
});
afterAll(() => project.remove());

const git = (...args: string[]) =>
	execFileSync('git', ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com', ...args], {
		cwd: project.root,
		env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
	});

test('a contract that the gate has replaced is not published until it is committed, and the report has the reason', async () => {
	await project.write('.gitignore', 'node_modules\ndist\n');
	await project.edit('tests/consumer/update-customer.pact.test.ts', /changed@example\.com/g, 'otherwise@example.com');
	git('init', '--quiet', '--initial-branch=main');
	git('add', '.');
	git('commit', '--quiet', '--message=first');
	await withScriptedBroker(
		() => ({ status: 500 }),
		async ({ env, requests }) => {
			const { code, stdout, stderr } = await contract(['gate'], { cwd: project.root, env: { ...env, CI: '' } });
			expect({ code, stderr, requests }).toEqual({ code: 0, stderr: '', requests: [] });
			expect(stdout).toContain('pacts replaced');
			expect(stdout).toContain('not published: the work tree has uncommitted changes\n');
		},
	);
});
