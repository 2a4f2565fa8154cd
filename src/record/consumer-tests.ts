/** Runs the consumer Pact tests with Jest in a child process. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { InputError } from '../json/input-error';
import { isObject, type Json, jsonIn, property } from '../json/json';
import { environmentForPact } from '../system/environment';
import { withoutOrphan } from '../system/lifetime';
import { projectRoot } from '../system/project';

export interface ConsumerTests {
	/** Tests that did not run: `skip`, `todo`, or another test's `only`. */
	readonly notRun: readonly string[];
	readonly failed: readonly { readonly title: string; readonly reason: string }[];
}

/** Runs the tests, which record into `directory`. Rejects if Jest gives no result. */
export async function runConsumerTests(directory: string, workers: number | undefined): Promise<ConsumerTests> {
	const results = join(directory, 'results.json');
	const jest = require.resolve('jest/bin/jest');
	const args = [
		...[jest, '--selectProjects', 'consumer', '--ci', '--passWithNoTests', '--forceExit', '--json'],
		...[`--outputFile=${results}`, ...(workers === undefined ? [] : [`--maxWorkers=${workers}`])],
	];
	const output = await run(args, environmentForPact({ CONTRACT_RECORD_DIR: directory, FORCE_COLOR: '0' }));
	const report = jsonIn(await readFile(results, 'utf8').catch(() => ''));
	if (!isObject(report)) throw new InputError(`Jest could not start: ${firstError(output)}`);
	const suites = list(report.testResults);
	const tests = suites.flatMap((suite) => list(property(suite, 'assertionResults')));
	const titleOf = (test: Json) => String(property(test, 'title') ?? '');
	const withStatus = (...wanted: string[]) => tests.filter((test) => wanted.includes(String(property(test, 'status'))));
	// A suite can fail without a failed test: it does not compile, or one of its hooks throws.
	const isRed = (test: Json) => property(test, 'status') === 'failed';
	const broken = suites.filter((suite) => isRed(suite) && !list(property(suite, 'assertionResults')).some(isRed));
	const failed = [
		...withStatus('failed').map((test) => ({
			title: titleOf(test),
			reason: plain(list(property(test, 'failureMessages')).map(String).join('\n')),
		})),
		...broken.map((suite) => ({
			title: basename(String(property(suite, 'name') ?? '')),
			reason: plain(String(property(suite, 'message') ?? '')),
		})),
	];
	if (failed.length === 0 && report.success !== true) {
		failed.push({ title: 'the consumer tests', reason: 'Jest reports a failure without a reason' });
	}
	return { notRun: withStatus('pending', 'todo', 'skipped', 'disabled').map(titleOf), failed };
}

/** The first line of Jest's output that is an error, or its first line. */
function firstError(output: string): string {
	const lines = plain(output).split('\n');
	const line = lines.find((each) => /error/i.test(each)) ?? lines[0] ?? '';
	return line === '' ? 'it printed nothing.' : `${line.replace(/^● /, '').replace(/\.$/, '')}.`;
}

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** Without colours and stack. */
function plain(text: string): string {
	return stripVTControlCharacters(text)
		.split('\n')
		.filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
		.map((line) => line.trim())
		.join('\n');
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = withoutOrphan(
			spawn(process.execPath, args, { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'pipe'] }),
		);
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (chunk: string) => {
				output = (output + chunk).slice(-20_000);
			});
		}
		child.on('error', reject);
		child.on('close', () => resolve(output));
	});
}
