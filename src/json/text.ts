/** Readings and wordings of text that more than one room needs. */

/** `text` as the source of a regular expression that matches just it. */
export function asPattern(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/**
 * The regular expression that a description writes. JSON Schema asks for the `u` flag; many descriptions in use hold
 * patterns such as `[a\-b]` that only compile without. Throws where it compiles neither way.
 */
export function patternFrom(source: string): RegExp {
	try {
		return new RegExp(source, 'u');
	} catch {
		return new RegExp(source);
	}
}

/** `text` percent-decoded (RFC 3986, 2.1), or as it is where its encoding is broken. */
export function percentDecoded(text: string): string {
	if (!text.includes('%')) return text;
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** `1 item`, `2 items`. */
export function counted(count: number | string, one: string, many = `${one}s`): string {
	return `${count} ${String(count) === '1' ? one : many}`;
}

/** A name with an article, as a sentence begins with it. */
export const capital = (name: string): string => name.replace(/^the /, 'The ');

/** Whether a key could be the name of a field or the place in a list, rather than somebody's data. */
export const isFieldName = (key: string) => /^[A-Za-z_$][\w$-]{0,63}$|^\d{1,5}$/.test(key);
