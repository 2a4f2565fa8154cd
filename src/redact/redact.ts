/**
 * The one redactor: takes secrets out of whatever is printed or written. It knows values (the key, the customer's id, the
 * proxy's password) and shapes (what an Authorization header holds).
 */
import { type Mask, maskFor, unpadded } from './mask';
import { maskOutput, maskWords } from './shapes';

export type Redactor = ReturnType<typeof createRedactor>;

export function createRedactor(secrets: readonly string[] = []) {
	const known = new Set<string>();
	const sources: (() => Iterable<string>)[] = [];
	let [anywhere, distinct]: Mask[] = [];
	const values: Mask = (text) => anywhere?.(text) ?? text;
	const redactor = {
		/** Any text of ours, or of Node's. */
		text: (text: string) => maskOutput(values(text)),
		/** A value as it is before it is rendered: every text in it, but for names of fields, which are ours. */
		data: <T>(value: T) => mapTexts(value, (text) => maskWords(values(text))) as T,
		/** A text already rendered from redacted data: only what cannot be a part of the format. */
		rendered: (text: string) => distinct?.(text) ?? text,
		/** Text of a fault of our own, which may quote what was being worked on: also without what a provider sent. */
		fault: (text: string) => redactor.text(withoutLearned(redactor.text(text), sources)),
		/** Has faults cleaned of what `sent` gives, which is asked only when there is a fault. */
		learn: (sent: () => Iterable<string>) => void sources.push(sent),
		hasLearned: () => sources.length > 0,
		/** Takes these out from now on too. */
		add(more: readonly string[]) {
			// Headers are read as one byte for one character, so a letter beyond ASCII comes out as several.
			const asRead = more.map((each) => Buffer.from(each).toString('latin1'));
			for (const each of [...more, ...asRead]) if (each !== '') known.add(each);
			try {
				anywhere = maskFor([...known]);
				distinct = maskFor([...known].filter(isDistinct));
			} catch {
				// What went wrong may quote what was to be kept; without it nothing more can be said.
				throw new Error('what keeps secrets out of the output could not be made');
			}
		},
	};
	redactor.add(secrets);
	return redactor;
}

/** Neither a number nor a name that a format has. */
const isDistinct = (secret: string) => /^[\w.~-]{12,}$/.test(secret) && /\d/.test(secret) && /[A-Za-z]/.test(secret);

/** So many characters are looked for at most; where more were sent, the message is given up. */
const mostLearned = 1 << 20;

export const withheld = '(what it says is withheld, for it may quote what the provider sent; --show-values shows it)';

/** A text without what the sources give, in the forms in which an error is likely to quote it. */
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
	// V8 quotes a piece of the text that it cannot parse.
	const unquoted =
		learned.size === 0 ? text : text.replace(/(?:\.{3})?"[\s\S]*"(?:\.{3})?(?= is not valid JSON)/g, '*');
	return [...learned]
		.sort((one, other) => other.length - one.length)
		.flatMap((each) => [each, JSON.stringify(each).slice(1, -1), encodeURIComponent(each), unpadded(Buffer.from(each))])
		.reduce((rest, each) => rest.replaceAll(each, '*'), unquoted);
}

function mapTexts(value: unknown, change: Mask): unknown {
	if (typeof value === 'string') return change(value);
	if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]));
}
