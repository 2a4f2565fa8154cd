/** The broker's process: puma on loopback, which prints its address once the broker answers. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundle, cache } from './bundle.mjs';

const config = fileURLToPath(new URL('config.ru', import.meta.url));
/** On a slow disk the first start, which makes the tables, takes half a minute. */
const patience = 180_000;

/** Serves until `signal` is aborted. Rejects where the broker does not get ready, or ends by itself. */
export async function serve(port, signal) {
	const { env, threads } = await chooseDatabase();
	const options = ['--no-config', '-w', '0', '-e', 'production', '-t', threads, '-b', `tcp://127.0.0.1:${port}`];
	const { child, closed } = bundle(['exec', 'puma', ...options, config], {
		// The address in PACT_BROKER_BASE_URL is the client's; the broker would write it into every link.
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
			// Frames of Ruby's stack traces help nobody here.
			else if (!/^\s+from /.test(line)) lines.push(line);
		};
		for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read);
	});
	const ended = closed.then(({ reason }) => {
		throw new Error(isReady ? `the broker ended by itself (${reason})` : explained(reason, lines, port));
	});
	const late = wait(patience, undefined, { ref: false }).then(() => {
		throw new Error(`the broker was not ready within ${patience / 1000} s. ${last(lines)}`);
	});
	const url = await Promise.race([listening, ended, late]);
	// A connection that breaks means that the broker ends.
	const { status } = await Promise.race([fetch(url, { headers: headers(), signal }).catch(() => ended), ended, late]);
	if (status === 401) {
		throw new Error(
			'the broker refuses its own credentials. With PACT_BROKER_BASIC_AUTH_ENABLED=true set both ' +
				'PACT_BROKER_BASIC_AUTH_USERNAME and PACT_BROKER_BASIC_AUTH_PASSWORD.',
		);
	}
	if (status !== 200) throw new Error(`the broker starts and answers ${status}. ${last(lines)}`);
	isReady = true;
	console.log(`Pact Broker ready: ${url}`);
	await ended;
}

/** The database that the variables name, SQLite's file of the project's where they name none. */
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

/** With the credentials of the broker; without any, an empty name and password are ignored. */
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
		return `port ${port} is taken. End what listens there, or choose another: npm run broker -- --port 0`;
	}
	const database = /(?:PG::ConnectionBad|SQLite3::CantOpenException): ([^\n]*)/.exec(text)?.[1];
	if (database !== undefined) {
		return (
			`the database cannot be reached: ${database}\n` +
			'Start it, or put PACT_BROKER_DATABASE_URL right (postgres://USER:PASSWORD@HOST:PORT/NAME); ' +
			'without it the broker keeps a file of SQLite.'
		);
	}
	return `the broker ended before it was ready (${reason}). ${last(lines)}`;
}

function last(lines) {
	if (lines.length === 0) return 'It said nothing.';
	return ['Its last lines:', ...lines.slice(-15).map((line) => `  ${line}`)].join('\n');
}
