/** Writes a body as the content of a recording: as text where it is text, else as bytes in base64. */

import { type Body, otherCharset, readBody } from '../../exchange/exchange';
import type { Json } from '../../json/json';
import { type HarContent, undecodable } from './har';

/** `bytes` are those that came, where they may stand. */
export function contentOf(body: Body, contentType: string | undefined, bytes: Uint8Array | undefined): HarContent {
	const mimeType = contentType || 'x-unknown';
	const inBase64 = (content: Uint8Array): HarContent => ({
		size: content.length,
		mimeType,
		text: Buffer.from(content).toString('base64'),
		encoding: 'base64',
	});
	switch (body.kind) {
		case 'none':
			return { size: 0, mimeType, text: '' };
		case 'json':
			return asText(writeJson(body.value), mimeType);
		case 'text':
			if (body.text !== '' || body.fault === undefined) return asText(body.text, mimeType);
			if (body.fault === undecodable) return { ...inBase64(bytes ?? leftOut), _undecoded: true };
			return inBase64(bytes ?? unreadableBy(contentType));
		case 'binary':
			return inBase64(body.bytes);
		default:
			return body satisfies never;
	}
}

const asText = (text: string, mimeType: string): HarContent => ({ size: Buffer.byteLength(text), mimeType, text });

const leftOut = Buffer.from('left out');

/** Bytes that are no text in the charset. */
function unreadableBy(contentType: string | undefined): Uint8Array {
	const candidates = [[0xff], [0xff, 0xff, 0xff], [0x00, 0xd8], [0xd8, 0x00], [0x81], [0x80, 0xff]];
	const found = candidates
		.map((each) => Buffer.from(each))
		.find((each) => {
			const body = readBody(each, contentType);
			return body.kind === 'text' && body.fault === otherCharset;
		});
	return found ?? leftOut;
}

/** A number that is larger than any that can be held is still a number. */
function writeJson(value: Json): string {
	const [most, least] = ['\u0000most', '\u0000least'];
	const text = JSON.stringify(value, (_, each: unknown) => {
		if (each === Number.POSITIVE_INFINITY) return most;
		return each === Number.NEGATIVE_INFINITY ? least : each;
	});
	return text.includes('\\u0000')
		? text.replaceAll(JSON.stringify(most), '1e999').replaceAll(JSON.stringify(least), '-1e999')
		: text;
}
