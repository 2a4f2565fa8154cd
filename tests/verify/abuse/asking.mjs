/**
 * Asks the provider at a URL for a few answers through the bridge, in a process of its own, and tells by one message what
 * came, how much memory that took at its highest, and what is still active afterwards.
 * Usage: fork(this file, [URL, TIME LIMIT in milliseconds, HOW OFTEN])
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { load } from '../../../tools/sources.mjs';

const { startBridge, tagState } = load('src/verify/bridge.ts');
const { createTransport } = load('src/http/transport.ts');
const { createWire } = load('src/http/wire.ts');
const { exchangeOf } = load('src/verify/answer.ts');
const { parsePact } = load('src/pact/pact-file.ts');

const [url, timeout, times] = process.argv.slice(2);
const faults = [];
for (const fault of ['unhandledRejection', 'uncaughtException']) {
	process.on(fault, (error) => faults.push(`${fault}: ${error}`));
}

/**
 * The highest memory of this process so far, in kB. On Linux, `maxRSS` begins with that of the process that forked this
 * one, which may be far above; the memory itself knows better.
 */
function peak() {
	try {
		return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
	} catch {
		return process.resourceUsage().maxRSS;
	}
}

/** The bridge's status. */
function post(to, body) {
	return new Promise((resolve, reject) => {
		const asked = request(to, { method: 'POST', agent: false }, (response) => {
			response.resume().on('end', () => resolve(response.statusCode));
		});
		asked.on('error', reject).end(body);
	});
}

const activeBefore = process.getActiveResourcesInfo().length;
const before = peak();
const transport = createTransport({ provider: new URL(url), timeout: Number(timeout), firstWait: 1 });
const wire = createWire(transport, undefined);
const update = { request: { method: 'POST', path: '/v2/customers/1' }, response: { status: 200 } };
const [interaction] = parsePact('pact.json', JSON.stringify({ interactions: [update] })).interactions;
const bridge = await startBridge({
	interactions: Array.from({ length: Number(times) }, () => ({ interaction, states: [], exchanges: [] })),
	send: (_, arrived) => wire.send({ ...arrived, purpose: 'an update' }),
	meetState: async (state) => ({ kind: 'unknown', state }),
});
const statuses = [];
for (let index = 0; index < Number(times); index += 1) {
	await post(bridge.stateUrl, JSON.stringify({ action: 'setup', state: tagState, params: { index } }));
	statuses.push(await post(`${bridge.url}/v2/customers/1`, '{}'));
}
const answers = wire.exchanges.map(({ answer }) => answer);
const bodies = wire.exchanges.flatMap((each) =>
	each.answer.kind === 'answered' ? [exchangeOf(each).response.body.fault ?? 'readable'] : [],
);
const megabytes = Math.round((peak() - before) / 1024);
transport.close();
await bridge.close();
for (let tries = 0; tries < 3_000 && process.getActiveResourcesInfo().length > activeBefore; tries += 1) await wait(10);
process.send({
	...{ statuses, megabytes, bodies, faults },
	outcomes: answers.map((each) =>
		each.kind === 'answered' ? `answered: ${each.status}` : `${each.kind}: ${each.reason}`,
	),
	headers: answers.map((each) => each.headers?.length ?? 0),
	left: Math.max(0, process.getActiveResourcesInfo().length - activeBefore),
});
process.disconnect();
