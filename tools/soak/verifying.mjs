/**
 * Verifies the provider at URL, COUNT times in this process and COUNT/10 times by the command. Each run must agree and restore
 * the customer, and sockets, timers, files and heap of this process must not grow.
 * Usage: fork(this file, [URL, COUNT]) with --expose-gc; each part is sent as `{ name, passed, failed }`.
 */
import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { load } from '../sources.mjs';

const { isRed } = load('src/exchange/finding.ts');
const { parseInvocation } = load('src/commands/arguments.ts');
const { environmentOf, openProject } = load('src/commands/project.ts');
const { run } = load('src/commands/run.ts');
const { createRedactor } = load('src/redact/redact.ts');

const [url, count] = [process.argv[2], Number(process.argv[3])];
const args = ['verify', '--provider-url', url];
const project = await openProject(parseInvocation(args), createRedactor());
const environment = environmentOf(project);
const { apiKey } = environment;
const customerId = process.env.IMPRINT_CUSTOMER_ID;
const launcher = fileURLToPath(new URL('../../bin/contract.js', import.meta.url));
/** Bytes of normal variation of the heap. Over 200 verifications, a leak of 4 kB each is detected. */
const noise = 500_000;

/** Resolves to 'agree', or the reason. */
async function verify() {
	const quiet = { show: () => {}, trace: () => {}, end: () => {} };
	// A redactor serves one run: it keeps what it learned.
	const redactor = createRedactor([apiKey, customerId]);
	const { report } = await run(project.options, project.settings, environment, quiet, redactor);
	const errors = report.findings.filter(isRed);
	if (report.verdict === 'agree' && report.interactions.length > 0 && errors.length === 0) return 'agree';
	return `${report.verdict}\n${errors.map(({ code, message }) => `${code}: ${message}`).join('\n')}`;
}

function verifyByCommand() {
	const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], { timeout: 60_000 });
	return status === 0 ? 'agree' : `exit code ${status}\n${stdout}${stderr}`;
}

/** The customer as an empty update returns it, without the fields that no update can restore. */
async function customer() {
	const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
	const response = await fetch(`${url}/v2/customers/${customerId}`, { method: 'POST', headers, body: '{}' });
	const { updated_at: _moment, metadata: _added, ...shown } = await response.json();
	return JSON.stringify(shown);
}

async function held() {
	// Handles close asynchronously, and full collection takes several rounds.
	for (let round = 0; round < 5; round += 1) {
		await wait(50);
		globalThis.gc();
	}
	const active = process.getActiveResourcesInfo();
	const files = await readdir('/proc/self/fd').catch(() => []);
	return {
		sockets: active.filter((each) => /TCP/.test(each)).length,
		timers: active.filter((each) => /Timeout|Immediate/.test(each)).length,
		...{ active: active.length, files: files.length, heap: process.memoryUsage().heapUsed },
	};
}

const before = await customer();

async function repeat(name, times, once) {
	let failed = 0;
	for (let index = 1; index <= times; index += 1) {
		const outcome = await Promise.resolve(once()).catch(String);
		const isBack = (await customer()) === before;
		if (outcome === 'agree' && isBack) continue;
		failed += 1;
		console.error(`${name}, ${index} of ${times}: ${isBack ? outcome : 'the customer was not restored'}`);
	}
	process.send({ name, passed: times - failed, failed });
}

const quarter = Math.max(1, Math.floor(count / 4));
await repeat('verifications in one process, first quarter', quarter, verify);
const first = await held();
await repeat('verifications in one process, the rest', count - quarter, verify);
const last = await held();
console.log(`held after ${quarter}: ${JSON.stringify(first)}\nheld after ${count}: ${JSON.stringify(last)}`);
const names = Object.keys(last);
const grown = names.filter((name) => last[name] > first[name] + (name === 'heap' ? noise : 0));
for (const name of grown) console.error(`leak: ${name} grew`);
process.send({ name: 'leaks in the process', passed: names.length - grown.length, failed: grown.length });
await repeat('verifications by the command', Math.ceil(count / 10), verifyByCommand);
process.disconnect();
