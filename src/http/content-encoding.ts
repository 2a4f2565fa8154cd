/** Undoes the content encoding of a body (RFC 9110, 8.4). */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { codeOf } from '../json/input-error';

/** What a body may hold, as sent and decoded; what no API of this kind ever sends. */
export const mostBytes = 16 * 1024 * 1024;

/** How many content encodings a body may have, one in the other: each is a pass over all of it. */
const mostEncodings = 4;

/** The body without its content encoding; undefined where it cannot be decoded. */
export function decoded(body: Buffer, encoding: string | undefined): Buffer | undefined {
	const bytes = decodedWithin(body, encoding);
	return bytes === 'too large' ? undefined : bytes;
}

/** The same, and told apart where it would be larger than a body may be. */
export function decodedWithin(body: Buffer, encoding = ''): Buffer | undefined | 'too large' {
	const options = { maxOutputLength: mostBytes };
	const encodings = encoding
		.split(',')
		.map((each) => each.trim().toLowerCase())
		.filter((each) => each !== '' && each !== 'identity');
	if (encodings.length > mostEncodings) return undefined;
	try {
		return encodings.reduceRight<Buffer>((bytes, each) => {
			if (each === 'gzip' || each === 'x-gzip') return gunzipSync(bytes, options);
			if (each === 'deflate') return inflateSync(bytes, options);
			if (each === 'br') return brotliDecompressSync(bytes, options);
			throw new Error(`unknown content encoding ${each}`);
		}, body);
	} catch (error) {
		return codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : undefined;
	}
}
