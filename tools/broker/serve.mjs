/** The broker's process: started with puma on loopback, awaited until it answers, ended with its starter. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cache } from './gems.mjs';
import { Problem } from './problem.mjs';
import { rubyEnvironment } from './ruby.mjs';

const config = fileURLToPath(new URL('./config.ru', import.meta.url));
const host = '127.0.0.1';
/** On a slow disk the first start, which makes the tables, takes half a minute. */
const patience = 180_000;

/**
 * Starts the broker and waits until it answers with the credentials that it was given. `url` is its address, `end`
 * settles when it has ended: rejects where it ended by itself. Aborting `signal` ends it.
 */
export async function startBroker({ gems, port, signal }) {
	await mustBeFree(port);
	const { env, threads } = await chooseDatabase();
	const puma = [join(gems, 'bin', 'puma'), '--no-config', '-w', '0', '-e', 'production', '-t', threads];
	const child = spawn('ruby', [...puma, '-b', `tcp://${host}:${port}`, config], {
		env: rubyEnvironment({ ...env, GEM_HOME: gems, GEM_PATH: gems, BROKER_ENDS_WITH_INPUT: 'true' }),
		// Ctrl-C reaches this process alone, which ends the broker then.
		detached: true,
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	const lines = [];
	const state = { url: undefined, isReady: false, ended: undefined };
	const read = (line) => {
		// Frames of Ruby's stack traces tell nobody here anything.
		if (/^\s+from /.test(line)) return;
		state.url ??= /Listening on (http:\S+)/.exec(line)?.[1];
		if (state.isReady) console.error(line);
		lines.push(line);
		if (lines.length > 200) lines.shift();
	};
	for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read);
	const ended = once(child, 'close').then(
		([code, by]) => (state.ended = by ?? `exit code ${code}`),
		({ message }) => (state.ended = message),
	);
	const stop = async () => {
		child.kill('SIGTERM');
		const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
		await ended;
		clearTimeout(timer);
	};
	signal.addEventListener('abort', stop, { once: true });
	try {
		await ready(state, lines, signal);
		state.isReady = true;
	} catch (error) {
		await stop();
		throw error;
	}
	const end = ended.then(() => {
		if (!signal.aborted) throw new Problem(`the broker ended by itself (${state.ended}).\n${last(lines)}`);
	});
	// Who starts it may look at it later.
	end.catch(() => {});
	return { url: state.url, end };
}

async function mustBeFree(port) {
	const probe = createServer().listen(port, host);
	await once(probe, 'listening').catch(({ code }) => {
		const reason =
			code === 'EADDRINUSE' ? `is taken. End what listens there, or choose` : `cannot be had (${code}). Choose`;
		throw new Problem(`port ${port} ${reason} another: npm run broker -- --port 0`);
	});
	await new Promise((resolve) => probe.close(resolve));
}

/** The database that the variables name, SQLite's file of the project where they name none; SQLite has one writer, so one thread. */
async function chooseDatabase() {
	const { PACT_BROKER_DATABASE_URL: url, PACT_BROKER_DATABASE_ADAPTER: adapter } = process.env;
	// The address in this variable is the client's; the broker would write it into every link.
	const env = { PACT_BROKER_BASE_URL: undefined };
	if (url) return { env, threads: /^sqlite/.test(url) ? '1:1' : '1:5' };
	if (adapter && adapter !== 'sqlite') return { env, threads: '1:5' };
	const file = process.env.PACT_BROKER_DATABASE_NAME || join(cache, 'pact_broker.sqlite');
	await mkdir(dirname(file), { recursive: true });
	const own = { PACT_BROKER_DATABASE_ADAPTER: 'sqlite', PACT_BROKER_DATABASE_NAME: file };
	return { env: { ...env, ...own, PACT_BROKER_DATABASE_URL: undefined }, threads: '1:1' };
}

/** Waits until the heartbeat and the index answer. Puma listens before the broker is loaded. */
async function ready(state, lines, signal) {
	const until = Date.now() + patience;
	let faults = 0;
	while (Date.now() < until) {
		signal.throwIfAborted();
		if (state.ended !== undefined) throw new Problem(explained(state.ended, lines));
		const status = state.url && (await statusOf(state.url, signal));
		if (status === 200) return;
		if (status === 401) throw new Problem(refused);
		if (status !== undefined) faults += 1;
		if (faults > 2) throw new Problem(`the broker starts and answers ${status}.\n${last(lines)}`);
		await wait(100);
	}
	throw new Problem(`the broker was not ready within ${patience / 1000} s.\n${last(lines)}`);
}

/** The first status that is not 200 of the pages that make it ready; undefined where none came. */
async function statusOf(url, signal) {
	try {
		for (const page of ['/diagnostic/status/heartbeat', '/']) {
			const response = await fetch(new URL(page, url), {
				headers: { accept: 'application/hal+json', ...authorization() },
				signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
			});
			await response.arrayBuffer();
			if (response.status !== 200) return response.status;
		}
		return 200;
	} catch {
		return undefined;
	}
}

function authorization() {
	for (const account of ['', 'READ_ONLY_']) {
		const [name, password] = ['USERNAME', 'PASSWORD'].map(
			(what) => process.env[`PACT_BROKER_BASIC_AUTH_${account}${what}`],
		);
		if (name && password) return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` };
	}
	return {};
}

const refused =
	'the broker refuses its own credentials. With PACT_BROKER_BASIC_AUTH_ENABLED=true set both ' +
	'PACT_BROKER_BASIC_AUTH_USERNAME and PACT_BROKER_BASIC_AUTH_PASSWORD.';

function explained(ended, lines) {
	const text = lines.join('\n');
	if (/Address already in use|EADDRINUSE/.test(text)) {
		return 'its port was taken meanwhile. Choose another: npm run broker -- --port 0';
	}
	if (/DatabaseConnectionError|PG::ConnectionBad|SQLite3::CantOpenException/.test(text)) {
		const reason = /(?:PG::ConnectionBad|SQLite3::\w+): ([^\n]*)/.exec(text)?.[1] ?? 'it does not say why';
		return `the database cannot be reached: ${reason}\nStart it, or put PACT_BROKER_DATABASE_URL right (postgres://USER:PASSWORD@HOST:PORT/NAME); without it the broker keeps a file of SQLite's.`;
	}
	return `the broker ended before it was ready (${ended}).\n${last(lines)}`;
}

function last(lines) {
	if (lines.length === 0) return 'It said nothing.';
	return ['Its last lines:', ...lines.slice(-15).map((line) => `  ${line}`)].join('\n');
}
