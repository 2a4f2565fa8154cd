/** `contract diff`: its inputs, git revisions, exit codes, and what each format has. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractInProcess } from '../support/in-process';
import { withFolder } from '../support/temporary';

const support = (name: string) => join(__dirname, 'support', name);
const pets = readFileSync(support('pets.yaml'), 'utf8');
const git = (cwd: string, ...args: string[]) =>
	execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd, stdio: 'ignore' });

/** A folder with two specs and the pact. */
const withSpecs = <T>(next: string, use: (folder: string) => Promise<T>): Promise<T> =>
	withFolder(async (folder) => {
		writeFileSync(join(folder, 'old.yaml'), pets);
		writeFileSync(join(folder, 'new.yaml'), next);
		cpSync(support('pact.json'), join(folder, 'pact.json'));
		return use(folder);
	});

const broken = pets.replace(
	'        weight: { type: number, minimum: 0 }\n        tags: { type: array, items',
	'        tags: { type: array, items',
);
const affected = pets.replaceAll('enum: [cat, dog] }', 'enum: [cat, dog, bird] }');
const args = ['diff', 'old.yaml', 'new.yaml', 'pact.json'];

test('an interaction that agrees with the old spec and not with the new one is broken: exit 1, with its line in the new one', () =>
	withSpecs(broken, async (cwd) => {
		const { code, stdout, as, report } = await contractInProcess(args, { cwd });
		expect(code).toBe(1);
		expect(stdout).toContain('response.body.unknown');
		expect(stdout).toContain('Response 200 of getPet, /weight: removed.\n');
		expect(stdout).toContain('8 interactions: 1 broken, 0 affected, 7 unaffected');
		expect(report?.findings.map(({ spec }) => spec?.file)).toEqual(['new.yaml']);
		expect(await as?.('html')).toContain(' broken</td>');
		expect(await as?.('github')).toContain('::notice file=new.yaml,line=');
		expect(await as?.('junit')).toContain('failures="2"');
	}));

test('an interaction that uses a change and still agrees is affected: exit 0', () =>
	withSpecs(affected, async (cwd) => {
		const { code, stdout } = await contractInProcess([...args, '--format', 'json'], { cwd });
		expect(code).toBe(0);
		const { changes, interactions } = JSON.parse(stdout) as {
			changes: { title: string }[];
			interactions: { description: string; change: string }[];
		};
		expect(changes).toContainEqual({
			kind: 'added',
			old: { file: 'old.yaml', pointer: '/components/schemas/Pet/properties/kind/enum', line: expect.any(Number) },
			new: { file: 'new.yaml', pointer: '/components/schemas/Pet/properties/kind/enum/2', line: expect.any(Number) },
			title: 'Response 200 of getPet, /kind: value "bird" added.',
			usedBy: [{ file: 'pact.json', index: 2 }],
		});
		expect(interactions.map(({ change }) => change).filter((each) => each === 'broken')).toEqual([]);
	}));

test('the same spec as 3.0 has no change', () => {
	const old = pets
		.replace('openapi: 3.1.0', 'openapi: 3.0.3')
		.replaceAll("type: [string, 'null']", 'type: string, nullable: true')
		.replace('{ const: dry }', '{ type: string, enum: [dry] }')
		.replace('{ const: wet }', '{ type: string, enum: [wet] }');
	return withSpecs(pets, async (cwd) => {
		writeFileSync(join(cwd, 'old.yaml'), old);
		const { code, stdout } = await contractInProcess(args, { cwd });
		expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('no change in what the spec means') });
	});
});

test('what does not agree with the old spec is never broken; where nothing agrees, nothing was judged', () =>
	withSpecs(pets, async (cwd) => {
		writeFileSync(join(cwd, 'old.yaml'), broken);
		const one = await contractInProcess(args, { cwd });
		expect(one.code).toBe(0);
		expect(one.report?.findings.map(({ code }) => code)).toEqual(['diff.disagreed']);
		writeFileSync(join(cwd, 'old.yaml'), pets.replaceAll('  /pets', '  /animals'));
		const { code, report } = await contractInProcess(args, { cwd });
		expect(code).toBe(3);
		expect(report?.findings.map((each) => each.code)).toContain('input.unusable');
	}));

test('the old spec is read from a git revision, with the files that it refers to, in a folder of the work tree too', () =>
	withFolder(async (root) => {
		const cwd = join(root, 'api');
		mkdirSync(join(cwd, 'spec'), { recursive: true });
		const split = pets.replace(
			"owner: { $ref: '#/components/schemas/Owner' }\n        extra",
			"owner: { $ref: '../owner.yaml' }\n        extra",
		);
		const owner = 'type: object\nrequired: [name]\nproperties:\n  name: { type: string }\n';
		writeFileSync(join(cwd, 'spec/openapi.yaml'), split);
		writeFileSync(join(cwd, 'owner.yaml'), owner);
		cpSync(support('pact.json'), join(cwd, 'pact.json'));
		git(root, 'init', '-q', '-b', 'main');
		git(root, 'add', '-A');
		git(root, 'commit', '-qm', 'one');
		writeFileSync(join(cwd, 'owner.yaml'), owner.replace('string', 'integer'));
		const run = (old: string) => contractInProcess(['diff', old, 'spec/openapi.yaml', 'pact.json'], { cwd });
		const { code, stdout } = await run('git:main:spec/openapi.yaml');
		expect(code).toBe(1);
		expect(stdout).toContain('/owner/name: now an integer, was a string.');
		expect(stdout).toContain('git:main:owner.yaml:4 → owner.yaml:4');
		expect((await run('git:nope:spec/openapi.yaml')).stderr).toBe(
			'git:nope:spec/openapi.yaml cannot be read: git knows no revision "nope" (a shallow clone lacks older ones: git fetch).\n',
		);
		expect((await run('git:main:spec/other.yaml')).stderr).toBe(
			'git:main:spec/other.yaml cannot be read: the revision "main" has no such file.\n',
		);
		const option = await run('git:--help:spec/openapi.yaml');
		expect(option).toMatchObject({ code: 2, stderr: expect.stringContaining('"--help" is no revision of git') });
	}));

test('fewer than two specs, or one that is not there: exit 2', () =>
	withSpecs(pets, async (cwd) => {
		const { code, stderr } = await contractInProcess(['diff', 'old.yaml', 'none.yaml', 'pact.json'], { cwd });
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: expect.stringContaining('none.yaml cannot be read: there is no such file'),
		});
		await expect(contractInProcess(['diff', 'old.yaml'], { cwd })).resolves.toMatchObject({ code: 2 });
	}));
