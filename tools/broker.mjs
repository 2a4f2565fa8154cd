/**
 * Starts a Pact Broker on this machine, from its Ruby gem, and prints its address once it answers.
 * Usage: node tools/broker.mjs [--port N, default 9292; 0 takes a free one] [--install]
 * Bundler installs the gems once into `.cache/broker/`; `--install` does no more than that. It needs Ruby 3.1 or later,
 * and what compiles native gems. The database is SQLite's `.cache/broker/pact_broker.sqlite`, or another file that
 * PACT_BROKER_DATABASE_NAME names, or PostgreSQL by PACT_BROKER_DATABASE_URL. Every other PACT_BROKER_* variable of
 * the broker counts too, such as PACT_BROKER_BASIC_AUTH_ENABLED with its USERNAME and PASSWORD.
 */
import { parseArgs } from 'node:util';
import { install } from './broker/bundle.mjs';
import { serve } from './broker/serve.mjs';

const over = new AbortController();
for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
	// Whoever started this with a channel is gone.
	['disconnect', 143],
]) {
	process.once(signal, () => {
		process.exitCode = code;
		over.abort();
	});
}

// The channel alone keeps nothing running.
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
	// An interruption is no failure, and has its own exit code.
	if (!over.signal.aborted) {
		console.error(`broker: ${error.message}`);
		process.exitCode = code;
	}
	over.abort();
}
