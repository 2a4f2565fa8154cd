/**
 * Starts a Pact Broker on this machine, from its Ruby gem, and prints its address when it is ready.
 * Usage: node tools/broker.mjs [--port N, default 9292; 0 is any free port] [--install]
 * Bundler installs the gems once into `.cache/broker/`; `--install` only installs. Needs Ruby 3.1 or later and a compiler.
 * The database is SQLite (`.cache/broker/pact_broker.sqlite`, or PACT_BROKER_DATABASE_NAME), or PostgreSQL by
 * PACT_BROKER_DATABASE_URL. The broker reads its other PACT_BROKER_* variables too, such as PACT_BROKER_BASIC_AUTH_ENABLED.
 */
import { parseArgs } from 'node:util';
import { install } from './broker/bundle.mjs';
import { serve } from './broker/serve.mjs';

const over = new AbortController();
for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
	// The parent that forked this process has ended.
	['disconnect', 143],
]) {
	process.once(signal, () => {
		process.exitCode = code;
		over.abort();
	});
}

// The IPC channel must not keep the process alive.
process.channel?.unref();

function options() {
	const { values } = parseArgs({
		options: { port: { type: 'string', default: '9292' }, install: { type: 'boolean', default: false } },
	});
	if (!/^\d+$/.test(values.port) || Number(values.port) > 65_535) {
		throw new Error('--port takes a whole number from 0 to 65535; 0 takes any free port');
	}
	return values;
}

let code = 2;
try {
	const { port, install: onlyInstall } = options();
	code = 1;
	await install(over.signal);
	if (!onlyInstall) await serve(port, over.signal);
} catch (error) {
	// An interruption is not a failure and has its own exit code.
	if (!over.signal.aborted) {
		console.error(`broker: ${error.message}`);
		process.exitCode = code;
	}
	over.abort();
}
