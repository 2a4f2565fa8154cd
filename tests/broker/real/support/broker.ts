/**
 * A real Pact Broker for the time of a test, started as a user starts it, on the database that the run is on. It asks
 * for credentials. A broker that cannot be started is a failure; when the test is over, nothing of it is left.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../../support/cli';
import { withFolder } from '../../../support/temporary';
import { createDatabase, type DatabaseKind, databaseKind } from './database';

export interface BrokerOptions {
	/** More variables of the broker's own, such as `PACT_BROKER_WEBHOOK_RETRY_SCHEDULE`. */
	readonly env?: Readonly<Record<string, string>>;
}

/** A document of the broker's; what a test needs beside its links it looks at by itself. */
export interface Hal {
	readonly [property: string]: unknown;
	readonly _links?: Readonly<Record<string, { readonly href: string; readonly name?: string }>>;
	readonly _embedded?: Readonly<Record<string, readonly Hal[]>>;
}

export interface Answer {
	readonly status: number;
	/** Empty where the broker sent no JSON. */
	readonly body: Hal;
}

export interface Broker {
	/** Such as `http://127.0.0.1:40775`; the same after a restart. */
	readonly url: string;
	/** The client's variables: address, name and password of who may publish. */
	readonly env: Readonly<Record<'PACT_BROKER_BASE_URL' | 'PACT_BROKER_USERNAME' | 'PACT_BROKER_PASSWORD', string>>;
	/** The same for who may only read. */
	readonly readOnlyEnv: Broker['env'];
	readonly database: DatabaseKind;
	/** Reads a document, by its path or its whole address, with credentials. */
	get(path: string): Promise<Answer>;
	/** Sends `body` as JSON, with credentials. */
	send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer>;
	/** Ends it; its data stay. Nothing listens at its address then. */
	stop(): Promise<void>;
	/** Starts it at the same address with the same data, ending it before where it runs. */
	restart(): Promise<void>;
}

/** Runs `use` with a broker that knows nobody yet: no participants, no environments. Webhooks may go to loopback. */
export async function withBroker<T>(options: BrokerOptions, use: (broker: Broker) => Promise<T>): Promise<T> {
	return withFolder(async (folder) => {
		const database = await createDatabase(folder);
		const [writer, reader] = [account('writer'), account('reader')];
		const variables = { ...settings, ...database.env, ...authentication(writer, reader), ...options.env };
		let running = await startBroker(0, variables);
		const { url } = running;
		const request = async (method: string, path: string, body?: unknown): Promise<Answer> => {
			const response = await fetch(new URL(path, url), {
				method,
				headers: {
					accept: 'application/hal+json, application/json',
					authorization: `Basic ${Buffer.from(`${writer.name}:${writer.password}`).toString('base64')}`,
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
				},
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
			});
			const text = await response.text();
			const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
			return { status: response.status, body: isJson ? (JSON.parse(text) as Hal) : {} };
		};
		const broker: Broker = {
			url,
			env: clientVariables(url, writer),
			readOnlyEnv: clientVariables(url, reader),
			database: databaseKind(),
			get: (path) => request('GET', path),
			send: request,
			stop: () => running.stop(),
			async restart() {
				await running.stop();
				running = await startBroker(Number(new URL(url).port), variables);
			},
		};
		try {
			return await use(broker);
		} finally {
			await running.stop();
			await database.remove();
		}
	});
}

const settings = {
	PACT_BROKER_WEBHOOK_HOST_WHITELIST: '127.0.0.1 localhost',
	PACT_BROKER_WEBHOOK_SCHEME_WHITELIST: 'http https',
};

interface Account {
	readonly name: string;
	readonly password: string;
}

const account = (name: string): Account => ({ name, password: randomBytes(12).toString('hex') });

function authentication(writer: Account, reader: Account): Record<string, string> {
	return {
		PACT_BROKER_BASIC_AUTH_ENABLED: 'true',
		PACT_BROKER_BASIC_AUTH_USERNAME: writer.name,
		PACT_BROKER_BASIC_AUTH_PASSWORD: writer.password,
		PACT_BROKER_BASIC_AUTH_READ_ONLY_USERNAME: reader.name,
		PACT_BROKER_BASIC_AUTH_READ_ONLY_PASSWORD: reader.password,
	};
}

const clientVariables = (url: string, { name, password }: Account): Broker['env'] => ({
	PACT_BROKER_BASE_URL: url,
	PACT_BROKER_USERNAME: name,
	PACT_BROKER_PASSWORD: password,
});

interface Running {
	readonly url: string;
	stop(): Promise<void>;
}

/** Starts `npm run broker` without npm; rejects with what it said where it does not get ready. */
async function startBroker(port: number, variables: Readonly<Record<string, string>>): Promise<Running> {
	// The developer's own variables change no test.
	const inherited = Object.entries(process.env).filter(([name]) => !/^(PACT_|CONTRACT_|JEST_)/.test(name));
	const child = fork(join(projectRoot, 'tools', 'broker.mjs'), ['--port', String(port)], {
		env: { ...Object.fromEntries(inherited), ...variables },
		// The channel ends the broker where this process does not come to it.
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
	let said = '';
	const closed = once(child, 'close');
	const url = await new Promise<string>((resolve, reject) => {
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				said = (said + text).slice(-8_000);
				const found = /^Pact Broker ready: (\S+)$/m.exec(said)?.[1];
				if (found !== undefined) resolve(found);
			});
		}
		child.once('error', reject);
		child.once('close', (code) => reject(new Error(`The broker did not start (exit code ${code}).\n${said}`)));
	});
	return { url, stop: () => stopBroker(child, closed) };
}

async function stopBroker(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
	child.kill('SIGTERM');
	await closed;
}
