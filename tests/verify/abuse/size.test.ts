/**
 * Answers that are far too large, through the bridge in a process of its own: it is said what was too large, in time, in
 * bounded memory, and the process is well afterwards.
 */
import { execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { projectRoot } from '../../support/cli';
import { type Connected, flooding, saying, withRaw } from './raw';

interface Told {
	/** Those of the bridge. */
	readonly statuses: readonly number[];
	readonly outcomes: readonly string[];
	/** How many headers came. */
	readonly headers: readonly number[];
	/** What keeps a body from being read. */
	readonly bodies: readonly string[];
	/** By which the process grew at its highest. */
	readonly megabytes: number;
	readonly faults: readonly string[];
	/** Sockets, timers and the like that were not there before. */
	readonly left: number;
}

const folder = mkdtempSync(join(tmpdir(), 'contract-test-'));
const script = join(folder, 'asking.js');
// Bundled once, or every process would compile the sources for itself.
beforeAll(() => {
	const esbuild = join(projectRoot, 'node_modules', 'esbuild', 'bin', 'esbuild');
	const how = [
		'--bundle',
		'--main-fields=module,main',
		'--platform=node',
		'--target=node20',
		'--log-level=error',
		`--outfile=${script}`,
	];
	execFileSync(esbuild, [join(__dirname, 'asking.ts'), ...how]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a process of its own tells that asks a provider of bytes `times` times. */
function asking(connected: Connected, timeout = 10_000, times = 1): Promise<Told> {
	return withRaw(connected, async (url) => {
		const child = fork(script, [url.href, String(timeout), String(times)], { execArgv: [] });
		let told: Told | undefined;
		child.once('message', (message) => {
			told = message as Told;
		});
		const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
		if (code !== 0 || !told) throw new Error(`its process ended with ${code}`);
		return told;
	});
}

/** A measurement that shows no growth at all is none. */
function expectBounded(megabytes: number, most = 150): void {
	expect(megabytes).toBeGreaterThan(0);
	expect(megabytes).toBeLessThan(most);
}

const large = 50_000_000;
const ok = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const length = 'Content-Length: 2\r\n';

const [tooLarge, tooLargeDecoded, tooLargeHeaders] = [
	'cut: its body is larger than 16 MiB',
	'cut: its body is larger than 16 MiB when it is decoded',
	'cut: its headers are larger than 1 MiB',
];

/** Headers, and a body that is written as fast as it is taken. */
const body = (headers: string, bytes: Buffer): Connected => {
	return saying(Buffer.concat([Buffer.from(`${ok}${headers}\r\n`), bytes]), 'nothing');
};

const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x10_00_00, 'a'), Buffer.from('\r\n')]);
const zipped = gzipSync(Buffer.alloc(large, '{'));
const encoded = (encoding: string, bytes: Buffer) =>
	body(`Content-Encoding: ${encoding}\r\nContent-Length: ${bytes.length}\r\n`, bytes);

test.each<readonly [name: string, connected: Connected, outcome: string]>([
	['50 MB, with Content-Length', body(`Content-Length: ${large}\r\n`, Buffer.alloc(large, 'a')), tooLarge],
	[
		'50 MB in chunks',
		body('Transfer-Encoding: chunked\r\n', Buffer.concat(Array.from({ length: 48 }, () => chunk))),
		tooLarge,
	],
	['50 MB until the connection ends', body('', Buffer.alloc(large, 'a')), tooLarge],
	['50 MB in 50 kB of gzip', encoded('gzip', zipped), tooLargeDecoded],
	['50 MB in 50 kB of deflate', encoded('deflate', deflateSync(Buffer.alloc(large, '{'))), tooLargeDecoded],
	['50 MB in few bytes of Brotli', encoded('br', brotliCompressSync(Buffer.alloc(large, '{'))), tooLargeDecoded],
	['50 MB zipped twice', encoded('gzip, gzip', gzipSync(zipped)), tooLargeDecoded],
	['a body without an end', flooding(`${ok}\r\n`, 'a'.repeat(65_536)), tooLarge],
	['a header of 2 MB', saying(`${ok}X-Large: ${'a'.repeat(2_000_000)}\r\n${length}\r\n{}`), tooLargeHeaders],
	['headers without an end', flooding(ok, `X-A: ${'a'.repeat(1_000)}\r\n`.repeat(60)), tooLargeHeaders],
	['small headers without an end', flooding(ok, 'a:\r\n'.repeat(10_000)), tooLargeHeaders],
	['one header without an end', flooding(`${ok}X-A: `, 'a'.repeat(65_536)), tooLargeHeaders],
	['a reason without an end', flooding('HTTP/1.1 200 ', 'a'.repeat(65_536)), tooLargeHeaders],
	[
		'trailers without an end',
		flooding(`${ok}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n`, `X-A: ${'a'.repeat(60_000)}\r\n`),
		tooLargeHeaders,
	],
])('%s', async (_, connected, outcome) => {
	const { megabytes, ...told } = await asking(connected);
	expect(told).toEqual({ statuses: [502], outcomes: [outcome], headers: [0], bodies: [], faults: [], left: 0 });
	expectBounded(megabytes);
});

test.each<readonly [name: string, connected: Connected]>([
	[
		'a byte in a chunk, without an end',
		flooding(`${ok}Transfer-Encoding: chunked\r\n\r\n`, '1\r\na\r\n'.repeat(5_000)),
	],
	['100 Continue, without an end', flooding('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1_000))],
])('%s: the time limit ends it, and it takes no memory', async (_, connected) => {
	const { megabytes, statuses, faults, left } = await asking(connected, 1_000);
	expect({ statuses, faults, left }).toEqual({ statuses: [504], faults: [], left: 0 });
	expectBounded(megabytes);
});

test.each<readonly [name: string, headers: string, count: number]>([
	['10 000 headers', Array.from({ length: 10_000 }, (_, index) => `X-${index}: ${index}\r\n`).join(''), 10_000],
	['10 000 times the same header', 'Set-Cookie: a=b\r\n'.repeat(10_000), 10_000],
	['100 000 bytes in a header', `X-Large: ${'a'.repeat(100_000)}\r\n`, 1],
])('%s are accepted, and the bridge does not pass them to Pact', async (_, headers, count) => {
	const { megabytes, ...told } = await asking(saying(`${ok}${headers}${length}\r\n{}`));
	expect(told).toEqual({
		...{
			statuses: [200],
			outcomes: ['answered: 200'],
			headers: [count + 2],
			bodies: ['readable'],
			faults: [],
			left: 0,
		},
	});
	expectBounded(megabytes);
});

test('a body with many content encodings is not decoded: each would be a pass over all of it', async () => {
	let layers = Buffer.from('{}');
	for (let depth = 0; depth < 200; depth += 1) layers = gzipSync(layers);
	const encodings = Array.from({ length: 200 }, () => 'gzip').join(', ');
	const told = await asking(encoded(encodings, layers));
	expect(told).toMatchObject({
		outcomes: ['answered: 200'],
		bodies: ['its content encoding cannot be undone'],
		left: 0,
	});
});

test('a deeply nested body is not parsed: recursion would overflow the stack', async () => {
	const deep = Buffer.from(`${'{"a":'.repeat(1_000_000)}1${'}'.repeat(1_000_000)}`);
	const told = await asking(body(`Content-Length: ${deep.length}\r\n`, deep));
	expect(told).toMatchObject({
		...{ statuses: [200], outcomes: ['answered: 200'], bodies: ['it nests more than 500 levels deep'], left: 0 },
	});
});

test('forty answers of 50 MB take little more memory than a few: refused bodies are freed', async () => {
	const told = await asking(body(`Content-Length: ${large}\r\n`, Buffer.alloc(large, 'a')), 20_000, 40);
	expect(told).toMatchObject({ statuses: Array.from({ length: 40 }, () => 502), faults: [], left: 0 });
	expect(new Set(told.outcomes)).toEqual(new Set([tooLarge]));
	// Kept, they would take 640 MB; what is still to be collected counts too.
	expectBounded(told.megabytes, 320);
});
