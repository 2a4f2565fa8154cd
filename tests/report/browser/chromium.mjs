/**
 * A headless Chromium driven over two pipes (`--remote-debugging-pipe`): no package, no port, nothing left behind.
 * The browser is $CHROMIUM, or `chromium` on the PATH.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const flags = [
	...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run'],
	...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-extensions'],
	'--remote-debugging-pipe',
];

/** Starts the browser with one page. `send` calls a DevTools method of it; `events` is what it told unasked. */
export async function openPage() {
	const profile = await mkdtemp(join(tmpdir(), 'contract-browser-'));
	const browser = spawn(process.env.CHROMIUM || 'chromium', [...flags, `--user-data-dir=${profile}`], {
		stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
		detached: true,
	});
	const closed = new Promise((resolve) => browser.once('close', resolve));
	const waiting = new Map();
	const events = [];
	const [commands, answers] = [browser.stdio[3], browser.stdio[4]];
	let count = 0;
	let rest = '';
	let ended;

	const fail = (reason) => {
		ended ??= reason;
		for (const { reject } of waiting.values()) reject(new Error(reason));
		waiting.clear();
	};
	browser.once('error', (error) => fail(`Chromium cannot be started: ${error.message}. Install it, or set CHROMIUM`));
	browser.once('exit', () => fail('Chromium ended before it answered'));
	commands.on('error', () => {});
	answers.setEncoding('utf8').on('data', (chunk) => {
		const messages = (rest + chunk).split('\0');
		rest = messages.pop();
		for (const { id, result, error, method, params } of messages.map((message) => JSON.parse(message))) {
			if (id === undefined) events.push({ method, params });
			else if (error) waiting.get(id)?.reject(new Error(error.message));
			else waiting.get(id)?.resolve(result);
			waiting.delete(id);
		}
	});
	const call = (method, params = {}, sessionId = undefined) =>
		new Promise((resolve, reject) => {
			if (ended) return reject(new Error(ended));
			count += 1;
			const id = count;
			const timer = setTimeout(() => reject(new Error(`${method} had no answer within 30 s`)), 30_000);
			const settled = (settle) => (value) => {
				clearTimeout(timer);
				settle(value);
			};
			waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
			commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
		});
	const close = async () => {
		await call('Browser.close').catch(() => {});
		const timer = setTimeout(() => process.kill(-browser.pid, 'SIGKILL'), 5_000);
		if (browser.pid !== undefined) await closed;
		clearTimeout(timer);
		await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
	};

	try {
		const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
		const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
		const send = (method, params) => call(method, params, sessionId);
		for (const domain of ['Page', 'Network', 'Runtime', 'Log']) await send(`${domain}.enable`);
		return { send, events, close };
	} catch (error) {
		await close();
		throw error;
	}
}
