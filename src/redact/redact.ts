/**
 * The one redactor: takes secrets out of whatever is printed or written, in every form that they can take on the way.
 * It knows values (the key, the customer's id, the proxy's password) and shapes (what an Authorization header holds).
 */
import { formsOf, shapes } from './forms';

export interface Redactor {
	/** Any text of ours, or of Node's. */
	text(text: string): string;
	/** A value as it is before it is rendered: every text in it, but for names of fields, which are ours. */
	data<T>(value: T): T;
	/** A text already rendered from redacted data: only what cannot be a part of the format. */
	rendered(text: string): string;
	/** Text of a fault of our own, which may quote what was being worked on: also without what a provider sent. */
	fault(text: string): string;
	/** Whether there may be something that a provider sent. */
	hasLearned(): boolean;
	/** All that is taken out, as it was given. */
	secrets(): readonly string[];
	/** Takes these out from now on too. */
	add(secrets: readonly string[]): void;
	/** Has faults cleaned of what `sent` gives, which is asked only when there is a fault. */
	learn(sent: () => Iterable<string>): void;
}

/** How Node begins what `NODE_DEBUG` has it tell: the name of a part and the process. */
const fromNode = /^[A-Z][A-Z\d_]* \d+: /;

/** Shorter ones are words, and are taken out only where they stand alone. */
const shortest = 6;

/** Makes the redactor of a run. */
export function createRedactor(secrets: readonly string[] = []): Redactor {
	const known = new Set<string>();
	let anywhere: RegExp | undefined;
	let distinct: RegExp | undefined;
	const add = (more: readonly string[]) => {
		// Headers are read as one byte for one character, so a letter beyond ASCII comes out as several.
		const asRead = more.map((each) => Buffer.from(each).toString('latin1'));
		for (const each of [...more, ...asRead]) if (each !== '') known.add(each);
		// The longer one first, for one may hold another.
		const all = [...known].sort((one, other) => other.length - one.length);
		try {
			anywhere = patternOf(all);
			distinct = patternOf(all.filter(isDistinct));
		} catch {
			// What went wrong may quote what was to be kept; without it nothing more can be said.
			throw new Error('what keeps secrets out of the output could not be made');
		}
	};
	add(secrets);
	const values = (text: string) => (anywhere ? text.replace(anywhere, '*') : text);
	const words = (text: string) => shapes.words.reduce((rest, [shape, by]) => rest.replace(shape, by), values(text));
	const sources: (() => Iterable<string>)[] = [];
	const redactor: Redactor = {
		text: (text) =>
			(fromNode.test(text) ? shapes.node : shapes.output).reduce(
				(rest, [shape, by]) => rest.replace(shape, by),
				values(text),
			),
		data: <T>(value: T) => mapTexts(value, words) as T,
		rendered: (text) => (distinct ? text.replace(distinct, '*') : text),
		fault: (text) => redactor.text(withoutLearned(redactor.text(text), sources)),
		secrets: () => [...known],
		hasLearned: () => sources.length > 0,
		add,
		learn: (sent) => void sources.push(sent),
	};
	return redactor;
}

/** So many characters are looked for at most; where more were sent, the message is given up. */
const mostLearned = 1 << 20;

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
		.flatMap((each) => [each, JSON.stringify(each).slice(1, -1), encodeURIComponent(each), base64Of(each)])
		.reduce((rest, each) => rest.replaceAll(each, '*'), unquoted);
}

export const withheld = '(what it says is withheld, for it may quote what the provider sent; --show-values shows it)';

const base64Of = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '');

/** Neither a number nor a name that a format has. */
const isDistinct = (secret: string) => /^[\w.~-]{12,}$/.test(secret) && /\d/.test(secret) && /[A-Za-z]/.test(secret);

function patternOf(secrets: readonly string[]): RegExp | undefined {
	const forms = secrets.flatMap((secret) => formsOf(secret, secret.length < shortest));
	return forms.length === 0 ? undefined : new RegExp(forms.join('|'), 'g');
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
	if (typeof value === 'string') return change(value);
	if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]));
}
