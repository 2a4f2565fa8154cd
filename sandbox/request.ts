/**
 * Takes one request off the wire, to its last byte, so that everything after it is a plain function.
 * A body over the limit is still read to its end: a client that is cut off while sending never reads why.
 */
import type { IncomingMessage } from 'node:http';

const bodyLimit = 1024 * 1024;

export interface ReceivedRequest {
	readonly method: string;
	/** Without the query: no operation has one, and it could carry a secret into an error body. */
	readonly path: string;
	readonly authorization: string | undefined;
	readonly contentType: string | undefined;
	readonly body: Buffer | 'too large';
}

/** Rejects when the client goes away half-way. */
export async function receiveRequest(message: IncomingMessage): Promise<ReceivedRequest> {
	const [path = ''] = (message.url ?? '').split('?', 1);
	return {
		method: message.method ?? '',
		path,
		authorization: message.headers.authorization,
		contentType: message.headers['content-type'],
		body: await readBody(message),
	};
}

async function readBody(message: AsyncIterable<Buffer>): Promise<Buffer | 'too large'> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of message) {
		size += chunk.length;
		if (size <= bodyLimit) chunks.push(chunk);
	}
	return size <= bodyLimit ? Buffer.concat(chunks) : 'too large';
}
