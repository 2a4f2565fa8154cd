/** The forms that a secret can take in a text, as the sources of regular expressions, and the shapes of credentials. */

/** Sources of patterns for `secret`; `alone`: only where it is a word of its own. */
export function formsOf(secret: string, alone: boolean): string[] {
	const written = [...secret].map(characterForms).join('');
	if (alone) {
		const encoded = [secret, `${secret}:`].map((each) => Buffer.from(each).toString('base64').replace(/=+$/, ''));
		const wholes = [written, ...encoded.map((each) => [...each].map(base64Forms).join(''))];
		return wholes.map((each) => `(?<![\\w%.-])(?:${each})(?![\\w-])`);
	}
	const bytes = Buffer.from(secret);
	const hex = [...bytes].map((byte) => caseless(byte.toString(16).padStart(2, '0'))).join('[ :]?');
	return [written, hex, ...[0, 1, 2].map((offset) => base64Within(bytes, offset))];
}

/** What is certain of the base64 of a text that has `bytes` at a place with that remainder by three. */
function base64Within(bytes: Buffer, offset: number): string {
	const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
	const certain = encoded.slice(offset === 0 ? 0 : offset + 1, Math.floor(((offset + bytes.length) * 8) / 6));
	return `${[...certain].map(base64Forms).join('')}[\\w+/-]{0,2}(?:=|%(?:25)*3[Dd]){0,2}`;
}

/** URL-safe base64 writes two characters otherwise. */
const base64Forms = (character: string): string => {
	if (character === '+') return `(?:${characterForms('+')}|-)`;
	return character === '/' ? `(?:${characterForms('/')}|_)` : character;
};

const named: Readonly<Record<string, string>> = { '"': 'quot', '&': 'amp', "'": 'apos', '<': 'lt', '>': 'gt' };

/** A character as it is, or as URLs, forms, JSON, JavaScript, XML and HTML write it, also twice over. */
function characterForms(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const units = [...Array(character.length).keys()].map((index) => character.charCodeAt(index));
	const percent = [...Buffer.from(character)].map((byte) => `%(?:25)*${hexOf(byte, 2)}`).join('');
	const plain = /\w/.test(character) ? character : `\\\\*${character.replace(/[^\w\s]/gu, '\\$&')}`;
	const forms = [
		plain,
		percent,
		units.map((unit) => `\\\\+u${hexOf(unit, 4)}`).join(''),
		`&(?:amp;)*#(?:0*${code}|[xX]0*${hexOf(code, 1)});`,
		...(code < 256 ? [`\\\\+x${hexOf(code, 2)}`] : []),
		...(character === ' ' ? ['\\+'] : []),
		...(named[character] === undefined ? [] : [`&(?:amp;)*${named[character]};`]),
	];
	return `(?:${forms.join('|')})`;
}

const hexOf = (number: number, digits: number) => caseless(number.toString(16).padStart(digits, '0'));

const caseless = (hex: string) => hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

type Shape = readonly [pattern: RegExp, by: string];

const header = '(?:proxy-)?authorization|(?:set-)?cookie2?|(?:x-)?api-?key';
const quoted = ['"(?:[^"\\\\\\n]|\\\\.)*"', "'(?:[^'\\\\\\n]|\\\\.)*'", '`(?:[^`\\\\]|\\\\.)*`'].join('|');

/** `Bearer abc123…`; words such as "bearer token" hold no digit and are short. */
const credentials: Shape = [
	/\b(bearer|basic)((?:\s|%20|\+)+)(?=[\w.~+/-]*\d|[\w.~+/-]{20})[\w.~+/%-]{4,}=*/gi,
	'$1$2*',
];
const userInfo: Shape = [/(\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/@"'<>]+@/gi, '$1*@'];

/** What Node prints of a header or a form field of this name, quoted or not, and what it has after it. */
const assigned = (separator: string, value: string) =>
	new RegExp(`(\\b(?:${header})\\b(?:\\\\*["'])?\\s*${separator}\\s*)${value}`, 'gi');

export const shapes: Readonly<Record<'words' | 'output', readonly Shape[]>> = {
	/** In sentences of ours a name, a colon and what it is about follow each other: what is taken out looks like a value. */
	words: [
		credentials,
		userInfo,
		[new RegExp(`((["'])(?:${header})\\2\\s*:\\s*)(?:${quoted})`, 'gi'), '$1$2*$2'],
		[new RegExp(`\\b(${header})(:[ \\t]*)(?!(?:bearer|basic)\\b)(?=[^\\s"]*[\\d=])[^\\s"][^\\r\\n"]*`, 'gi'), '$1$2*'],
	],
	/** As Node prints headers: objects, lists, and lines of HTTP. */
	output: [
		[/<Buffer [^>]*>/g, '<Buffer *>'],
		[/(\b(?:Uint8Array|ArrayBuffer)\(\d+\) \[)[^\]]*\]/g, '$1 * ]'],
		credentials,
		userInfo,
		[assigned('[:=,]', '\\[[^\\]]*\\]'), "$1[ '*' ]"],
		[assigned('[:=,]', `(?:${quoted})`), "$1'*'"],
		// JSON inside a text that is quoted itself.
		[assigned('[:,]', '\\\\+"(?:(?!\\\\+")[^\\n])*\\\\+"'), '$1*'],
		[assigned('[:=]', `(?!["'\\[\\\\*])(?:(?!\\\\[rn])[^\\r\\n"'])+`), '$1*'],
	],
};
