/** The workflows: a linter, permissions, secrets, and that every step can be run here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseInvocation } from '../../src/commands/arguments';
import { projectRoot } from '../support/cli';
import { withFolder } from '../support/temporary';
import { runStep } from './support/script';
import { fileOf, type Job, names, type Step, textOf, wordsOf, workflow } from './support/workflow';

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
	readonly scripts: Record<string, string>;
};
const jobs = names.flatMap((name) =>
	Object.entries(workflow(name).jobs).map(([id, job]) => ({ title: `${name}, ${id}`, job })),
);
const steps = jobs.flatMap(({ title, job }) => job.steps.map((step) => ({ title, step })));
const lines = steps.flatMap(({ title, step: { run } }) => (run === undefined ? [] : [{ title, run }]));

/** GitHub gives a pull request of a fork no rights, whatever a job asks for; this condition keeps it from failing there. */
const ofThisRepository = 'github.event.pull_request.head.repo.full_name == github.repository';

/** Without a condition that requires a push, or a pull request of this repository. */
const runsForPullRequests = ({ if: condition }: Job) =>
	!condition?.includes("github.event_name == 'push' &&") && !condition?.includes(ofThisRepository);

const expression = (text: string) => `\${{ ${text} }}`;

describe('the linter', () => {
	it('reports unknown inputs, names, keys and permissions, and a foreign text in a command; nothing in ours', async () => {
		const faults = [
			['persist-credentials: false', 'persist-credential: false'],
			['github.event_name', 'github.event_nam'],
			['timeout-minutes', 'timeout-minute'],
			['contents: read', 'content: read'],
			['contract.mjs gate', `contract.mjs ${expression('github.event.pull_request.title')}`],
		] as const;
		await withFolder(async (folder) => {
			const files = faults.map((_, index) => join(folder, `${index}.yml`));
			for (const [index, [from, to]] of faults.entries()) {
				await writeFile(files[index] ?? '', textOf('contract').replace(from, to));
			}
			// One run for all: loading the linter takes seconds.
			const ours = names.map(fileOf);
			const { code, log } = await runStep(folder, ['tools/ci/lint.mjs', ...ours, ...files]);
			const found = log.trim().split('\n');
			const of = (file: string) => found.filter((line) => line.startsWith(`${file}:`));
			expect([code, files.filter((file) => of(file).length === 0), ours.flatMap(of)]).toEqual([1, [], []]);
			expect(found.at(-1)).toBe(`${found.length - 1} errors`);
		});
	});

	it('runs by an npm script too, on every workflow', () => {
		const files = readdirSync(join(projectRoot, '.github', 'workflows'));
		expect(files.sort()).toEqual(names.map((name) => `${name}.yml`));
		const paths = files.map((file) => `.github/workflows/${file}`);
		expect(manifest.scripts['lint:workflows']).toBe(['node', 'tools/ci/lint.mjs', ...paths].join(' '));
	});
});

