/** The mutants of the wire: what any server or proxy may do to an answer and nobody may mind, and the ways of giving none. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Pairs } from '../../../gate/exchange';
import type { Json } from '../../../spec/json';
import type { Answered, Delivery, Expectation, Fault, Kind, Mutant } from '../mutant';
import { encoded, typed, withBody } from './bytes';
import { under } from './statuses';

export function wireMutants(): Mutant[] {
	const mutants: Mutant[] = [];
	const add = (kind: Kind, name: string, fault: Fault, expected: Expectation, timeout?: number) =>
		mutants.push({
			kind,
			name: `every answer: ${name}`,
			scope: {},
			fault,
			expected,
			...(timeout === undefined ? {} : { timeout }),
		});
	const may = (kind: Kind, name: string, fault: Fault, because = 'HTTP leaves that to the server (RFC 9112)') =>
		add(kind, name, fault, { outcome: 'harmless', because });
	const ill = (name: string, fault: Fault, because: string, timeout?: number) =>
		add('ill', name, fault, { outcome: 'caught', verdict: 'unjudged', by: ['suite'], because }, timeout);

	const type = 'a charset says nothing about JSON, which is UTF-8 (RFC 8259, 11)';
	for (const spelled of [
		'application/json',
		'Application/JSON',
		'application/json; charset=utf-8',
		'application/json;charset=UTF-8',
		'application/json; charset="utf-8"',
		'application/json ; charset=utf-8',
		'application/json; charset=iso-8859-1',
		'application/json; profile=x',
	]) {
		may('content type', `content type ${spelled}`, { answer: typed(spelled) }, type);
	}

	const coding = 'it can be undone by whoever reads HTTP (RFC 9110, 8.4)';
	may('encoding', 'gzip', { answer: encoded('gzip', gzipSync) }, coding);
	may('encoding', 'x-gzip', { answer: encoded('x-gzip', gzipSync) }, coding);
	may('encoding', 'GZIP in capitals', { answer: encoded('GZIP', gzipSync) }, coding);
	may('encoding', 'deflate', { answer: encoded('deflate', deflateSync) }, coding);
	may('encoding', 'br', { answer: encoded('br', brotliCompressSync) }, coding);
	may('encoding', 'identity', { answer: encoded('identity') }, coding);
	may('encoding', 'gzip twice', { answer: encoded('gzip, gzip', (bytes) => gzipSync(gzipSync(bytes))) }, coding);

	const same = 'it is the same JSON value (RFC 8259)';
	may('body', 'white space before and after', { answer: withBody((text) => ` \r\n\t${text}\n \n`) }, same);
	may(
		'body',
		'written over several lines',
		{ answer: withBody((text) => JSON.stringify(JSON.parse(text), null, '\t')) },
		same,
	);
	may(
		'body',
		'its names in another order',
		{ answer: withBody((text) => JSON.stringify(reversed(JSON.parse(text) as Json))) },
		same,
	);
	may('body', 'its texts in escapes', { answer: withBody(inEscapes) }, same);
	may(
		'body',
		'whole numbers written with a fraction',
		{ answer: withBody((text) => text.replace(/:(\d+)([,}])/g, ':$1.0$2')) },
		same,
	);

	const plain =
		(change: (answer: Answered) => readonly string[], end = true): Delivery =>
		(socket, answer) => {
			socket.write([...change(answer), '', ''].join('\r\n'));
			socket.write(answer.body);
			if (end) socket.end();
		};
	const head = ({ status, headers, body }: Answered, more: Pairs = [], version = '1.1') => [
		`HTTP/${version} ${status} Whatever`,
		...[...headers, ['Content-Length', String(body.length)] as const, ...more].map(
			([name, value]) => `${name}: ${value}`,
		),
	];
	const spelled = (change: (name: string) => string): Delivery =>
		plain((answer) => head({ ...answer, headers: answer.headers.map(([name, value]) => [change(name), value]) }));
	may('wire', 'in chunks of a byte', { deliver: inChunks(1) });
	may('wire', 'in chunks of a hundred bytes', { deliver: inChunks(100) });
	may('wire', 'slowly, but in time', { deliver: slowly });
	may('wire', 'the connection stays open', {
		deliver: plain(
			(answer) =>
				head(answer, [
					['Connection', 'keep-alive'],
					['Keep-Alive', 'timeout=600'],
				]),
			false,
		),
	});
	may('wire', 'Connection: close', { deliver: plain((answer) => head(answer, [['Connection', 'close']])) });
	may('wire', 'without a length, until the connection ends', {
		deliver: plain((answer) => head(answer).filter((line) => !line.startsWith('Content-Length'))),
	});
	may('wire', 'HTTP/1.0', { deliver: plain((answer) => head(answer, [], '1.0')) });
	may('wire', 'a status line without words', {
		deliver: plain((answer) => head(answer).map((line, index) => (index === 0 ? `HTTP/1.1 ${answer.status} ` : line))),
	});
	may('wire', 'names of headers in lower case', { deliver: spelled((name) => name.toLowerCase()) });
	may('wire', 'names of headers in capitals', { deliver: spelled((name) => name.toUpperCase()) });
	may('wire', '100 Continue before it', { deliver: before('HTTP/1.1 100 Continue\r\n\r\n') });
	may('wire', '103 Early Hints before it', {
		deliver: before('HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n'),
	});
	may('wire', 'headers that nobody asked for', {
		answer: withHeaders([
			['Server', 'nginx'],
			['Set-Cookie', 'session=example; Path=/'],
			['Set-Cookie', 'other=example'],
			['ETag', '"1"'],
			['Vary', 'Accept-Encoding'],
			['X-Request-Id', 'example'],
			['Strict-Transport-Security', 'max-age=1'],
		]),
	});
	may('wire', '120 more headers', {
		answer: withHeaders(Array.from({ length: 120 }, (_, index) => [`X-More-${index}`, 'value'] as const)),
	});
	may('wire', 'a header of 12 000 characters', { answer: withHeaders([['X-Long', 'x'.repeat(12_000)]]) });
	may('wire', 'a header beyond ASCII', { answer: withHeaders([['X-Name', 'caf\u00e9']]) });
	const again = 'it asks for another try, and then answers';
	for (const status of [429, 503]) {
		const once: Fault = { answer: (answer, { attempt }) => (attempt === 1 ? under(status, answer) : answer) };
		may('wire', `${status} before each`, once, again);
	}

	const nothing = 'what does not answer says nothing about the contract';
	const socketOnly = (act: (socket: Parameters<Delivery>[0], answer: Answered) => void): Fault => ({ deliver: act });
	ill(
		'none at all',
		socketOnly(() => {}),
		nothing,
		500,
	);
	ill(
		'only its first half, and then nothing more',
		socketOnly((socket, answer) => {
			socket.write([...head(answer), '', ''].join('\r\n'));
			socket.write(answer.body.subarray(0, answer.body.length / 2));
		}),
		nothing,
		500,
	);
	ill(
		'its first half, then the connection is reset',
		socketOnly((socket, answer) => {
			socket.write([...head(answer), '', ''].join('\r\n'));
			socket.write(answer.body.subarray(0, answer.body.length / 2), () => socket.resetAndDestroy());
		}),
		nothing,
	);
	ill(
		'its first half, then the connection ends',
		socketOnly((socket, answer) => {
			socket.write([...head(answer), '', ''].join('\r\n'));
			socket.end(answer.body.subarray(0, answer.body.length / 2));
		}),
		nothing,
	);
	ill(
		'the connection is reset',
		socketOnly((socket) => socket.resetAndDestroy()),
		nothing,
	);
	ill(
		'the connection ends',
		socketOnly((socket) => socket.end()),
		nothing,
	);
	ill(
		'something else than HTTP',
		socketOnly((socket) => socket.end('220 mail.example.com ready\r\n')),
		nothing,
	);
	for (const status of [401, 403])
		ill(`${status}`, { answer: (answer) => under(status, answer) }, 'it refuses our credentials');
	for (const status of [429, 500, 502, 503])
		ill(`${status}`, { answer: (answer) => under(status, answer) }, 'it is out of order');
	return mutants;
}

const withHeaders =
	(more: Pairs) =>
	(answer: Answered): Answered => ({ ...answer, headers: [...answer.headers, ...more] });

const inChunks =
	(size: number): Delivery =>
	(socket, { status, headers, body }) => {
		const lines = [
			`HTTP/1.1 ${status} OK`,
			...headers.map(([name, value]) => `${name}: ${value}`),
			'Transfer-Encoding: chunked',
			'',
			'',
		];
		socket.write(lines.join('\r\n'));
		for (let at = 0; at < body.length; at += size) {
			const chunk = body.subarray(at, at + size);
			socket.write(`${chunk.length.toString(16)}\r\n`);
			socket.write(chunk);
			socket.write('\r\n');
		}
		socket.end('0\r\n\r\n');
	};

const slowly: Delivery = async (socket, { status, headers, body }) => {
	const lines = [
		`HTTP/1.1 ${status} OK`,
		...headers.map(([name, value]) => `${name}: ${value}`),
		`Content-Length: ${body.length}`,
		'',
		'',
	];
	const bytes = Buffer.concat([Buffer.from(lines.join('\r\n')), body]);
	const size = Math.ceil(bytes.length / 8);
	for (let at = 0; at < bytes.length; at += size) {
		await new Promise((resolve) => setTimeout(resolve, 15));
		socket.write(bytes.subarray(at, at + size));
	}
	socket.end();
};

const before =
	(first: string): Delivery =>
	(socket, { status, headers, body }) => {
		const lines = [
			`HTTP/1.1 ${status} OK`,
			...headers.map(([name, value]) => `${name}: ${value}`),
			`Content-Length: ${body.length}`,
			'',
			'',
		];
		socket.write(first + lines.join('\r\n'));
		socket.end(body);
	};

function reversed(value: Json): Json {
	if (Array.isArray(value)) return value.map((each: Json) => reversed(each));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, member]) => [key, reversed(member)]),
	);
}

/** Every letter within quotes as `\u00xx`. */
const inEscapes = (text: string): string =>
	text.replace(
		/"[^"\\]*"/g,
		(quoted) =>
			`"${[...quoted.slice(1, -1)].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`,
	);
