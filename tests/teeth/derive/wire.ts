/** The mutants of the wire: what any server or proxy may do to an answer and nobody may mind, and the ways of giving none. */
import type { Pairs } from '../../../src/exchange/exchange';
import type { Answered, Fault, Mutant } from '../mutant';
import { after, half, headed, inChunks, linesOf, slowly } from './deliveries';
import { under } from './statuses';

export function wireMutants(): Mutant[] {
	return [...harmless(), ...unavailable()].map((mutant) => ({
		...mutant,
		name: `every answer: ${mutant.name}`,
		scope: {},
	}));
}

type Unscoped = Omit<Mutant, 'scope'>;

function harmless(): Unscoped[] {
	const may = (
		name: string,
		fault: Fault,
		because = 'HTTP leaves that to the server (RFC 9110, RFC 9112)',
	): Unscoped => ({
		...{ kind: 'wire', name, fault },
		expected: { outcome: 'harmless', because },
	});
	const lines = (change: (line: string, answer: Answered) => string[]) =>
		headed((answer) => linesOf(answer).flatMap((line) => change(line, answer)));
	const named = (change: (name: string) => string) =>
		headed((answer) => linesOf({ ...answer, headers: answer.headers.map(([name, value]) => [change(name), value]) }));
	const open: Pairs = [
		['Connection', 'keep-alive'],
		['Keep-Alive', 'timeout=600'],
	];
	const again = 'it asks for another try, and then answers';
	const once = (status: number): Fault => ({
		answer: (answer, { attempt }) => (attempt === 1 ? under(status, answer) : answer),
	});
	return [
		may('in chunks of a byte', { deliver: inChunks({ size: 1 }) }),
		may('in chunks of a hundred bytes', { deliver: inChunks({ size: 100 }) }),
		may('in chunks, with extensions and a trailer', {
			deliver: inChunks({ size: 100, extension: ';name=value', trailer: 'X-Checksum: example\r\n' }),
		}),
		may('slowly, but in time', { deliver: slowly }),
		may('the connection stays open', { deliver: headed((answer) => linesOf(answer, open), false) }),
		may('Connection: close', { deliver: headed((answer) => linesOf(answer, [['Connection', 'close']])) }),
		may('without a length, until the connection ends', {
			deliver: lines((line) => (line.startsWith('Content-Length') ? [] : [line])),
		}),
		may('HTTP/1.0', { deliver: headed((answer) => linesOf(answer, [], '1.0')) }),
		may('a status line without words', {
			deliver: lines((line, { status }) => [line.startsWith('HTTP/') ? `HTTP/1.1 ${status} ` : line]),
		}),
		may('names of headers in lower case', { deliver: named((name) => name.toLowerCase()) }),
		may('names of headers in capitals', { deliver: named((name) => name.toUpperCase()) }),
		may('100 Continue before it', { deliver: after('HTTP/1.1 100 Continue\r\n\r\n') }),
		may('103 Early Hints before it', {
			deliver: after('HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n'),
		}),
		may('headers that nobody asked for', { answer: withHeaders(unasked) }),
		may('120 more headers', {
			answer: withHeaders(Array.from({ length: 120 }, (_, index) => [`X-More-${index}`, 'value'] as const)),
		}),
		may('a header of 12 000 characters', { answer: withHeaders([['X-Long', 'x'.repeat(12_000)]]) }),
		may('a header beyond ASCII', { answer: withHeaders([['X-Name', 'caf\u00e9']]) }),
		may('more behind its end', {
			deliver: (socket, answer) => {
				headed(linesOf, false)(socket, answer);
				socket.end('HTTP/1.1 500 Whatever\r\n\r\n');
			},
		}),
		may('429 before each', once(429), again),
		may('503 before each', once(503), again),
	];
}

/** What says nothing about the contract, though it is nothing to be content with. */
function unavailable(): Unscoped[] {
	const because = 'what does not answer says nothing about the contract';
	const is = (name: string, fault: Fault, why = because): Unscoped => ({
		...{ kind: 'unavailable', name, fault },
		expected: { outcome: 'caught', verdict: 'unjudged', by: ['suite'], because: why },
	});
	const always = (status: number, why: string) => is(`${status}`, { answer: (answer) => under(status, answer) }, why);
	return [
		{ ...is('none at all', { deliver: () => {} }), timeout: 500 },
		{ ...is('only its first half, and then nothing more', { deliver: half(() => {}) }), timeout: 500 },
		is('its first half, then the connection is reset', { deliver: half((socket) => socket.resetAndDestroy()) }),
		is('its first half, then the connection ends', { deliver: half((socket) => socket.end()) }),
		is('chunks without the last one', { deliver: inChunks({ size: 100, isWhole: false }) }),
		is('the connection is reset', { deliver: (socket) => socket.resetAndDestroy() }),
		is('the connection ends', { deliver: (socket) => socket.end() }),
		is('something else than HTTP', { deliver: (socket) => socket.end('220 mail.example.com ready\r\n') }),
		...[401, 403].map((status) => always(status, 'it refuses our credentials')),
		...[429, 500, 502, 503].map((status) => always(status, 'it is out of order')),
	];
}

const unasked: Pairs = [
	['Server', 'nginx'],
	['Set-Cookie', 'session=example; Path=/'],
	['Set-Cookie', 'other=example'],
	['Location', '/elsewhere'],
	['Content-Language', 'en'],
	['ETag', '"1"'],
	['Vary', 'Accept-Encoding'],
	['X-Request-Id', 'example'],
	['Strict-Transport-Security', 'max-age=1'],
];

const withHeaders =
	(more: Pairs) =>
	(answer: Answered): Answered => ({ ...answer, headers: [...answer.headers, ...more] });
