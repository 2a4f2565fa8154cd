/** Runs the broker in puma on loopback and prints its address when it is ready. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundle, cache } from './bundle.mjs';

const config = fileURLToPath(new URL('config.ru', import.meta.url));
/** Milliseconds. On a slow disk the first start, which creates the tables, takes half a minute. */
const startLimit = 180_000;

/** Serves until `signal` is aborted. Rejects if the broker does not start or ends by itself. */
export async function serve(port, signal) {
	const { env, threads } = await chooseDatabase();
	const options = ['--no-config', '-w', '0', '-e', 'production', '-t', threads, '-b', `tcp://127.0.0.1:${port}`];
	const { child, closed } = bundle(['exec', 'puma', ...options, config], {
		// PACT_BROKER_BASE_URL is for clients; the broker would write it into every link.
		env: { ...env, PACT_BROKER_BASE_URL: undefined, BROKER_ENDS_WITH_INPUT: 'true' },
		stdio: 'pipe',
		signal,
	});
	let isReady = false;
	const lines = [];
	const listening = new Promise((resolve) => {
		const read = (line) => {
			const url = /Listening on (http:\S+)/.exec(line)?.[1];
			if (url !== undefined) resolve(url);
			if (isReady) console.error(line);
			// Without the frames of Ruby stack traces.
			else if (!/^\s+from /.test(line)) lines.push(line);
		};
		for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read);
	});
	const ended = closed.then(({ reason }) => {
		throw new Error(isReady ? `the broker ended by itself (${reason})` : explained(reason, lines, port));
	});
	const late = wait(startLimit, undefined, { ref: false }).then(() => {
		throw new Error(`the broker was not ready within ${startLimit / 1000} s. ${last(lines)}`);
	});
	const url = await Promise.race([listening, ended, late]);
	// A broken connection means that the broker is ending.
	const { status } = await Promise.race([fetch(url, { headers: headers(), signal }).catch(() => ended), ended, late]);
	if (status === 401) {
		throw new Error(
			'the broker rejects its own credentials. With PACT_BROKER_BASIC_AUTH_ENABLED=true set both ' +
				'PACT_BROKER_BASIC_AUTH_USERNAME and PACT_BROKER_BASIC_AUTH_PASSWORD.',
		);
	}
	if (status !== 200) throw new Error(`the broker answers ${status} after its start. ${last(lines)}`);
	isReady = true;
	console.log(`Pact Broker ready: ${url}`);
	await ended;
}

/** The database of the variables; default: an SQLite file in the cache folder. */
async function chooseDatabase() {
	const { PACT_BROKER_DATABASE_URL: url, PACT_BROKER_DATABASE_ADAPTER: adapter } = process.env;
	// SQLite has one writer, so one thread.
	if (url) return { env: {}, threads: /^sqlite/.test(url) ? '1:1' : '1:5' };
	if (adapter && adapter !== 'sqlite') return { env: {}, threads: '1:5' };
	const file = process.env.PACT_BROKER_DATABASE_NAME || join(cache, 'pact_broker.sqlite');
	await mkdir(dirname(file), { recursive: true });
	const env = { PACT_BROKER_DATABASE_ADAPTER: 'sqlite', PACT_BROKER_DATABASE_NAME: file };
	return { env: { ...env, PACT_BROKER_DATABASE_URL: undefined }, threads: '1:1' };
}

/** The broker without credentials ignores an empty name and password. */
function headers() {
	const [name, password] = ['USERNAME', 'PASSWORD'].map((what) => {
		const { [`PACT_BROKER_BASIC_AUTH_${what}`]: writer, [`PACT_BROKER_BASIC_AUTH_READ_ONLY_${what}`]: reader } =
			process.env;
		return writer || reader || '';
	});
	const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
	return { accept: 'application/hal+json', authorization };
}

function explained(reason, lines, port) {
	const text = lines.join('\n');
	if (/EADDRINUSE/.test(text)) {
		return `port ${port} is in use. Stop the process that listens there, or choose another port: npm run broker -- --port 0`;
	}
	const database = /(?:PG::ConnectionBad|SQLite3::CantOpenException): ([^\n]*)/.exec(text)?.[1];
	if (database !== undefined) {
		return (
			`the database cannot be reached: ${database}\n` +
			'Start it, or correct PACT_BROKER_DATABASE_URL (postgres://USER:PASSWORD@HOST:PORT/NAME); ' +
			'without it the broker uses an SQLite file.'
		);
	}
	return `the broker ended before it was ready (${reason}). ${last(lines)}`;
}

function last(lines) {
	if (lines.length === 0) return 'It printed nothing.';
	return ['Its last lines:', ...lines.slice(-15).map((line) => `  ${line}`)].join('\n');
}
