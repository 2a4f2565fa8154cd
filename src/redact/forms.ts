/** The forms that a secret can take in a text, as the sources of regular expressions, and the shapes of credentials. */

/** Sources of patterns for `secret`; `alone`: only where it is a word of its own. */
export function formsOf(secret: string, alone: boolean): string[] {
	const written = [...secret].map(characterForms);
	if (alone) {
		const encoded = [secret, `${secret}:`].map((each) => Buffer.from(each).toString('base64').replace(/=+$/, ''));
		const wholes = [written, ...encoded.map((each) => [...each].map(base64Forms))];
		return wholes.map((each) => `(?<![\\w%.-])(?:${each.join('')})(?![\\w-])`);
	}
	const bytes = Buffer.from(secret);
	const hex = [...bytes].map((byte, index) => `${index === 0 ? '' : '[ :]?'}${hexOf(byte, 2)}`);
	const encoded = [0, 1, 2].map((offset) => base64Within(bytes, offset));
	const ending = '[\\w+/-]{0,2}(?:=|%(?:25){0,4}3[Dd]){0,2}';
	const all = [written, hex, ...encoded];
	return [written.join(''), hex.join(''), ...encoded.map((each) => each.join('') + ending), ...all.map(cutShort)];
}

/** What is left of a form where a message was shortened within it. */
function cutShort(pieces: readonly string[]): string {
	const least = 3;
	const rest = pieces.slice(least).reduceRight((after, piece) => `(?:${piece}${after})?`, '');
	return `${pieces.slice(0, least).join('')}${rest}(?=\\\\?…|\\.\\.\\.|&hellip;)`;
}

/** What is certain of the base64 of a text that has `bytes` at a place with that remainder by three. */
function base64Within(bytes: Buffer, offset: number): string[] {
	const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
	const certain = encoded.slice(offset === 0 ? 0 : offset + 1, Math.floor(((offset + bytes.length) * 8) / 6));
	return [...certain].map(base64Forms);
}

/** URL-safe base64 writes two characters otherwise. */
const base64Forms = (character: string): string => {
	if (character === '+') return `(?:${characterForms('+')}|-)`;
	return character === '/' ? `(?:${characterForms('/')}|_)` : character;
};

/** JSON pointers write two characters otherwise. */
const inPointer: Readonly<Record<string, string>> = { '~': '~0', '/': '~1' };

const named: Readonly<Record<string, string>> = { '"': 'quot', '&': 'amp', "'": 'apos', '<': 'lt', '>': 'gt' };

/** A character as it is, or as URLs, forms, JSON, JavaScript, XML and HTML write it, also twice over. */
function characterForms(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const units = [...Array(character.length).keys()].map((index) => character.charCodeAt(index));
	const percent = [...Buffer.from(character)].map((byte) => `%(?:25){0,4}${hexOf(byte, 2)}`).join('');
	// Hosts, media types and names of headers are told in lower case.
	const plain = /[a-z]/i.test(character)
		? `[${character.toLowerCase()}${character.toUpperCase()}]`
		: /\w/.test(character)
			? character
			: `\\\\{0,8}${character.replace(/[^\w\s]/gu, '\\$&')}`;
	const forms = [
		plain,
		percent,
		units.map((unit) => `\\\\{1,8}u${hexOf(unit, 4)}`).join(''),
		`&(?:amp;){0,4}#(?:0*${code}|[xX]0*${hexOf(code, 1)});`,
		...(code < 256 ? [`\\\\{1,8}x${hexOf(code, 2)}`] : []),
		...(character === ' ' ? ['\\+'] : []),
		...(inPointer[character] === undefined ? [] : [inPointer[character]]),
		...(named[character] === undefined ? [] : [`&(?:amp;){0,4}${named[character]};`]),
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
/** User and password of a URL, but not the words for them in a sentence about how to write one. */
const userInfo: Shape = [/(\b[A-Za-z][A-Za-z\d+.-]{0,20}:\/\/)(?!\[?USER:PASSWORD@)[^\s/@"'<>]+@/g, '$1*@'];

const privateKey: Shape = [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*-----|$)/g, '*'];

/** What Node prints of a header or a form field of this name, quoted or not, and what it has after it. */
const assigned = (separator: string, value: string) =>
	new RegExp(`(\\b(?:${header})\\b(?:\\\\*["'])?\\s*${separator}\\s*)${value}`, 'gi');

/** As Node prints headers: objects, lists, and lines of HTTP. */
const output: readonly Shape[] = [
	// What is not closed ends with the text: nothing is looked through twice.
	[/<Buffer [^>]*(?:>|$)/g, '<Buffer *>'],
	[/(\b(?:Uint8Array|ArrayBuffer)\(\d+\) \[)[^\]]*(?:\]|$)/g, '$1 * ]'],
	credentials,
	userInfo,
	privateKey,
	[assigned('[:=,]', '\\[[^\\]]*(?:\\]|$)'), "$1[ '*' ]"],
	[assigned('[:=,]', `(?:${quoted})`), "$1'*'"],
	// JSON inside a text that is quoted itself.
	[assigned('[:,]', '\\\\+"(?:(?!\\\\+")[^\\n])*\\\\+"'), '$1*'],
	[assigned('[:=]', `(?![\\s"'\\[\\\\*])(?:(?!\\\\[rn])[^\\r\\n"'])+`), '$1*'],
];

export const shapes: Readonly<Record<'words' | 'output' | 'node', readonly Shape[]>> = {
	/** In sentences of ours a name, a colon and what it is about follow each other: what is taken out looks like a value. */
	words: [
		credentials,
		userInfo,
		privateKey,
		[new RegExp(`((["'])(?:${header})\\2\\s*:\\s*)(?:${quoted})`, 'gi'), '$1$2*$2'],
		[
			new RegExp(`\\b(${header})(:[ \\t]*)(?!(?:bearer|basic)\\b)(?=[^\\s"]{0,200}[\\d=])[^\\s"][^\\r\\n"]*`, 'gi'),
			'$1$2*',
		],
	],
	output,
	/** Of what Node tells of its own work every text may be one that was sent. */
	node: [...output, [new RegExp(quoted, 'g'), "'*'"]],
};
