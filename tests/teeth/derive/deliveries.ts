/** Ways of putting an answer on the wire, byte by byte as a server or a proxy might. */
import type { Pairs } from '../../../src/exchange/exchange';
import type { Answered, Delivery } from '../mutant';

export const linesOf = ({ status, headers, body }: Answered, more: Pairs = [], version = '1.1'): string[] => [
	`HTTP/${version} ${status} Whatever`,
	...[...headers, ['Content-Length', String(body.length)] as const, ...more].map(
		([name, value]) => `${name}: ${value}`,
	),
];

/** Under a head of its own; the connection ends behind it or stays open. */
export const headed =
	(head: (answer: Answered) => readonly string[], end = true): Delivery =>
	(socket, answer) => {
		socket.write([...head(answer), '', ''].join('\r\n'));
		socket.write(answer.body);
		if (end) socket.end();
	};

/** What comes before the answer, such as another head that is none. */
export const after =
	(first: string): Delivery =>
	(socket, answer) => {
		socket.write(first);
		return headed(linesOf)(socket, answer);
	};

interface Chunks {
	readonly size: number;
	readonly extension?: string;
	readonly trailer?: string;
	readonly isWhole?: boolean;
}

export const inChunks =
	({ size, extension = '', trailer = '', isWhole = true }: Chunks): Delivery =>
	(socket, answer) => {
		const head = linesOf(answer).filter((line) => !line.startsWith('Content-Length'));
		socket.write([...head, 'Transfer-Encoding: chunked', '', ''].join('\r\n'));
		for (let at = 0; at < answer.body.length; at += size) {
			const chunk = answer.body.subarray(at, at + size);
			socket.write(`${chunk.length.toString(16)}${extension}\r\n`);
			socket.write(chunk);
			socket.write('\r\n');
		}
		socket.end(isWhole ? `0\r\n${trailer}\r\n` : '');
	};

/** In eight parts, with a pause before each. */
export const slowly: Delivery = async (socket, answer) => {
	const bytes = Buffer.concat([Buffer.from([...linesOf(answer), '', ''].join('\r\n')), answer.body]);
	const size = Math.ceil(bytes.length / 8);
	for (let at = 0; at < bytes.length; at += size) {
		await new Promise((resolve) => setTimeout(resolve, 15));
		socket.write(bytes.subarray(at, at + size));
	}
	socket.end();
};

/** The head and half of the body; what comes then is up to `next`. */
export const half =
	(next: (socket: Parameters<Delivery>[0]) => void): Delivery =>
	(socket, answer) => {
		socket.write([...linesOf(answer), '', ''].join('\r\n'));
		socket.write(answer.body.subarray(0, answer.body.length / 2), () => next(socket));
	};
