/**
 * The redactor: masks secrets in everything that is printed or written, by value (API key, customer id, proxy password) and
 * by shape (the value of an Authorization header).
 */
import { mapTexts } from '../json/visible';
import { type Mask, maskFor, unpadded } from './mask';
import { maskOutput, maskWords } from './shapes';

export type Redactor = ReturnType<typeof createRedactor>;

export function createRedactor(secrets: readonly string[] = []) {
	const known = new Set<string>();
	const sources: (() => Iterable<string>)[] = [];
	let [anywhere, distinct]: Mask[] = [];
	const values: Mask = (text) => anywhere?.(text) ?? text;
	const redactor = {
		/** Output text, ours or Node's. */
		text: (text: string) => maskOutput(values(text)),
		/** Report data before it is rendered: every string except field names and words of closed lists, which are ours. */
		data: <T>(value: T) => mapTexts(value, (text, key) => (isOwnWord(text, key) ? text : maskWords(values(text)))),
		/** Rendered output of redacted data: only secrets that cannot be part of the format. */
		rendered: (text: string) => distinct?.(text) ?? text,
		/** The message of an internal error, which may quote its input: values from the provider are masked too. */
		fault: (text: string) => redactor.text(withoutLearned(redactor.text(text), sources)),
		/** Registers values to mask in internal errors; `sent` is called only when there is one. */
		learn: (sent: () => Iterable<string>) => void sources.push(sent),
		hasLearned: () => sources.length > 0,
		/** Adds secrets. */
		add(more: readonly string[]) {
			// Node decodes headers as Latin-1, so a UTF-8 character beyond ASCII becomes several.
			const asRead = more.map((each) => Buffer.from(each).toString('latin1'));
			for (const each of [...more, ...asRead]) if (each !== '') known.add(each);
			try {
				anywhere = maskFor([...known]);
				distinct = maskFor([...known].filter(isDistinct));
			} catch {
				// The original error may quote a secret, so it is dropped.
				throw new Error('the redactor could not be created');
			}
		},
	};
	redactor.add(secrets);
	return redactor;
}

/** The fields of a report whose values are words of a closed list, or made by us. A secret may equal one of them. */
const closed: ReadonlySet<string | undefined> = new Set([
	...['code', 'severity', 'verdict', 'role', 'command', 'step', 'fingerprint'],
	...['kind', 'state'],
]);

const isOwnWord = (text: string, key: string | undefined) =>
	closed.has(key) && /^[a-z\d][A-Za-z\d.-]{0,39}$/.test(text);

/** Long and mixed enough not to be a number or a keyword of a format. */
const isDistinct = (secret: string) => /^[\w.~-]{12,}$/.test(secret) && /\d/.test(secret) && /[A-Za-z]/.test(secret);

/** Characters. If the provider sent more, the whole message is withheld. */
const mostLearned = 1 << 20;

export const withheld = '(message withheld: it may quote the provider; --show-values shows it)';

/** Masks the strings of the sources, in the encodings in which an error is likely to quote them. */
function withoutLearned(text: string, sources: readonly (() => Iterable<string>)[]): string {
	const learned = new Set<string>();
	let length = 0;
	for (const sent of sources) {
		for (const each of sent()) {
			if (each.length < 4 || learned.has(each)) continue;
			learned.add(each);
			length += each.length;
			if (length > mostLearned) return withheld;
		}
	}
	// V8 quotes part of the text that it cannot parse.
	const unquoted =
		learned.size === 0 ? text : text.replace(/(?:\.{3})?"[\s\S]*"(?:\.{3})?(?= is not valid JSON)/g, '*');
	return [...learned]
		.sort((one, other) => other.length - one.length)
		.flatMap((each) => [each, JSON.stringify(each).slice(1, -1), encodeURIComponent(each), unpadded(Buffer.from(each))])
		.reduce((rest, each) => rest.replaceAll(each, '*'), unquoted);
}
