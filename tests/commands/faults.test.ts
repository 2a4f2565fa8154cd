/** An internal error: one message, exit code 3, and the place only with --debug. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contract, projectRoot } from '../support/cli';
import { withProject } from '../support/temporary';

const spec = ['--spec', join(projectRoot, 'spec', 'openapi.yaml')];
const verify = ['verify', join(projectRoot, 'pacts', 'imprint-client-imprint.json'), ...spec];

/** The command with `script` run before it, for what cannot be brought about from outside. */
const after = (script: string, args: readonly string[]) =>
	withProject(async (folder) => {
		const preload = join(folder, 'preload.cjs');
		await writeFile(preload, script);
		return contract(args, { env: { NODE_OPTIONS: `--require "${preload}"` } });
	});

const inMain = (script: string) => `if (!process.send && !process.env.JEST_WORKER_ID) { ${script} }`;
const beforeContact = inMain(
	`const { readFile } = require('node:fs/promises'); require('node:fs/promises').readFile = () => { throw new TypeError('over here'); };`,
);
const later = (what: string) =>
	inMain(
		`const { createServer } = require('node:http'); require('node:http').createServer = (...all) => { setTimeout(() => { ${what} }, 1); return createServer(...all); };`,
	);

const told = 'contract failed by a fault of its own, and nothing was judged: ';
const kept = '(message withheld: it may quote the provider; --show-values shows it)';

test.each([
	['before the first request, with its message', beforeContact, 'over here'],
	['uncaught, without its message', later("throw new RangeError('Jane')"), `RangeError ${kept}`],
	[
		'of a promise, without its message',
		later("Promise.reject(Object.assign(new Error('Jane'), { code: 'ERR_X' }))"),
		`Error ERR_X ${kept}`,
	],
	['that is not an Error, without its message', later("Promise.reject('Jane')"), `string ${kept}`],
])('it is printed in one line, %s', async (_, script, message) => {
	const { code, stderr, stdout } = await after(script, verify);
	expect(stderr).toBe(`${told}${message}\n`);
	expect([code, stdout]).toEqual([3, '']);
});

test.each([
	['caught', beforeContact, 'over here'],
	['uncaught', later("throw new RangeError('Jane\\n    at Jane')"), `RangeError ${kept}`],
])('with --debug its place is printed, %s', async (_, script, message) => {
	const { stderr } = await after(script, [...verify, '--debug']);
	const lines = stderr.split('\n').filter((each) => !/^(POST|GET) /.test(each));
	const [first, ...stack] = lines;
	expect(first).toBe(`${told}${message}`);
	expect(stack.pop()).toBe('');
	expect(stack.length).toBeGreaterThan(0);
	for (const line of stack) expect(line).toMatch(/^ +at .*:\d+:\d+\)?$/);
});

test('with --format json it is JSON', async () => {
	const { code, stdout } = await after(later("throw new RangeError('Jane')"), [...verify, '--format', 'json']);
	expect(JSON.parse(stdout)).toMatchObject({ verdict: 'unjudged' });
	expect(code).toBe(3);
});

test('with --show-values the message of an uncaught error is printed', async () => {
	const { stderr } = await after(later("throw new RangeError('Jane')"), [...verify, '--show-values']);
	expect(stderr).toBe(`${told}Jane\n`);
});
