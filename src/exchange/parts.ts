/** Takes a multipart body apart (RFC 2046, 5.1; RFC 7578). Bytes are kept as one character each. */
import { parseMediaType } from './media-type';

export interface Part {
	readonly name: string;
	readonly isFile: boolean;
	/** As stated; a part without one is `text/plain` (RFC 7578, 4.4). */
	readonly contentType: string | undefined;
	/** Whether the content is encoded once more. */
	readonly isEncoded: boolean;
	/** One character for each byte. */
	readonly content: string;
}

/** The parts of `body`, or why it cannot be read. Nothing of the body is repeated. */
export function partsIn(body: string, boundary: string): Part[] | string {
	// Bare line feeds are what is left of a body that was kept as text.
	const newline = body.includes('\r\n') ? '\r\n' : '\n';
	const text = newline + body;
	const delimiter = `${newline}--${boundary}`;
	const parts: Part[] = [];
	let start: number | undefined;
	for (let at = text.indexOf(delimiter); at !== -1; at = text.indexOf(delimiter, at + delimiter.length)) {
		const rest = at + delimiter.length;
		const isLast = text.startsWith('--', rest);
		const end = text.indexOf(newline, rest);
		// A longer word that begins with the boundary is content.
		if (!isLast && (end === -1 || text.slice(rest, end).trim() !== '')) continue;
		if (start !== undefined) {
			const part = partOf(text.slice(start, at), newline);
			if (typeof part === 'string') return part;
			parts.push(part);
		}
		if (isLast) return parts;
		start = end;
	}
	return start === undefined ? 'its boundary does not occur in it' : 'it ends before its last boundary';
}

/** `text` begins with the line end before the headers, so a part without headers is recognised too. */
function partOf(text: string, newline: string): Part | string {
	const end = text.indexOf(newline + newline);
	if (end === -1) return 'a part of it has no end to its headers';
	const headers = new Map<string, string>();
	for (const line of text.slice(0, end).split(newline)) {
		const colon = line.indexOf(':');
		if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
	}
	// A disposition is written as a media type is, but for the subtype.
	const parameters = parseMediaType(`part/${headers.get('content-disposition')}`)?.parameters;
	const name = parameters?.get('name');
	if (!parameters || name === undefined) return 'a part of it has no name';
	return {
		name: Buffer.from(name, 'latin1').toString('utf8').replaceAll('%22', '"'),
		isFile: parameters.has('filename') || parameters.has('filename*'),
		contentType: headers.get('content-type'),
		isEncoded: !plain.has(headers.get('content-transfer-encoding')?.toLowerCase()),
		content: text.slice(end + 2 * newline.length),
	};
}

/** The encodings that leave the content as it is. */
const plain: ReadonlySet<string | undefined> = new Set([undefined, 'binary', '8bit', '7bit']);
