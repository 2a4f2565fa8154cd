/**
 * Verifications of one remote provider in a row: many in one process, some by the command. Each must agree and leave the
 * customer as it was; and what the process holds must not grow from one verification to the next.
 */
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { load } from '../sources.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { startSandbox } = load('sandbox/sandbox.ts');

/** Bytes by which the heap swings of itself. Of 200 verifications, each that held on to 4 kB would show. */
const noise = 500_000;
/** What the process may hold after the last verification, at most as much as after a quarter of them. */
const held = ['sockets', 'timers', 'active', 'files', 'heap'];

/** Verifications in one process, `inRow` of them, and a tenth as many by the command. */
export async function verifications(inRow) {
	const folder = await mkdtemp(join(tmpdir(), 'contract-soak-'));
	const sandbox = await startSandbox();
	const customer = sandbox.addCustomer();
	const env = {
		...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(IMPRINT_|CONTRACT_|PACT_)/.test(name))),
		...{ IMPRINT_API_KEY: sandbox.apiKey, IMPRINT_CUSTOMER_ID: customer, TMPDIR: folder },
	};
	const url = new URL(sandbox.url).href;
	try {
		const before = await customerAt(sandbox, customer);
		/** Whether a verification that ended with `told` agreed and left the customer as it was; prints what is wrong. */
		const isFine = async (which, told) => {
			const isAsBefore = (await customerAt(sandbox, customer)) === before;
			if (told === 'agree' && isAsBefore) return true;
			console.error(`${which} is red: ${told === 'agree' ? 'the customer is not as it was' : told}`);
			return false;
		};
		const parts = [
			...(await inOneProcess(inRow, url, env, isFine)),
			await byTheCommand(Math.ceil(inRow / 10), url, env, isFine),
		];
		const left = await readdir(folder);
		for (const name of left) console.error(`left in the temporary folder: ${name}`);
		return [...parts, part('temporary folder', 1, Math.min(left.length, 1))];
	} finally {
		await sandbox.close();
		await rm(folder, { recursive: true, force: true });
	}
}

const part = (name, all, failed) => ({ name, passed: all - failed, failed });

/** The customer as an update of no field shows it, less what no update can put back. */
async function customerAt(sandbox, id) {
	const response = await fetch(`${sandbox.url}/v2/customers/${id}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
		body: '{}',
	});
	const { updated_at: _moment, metadata: _added, ...shown } = await response.json();
	return JSON.stringify(shown);
}

async function inOneProcess(count, url, env, isFine) {
	// Without V8's compilers, as what they make and keep of often used code would grow for hundreds of verifications.
	const execArgv = ['--expose-gc', '--no-opt', '--no-sparkplug'];
	const script = fileURLToPath(new URL('verifying.mjs', import.meta.url));
	const child = fork(script, [url], { cwd: root, env, execArgv });
	const ended = once(child, 'exit').then(([code, signal]) => `its process ended: ${signal ?? code}`);
	/** The answer, or how the process ended instead; one that hangs is ended. */
	const ask = async (what) => {
		if (child.connected) child.send(what);
		const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
		const answer = await Promise.race([once(child, 'message').then(([message]) => message), ended]);
		clearTimeout(timer);
		return answer;
	};
	let [failed, first] = [0, {}];
	const began = performance.now();
	const quarter = Math.max(1, Math.floor(count / 4));
	for (let index = 1; index <= count; index += 1) {
		if (!(await isFine(`verification ${index} of ${count}`, await ask('verify')))) failed += 1;
		if (index === quarter) first = await ask('measure');
	}
	const seconds = ((performance.now() - began) / 1000).toFixed(0);
	const last = await ask('measure');
	const figures = held.map((name) => `${name} ${first[name]} and ${last[name]}`).join(', ');
	console.log(`${count} verifications in ${seconds} s; after ${quarter} and after ${count}: ${figures}`);
	const grown = held.filter((name) => !(last[name] <= first[name] + (name === 'heap' ? noise : 0)));
	for (const name of grown) console.error(`grows from one verification to the next: ${name}`);
	if (child.connected) child.disconnect();
	const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
	const told = await ended;
	clearTimeout(timer);
	const isEnded = told === 'its process ended: 0';
	if (!isEnded) console.error(`after the last verification: ${told}`);
	return [
		part('verifications in one process', count, failed),
		part('what they leave in it', held.length + 1, grown.length + (isEnded ? 0 : 1)),
	];
}

async function byTheCommand(count, url, env, isFine) {
	let failed = 0;
	const args = [join(root, 'bin', 'contract.js'), 'verify', '--provider-url', url];
	for (let index = 1; index <= count; index += 1) {
		const told = await promisify(execFile)(process.execPath, args, { cwd: root, env }).then(
			() => 'agree',
			({ code, stdout, stderr }) => `exit code ${code}\n${stdout}${stderr}`,
		);
		if (!(await isFine(`verification ${index} of ${count} by the command`, told))) failed += 1;
	}
	return part('verifications by the command', count, failed);
}
