/** Two readings of text that paths need in more than one room. */

/** `text` as the source of a regular expression that matches just it. */
export function asPattern(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** `text` percent-decoded (RFC 3986, 2.1), or as it is where its encoding is broken. */
export function percentDecoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