describe.each(names)('the workflow %s', (name) => {
	it('pins every action to a commit, with its version beside it', () => {
		const uses = textOf(name)
			.split('\n')
			.filter((line) => /\buses:/.test(line));
		expect(uses).not.toEqual([]);
		expect(uses.filter((line) => !/uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
	});

	it('may only read', () => {
		expect(workflow(name).permissions).toEqual({ contents: 'read' });
	});

	it('does not run foreign code with our permissions', () => {
		expect(Object.keys(workflow(name).on)).not.toContain('pull_request_target');
		expect(Object.keys(workflow(name).on)).not.toContain('workflow_run');
	});

	it('gives variables and secrets only to single steps', () => {
		expect([workflow(name), ...Object.values(workflow(name).jobs)].map(({ env }) => env).filter(Boolean)).toEqual([]);
	});
});

test('one action has one commit and one version everywhere', () => {
	const pins = names.flatMap((name) => textOf(name).match(/actions\/.*$/gm) ?? []);
	expect([...new Set(pins)].map((pin) => pin.split('@')[0]).sort()).toEqual([
		'actions/checkout',
		'actions/setup-node',
		'actions/upload-artifact',
	]);
});

test('two jobs write, one issues and one comments', () => {
	const writing = jobs.filter(({ job }) => job.permissions !== undefined);
	expect(writing.map(({ title, job }) => [title, job.permissions])).toEqual([
		['contract, comment', { contents: 'read', 'pull-requests': 'write' }],
		['sandbox, verify', { contents: 'read', issues: 'write' }],
	]);
});

test('no checkout persists its token', () => {
	const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'));
	expect(checkouts.map(({ step }) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false));
});

test('what a pull request runs has no secret, no token and no broker', () => {
	const open = Object.entries(workflow('contract').jobs).filter(([, job]) => runsForPullRequests(job));
	expect(open.map(([id]) => id)).toEqual(['gate']);
	expect(JSON.stringify(open)).not.toMatch(/secrets|github\.token|GITHUB_TOKEN|PACT_BROKER|IMPRINT/);
	expect(open[0]?.[1].strategy?.matrix).toEqual({ node: [20, 22, 24] });
});

test('the comment on a pull request is written with a token by a step that runs nothing of the pull request', () => {
	const job = workflow('contract').jobs.comment;
	expect(job?.if).toBe(`github.event_name == 'pull_request' && ${ofThisRepository}`);
	expect(job?.steps.slice(-2).map(({ run }) => run)).toEqual([
		'node tools/ci/pull-request.mjs HEAD^1 comment.md',
		'node tools/ci/pull-request-comment.mjs comment.md',
	]);
	expect(JSON.stringify(job)).not.toMatch(/secrets|PACT_BROKER|IMPRINT/);
});

test('the token of GitHub goes to the steps that keep the issue and the comment, and no secret of the sandbox with it', () => {
	const holders = steps.filter(({ step }) => JSON.stringify(step).includes('github.token'));
	expect(holders.map(({ step }) => [wordsOf(step.run ?? '')[1], step.env])).toEqual([
		[
			'tools/ci/pull-request-comment.mjs',
			{ GITHUB_TOKEN: expression('github.token'), PULL_REQUEST: expression('github.event.pull_request.number') },
		],
		['tools/ci/sandbox-issue.mjs', { GITHUB_TOKEN: expression('github.token') }],
	]);
});

test('secrets go to the steps that need them, and are read nowhere else', () => {
	const holders = steps.filter(({ step }) => JSON.stringify(step).includes('secrets.'));
	const withoutEnv = ({ env: _, ...step }: Step) => JSON.stringify(step);
	expect(holders.filter(({ step }) => withoutEnv(step).includes('secrets.'))).toEqual([]);
	expect(
		holders.map(
			({ title, step }) =>
				`${title}: ${wordsOf(step.run ?? '')
					.slice(1, 3)
					.join(' ')}`,
		),
	).toEqual([
		'contract, publish: tools/ci/contract.mjs publish',
		'contract, can-i-deploy: tools/ci/contract.mjs can-i-deploy',
		'contract, record-deployment: tools/ci/contract.mjs record-deployment',
		'sandbox, verify: tools/ci/sandbox-verify.mjs verification',
	]);
});

test('the jobs for the broker run only with one; without one, a job notes it', () => {
	const { 'without-broker': without, ...others } = workflow('contract').jobs;
	expect(without?.if).toBe("github.event_name == 'push' && vars.PACT_BROKER_BASE_URL == ''");
	const asking = Object.entries(others).filter(([id]) => id !== 'gate' && id !== 'comment');
	expect(asking.map(([id, job]) => [id, job.needs, job.if])).toEqual(
		[
			['publish', 'gate'],
			['can-i-deploy', 'publish'],
			['record-deployment', 'can-i-deploy'],
		].map((each) => [...each, "github.event_name == 'push' && vars.PACT_BROKER_BASE_URL != ''"]),
	);
});

test('jobs that change something elsewhere run one at a time and are not cancelled', () => {
	const { environment, concurrency } = workflow('contract').jobs['record-deployment'] ?? {};
	expect([environment, concurrency]).toEqual(['production', { group: 'production', 'cancel-in-progress': false }]);
	expect(workflow('sandbox').concurrency).toEqual({ group: 'sandbox', 'cancel-in-progress': false });
});

test('the issue is updated after a verdict, also if the step before is red; recording and report are always kept', () => {
	const [upload, keep] = workflow('sandbox').jobs.verify?.steps.slice(-2) ?? [];
	const verdict = 'steps.verify.outputs.verdict';
	expect(keep?.if).toBe(`always() && (${verdict} == 'agree' || ${verdict} == 'disagree')`);
	expect([upload?.if, upload?.with?.path]).toEqual(['always()', 'verification/']);
});

test('the sandbox is verified every night, by hand, and on the event of the broker', () => {
	expect(workflow('sandbox').on).toEqual({
		schedule: [{ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) }],
		workflow_dispatch: null,
		repository_dispatch: { types: ['contract_changed'] },
	});
});

test.each(lines)('$title: `$run` is one line, and an existing npm script or file', ({ run }) => {
	expect(run).not.toMatch(/[\n;&|<>$`]/);
	const [command, first = '', ...args] = wordsOf(run);
	if (command === 'npm') {
		expect(first === 'ci' || Object.hasOwn(manifest.scripts, args[0] ?? '')).toBe(true);
		return;
	}
	expect(command).toBe('node');
	expect(first).toMatch(/^tools\/ci\/[\w-]+\.mjs$/);
	expect(existsSync(join(projectRoot, first))).toBe(true);
	if (first.endsWith('/contract.mjs')) expect(parseInvocation(args).command).toBe(args[0]);
});
