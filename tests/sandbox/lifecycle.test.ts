import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startSandbox } from '../../sandbox/sandbox';
import { sendUpdate, updatePath, withSandbox } from './http';

/** Bounds a hang on a busy machine; no test waits for it. */
const patience = 60_000;

interface Started {
	readonly process: ChildProcessWithoutNullStreams;
	readonly url: string;
	readonly apiKey: string;
	readonly customerId: string;
}

const children: ChildProcessWithoutNullStreams[] = [];

async function spawnSandbox(): Promise<Started> {
	const child = spawn(process.execPath, ['-r', 'esbuild-register', join(__dirname, 'sandbox-process.ts')]);
	children.push(child);
	for await (const line of createInterface(child.stdout)) {
		const place: Omit<Started, 'process'> = JSON.parse(line);
		return { process: child, ...place };
	}
	throw new Error('the sandbox process ended before it said where it is');
}

// Only a failed test leaves one running.
afterAll(() => {
	for (const child of children) child.kill();
});

/** Ends the process's input and returns how it ended: code 0 only if nothing was thrown and no handle was left. */
async function endOf(child: ChildProcessWithoutNullStreams): Promise<{ code: unknown; errors: string }> {
	let errors = '';
	child.stderr.on('data', (chunk) => {
		errors += chunk;
	});
	child.stdin.end();
	const [code] = await once(child, 'close');
	return { code, errors };
}

async function dial(url: string): Promise<Socket> {
	const socket = connect(Number(new URL(url).port), '127.0.0.1');
	// A reset is what these tests provoke; whether it shows as an error here depends on the moment.
	socket.on('error', () => undefined);
	await once(socket, 'connect');
	return socket;
}

/** Hangs up in order, so that every byte arrives, and returns when the server has let go too. */
async function sendAndHangUp(url: string, bytes: string): Promise<void> {
	const socket = await dial(url);
	const closed = once(socket, 'close');
	socket.resume().end(bytes);
	await closed;
}

/** Breaks off at once: whether the bytes arrive before the reset is up to the network. */
async function sendAndBreakOff(url: string, bytes: string): Promise<void> {
	const socket = await dial(url);
	await new Promise((sent) => socket.write(bytes, sent));
	socket.resetAndDestroy();
}

describe('starting', () => {
	test('listens on the loopback interface, on a free port', async () => {
		await withSandbox(async (sandbox) => expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/));
	});

	test('is unreachable at any other address of the machine', async () => {
		const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
		const others = addresses.filter(({ family, address }) => family === 'IPv4' && address !== '127.0.0.1');
		await withSandbox(async ({ url }) => {
			for (const host of [...others.map(({ address }) => address), '[::1]'])
				await expect(fetch(url.replace('127.0.0.1', host))).rejects.toThrow('fetch failed');
		});
	});

	test('listens on the requested port, or rejects with the error of the system', async () => {
		await withSandbox(async (sandbox) => {
			const port = Number(new URL(sandbox.url).port);
			await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
		});
	});

	test('rejects an invalid port', async () => {
		await expect(startSandbox({ port: 65_536 })).rejects.toMatchObject({ code: 'ERR_SOCKET_BAD_PORT' });
	});

	test('two sandboxes share nothing', async () => {
		await withSandbox(async (one) => {
			await withSandbox(async (other) => {
				expect(one.url).not.toBe(other.url);
				const id = one.addCustomer();
				expect((await sendUpdate(one, id, {})).status).toBe(200);
				expect((await sendUpdate(other, id, {})).status).toBe(404);
			});
		});
	});
});

