/** Variables from a `.env` file, and what is never taken from the command line. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contract, projectRoot } from '../support/cli';
import { withProject } from '../support/temporary';

const launcher = join(projectRoot, 'bin', 'contract.js');
const args = [
	...['verify', join(projectRoot, 'pacts', 'imprint-client-imprint.json')],
	...['--spec', join(projectRoot, 'spec', 'openapi.yaml')],
];

/** The command in a folder with such a `.env`, read as for a user. */
const withEnv = (text: string, env: NodeJS.ProcessEnv = {}) =>
	withProject(async (cwd) => {
		await writeFile(join(cwd, '.env'), text);
		return contract(args, { cwd, launcher, env: { CONTRACT_ENV_FILE: undefined, ...env } });
	});

const elsewhere = 'https://elsewhere.example.com';

test.each([
	['as it is', `IMPRINT_BASE_URL=${elsewhere}\n`],
	[
		'quoted, exported, with a comment and Windows line ends',
		`# ours\r\nexport IMPRINT_BASE_URL="${elsewhere}" # sandbox\r\n`,
	],
	['after a byte order mark', `\uFEFFIMPRINT_BASE_URL=${elsewhere}`],
])('a variable of .env counts, %s', async (_, text) => {
	const { code, stderr, stdout } = await withEnv(text);
	expect(stderr).toMatch(/elsewhere\.example\.com/);
	expect([code, stdout]).toEqual([2, '']);
});

test('the variable of the process wins', async () => {
	const { stderr } = await withEnv(`IMPRINT_BASE_URL=${elsewhere}`, { IMPRINT_BASE_URL: 'https://mine.example.com' });
	expect(stderr).toMatch(/mine\.example\.com/);
});

test.each([
	['IMPRINT_BASE_URL=\n', /^IMPRINT_BASE_URL is set but empty\./],
	['IMPRINT_AUTH_SCHEME=digest\n', /^IMPRINT_AUTH_SCHEME is neither/],
	['IMPRINT_API_KEY="a b"\n', /^IMPRINT_API_KEY holds a space/],
])('what is refused in the environment is refused there: %j', async (text, words) => {
	const { code, stderr } = await withEnv(text);
	expect(stderr).toMatch(words);
	expect(code).toBe(2);
});

test('an unquoted value ends at #', async () => {
	expect((await withEnv('IMPRINT_AUTH_SCHEME=basic#digest\n')).code).toBe(0);
	expect((await withEnv("IMPRINT_AUTH_SCHEME='basic#digest'\n")).stderr).toMatch(/^IMPRINT_AUTH_SCHEME is neither/);
});

test('unknown variables are not read from it', async () => {
	const text = 'CI=true\nNODE_OPTIONS=--nonsense\nPATH=\nCONTRACT_RECORD_DIR=/nowhere\nHOME=/nowhere\n';
	const { code } = await withEnv(text);
	expect(code).toBe(0);
});

test('nothing is read where CONTRACT_ENV_FILE is empty', async () => {
	const { code } = await withEnv(`IMPRINT_BASE_URL=${elsewhere}`, { CONTRACT_ENV_FILE: '' });
	expect(code).toBe(0);
});

test('CONTRACT_ENV_FILE names another file', async () => {
	await withProject(async (cwd) => {
		await writeFile(join(cwd, 'other'), `IMPRINT_BASE_URL=${elsewhere}`);
		const { stderr } = await contract(args, { cwd, launcher, env: { CONTRACT_ENV_FILE: 'other' } });
		expect(stderr).toMatch(/elsewhere\.example\.com/);
	});
});

test('a file that cannot be read is refused', async () => {
	await withProject(async (cwd) => {
		const run = (CONTRACT_ENV_FILE?: string) => contract(args, { cwd, launcher, env: { CONTRACT_ENV_FILE } });
		const missing = await run('other');
		expect(missing.stderr).toBe(
			'The variables in other cannot be read: there is no such file. Correct CONTRACT_ENV_FILE, or set it to nothing for no file.\n',
		);
		expect(missing.code).toBe(2);
		await mkdir(join(cwd, '.env'));
		const folder = await run();
		expect(folder.stderr).toMatch(
			/^The variables in \.env cannot be read: .*\. Make it readable, or set CONTRACT_ENV_FILE to nothing for no file\.\n$/,
		);
		expect(folder.code).toBe(2);
		const help = await contract(['help'], { cwd, launcher, env: { CONTRACT_ENV_FILE: undefined } });
		expect(help.code).toBe(0);
	});
});

test('a file without read permission is refused (skipped as root)', async () => {
	await withProject(async (cwd) => {
		await writeFile(join(cwd, '.env'), 'IMPRINT_API_KEY=x');
		await chmod(join(cwd, '.env'), 0);
		const { stderr } = await contract(args, { cwd, launcher, env: { CONTRACT_ENV_FILE: undefined } });
		expect(stderr.includes('The variables in .env cannot be read')).toBe(process.getuid?.() !== 0);
	});
});

test.each(['--api-key', '--apiKey=sk_given_here', '--token', '--auth-scheme', '--client-key-passphrase', '--password'])(
	'%s is never taken from the command line',
	async (option) => {
		const { code, stderr, stdout } = await contract(['verify', option, 'sk_given_here']);
		const name = option.split('=')[0];
		expect(stderr).toBe(
			`contract verify: ${name} is never taken from the command line, where anybody can read it. Set the variable that docs/sandbox.md or docs/broker.md names, or write it into .env.\n`,
		);
		expect([code, stdout]).toEqual([2, '']);
	},
);
