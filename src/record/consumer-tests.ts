/** Finds the consumer tests, and runs them with Jest or with the command of the config. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Settings } from '../config/settings';
import { namesIn } from '../json/input-error';
import type { SpecDocument } from '../openapi/document/document';
import { environmentForPact } from '../system/environment';
import { projectRoot } from '../system/project';
import { runJest, type TestResult } from './jest';
import { runProcess } from './process';

export const isPactTest = (file: string): boolean => /\.pact\.test\.[cm]?[jt]sx?$/.test(file);

/** The consumer tests, from the project's root, in the order of their names. */
export async function findConsumerTests({ root, tests }: Pick<Settings, 'root' | 'tests'>): Promise<string[]> {
	const files = await namesIn(tests, readdir(join(root, tests), { recursive: true }));
	return files
		.filter((file) => isPactTest(file) && !/(^|[/\\])node_modules[/\\]/.test(file))
		.map((file) => join(tests, file).replaceAll('\\', '/'))
		.sort();
}

export interface ConsumerTests {
	/** Every test; empty where a command of the config runs them. */
	readonly results: readonly TestResult[];
	/** The last lines of a command that failed. */
	readonly commandFailure?: string;
}

export interface ConsumerRun {
	readonly settings: Settings;
	readonly files: readonly string[];
	/** The folder of the recordings. */
	readonly directory: string;
	/** The spec that the tests take their operations from. */
	readonly spec: Pick<SpecDocument, 'file' | 'overlays'>;
	readonly workers: number | undefined;
}

/** Rejects if Jest gives no result. */
export async function runConsumerTests({ settings, files, directory, spec, workers }: ConsumerRun) {
	const { root, record } = settings;
	const env = environmentForPact({
		...{ CONTRACT_RECORD_DIR: directory, CONTRACT_SPEC: spec.file, FORCE_COLOR: '0' },
		CONTRACT_OVERLAYS: JSON.stringify(spec.overlays),
	});
	// Node reads an escape as the character behind the backslash.
	const preload = `--require "${join(projectRoot, 'dist', 'preload.js').replace(/["\\]/g, '\\$&')}"`;
	env.NODE_OPTIONS = [env.NODE_OPTIONS, preload].filter(Boolean).join(' ');
	if (record === undefined) return { results: await runJest({ root, files, workers, env }) };
	const { code, output } = await runProcess(record.command, { cwd: root, env, shell: true });
	return { results: [], ...(code !== 0 && { commandFailure: lastLines(output) }) };
}

const lastLines = (output: string) =>
	stripVTControlCharacters(output)
		.split('\n')
		.map((line) => line.trimEnd())
		.filter(Boolean)
		.slice(-12)
		.join('\n');
