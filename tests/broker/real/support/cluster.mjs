/**
 * A PostgreSQL cluster of its own for one run of the broker tests: in a temporary folder, on a free port, gone with who
 * started it. Sends `{ port, bin }` once it takes connections; ends, and removes all, when the channel closes.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'contract-postgresql-'));
const data = join(folder, 'data');
let server;
let isOver = false;

/** Debian keeps the programs by version, outside the PATH. */
function programs() {
	const versions = '/usr/lib/postgresql';
	const found = existsSync(versions)
		? readdirSync(versions)
				.sort((one, other) => Number(other) - Number(one))
				.map((version) => join(versions, version, 'bin'))
				.find((bin) => existsSync(join(bin, 'initdb')))
		: undefined;
	if (found !== undefined) return found;
	try {
		return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
	} catch {
		throw new Error('there is no PostgreSQL. On Debian and Ubuntu: apt-get install postgresql');
	}
}

/** PostgreSQL refuses to run as root. */
function account() {
	if (process.getuid() !== 0) return {};
	const [uid, gid] = ['-u', '-g'].map((which) => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' })));
	chownSync(folder, uid, gid);
	return { uid, gid };
}

function freePort() {
	return new Promise((resolve) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address();
			probe.close(() => resolve(port));
		});
	});
}

async function start(bin, as) {
	const port = await freePort();
	// What a crash of the machine would cost is nothing here, so nothing is flushed.
	const settings = [
		...[`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`],
		...['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=60', 'shared_buffers=32MB'],
	];
	server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
		...as,
		cwd: folder,
		detached: true,
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let said = '';
	server.stderr.setEncoding('utf8').on('data', (text) => {
		said = (said + text).slice(-4_000);
	});
	server.ended = new Promise((resolve) => server.once('close', resolve));
	for (let tries = 0; tries < 300; tries += 1) {
		if (server.exitCode !== null) throw new Error(`PostgreSQL ended before it was ready:\n${said}`);
		const isReady = await run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).then(
			() => true,
			() => false,
		);
		// Another's server may have got the port first.
		if (isReady && readFileSync(join(data, 'postmaster.pid'), 'utf8').startsWith(`${server.pid}\n`)) return port;
		await wait(100);
	}
	throw new Error(`PostgreSQL did not take connections within 30 s:\n${said}`);
}

async function stop() {
	if (isOver) return;
	isOver = true;
	if (server?.exitCode === null) {
		// At once: nobody needs the data any more.
		server.kill('SIGQUIT');
		await server.ended;
	}
	rmSync(folder, { recursive: true, force: true });
}

for (const signal of ['disconnect', 'SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);

try {
	const bin = programs();
	const as = account();
	const how = ['-D', data, '-A', 'trust', '-U', 'pact', '-E', 'UTF8', '--locale=C', '--no-sync'];
	await run(join(bin, 'initdb'), how, { ...as, cwd: folder });
	const port = await start(bin, as);
	if (process.connected) process.send({ port, bin });
} catch (error) {
	if (process.connected) process.send({ error: error.message });
	await stop();
	if (process.connected) process.disconnect();
}
