/**
 * Verifies the provider at a URL in this process at each message 'verify', and answers 'agree' or what was wrong; answers
 * 'measure' with what the process holds. Usage: fork(this file, [URL]) with --expose-gc
 */
import { readdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { load } from '../sources.mjs';

const { parseInvocation } = load('src/commands/arguments.ts');
const { readEnvironment } = load('src/system/environment.ts');
const { run } = load('src/commands/run.ts');
const { createRedactor } = load('src/redact/redact.ts');

const environment = readEnvironment();
const invocation = parseInvocation(['verify', '--provider-url', process.argv[2]]);
const quiet = { say: () => {}, trace: () => {}, end: () => {} };

async function verify() {
	// It remembers what it has seen of a run, and serves one.
	const redactor = createRedactor([environment.apiKey, environment.customerId]);
	const { report } = await run(invocation, environment, quiet, redactor);
	const errors = report.findings.filter(({ severity }) => severity === 'error');
	return report.verdict === 'agree' && report.interactions.length > 0 && errors.length === 0
		? 'agree'
		: `${report.verdict}\n${errors.map(({ code, message }) => `${code}: ${message}`).join('\n')}`;
}

async function measure() {
	// What has just been closed is gone a moment later; what can be collected, after a few rounds.
	for (let round = 0; round < 5; round += 1) {
		await wait(50);
		globalThis.gc();
	}
	const active = process.getActiveResourcesInfo();
	const count = (pattern) => active.filter((each) => pattern.test(each)).length;
	return {
		...{ sockets: count(/TCP/), timers: count(/Timeout|Immediate/), active: active.length },
		files: (await readdir('/proc/self/fd').catch(() => [])).length,
		heap: process.memoryUsage().heapUsed,
	};
}

process.on('message', async (what) => process.send(await (what === 'verify' ? verify().catch(String) : measure())));
