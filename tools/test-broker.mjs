/**
 * Runs the broker tests on SQLite and then on PostgreSQL. Needs Ruby and PostgreSQL, and fails if a broker cannot be started.
 * Options go to Jest, such as a test file.
 * Usage: node tools/test-broker.mjs [--database sqlite|postgresql] [OPTION FOR JEST…]
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compile } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const given = process.argv.slice(2);
const only = given[0] === '--database' ? given.splice(0, 2)[1] : undefined;

await compile();
for (const database of only === undefined ? ['sqlite', 'postgresql'] : [only]) {
	console.log(`broker tests on ${database}`);
	// Each worker starts a broker, which keeps a core busy.
	const args = [jest, '--selectProjects', 'broker', '--maxWorkers', '2', ...given];
	const { status } = spawnSync(process.execPath, args, {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, CONTRACT_BROKER_DATABASE: database },
	});
	if (status !== 0) process.exitCode = 1;
}
