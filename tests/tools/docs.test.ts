/** docs/ci.md: what it names exists, and the pipeline for GitLab is complete and can be run. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseInvocation } from '../../src/commands/arguments';
import { projectRoot } from '../support/cli';
import { names, textOf, workflow } from './support/workflow';

interface GitlabJob {
	readonly stage?: string;
	readonly extends?: string;
	readonly needs?: readonly string[];
	readonly rules?: readonly { readonly if: string }[];
	readonly parallel?: unknown;
	readonly environment?: string;
	readonly resource_group?: string;
	readonly allow_failure?: unknown;
	readonly script?: readonly string[];
	readonly artifacts?: unknown;
}
interface Pipeline {
	readonly stages?: readonly string[];
	readonly default?: unknown;
	readonly jobs: Record<string, GitlabJob>;
}

const text = readFileSync(join(projectRoot, 'docs', 'ci.md'), 'utf8');
const empty: Pipeline = { jobs: {} };
const [pipeline = empty, shards = empty] = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
	([, yaml = '']): Pipeline => {
		const { stages, default: setup, ...jobs } = parse(yaml) as Omit<Pipeline, 'jobs'>;
		return { ...(stages && { stages }), default: setup, jobs: jobs as Record<string, GitlabJob> };
	},
);

test('it is short', () => {
	expect(text.split('\n').length).toBeLessThan(150);
});

test('it has exactly the variables and secrets that the workflows read', () => {
	const read = names.flatMap((name) =>
		[...textOf(name).matchAll(/\b(vars|secrets)\.(\w+)/g)].map(([, , each]) => each),
	);
	const rows = text.split('\n').filter((line) => /^\| `[A-Z]/.test(line));
	const explained = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, each]) => each));
	expect(explained.sort()).toEqual([...new Set(read)].sort());
});

test('the time and the event are those of the workflow', () => {
	const { schedule, repository_dispatch: dispatch } = workflow('sandbox').on as {
		schedule: { cron: string }[];
		repository_dispatch: { types: string[] };
	};
	const [minute, hour] = schedule[0]?.cron.split(' ') ?? [];
	expect(text).toContain(`at ${hour?.padStart(2, '0')}:${minute} UTC`);
	expect(text).toContain(`{"event_type":"${dispatch.types[0]}"}`);
});

test('the pipeline for GitLab has the jobs, with their stages and rules', () => {
	const { stages, default: setup, jobs } = pipeline;
	expect(stages).toEqual(['gate', 'publish', 'deploy', 'sandbox']);
	expect(setup).toEqual({ image: 'node:20', before_script: ['npm ci'] });
	const rulesOf = ({ rules, extends: base = '' }: GitlabJob): readonly { readonly if: string }[] =>
		rules ?? jobs[base]?.rules ?? [];
	const shown = Object.entries(jobs)
		.filter(([name]) => !name.startsWith('.'))
		.map(([name, job]) => [name, job.stage, rulesOf(job).map((rule) => rule.if)]);
	const main = '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE == "push"';
	const broker = `${main} && $PACT_BROKER_BASE_URL`;
	expect(shown).toEqual([
		['gate', 'gate', ['$CI_PIPELINE_SOURCE == "merge_request_event"', main]],
		['publish', 'publish', [broker]],
		['can-i-deploy', 'deploy', [broker]],
		['record-deployment', 'deploy', [broker]],
		['sandbox', 'sandbox', ['$CI_PIPELINE_SOURCE =~ /^(schedule|trigger)$/']],
	]);
	expect(jobs.gate?.parallel).toEqual({ matrix: [{ NODE: ['20', '22', '24'] }] });
	expect(jobs['record-deployment']).toMatchObject({ needs: ['can-i-deploy'], environment: 'production' });
	expect(jobs.sandbox).toMatchObject({ resource_group: 'sandbox', allow_failure: { exit_codes: 3 } });
	for (const name of ['gate', 'sandbox']) expect(jobs[name]?.extends).toBe('.report');
	expect(jobs['.report']?.artifacts).toEqual({ when: 'always', reports: { junit: 'contract.xml' } });
});

test('GitLab runs the same broker commands as GitHub', () => {
	const commands = Object.values(workflow('contract').jobs).flatMap(({ steps }) =>
		steps.flatMap(({ run = '' }) => /contract\.mjs ((?!gate).*)/.exec(run)?.[1] ?? []),
	);
	const lines = ['publish', 'can-i-deploy', 'record-deployment'].flatMap((name) => pipeline.jobs[name]?.script ?? []);
	expect(lines).toEqual(commands.map((line) => `npx --no-install contract ${line}`));
});

const lines = [pipeline, shards].flatMap((each) =>
	Object.values(each.jobs).flatMap(({ script = [] }) =>
		script.filter((line) => line.includes('npx --no-install contract')),
	),
);

test('it has eight command lines', () => {
	expect(lines).toHaveLength(8);
});

test.each(lines)('`%s` is a valid command line', (line) => {
	const [, command = ''] = line.split('npx --no-install contract ');
	const whole = command.replace(/\$\{PACT_BROKER_BASE_URL:\+(.*)\}/, '$1');
	expect(whole).not.toContain('$');
	expect(parseInvocation(whole.split(' ')).command).toBe(whole.split(' ')[0]);
});

test('the gate of GitLab runs without the broker', () => {
	expect(pipeline.jobs.gate?.script).toEqual([
		'env -u PACT_BROKER_BASE_URL npx --no-install contract gate --format junit --output contract.xml',
	]);
});

test('the recordings of several machines are merged before the contract is judged', () => {
	expect(shards.jobs.record).toMatchObject({
		parallel: 3,
		variables: { CONTRACT_RECORD_DIR: 'recorded' },
		script: ['npx jest --selectProjects consumer --shard=$CI_NODE_INDEX/$CI_NODE_TOTAL --passWithNoTests'],
		artifacts: { paths: ['recorded/'] },
	});
	expect(shards.jobs.merge?.needs).toEqual(['record']);
	expect(shards.jobs.merge?.script?.[0]).toBe('npx --no-install contract merge recorded');
});

test('its links lead to existing files', () => {
	const linked = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, file = '']) => file);
	expect(linked.filter((file) => !existsSync(join(projectRoot, 'docs', file)))).toEqual([]);
});
