/**
 * A provider that is gone in the middle of its answer, after every one of its bytes: the bridge always answers, a part is
 * never taken for the whole unless HTTP itself cannot tell, and then its JSON can.
 */
import { gzipSync } from 'node:zlib';
import { check } from '../../../src/check/check';
import { liveExchange } from '../../../src/http/live';
import { loadSpec, type Spec } from '../../../src/openapi/spec';
import { type End, outcomeOf, say, withBridge, withRaw } from './raw';

const body = Buffer.from(
	'{"id":"a1b2c3d4-0000-4000-8000-000000000200","email":"changed@example.com","first_name":"Al"}',
);
const zipped = gzipSync(body);

const head = (...headers: readonly string[]) =>
	Buffer.from(`${['HTTP/1.1 200 OK', 'Content-Type: application/json', ...headers].join('\r\n')}\r\n\r\n`);

/** In chunks of 20 bytes. */
function chunked(bytes: Buffer): Buffer {
	const chunks: Buffer[] = [];
	for (let from = 0; from < bytes.length; from += 20) {
		const chunk = bytes.subarray(from, from + 20);
		chunks.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
	}
	return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
}

const framings = {
	'with its length': [head(`Content-Length: ${body.length}`), body],
	'in chunks': [head('Transfer-Encoding: chunked'), chunked(body)],
	'zipped, with its length': [head('Content-Encoding: gzip', `Content-Length: ${zipped.length}`), zipped],
	'zipped, in chunks': [head('Content-Encoding: gzip', 'Transfer-Encoding: chunked'), chunked(zipped)],
	'until the connection ends': [head(), body],
	'zipped, until the connection ends': [head('Content-Encoding: gzip'), zipped],
} as const satisfies Record<string, readonly [Buffer, Buffer]>;

let spec: Spec;
beforeAll(async () => {
	spec = await loadSpec('spec/openapi.yaml');
});

/** What came of an answer of which only the first `0`, `1`, `2`, … bytes were sent, as ranges with the same outcome. */
async function cutEverywhere(whole: Buffer, end: End): Promise<(readonly [range: string, outcome: string])[]> {
	let length = 0;
	const outcomes = await withRaw(
		(socket) => socket.once('data', () => say(socket, whole.subarray(0, length), end)),
		(url) =>
			withBridge(url, 5_000, async ({ interactions, begin, ask }) => {
				const found: string[] = [];
				for (length = 0; length <= whole.length; length += 1) {
					await begin(length);
					const status = await ask();
					const [recorded, ...more] = interactions[length]?.exchanges ?? [];
					if (!recorded || more.length > 0) throw new Error(`${length}: not exactly one answer was recorded`);
					// The order of the two events depends on the system.
					const outcome = outcomeOf(recorded).replace(/(cut): (the answer broke off|it closed the conn).*/, '$1');
					found.push(`${status}, ${outcome}, ${judged(recorded)}`);
				}
				return found;
			}),
	);
	return rangesOf(outcomes);
}

/** Whether the description is content with an answer, or there was none to be judged. */
function judged(recorded: Parameters<typeof liveExchange>[1]): string {
	if (recorded.answer.kind !== 'answered') return 'not judged';
	const request = { ...recorded.request, target: '/v2/customers/1' };
	const live = liveExchange({ file: '', index: 0, description: 'x' }, { ...recorded, request });
	return check(live, spec, 'provider').findings.some(({ severity }) => severity === 'error') ? 'red' : 'green';
}

function rangesOf(outcomes: readonly string[]): (readonly [range: string, outcome: string])[] {
	const starts = outcomes.flatMap((each, index) => (index > 0 && outcomes[index - 1] === each ? [] : [index]));
	return starts.map((start, nth) => {
		const last = (starts[nth + 1] ?? outcomes.length) - 1;
		return [start === last ? `${start}` : `${start} to ${last}`, outcomes[start] ?? ''] as const;
	});
}

const [cut, part, whole] = ['502, cut, not judged', '200, answered: 200, red', '200, answered: 200, green'];

describe.each(['FIN', 'RST'] as const)('by %s', (end) => {
	test.each(['with its length', 'in chunks', 'zipped, with its length', 'zipped, in chunks'] as const)(
		'an answer %s is an answer at its last byte, and not before',
		async (framing) => {
			const answer = Buffer.concat(framings[framing]);
			expect(await cutEverywhere(answer, end)).toEqual([
				[`0 to ${answer.length - 1}`, cut],
				[`${answer.length}`, whole],
			]);
		},
	);
});

test.each(['until the connection ends', 'zipped, until the connection ends'] as const)(
	'an answer %s, by FIN: HTTP accepts a part as the whole body, and the content shows it',
	async (framing) => {
		const [headers] = framings[framing];
		const answer = Buffer.concat(framings[framing]);
		expect(await cutEverywhere(answer, 'FIN')).toEqual([
			[`0 to ${headers.length - 1}`, cut],
			[`${headers.length} to ${answer.length - 1}`, part],
			[`${answer.length}`, whole],
		]);
	},
);

test.each(['until the connection ends', 'zipped, until the connection ends'] as const)(
	'an answer %s, by RST: that is no end, so it is never an answer',
	async (framing) => {
		const answer = Buffer.concat(framings[framing]);
		expect(await cutEverywhere(answer, 'RST')).toEqual([[`0 to ${answer.length}`, cut]]);
	},
);
