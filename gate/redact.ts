/**
 * The one redactor: takes secrets out of whatever is printed or written, in every form that they can take on the way.
 * It knows values (the key, the customer's id, the proxy's password) and shapes (what an Authorization header holds).
 */
import { formsOf, shapes } from './redact/forms';

export interface Redactor {
	/** Any text of ours, or of Node's. */
	text(text: string): string;
	/** A value as it is before it is rendered: every text in it, but for names of fields, which are ours. */
	data<T>(value: T): T;
	/** A text already rendered from redacted data: only what cannot be a part of the format. */
	rendered(text: string): string;
	/** Text of a fault of our own, which may quote what was being worked on: also without anything learned. */
	fault(text: string): string;
	/** Takes these out from now on too. */
	add(secrets: readonly string[]): void;
	/** Has faults cleaned of what `sent` gives: asked only when there is a fault. */
	learn(sent: () => Iterable<string>): void;
}

/** Shorter ones are words, and are taken out only where they stand alone. */
const shortest = 6;

/** Makes the redactor of a run. */
export function createRedactor(secrets: readonly string[] = []): Redactor {
	const known = new Set<string>();
	let anywhere: RegExp | undefined;
	let distinct: RegExp | undefined;
	const add = (more: readonly string[]) => {
		for (const each of more) if (each !== '') known.add(each);
		// The longer one first, for one may hold another.
		const all = [...known].sort((one, other) => other.length - one.length);
		anywhere = patternOf(all);
		distinct = patternOf(all.filter(isDistinct));
	};
	add(secrets);
	const values = (text: string) => (anywhere ? text.replace(anywhere, '*') : text);
	const words = (text: string) => shapes.words.reduce((rest, [shape, by]) => rest.replace(shape, by), values(text));
	const sources: (() => Iterable<string>)[] = [];
	const redactor: Redactor = {
		text: (text) => shapes.output.reduce((rest, [shape, by]) => rest.replace(shape, by), values(text)),
		data: <T>(value: T) => mapTexts(value, words) as T,
		rendered: (text) => (distinct ? text.replace(distinct, '*') : text),
		fault(text) {
			const learned = [...new Set(sources.flatMap((sent) => [...sent()]))];
			const long = learned.filter((each) => each.length >= 4).sort((one, other) => other.length - one.length);
			return redactor.text(long.reduce((rest, each) => rest.replaceAll(each, '*'), redactor.text(text)));
		},
		add,
		learn: (sent) => void sources.push(sent),
	};
	return redactor;
}

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
