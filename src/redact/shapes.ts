/** Masks credentials by shape, whatever their value. */

type Shape = readonly [pattern: RegExp, by: string];

const header = '(?:proxy-)?authorization|(?:set-)?cookie2?|(?:x-)?api-?key';
const quoted = ['"(?:[^"\\\\\\n]|\\\\.)*"', "'(?:[^'\\\\\\n]|\\\\.)*'", '`(?:[^`\\\\]|\\\\.)*`'].join('|');

const credentials: readonly Shape[] = [
	// `Bearer abc123…`; a phrase such as "bearer token" is short and has no digit.
	[/\b(bearer|basic)((?:\s|%20|\+)+)(?=[\w.~+/-]*\d|[\w.~+/-]{20})[\w.~+/%-]{4,}=*/gi, '$1$2*'],
	// User and password of a URL, but not the placeholders in a usage message.
	[/(\b[A-Za-z][A-Za-z\d+.-]{0,20}:\/\/)(?!\[?USER:PASSWORD@)[^\s/@"'<>]+@/g, '$1*@'],
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*-----|$)/g, '*'],
];

/** A header or form field with its value, as Node prints it, quoted or not. */
const assigned = (separator: string, value: string) =>
	new RegExp(`(\\b(?:${header})\\b(?:\\\\*["'])?\\s*${separator}\\s*)${value}`, 'gi');

/** Headers as Node prints them: objects, lists, and lines of HTTP. */
const output: readonly Shape[] = [
	// An unclosed value ends with the text, which avoids backtracking.
	[/<Buffer [^>]*(?:>|$)/g, '<Buffer *>'],
	[/(\b(?:Uint8Array|ArrayBuffer)\(\d+\) \[)[^\]]*(?:\]|$)/g, '$1 * ]'],
	...credentials,
	[assigned('[:=,]', '\\[[^\\]]*(?:\\]|$)'), "$1[ '*' ]"],
	[assigned('[:=,]', `(?:${quoted})`), "$1'*'"],
	// JSON inside a quoted string.
	[assigned('[:,]', '\\\\+"(?:(?!\\\\+")[^\\n])*\\\\+"'), '$1*'],
	[assigned('[:=]', `(?![\\s"'\\[\\\\*])(?:(?!\\\\[rn])[^\\r\\n"'])+`), '$1*'],
];

/** In NODE_DEBUG output any quoted string may have been sent. */
const node: readonly Shape[] = [...output, [new RegExp(quoted, 'g'), "'*'"]];

/** Our own sentences may have a header name and a colon before prose, so only what looks like a value is masked. */
const words: readonly Shape[] = [
	...credentials,
	[new RegExp(`((["'])(?:${header})\\2\\s*:\\s*)(?:${quoted})`, 'gi'), '$1$2*$2'],
	[
		new RegExp(`\\b(${header})(:[ \\t]*)(?!(?:bearer|basic)\\b)(?=[^\\s"]{0,200}[\\d=])[^\\s"][^\\r\\n"]*`, 'gi'),
		'$1$2*',
	],
];

const without = (shapes: readonly Shape[], text: string): string =>
	shapes.reduce((rest, [shape, by]) => rest.replace(shape, by), text);

/** The start of a `NODE_DEBUG` line: module name and process id. */
const fromNode = /^[A-Z][A-Z\d_]* \d+: /;

/** Masks credentials in printed text. */
export const maskOutput = (text: string): string => without(fromNode.test(text) ? node : output, text);

/** Masks credentials in a sentence of ours. */
export const maskWords = (text: string): string => without(words, text);
