/**
 * Verifications of one remote provider in a row: many in one process, some by the command. Each must agree and leave the
 * customer as it was; and what the process holds must not grow from one verification to the next.
 */
import { fork, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const { startSandbox } = createRequire(import.meta.url)(join(root, 'dist', 'sandbox', 'sandbox.js'));

/** Bytes by which the heap swings of itself. Of 200 verifications, each that held on to 4 kB would show. */
const noise = 500_000;

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
		/** What is wrong after a verification that told `told`; undefined where nothing is. */
		const fault = async (told) => {
			if (told !== 'agree') return told;
			return (await customerAt(sandbox, customer)) === before ? undefined : 'the customer is not as it was';
		};
		const parts = [
			...(await inOneProcess(inRow, url, env, fault)),
			await byTheCommand(Math.ceil(inRow / 10), url, env, fault),
		];
		const left = await readdir(folder);
		for (const name of left) console.error(`left in the temporary folder: ${name}`);
		return [
			...parts,
			{ name: 'temporary folder', passed: left.length === 0 ? 1 : 0, failed: left.length === 0 ? 0 : 1 },
		];
	} finally {
		await sandbox.close();
		await rm(folder, { recursive: true, force: true });
	}
}

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

async function inOneProcess(count, url, env, fault) {
	// Without V8's compilers, as what they make and keep of often used code would grow for hundreds of verifications.
	const execArgv = ['--expose-gc', '--no-opt', '--no-sparkplug'];
	const child = fork(join(here, 'verifying.mjs'), [url], { cwd: root, env, execArgv });
	let answered = () => {};
	const ended = new Promise((resolve) =>
		child.once('close', (code, signal) => resolve({ told: `its process ended: ${signal ?? code}` })),
	);
	child.on('message', (message) => answered(message));
	const ask = (what) => {
		const answer = new Promise((resolve) => {
			answered = resolve;
		});
		if (child.connected) child.send(what);
		// Whatever hangs is an end too, and told as one.
		const patience = setTimeout(() => child.kill('SIGKILL'), what === 'end' ? 5_000 : 60_000);
		return Promise.race([answer, ended]).finally(() => clearTimeout(patience));
	};
	let failed = 0;
	let first;
	const began = performance.now();
	const quarter = Math.max(1, Math.floor(count / 4));
	for (let index = 1; index <= count; index += 1) {
		const { told } = await ask('verify');
		const wrong = await fault(told);
		if (wrong !== undefined) {
			failed += 1;
			console.error(`verification ${index} of ${count} is red: ${wrong}`);
		}
		if (index === quarter) first = await ask('measure');
	}
	const seconds = (performance.now() - began) / 1000;
	const last = await ask('measure');
	const { told } = await ask('end');
	console.log(
		`${count} verifications in ${seconds.toFixed(0)} s; after ${quarter} and after ${count}: ${Object.keys(last)
			.map((name) => `${name} ${first?.[name]} and ${last[name]}`)
			.join(', ')}`,
	);
	const grown = [
		...['sockets', 'timers', 'active', 'files'].filter((name) => !(last[name] <= first?.[name])),
		...(last.heap <= first?.heap + noise ? [] : ['heap']),
		...(told === 'its process ended: 0' ? [] : [told]),
	];
	for (const name of grown) console.error(`grows from one verification to the next: ${name}`);
	return [
		{ name: 'verifications in one process', passed: count - failed, failed },
		{ name: 'what they leave in it', passed: 6 - grown.length, failed: grown.length },
	];
}

async function byTheCommand(count, url, env, fault) {
	let failed = 0;
	for (let index = 1; index <= count; index += 1) {
		const wrong = await fault(await command(url, env));
		if (wrong === undefined) continue;
		failed += 1;
		console.error(`verification ${index} of ${count} by the command is red: ${wrong}`);
	}
	return { name: 'verifications by the command', passed: count - failed, failed };
}

/** 'agree', or what the command printed instead. */
function command(url, env) {
	return new Promise((resolve) => {
		const args = [join(root, 'bin', 'contract.js'), 'verify', '--provider-url', url];
		const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
		child.on('close', (code) => resolve(code === 0 ? 'agree' : `exit code ${code}\n${output}`));
	});
}
