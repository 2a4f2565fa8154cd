/**
 * Replaces secrets in a text by `*`, in any encoding. Escapes of URLs, JSON, JavaScript, HTML and JSON pointers are
 * decoded first, nested ones too; then each secret is a plain string to search for.
 */
import { percentDecoded } from '../json/text';

export type Mask = (text: string) => string;

/** A shorter secret may occur inside an ordinary word, so it is masked only as a whole word. */
export const shortestWithin = 6;

/** If a message was truncated inside a secret, a prefix of this length is enough to mask it. */
const minPrefix = 3;

interface Form {
	readonly text: string;
	readonly isBase64: boolean;
	readonly isWord: boolean;
}

export function maskFor(secrets: readonly string[]): Mask {
	const forms = secrets.flatMap(formsOf).filter(({ text }) => text !== '');
	// Replace literal matches first: surrounding text can combine with the secret into a false escape.
	const within = secrets.filter(({ length }) => length >= shortestWithin).sort((a, b) => b.length - a.length);
	return (text) => {
		const source = within.reduce((rest, secret) => rest.replaceAll(secret, '*'), text);
		const { text: unescaped, offsets } = withoutEscapes(source);
		const [plain, base64] = [inPlainForm(unescaped), inBase64Form(unescaped)];
		const isWord = (from: number, to: number) =>
			!/[\w%.-]/.test(source[from - 1] ?? '') && !/[\w-]/.test(source[to] ?? '');
		const ranges = forms.flatMap((form) =>
			[...rangesOf(form, form.isBase64 ? base64 : plain)]
				.map(([from, to]) => [offsets?.[from] ?? from, offsets?.[to] ?? to] as const)
				.filter((range) => !form.isWord || isWord(...range)),
		);
		let [masked, end] = ['', 0];
		for (const [from, to] of ranges.sort(([one], [other]) => one - other)) {
			if (from >= end) masked += `${source.slice(end, from)}*`;
			end = Math.max(end, to);
		}
		return masked + source.slice(end);
	};
}

function formsOf(secret: string): Form[] {
	const isWord = secret.length < shortestWithin;
	const bytes = Buffer.from(secret);
	const hex = isWord ? [] : ['', ' '].map((between) => bytes.toString('hex').replace(/..(?=.)/g, `$&${between}`));
	// The base64 depends on the preceding bytes' length mod 3, so there are three encodings.
	const base64 = isWord
		? [bytes, Buffer.from(`${secret}:`)].map(unpadded)
		: [0, 1, 2].map((at) => stableBase64(bytes, at));
	return [
		...[withoutEscapes(secret).text.replace(/\\+$/, ''), ...hex].map((form) => [inPlainForm(form), false] as const),
		...base64.map((form) => [form, true] as const),
	].map(([text, isBase64]) => ({ text, isBase64, isWord }));
}

export const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/**
 * The base64 characters determined by `bytes` alone when they start at an offset = `remainder` (mod 3) in the encoded
 * text.
 */
function stableBase64(bytes: Buffer, remainder: number): string {
	const encoded = unpadded(Buffer.concat([Buffer.alloc(remainder), bytes]));
	return encoded.slice(remainder === 0 ? 0 : remainder + 1, Math.floor(((remainder + bytes.length) * 8) / 6));
}

/** Hosts, media types and header names are printed in lower case; form encoding writes a space as `+`. */
const inPlainForm = (text: string): string =>
	text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()).replaceAll('+', ' ');

/** URL-safe base64 (RFC 4648, 5) uses `-` and `_` for `+` and `/`. */
const inBase64Form = (text: string): string => text.replaceAll('-', '+').replaceAll('_', '/');

/** The ranges of `text` that hold the form, or its beginning followed by an ellipsis. */
function* rangesOf(
	{ text: form, isBase64, isWord }: Form,
	text: string,
): Generator<readonly [from: number, to: number]> {
	const head = form.slice(0, minPrefix);
	for (let from = text.indexOf(head); from !== -1; from = text.indexOf(head, from + 1)) {
		let to = from + head.length;
		while (to - from < form.length && text[to] === form[to - from]) to += 1;
		const isWhole = to - from === form.length;
		if (!isWhole && (isWord || !/^(?:…|\.{3})/.test(text.slice(to, to + 3)))) continue;
		const rest = isWhole && isBase64 && !isWord ? /^[\w+/]{0,2}={0,2}/.exec(text.slice(to, to + 4)) : undefined;
		yield [from, to + (rest?.[0].length ?? 0)];
	}
}

const escapes =
	/%[0-7][\da-f]|%[c-f][\da-f](?:%[89ab][\da-f]){1,3}|\\+(?:u([\da-f]{4})|x([\da-f]{2})|([^\\]))|&(?:#0*(\d{1,7})|#x0*([\da-f]{1,6})|(\w{2,6}));|~([01])/gi;

const named: Readonly<Record<string, string>> = {
	...{ quot: '"', amp: '&', apos: "'", lt: '<', gt: '>', hellip: '…' },
};

interface Unescaped {
	readonly text: string;
	/** The offset in the source of each character of `text` and of its end; undefined if nothing was escaped. */
	readonly offsets?: Uint32Array;
}

/** Decodes up to `mostLayers` nested layers of escapes. */
function withoutEscapes(source: string, mostLayers = 8): Unescaped {
	let last: Unescaped = { text: source };
	for (let layer = 0; layer < mostLayers && last.text.search(escapes) !== -1; layer += 1) last = withoutLayer(last);
	return last;
}

function withoutLayer({ text: source, offsets: before }: Unescaped): Unescaped {
	const offsets = new Uint32Array(source.length + 1);
	let [read, length] = [0, 0];
	const keepUntil = (end: number) => {
		for (; read < end; read += 1) offsets[length++] = before?.[read] ?? read;
	};
	const text = source.replace(escapes, (escaped: string, ...groups: (string | undefined)[]) => {
		const at = Number(groups[7]);
		const decoded = decodeEscape(escaped, groups);
		keepUntil(at);
		offsets.fill(before?.[at] ?? at, length, length + decoded.length);
		length += decoded.length;
		read = at + escaped.length;
		return decoded;
	});
	keepUntil(source.length + 1);
	return { text, offsets };
}

function decodeEscape(
	escaped: string,
	[unit, byte, character, decimal, hex, name, inPointer]: (string | undefined)[],
): string {
	const code = decimal === undefined ? Number.parseInt(unit ?? byte ?? hex ?? '', 16) : Number(decimal);
	if (code <= 0x10_ffff) return unit === undefined ? String.fromCodePoint(code) : String.fromCharCode(code);
	if (inPointer !== undefined) return inPointer === '0' ? '~' : '/';
	return character ?? named[name?.toLowerCase() ?? ''] ?? percentDecoded(escaped);
}
