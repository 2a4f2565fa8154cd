/**
 * Starts a Pact Broker on this machine, from its Ruby gem, and says its address once it answers.
 * Usage: node tools/broker.mjs [--port N, default 9292; 0 takes a free one] [--install]
 * The gems go once into `.cache/broker/`; `--install` does no more than that. Ruby 3.1 or later is needed, and what
 * compiles its native gems. The database is SQLite's `.cache/broker/pact_broker.sqlite`, or another file that
 * PACT_BROKER_DATABASE_NAME names, or PostgreSQL by PACT_BROKER_DATABASE_URL. Every other PACT_BROKER_* variable of
 * the broker counts too, such as PACT_BROKER_BASIC_AUTH_ENABLED with its USERNAME and PASSWORD.
 */
import { parseArgs } from 'node:util';
import { gemsFolder } from './broker/gems.mjs';
import { Problem } from './broker/problem.mjs';
import { findRuby } from './broker/ruby.mjs';
import { startBroker } from './broker/serve.mjs';

const ended = new AbortController();
for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
	// Whoever started this with a channel is gone.
	['disconnect', 143],
]) {
	process.once(signal, () => {
		process.exitCode = code;
		ended.abort();
	});
}

// The channel alone keeps nothing running.
process.channel?.unref();

function options() {
	try {
		const { values } = parseArgs({
			options: { port: { type: 'string', default: '9292' }, install: { type: 'boolean', default: false } },
		});
		const port = Number(values.port);
		if (!/^\d+$/.test(values.port) || port > 65_535) {
			throw new Error('--port takes a whole number from 0 to 65535; 0 takes any free port');
		}
		return { port, onlyInstall: values.install };
	} catch (error) {
		throw new Problem(error.message, 2);
	}
}

try {
	const { port, onlyInstall } = options();
	const ruby = await findRuby();
	const gems = await gemsFolder(ruby, ended.signal);
	if (!onlyInstall) {
		const broker = await startBroker({ gems, port, signal: ended.signal });
		console.log(`Pact Broker ready: ${broker.url}`);
		await broker.end;
	}
} catch (error) {
	if (!ended.signal.aborted) {
		console.error(`broker: ${error.message}`);
		process.exitCode = error instanceof Problem ? error.code : 1;
	}
}