describe('customers', () => {
	test('have different random UUIDs, and an unused id belongs to none', async () => {
		await withSandbox(async (sandbox) => {
			const ids = Array.from({ length: 50 }, () => sandbox.addCustomer());
			const unused = Array.from({ length: 50 }, () => sandbox.unusedCustomerId());
			const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
			expect(new Set([...ids, ...unused]).size).toBe(100);
			for (const id of [...ids, ...unused]) expect(id).toMatch(uuid);
		});
	});

	test('keep all of many concurrent updates', async () => {
		await withSandbox(async (sandbox) => {
			const ids = [sandbox.addCustomer(), sandbox.addCustomer()];
			const turns = Array.from({ length: 200 }, (_, turn) => turn);
			const replies = await Promise.all(
				turns.map((turn) => sendUpdate(sandbox, ids[turn % 2] ?? '', { metadata: { [`key${turn}`]: turn } })),
			);
			expect(replies.every((reply) => reply.status === 200)).toBe(true);
			const times = replies.map((reply) => {
				const { id, updated_at } = reply.body as { id: string; updated_at: string };
				return `${id} ${updated_at}`;
			});
			expect(new Set(times).size).toBe(200);
			for (const [remainder, id] of ids.entries()) {
				const { metadata } = (await sendUpdate(sandbox, id, {})).body as { metadata: Record<string, number> };
				const expected = turns.filter((turn) => turn % 2 === remainder);
				expect(Object.values(metadata).sort((a, b) => a - b)).toEqual(expected);
			}
		});
	});
});

describe('closing', () => {
	test('refuses later connections, and may be repeated', async () => {
		const sandbox = await startSandbox();
		await Promise.all([sandbox.close(), sandbox.close()]);
		await sandbox.close();
		await expect(fetch(sandbox.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
	});

	test('cuts open connections: silent, mid-request and kept alive', async () => {
		const sandbox = await startSandbox();
		const id = sandbox.addCustomer();
		await sendUpdate(sandbox, id, {});
		const [silent, halfWay] = [await dial(sandbox.url), await dial(sandbox.url)];
		const cut = Promise.all([silent, halfWay].map((socket) => once(socket, 'close')));
		halfWay.write(`POST ${updatePath(id)} HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 9\r\n\r\n{`);
		silent.resume();
		halfWay.resume();
		// Answered on a third connection, so the server has accepted the two before.
		await sendUpdate(sandbox, id, {});
		await sandbox.close();
		await cut;
	});

	test(
		'leaves no handle behind: a process with nothing else to do ends',
		async () => {
			const sandbox = await spawnSandbox();
			await sendUpdate(sandbox, sandbox.customerId, {});
			const silent = await dial(sandbox.url);
			silent.resume();
			expect(await endOf(sandbox.process)).toEqual({ code: 0, errors: '' });
			silent.destroy();
		},
		patience,
	);
});

test(
	'a client that leaves half-way or talks nonsense never takes the process down',
	async () => {
		const sandbox = await spawnSandbox();
		const { url, apiKey, customerId } = sandbox;
		const head = `POST ${updatePath(customerId)} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer ${apiKey}\r\n`;
		const json = `${head}Content-Type: application/json\r\n`;
		const rename = '{"first_name":"Jane"}';
		const stories = [
			'',
			head,
			`${json}Content-Length: ${rename.length}\r\n\r\n${rename.slice(0, -1)}`,
			`${json}Transfer-Encoding: chunked\r\n\r\n5\r\n{"fir`,
			`${json}Transfer-Encoding: chunked\r\n\r\nnot a length\r\n`,
			`${json}Content-Length: 2\r\n\r\n{}`.repeat(50),
			'no HTTP at all\r\n\r\n',
			`POST ${'/%'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
			'POST http://[ HTTP/1.1\r\nHost: sandbox\r\n\r\n',
			'CONNECT sandbox:1 HTTP/1.1\r\nHost: sandbox\r\n\r\n',
			'GET / HTTP/1.1\r\nHost: sandbox\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
		];
		for (const bytes of stories) {
			await sendAndHangUp(url, bytes);
			await sendAndBreakOff(url, bytes);
		}

		const reply = await sendUpdate(sandbox, customerId, { last_name: 'Sample' });
		expect(reply).toMatchObject({ status: 200, body: { first_name: 'Example', last_name: 'Sample' } });
		expect(await endOf(sandbox.process)).toEqual({ code: 0, errors: '' });
	},
	patience,
);
