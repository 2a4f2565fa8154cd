/** The shapes of credentials, which are taken out of a text whatever their value is. */

type Shape = readonly [pattern: RegExp, by: string];

const header = '(?:proxy-)?authorization|(?:set-)?cookie2?|(?:x-)?api-?key';
const quoted = ['"(?:[^"\\\\\\n]|\\\\.)*"', "'(?:[^'\\\\\\n]|\\\\.)*'", '`(?:[^`\\\\]|\\\\.)*`'].join('|');

const credentials: readonly Shape[] = [
	// `Bearer abc123…`; words such as "bearer token" hold no digit and are short.
	[/\b(bearer|basic)((?:\s|%20|\+)+)(?=[\w.~+/-]*\d|[\w.~+/-]{20})[\w.~+/%-]{4,}=*/gi, '$1$2*'],
	// User and password of a URL, but not the words for them in a sentence about how to write one.
	[/(\b[A-Za-z][A-Za-z\d+.-]{0,20}:\/\/)(?!\[?USER:PASSWORD@)[^\s/@"'<>]+@/g, '$1*@'],
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*-----|$)/g, '*'],
];

/** What Node prints of a header or a form field of this name, quoted or not, and what it has after it. */
const assigned = (separator: string, value: string) =>
	new RegExp(`(\\b(?:${header})\\b(?:\\\\*["'])?\\s*${separator}\\s*)${value}`, 'gi');

/** As Node prints headers: objects, lists, and lines of HTTP. */
const output: readonly Shape[] = [
	// What is not closed ends with the text: nothing is looked through twice.
	[/<Buffer [^>]*(?:>|$)/g, '<Buffer *>'],
	[/(\b(?:Uint8Array|ArrayBuffer)\(\d+\) \[)[^\]]*(?:\]|$)/g, '$1 * ]'],
	...credentials,
	[assigned('[:=,]', '\\[[^\\]]*(?:\\]|$)'), "$1[ '*' ]"],
	[assigned('[:=,]', `(?:${quoted})`), "$1'*'"],
	// JSON inside a text that is quoted itself.
	[assigned('[:,]', '\\\\+"(?:(?!\\\\+")[^\\n])*\\\\+"'), '$1*'],
	[assigned('[:=]', `(?![\\s"'\\[\\\\*])(?:(?!\\\\[rn])[^\\r\\n"'])+`), '$1*'],
];

/** Of what Node prints about its own work, any text may be one that was sent. */
const node: readonly Shape[] = [...output, [new RegExp(quoted, 'g'), "'*'"]];

/** In our own sentences a name, a colon and its subject follow each other: only what looks like a value is taken out. */
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

/** How a line of `NODE_DEBUG` begins: the name of a part and the process. */
const fromNode = /^[A-Z][A-Z\d_]* \d+: /;

/** Takes credentials out of a text that is printed. */
export const maskOutput = (text: string): string => without(fromNode.test(text) ? node : output, text);

/** Takes credentials out of a sentence of ours. */
export const maskWords = (text: string): string => without(words, text);
