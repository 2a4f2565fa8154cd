/** Pact's command line as a child process: its environment, how it ends, and what its output means. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BrokerFault } from '../../src/broker/fault';
import { faultOf, runPactCli } from '../../src/broker/pact-cli';
import { brokerOf } from '../../src/broker/settings';
import { environmentForBroker } from '../../src/system/environment';
import { withFolder } from '../support/temporary';

const broker = (credentials: { token?: string; username?: string; password?: string; caFile?: string } = {}) =>
	brokerOf({
		broker: {
			baseUrl: 'http://in-url:secret-in-url@broker.example/base/',
			...{ token: undefined, username: undefined, password: undefined, caFile: undefined },
			...credentials,
		},
	});

/** Runs a program of the test in place of the binary. */
async function runWith(
	script: string,
	options: { limit?: number; args?: readonly string[]; of?: ReturnType<typeof broker> } = {},
) {
	const { limit = 20_000, args = [], of = broker() } = options;
	return withFolder(async (folder) => {
		const binary = join(folder, 'pact');
		await writeFile(binary, `#!${process.execPath}\n${script}\n`);
		await chmod(binary, 0o755);
		return runPactCli({ broker: of, command: 'publish', args, what: 'accept a pact', limit, binary });
	});
}

test('credentials go into its environment alone, and only those that are set', async () => {
	const script = `console.log(JSON.stringify({ args: process.argv.slice(2), env: process.env }))`;
	const environmentOf = async (of: ReturnType<typeof broker>) => {
		const { succeeded, text } = await runWith(script, { args: ['--x'], of });
		expect(succeeded).toBe(true);
		const { args, env } = JSON.parse(text) as { args: string[]; env: Record<string, string> };
		expect(args).toEqual(['broker', 'publish', '--retries=4', '--x']);
		return Object.fromEntries(Object.entries(env).filter(([name]) => /^(PACT|SSL|IMPRINT)/.test(name)));
	};
	const common = { PACT_BROKER_BASE_URL: 'http://broker.example/base', PACT_DO_NOT_TRACK: 'true' };
	expect(await environmentOf(broker({ token: 'tok', username: 'u', password: 'p' }))).toEqual({
		...common,
		PACT_BROKER_TOKEN: 'tok',
	});
	expect(await environmentOf(broker({ username: 'u', password: 'p', caFile: 'ca.pem' }))).toEqual({
		...{ ...common, PACT_BROKER_USERNAME: 'u', PACT_BROKER_PASSWORD: 'p', SSL_CERT_FILE: 'ca.pem' },
	});
	expect(await environmentOf(broker({ username: 'u', password: '' }))).toEqual({
		...common,
		PACT_BROKER_USERNAME: 'u',
	});
	expect(await environmentOf(broker())).toEqual({
		...{ ...common, PACT_BROKER_USERNAME: 'in-url', PACT_BROKER_PASSWORD: 'secret-in-url' },
	});
});

test('every request goes through the proxy that it is given, whatever the variables say', () => {
	process.env.no_proxy = '127.0.0.1';
	process.env.ALL_PROXY = 'http://other.example';
	try {
		const { NO_PROXY, no_proxy, ALL_PROXY, HTTP_PROXY, https_proxy } = environmentForBroker({}, 'http://127.0.0.1:1');
		expect({ NO_PROXY, no_proxy, ALL_PROXY }).toEqual({});
		expect([HTTP_PROXY, https_proxy]).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:1']);
	} finally {
		delete process.env.no_proxy;
		delete process.env.ALL_PROXY;
	}
});

test('a binary that is killed has not succeeded', async () => {
	const killed = runWith(`process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)`);
	await expect(killed).rejects.toMatchObject({
		code: 'broker.failed',
		message: "Pact's command line was killed by SIGKILL while the broker was asked to accept a pact.",
		fix: ['Run the command again: the broker may or may not have done it.'],
	});
	await expect(killed).rejects.toBeInstanceOf(BrokerFault);
});

test('a binary that never ends is killed', async () => {
	const endless = runWith(`setInterval(() => {}, 1000)`, { limit: 300 });
	await expect(endless).rejects.toMatchObject({
		code: 'broker.unreachable',
		message: expect.stringContaining('0.3 s') as string,
	});
});

test('a binary that is missing or not executable is bad input', async () => {
	const missing = {
		broker: broker(),
		command: 'publish',
		args: [],
		what: 'accept a pact',
		binary: '/nowhere/pact',
	} as const;
	await expect(runPactCli(missing)).rejects.toThrow(
		/^Pact's command line cannot be run: there is no such file \(\/nowhere\/pact\)\. Run/,
	);
	await withFolder(async (folder) => {
		const binary = join(folder, 'pact');
		await writeFile(binary, '');
		await expect(runPactCli({ ...missing, binary })).rejects.toThrow('is not permitted');
	});
});

test('both streams are read, and colours removed', async () => {
	const script = `console.log('\\u001b[31mred\\u001b[0m'); console.error('and'); process.exitCode = 1;`;
	const { succeeded, text } = await runWith(script);
	expect(succeeded).toBe(false);
	expect(text.split('\n').sort()).toEqual(['and', 'red']);
});

describe('the fault in its output', () => {
	const at = "URL: 'http://127.0.0.1:29292'";
	const path = "Request to pact broker path '/contracts/publish' failed:";
	test.each([
		[`❌ IO Error - ${path} 401 Unauthorized. ${at}`, 'broker.refused', 'answered 401 when asked to accept a pact.'],
		[`❌ ${path} 403 Forbidden. ${at}`, 'broker.refused', 'answered 403 when asked to accept a pact.'],
		[`❌ ${path} 400 Bad Request. ${at}`, 'broker.failed', '400 Bad Request'],
		[
			`❌ ${path} 503 Service Unavailable. Response: {"error":"boom"}. ${at}`,
			'broker.failed',
			'answered 503 (4 attempts) when',
		],
		[
			`❌ Failed to access pact broker path '' - error sending request for url (http://x/). ${at}`,
			'broker.unreachable',
			'(4 attempts)',
		],
		[
			'📨 Attempting\n\n❌ Something failed:\n   first line\n\nDetails',
			'broker.failed',
			'"Something failed: first line"',
		],
		["thread 'main' panicked\nsomewhere", 'broker.failed', `"thread 'main' panicked somewhere"`],
		['', 'broker.failed', 'answered nothing when'],
		// A quoted pact is not an error of the broker.
		[`❌ Odd.\n- "${path} 401 Unauthorized"`, 'broker.failed', '"Odd."'],
	])('%j: %s', (text, code, message) => {
		const fault = faultOf(broker(), 'accept a pact', { succeeded: false, text });
		expect(fault).toMatchObject({ code, message: expect.stringContaining(message) as string });
		expect(fault.message).not.toContain('secret-in-url');
	});

	test('400 to a token: a broker with basic auth', () => {
		const text = `❌ ${path} 400 Bad Request. ${at}`;
		expect(faultOf(broker({ token: 't' }), 'accept a pact', { succeeded: false, text }).code).toBe('broker.refused');
	});
});
