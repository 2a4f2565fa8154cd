/**
 * Asks the provider at a URL for a few answers through the bridge, in a process of its own, and tells by one message what
 * came, how much memory that took at its highest, and what is still active afterwards.
 * Usage: fork(the bundle of this file, [URL, TIME LIMIT in milliseconds, HOW OFTEN])
 */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { createTransport } from '../../../src/http/transport';
import { createWire } from '../../../src/http/wire';
import { parsePact } from '../../../src/pact/pact-file';
import { exchangeOf } from '../../../src/verify/answer';
import { startBridge } from '../../../src/verify/bridge';
import { replayedOf } from '../../../src/verify/replayed';
import { postTo } from './post-to';

const [url = '', timeout, times] = process.argv.slice(2);
const faults: string[] = [];
for (const fault of ['unhandledRejection', 'uncaughtException']) {
	process.on(fault, (error) => faults.push(`${fault}: ${error}`));
}

/**
 * The highest memory of this process so far, in kB. On Linux, `maxRSS` begins with that of the process that forked this
 * one, which may be far above; the memory itself knows better.
 */
function peak(): number {
	try {
		return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
	} catch {
		return process.resourceUsage().maxRSS;
	}
}

const activeBefore = process.getActiveResourcesInfo().length;
const before = peak();
/** What keeps a body from being read. */
const faultOf = (body: object): string => ('fault' in body ? String(body.fault) : 'readable');

async function ask(): Promise<void> {
	const transport = createTransport({ provider: new URL(url), timeout: Number(timeout), firstWait: 1 });
	const wire = createWire(transport, undefined);
	const update = { request: { method: 'POST', path: '/v2/customers/1', body: {} }, response: { status: 200 } };
	const pact = parsePact('pact.json', JSON.stringify({ interactions: [update] }));
	const interactions = Array.from({ length: Number(times) }, () => replayedOf(pact, [])).flat();
	const bridge = await startBridge({
		interactions,
		send: (_, arrived) => wire.send({ ...arrived, purpose: 'an update' }),
		meetState: async (state) => ({ kind: 'unknown', state }),
	});
	const statuses: number[] = [];
	for (let index = 0; index < Number(times); index += 1) {
		await postTo(bridge.stateUrl, JSON.stringify({ params: { number: index } }));
		statuses.push(await postTo(`${bridge.url}/v2/customers/1`, '{}'));
	}
	const answers = wire.exchanges.map(({ answer }) => answer);
	const bodies = wire.exchanges.flatMap((each) =>
		each.answer.kind === 'answered' ? [faultOf(exchangeOf(each).response.body)] : [],
	);
	const megabytes = Math.round((peak() - before) / 1024);
	transport.close();
	await bridge.close();
	for (let tries = 0; tries < 3_000 && process.getActiveResourcesInfo().length > activeBefore; tries += 1)
		await wait(10);
	process.send?.({
		...{ statuses, megabytes, bodies, faults },
		outcomes: answers.map((each) =>
			each.kind === 'answered' ? `answered: ${each.status}` : `${each.kind}: ${'reason' in each ? each.reason : ''}`,
		),
		headers: answers.map((each) => ('headers' in each ? each.headers?.length : 0) ?? 0),
		left: Math.max(0, process.getActiveResourcesInfo().length - activeBefore),
	});
	process.disconnect();
}

ask();
