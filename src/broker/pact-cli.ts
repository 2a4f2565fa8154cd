/**
 * Runs Pact's own command line of the broker: its native binary itself, as the script around it exits with 0 when the
 * binary is killed. It gets its credentials by its environment, never by its arguments, which anybody can read. It exits
 * with 1 over everything, so what went wrong is told by its words.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { InputError, reasonOf } from '../json/input-error';
import { environmentForBroker } from '../system/environment';
import { withoutOrphan } from '../system/lifetime';
import { BrokerFault, failed, refused, unreachable } from './fault';
import type { Broker } from './settings';

/** What it said, on whichever stream, without colours. */
export interface CliAnswer {
	readonly succeeded: boolean;
	readonly text: string;
}

export interface PactCliOptions {
	readonly broker: Broker;
	/** The subcommand of `pact broker`. */
	readonly command: 'publish' | 'can-i-deploy' | 'record-deployment';
	readonly args: readonly string[];
	/** What it is to do, for messages: an infinitive. */
	readonly what: string;
	/** Milliseconds for all its attempts together; it has no limit of its own. */
	readonly limit?: number;
	/** The binary; the one for this machine unless told. */
	readonly binary?: string;
}

/** It waits half a second before the second attempt, and twice as long before each further one. */
const attempts = 4;

/** Throws a {@link BrokerFault} where it came to no end of its own, an {@link InputError} where it cannot be run. */
export async function runPactCli(options: PactCliOptions): Promise<CliAnswer> {
	const { broker, command, args, what, limit = 60_000, binary = nativeBinary() } = options;
	const child = withoutOrphan(
		spawn(binary, ['broker', command, `--retries=${attempts}`, ...args], {
			env: environmentForBroker(settingsOf(broker)),
			stdio: ['ignore', 'pipe', 'pipe'],
		}),
	);
	const said: Buffer[] = [];
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
	// Not spawn's own limit: its timer outlives a binary that cannot be run.
	const timer = setTimeout(() => child.kill('SIGKILL'), limit);
	await once(child, 'close')
		.catch((error: unknown) => {
			throw new InputError(
				`Pact's command line cannot be run: ${reasonOf(error)} (${binary}). Run \`npm ci\` again, or allow it to be run.`,
			);
		})
		.finally(() => clearTimeout(timer));
	if (child.killed) throw unreachable(broker.name, what, `it gave no whole answer within ${limit / 1000} s`);
	if (child.signalCode !== null) {
		const title = `Pact's command line was killed by ${child.signalCode} while it was to ${what}.`;
		throw new BrokerFault('broker.failed', title, ['Run it again: whether it was done is not known.']);
	}
	const text = stripVTControlCharacters(Buffer.concat(said).toString('utf8')).trim();
	return { succeeded: child.exitCode === 0, text };
}

/** What kept it from doing what it was to do, from what it said. */
export function faultOf(broker: Broker, what: string, { text }: CliAnswer): BrokerFault {
	const complaint = complaintIn(text);
	const status = Number(/Request to pact broker path '.*' failed: (\d{3})\b/.exec(complaint)?.[1]);
	const isTokenRefused = status === 400 && broker.token !== undefined;
	if (status === 401 || status === 403 || isTokenRefused) return refused(broker.name, what, status);
	if (status >= 500)
		return failed(broker.name, what, `with status ${status}, also when it was tried ${attempts} times`);
	if (/error sending request for url/.test(complaint)) {
		return unreachable(broker.name, what, `no connection came about or it broke off, tried ${attempts} times`);
	}
	return failed(broker.name, what, quoted(complaint));
}

/** The first thing that it complains about, all of its paragraph where the line announces more; all that it said where there is none. */
export function complaintIn(text: string): string {
	const [found] = text.split(/\n\s*\n/).flatMap((paragraph) => /^❌[\s\S]*/m.exec(paragraph)?.[0] ?? []);
	const line = found?.split('\n')[0];
	return (line?.endsWith(':') ? found : line) ?? text;
}

/** In one line, and not all of a long one. */
export function quoted(text: string, most = 300): string {
	const line = text.replace(/^[❌\s]+|\s+$/g, '').replace(/\s+/g, ' ');
	if (line === '') return 'with nothing';
	return `"${line.length > most ? `${line.slice(0, most)}…` : line}"`;
}

/** An empty variable would count as set: a token that is empty comes before user and password. */
function settingsOf({ url, token, username, password, caFile }: Broker): NodeJS.ProcessEnv {
	const basic = { PACT_BROKER_USERNAME: username, PACT_BROKER_PASSWORD: password };
	const credentials = token === undefined ? basic : { PACT_BROKER_TOKEN: token };
	const settings = { PACT_BROKER_BASE_URL: url.href, ...credentials, SSL_CERT_FILE: caFile };
	return Object.fromEntries(Object.entries(settings).filter(([, value]) => value));
}

/** Each platform has a package of its own, beside that of the command line. */
function nativeBinary(): string {
	const machine = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
	try {
		const near = createRequire(require.resolve('@pact-foundation/pact-cli/package.json'));
		const folder = dirname(near.resolve(`@pact-foundation/pact-cli-${machine}/package.json`));
		return join(folder, 'standalone', platform() === 'win32' ? 'pact.exe' : 'pact');
	} catch {
		throw new InputError(
			`Pact's command line has no binary here for ${machine}. Run \`npm ci\` with optional dependencies; where there is none for this machine, use another one.`,
		);
	}
}
