/** Runs test files with our Jest and our configuration: nothing of the project's own applies. */
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { InputError } from '../json/input-error';
import { isObject, type Json, jsonIn, property } from '../json/json';
import { withTemporaryFolder } from '../system/lifetime';
import { projectRoot } from '../system/project';
import type { CurrentTest } from './observation';
import { runProcess } from './process';

export interface TestResult {
	readonly status: 'passed' | 'failed' | 'notRun';
	/** From the project's root. */
	readonly file: string;
	/** Whether this is the file itself: it does not compile, or one of its hooks throws. */
	readonly isWholeFile: boolean;
	/** With the names of its `describe` blocks. */
	readonly name: string;
	/** Without those. */
	readonly title: string;
	/** In its file. */
	readonly index: number;
	/** As the test itself is known while it runs. */
	readonly test: CurrentTest;
	/** Of a failed test: message and stack, without colors. */
	readonly reason: string;
}

interface JestRun {
	readonly root: string;
	readonly files: readonly string[];
	readonly workers: number | undefined;
	readonly env: NodeJS.ProcessEnv;
}

/** A client that never comes back is red after this many milliseconds. */
const testTimeout = 10_000;

export async function runJest({ root, files, workers, env }: JestRun): Promise<TestResult[]> {
	return withTemporaryFolder('jest', async (folder) => {
		const outputFile = join(folder, 'results.json');
		const args = [
			...[require.resolve('jest/bin/jest'), '--ci', '--forceExit', '--json', '--outputFile', outputFile],
			...['--config', JSON.stringify(configFor(root, files))],
			...(workers === undefined ? [] : ['--maxWorkers', String(workers)]),
			...['--runTestsByPath', ...files],
		];
		const { output } = await runProcess(process.execPath, { args, cwd: root, env });
		const report = jsonIn(await readFile(outputFile, 'utf8').catch(() => ''));
		if (!isObject(report)) throw new InputError(`Jest could not start: ${firstError(output)}`);
		const results = list(report.testResults).flatMap((suite) => resultsOf(suite, root));
		const isRed = results.some(({ status }) => status === 'failed');
		if (report.success !== true && !isRed) throw new InputError(`Jest failed: ${firstError(output)}`);
		return results;
	});
}

function configFor(root: string, files: readonly string[]) {
	const swc = require.resolve('@swc/jest');
	const transformed = (tsx: boolean) => [
		swc,
		{ jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx } }, module: { type: 'commonjs' } },
	];
	return {
		rootDir: root,
		roots: [...new Set(files.map((file) => join(root, file, '..')))],
		// Not a glob, which would have to match the path of the project as well.
		testRegex: ['\\.pact\\.test\\.[cm]?[jt]sx?$'],
		testEnvironment: join(projectRoot, 'dist', 'jest-environment.js'),
		transform: { '\\.[cm]?[jt]s$': transformed(false), '\\.[jt]sx$': transformed(true) },
		// TypeScript's ECMAScript modules import `./client.js` and mean `client.ts`.
		moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts', '$1.tsx'] },
		testTimeout,
		watchman: false,
	};
}

function resultsOf(suite: Json, root: string): TestResult[] {
	const path = String(property(suite, 'name') ?? '');
	const file = relative(root, path).replaceAll('\\', '/');
	const tests = list(property(suite, 'assertionResults')).map((test, index): TestResult => {
		const name = String(property(test, 'fullName') ?? '');
		const title = String(property(test, 'title') ?? '');
		const reason = list(property(test, 'failureMessages')).map(String).join('\n');
		const status = statuses[String(property(test, 'status'))] ?? 'notRun';
		const own = { file: path, name };
		return { status, file, isWholeFile: false, name, title, index, test: own, reason: plain(reason) };
	});
	if (property(suite, 'status') !== 'failed' || tests.some(({ status }) => status === 'failed')) return tests;
	const whole = { isWholeFile: true, name: file, title: file, index: tests.length, test: { file: path, name: file } };
	return [...tests, { status: 'failed', file, ...whole, reason: plain(String(property(suite, 'message') ?? '')) }];
}

const plain = stripVTControlCharacters;

const statuses: Readonly<Record<string, TestResult['status']>> = { passed: 'passed', failed: 'failed' };

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** The first line of Jest's output that is an error, or its first line. */
function firstError(output: string): string {
	const lines = stripVTControlCharacters(output)
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('at '));
	const line = lines.find((each) => /error/i.test(each)) ?? lines[0];
	return line === undefined ? 'it printed nothing.' : `${line.replace(/^● /, '').replace(/\.$/, '')}.`;
}
