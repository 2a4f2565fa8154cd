/** `contract init` and `contract add`: what they write is recorded, agrees with the spec, and compiles, as it is. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../support/cli';
import { withScaffold } from './scaffold-project';

const run = promisify(execFile);
const textOf = (...path: string[]) => readFileSync(join(projectRoot, ...path), 'utf8');
const pets = textOf('tests', 'scaffold', 'fixtures', 'pets', 'api.yaml');
const own = textOf('spec', 'openapi.yaml');
const others = ['createPet', 'getPet', 'delete', 'PATCH /pets/{petId}', 'login', 'ping'];

describe('a project begun with init and add', () => {
	it('is recorded, agrees with the spec and compiles, for every operation', () =>
		withScaffold({ 'api.yaml': pets }, async (project) => {
			const begun = await project.run('init');
			expect(begun).toMatchObject({ code: 0, stderr: '' });
			expect(begun.stdout).toBe(
				[
					'wrote contract.config.ts',
					'wrote contracts/client.ts',
					'wrote contracts/list-pets.ts',
					'wrote tests/consumer/list-pets.pact.test.ts',
					'wrote .gitignore',
					'wrote package.json',
					'',
					'Next:',
					'  npx --no-install contract gate',
					'',
				].join('\n'),
			);
			const before = await project.texts();
			for (const operation of others) {
				expect(await project.run('add', operation)).toMatchObject({ code: 0, stderr: '' });
			}
			// `add` adds files and changes none.
			expect(await project.texts()).toMatchObject(before);
			const recorded = await project.run('record');
			expect(recorded.stdout).toContain('14 interactions recorded, pacts replaced');
			expect(recorded.code).toBe(0);
			const checked = await project.run('check', '--strict');
			expect(checked.stdout).toContain('AGREE     everything that was compared agrees\n');
			expect(checked.code).toBe(0);
			const files = Object.keys(await project.texts()).filter((file) => file.endsWith('.ts'));
			expect(files.length).toBe(2 + 2 * (1 + others.length));
			await compile(project.folder, files);
		}));

	it('is the same every time, and the one of our own spec agrees too', async () => {
		const texts = await Promise.all(
			[1, 2].map(() =>
				withScaffold({ 'spec/openapi.yaml': own }, async (project) => {
					expect(await project.run('init', '--spec', 'spec/openapi.yaml')).toMatchObject({ code: 0 });
					return project.texts();
				}),
			),
		);
		expect(texts[0]).toEqual(texts[1]);
		await withScaffold(texts[0] ?? {}, async (project) => {
			expect(await project.run('record')).toMatchObject({ code: 0 });
			const checked = await project.run('check');
			expect(checked).toMatchObject({ code: 0 });
			expect(checked.stdout).toContain('3 interactions against spec/openapi.yaml');
		});
	});
});

/** Throws with the compiler's messages. */
async function compile(folder: string, files: readonly string[]): Promise<void> {
	const options = '--strict --noEmit --skipLibCheck --esModuleInterop --noUncheckedIndexedAccess --noUnusedLocals';
	const target = '--target es2022 --lib es2023 --module preserve --moduleResolution bundler --types node';
	const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
	await run(process.execPath, [tsc, ...options.split(' '), ...target.split(' '), ...files], { cwd: folder }).catch(
		({ stdout }: { stdout: string }) => {
			throw new Error(stdout);
		},
	);
}
