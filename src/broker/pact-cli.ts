/**
 * Runs Pact's command line: the native binary itself, because the script around it exits with 0 if the binary is killed.
 * Credentials go into its environment, never into its arguments, which every user of the machine can read. It exits with 1
 * for every failure, so the cause is read from its output.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { codeOf, InputError, reasonOf } from '../json/input-error';
import { environmentForBroker } from '../system/environment';
import { withoutOrphan } from '../system/lifetime';
import { astray, BrokerFault, failed, refused, unreachable } from './fault';
import { startGuard } from './guard';
import type { Broker } from './settings';

export interface CliAnswer {
	readonly succeeded: boolean;
	/** The output on both streams, without colours. */
	readonly text: string;
}

export interface PactCliOptions {
	readonly broker: Broker;
	/** The subcommand of `pact broker`. */
	readonly command: 'publish' | 'can-i-deploy' | 'record-deployment';
	readonly args: readonly string[];
	/** What the broker is asked to do, an infinitive for messages. */
	readonly what: string;
	/** Milliseconds for all attempts together; the command line has no limit of its own. */
	readonly limit?: number;
	/** Default: the binary for this machine. */
	readonly binary?: string;
}

/** The command line waits half a second before the second attempt, and twice as long before each later one. */
const attempts = 4;

/** Throws a {@link BrokerFault} if it was killed or led to another host, an {@link InputError} if it cannot be run. */
export async function runPactCli(options: PactCliOptions): Promise<CliAnswer> {
	const { broker, command, args, what, limit = 60_000, binary = nativeBinary() } = options;
	const guard = await startGuard(broker);
	const child = withoutOrphan(
		spawn(binary, ['broker', command, `--retries=${attempts}`, ...args], {
			env: environmentForBroker(settingsOf(broker), guard.url),
			stdio: ['ignore', 'pipe', 'pipe'],
		}),
	);
	const output: Buffer[] = [];
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk));
	// The timer of spawn's own `timeout` keeps running if the binary cannot be run.
	const timer = setTimeout(() => child.kill('SIGKILL'), limit);
	await once(child, 'close')
		.catch((error: unknown) => {
			// Where it is the machine that lacks something, the binary is not to blame.
			if (/^(EMFILE|ENFILE|EAGAIN|ENOMEM)$/.test(codeOf(error) ?? '')) throw error;
			throw new InputError(
				`Pact's command line cannot be run: ${reasonOf(error)} (${binary}). Run \`npm ci\` again, or make the file executable.`,
			);
		})
		.finally(() => {
			clearTimeout(timer);
			return guard.close();
		});
	const other = guard.refusedHost();
	if (other !== undefined) throw astray(broker.name, what, other);
	if (child.killed) throw unreachable(broker.name, what, `no complete answer within ${limit / 1000} s`);
	if (child.signalCode !== null) {
		const title = `Pact's command line was killed by ${child.signalCode} while the broker was asked to ${what}.`;
		throw new BrokerFault('broker.failed', title, ['Run the command again: the broker may or may not have done it.']);
	}
	const text = stripVTControlCharacters(Buffer.concat(output).toString('utf8')).trim();
	return { succeeded: child.exitCode === 0, text };
}

/** The fault that the output reports. */
export function faultOf(broker: Broker, what: string, { text }: CliAnswer): BrokerFault {
	const complaint = complaintIn(text);
	const status = Number(/Request to pact broker path '.*' failed: (\d{3})\b/.exec(complaint)?.[1]);
	const isTokenRefused = status === 400 && broker.token !== undefined;
	if (status === 401 || status === 403 || isTokenRefused) return refused(broker.name, what, status);
	if (status >= 500) return failed(broker.name, what, `${status} (${attempts} attempts)`);
	if (/error sending request for url/.test(complaint)) {
		return unreachable(broker.name, what, `no connection, or a connection that broke off (${attempts} attempts)`);
	}
	return failed(broker.name, what, quoted(complaint));
}

/** The first error line, or its paragraph if the line ends in a colon; the whole output without an error line. */
export function complaintIn(text: string): string {
	const [found] = text.split(/\n\s*\n/).flatMap((paragraph) => /^❌[\s\S]*/m.exec(paragraph)?.[0] ?? []);
	const line = found?.split('\n')[0];
	return (line?.endsWith(':') ? found : line) ?? text;
}

/** In one line of at most `most` characters. */
export function quoted(text: string, most = 300): string {
	const line = text.replace(/^[❌\s]+|\s+$/g, '').replace(/\s+/g, ' ');
	if (line === '') return 'nothing';
	return `"${line.length > most ? `${line.slice(0, most)}…` : line}"`;
}

/** Empty variables are left out: an empty token would take precedence over user and password. */
function settingsOf({ url, token, username, password, caFile }: Broker): NodeJS.ProcessEnv {
	const basic = { PACT_BROKER_USERNAME: username, PACT_BROKER_PASSWORD: password };
	const credentials = token === undefined ? basic : { PACT_BROKER_TOKEN: token };
	const settings = { PACT_BROKER_BASE_URL: url.href, ...credentials, SSL_CERT_FILE: caFile };
	return Object.fromEntries(Object.entries(settings).filter(([, value]) => value));
}

/** Each platform has a package of its own. */
function nativeBinary(): string {
	const machine = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
	try {
		const near = createRequire(require.resolve('@pact-foundation/pact-cli/package.json'));
		const folder = dirname(near.resolve(`@pact-foundation/pact-cli-${machine}/package.json`));
		return join(folder, 'standalone', platform() === 'win32' ? 'pact.exe' : 'pact');
	} catch {
		throw new InputError(
			`Pact's command line has no binary for ${machine} here. Run \`npm ci\` with optional dependencies, or use a machine for which Pact has one.`,
		);
	}
}
