/**
 * A verification of a provider that misbehaves at each update of the customer: it ends, never green, never by a fault of
 * its own.
 */
import { gzipSync } from 'node:zlib';
import type { Distortion, FaultyProvider } from '../../support/faulty-provider';
import { withProvider } from '../../support/faulty-provider';
import { soon, verifyRemotely } from '../restore/verify-remotely';

/** Writes bytes of its own instead of the honest answer to an update that succeeds; `and` says what comes after. */
const raw = (bytes: (honest: string) => string | Buffer, and: 'FIN' | 'RST' | 'nothing' = 'FIN'): Distortion => {
	return (answer, { socket, update }) => {
		if (update === 0 || answer.status !== 200) return undefined;
		const content = bytes(JSON.stringify(answer.body));
		if (and === 'FIN') socket.end(content);
		else socket.write(content, () => and === 'RST' && setTimeout(() => socket.resetAndDestroy(), 20));
		return 'answered';
	};
};

const ok = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const whole = (body: string | Buffer, ...headers: readonly string[]) =>
	Buffer.concat([
		Buffer.from(`${[`${ok}Content-Length: ${Buffer.byteLength(body)}`, ...headers].join('\r\n')}\r\n\r\n`),
		Buffer.from(body),
	]);
/** The first so-manieth part of an answer. */
const part = (bytes: Buffer, share: number) => bytes.subarray(0, Math.floor(bytes.length * share));

const updates = ['changes every field that does not steer the sandbox', 'changes the e-mail alone'];

/** The findings about updates, each code once. */
async function told(provider: FaultyProvider, args: readonly string[] = []) {
	const { code, verdict, codesOf } = await verifyRemotely(provider, args);
	return { code, verdict, codes: [...new Set(updates.flatMap(codesOf))].map((each) => each.split(' ')[0]) };
}

const cut = { code: 3, verdict: 'unjudged', codes: ['provider.cut'] };

test.each<readonly [name: string, distort: Distortion, expected: object]>([
	['cut off within the status line', raw((body) => part(whole(body), 0.005), 'RST'), cut],
	['cut off within the body', raw((body) => part(whole(body), 0.9)), cut],
	[
		'without a length, cut off',
		raw((body) => `${ok}\r\n${body.slice(0, -1)}`),
		{ code: 1, verdict: 'disagree', codes: ['response.body.unreadable', 'provider.mismatch'] },
	],
	['of 50 MB', raw(() => whole(Buffer.alloc(50_000_000, ' '))), cut],
	['of 50 MB in 50 kB', raw(() => whole(gzipSync(Buffer.alloc(50_000_000, ' ')), 'Content-Encoding: gzip')), cut],
	['with a header of 2 MB', raw((body) => whole(body, `X-Large: ${'a'.repeat(2_000_000)}`)), cut],
	[
		'that nests without an end',
		raw(() => whole(`{"id":"1","metadata":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`)),
		{ code: 1, verdict: 'disagree', codes: ['response.body.unreadable', 'provider.mismatch'] },
	],
])('an answer %s', async (_, distort, expected) => {
	await withProvider(distort, async (provider) => expect(await told(provider)).toEqual(expected));
});

test('an endless answer', async () => {
	await withProvider(
		raw((body) => part(whole(body), 0.9), 'nothing'),
		async (provider) => {
			expect(await told(provider, soon)).toEqual({ code: 3, verdict: 'unjudged', codes: ['provider.timeout'] });
		},
	);
});

test.each<readonly [name: string, distort: Distortion]>([
	[
		'with 10 000 headers',
		raw((body) => whole(body, ...Array.from({ length: 10_000 }, (_, index) => `X-${index}: ${index}`))),
	],
	['that keeps its connection open', raw((body) => whole(body, 'Connection: keep-alive'), 'nothing')],
	[
		'with another behind it',
		raw((body) => Buffer.concat([whole(body), Buffer.from('HTTP/1.1 500 X\r\n\r\n')]), 'nothing'),
	],
])('an answer %s is judged like any other', async (_, distort) => {
	await withProvider(distort, async (provider) => {
		expect(await told(provider, ['--no-restore'])).toEqual({ code: 0, verdict: 'agree', codes: [] });
	});
});
