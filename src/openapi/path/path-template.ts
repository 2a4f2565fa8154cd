/**
 * A path as the spec writes it, segment by segment (OpenAPI 3.1, 4.8.8.2): what each segment must be, and which
 * of two that both fit is the more specific one.
 */
import { asPattern, percentDecoded } from '../../json/text';

export type Segment =
	/** `users`: percent-decoded. */
	| { readonly kind: 'literal'; readonly text: string }
	/** `{id}`, `{id}.json`, `{base}...{head}`: anything with these texts around it. */
	| {
			readonly kind: 'template';
			/** The text with its names taken out, `{}...{}`: two segments of one shape fit the same texts. */
			readonly shape: string;
			/** How much of it is literal text. */
			readonly literals: number;
			readonly holes: number;
			/** Tried in this order; none where the segment is one template and nothing else. */
			readonly patterns: readonly RegExp[];
			/** The same with values that are empty. */
			readonly emptied: RegExp | undefined;
	  };
export type TemplateSegment = Extract<Segment, { kind: 'template' }>;

export interface PathTemplate {
	readonly segments: readonly Segment[];
	/** The names of its template expressions, from the left. */
	readonly names: readonly string[];
}

export function parsePathTemplate(path: string): PathTemplate {
	const names: string[] = [];
	return { segments: path.split('/').map((text) => segmentOf(text, names)), names };
}

/** One character as a path spells it: never a part of its percent-encoding. */
const character =
	'(?:[^%]|%[0-7][0-9A-Fa-f]|%[C-Fc-f][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f])*(?!%[89ABab])|%[89ABab][0-9A-Fa-f]|%(?![0-9A-Fa-f]{2}))';

/** Braces may be percent-encoded, as some generators write them. */
const expression = /\{([^{}]*)\}|%7[Bb](.*?)%7[Dd]/g;

function segmentOf(text: string, names: string[]): Segment {
	const literals: string[] = [];
	let rest = 0;
	for (const found of text.matchAll(expression)) {
		literals.push(text.slice(rest, found.index));
		rest = found.index + found[0].length;
		names.push(found[1] ?? percentDecoded(found[2] ?? ''));
	}
	if (literals.length === 0) return { kind: 'literal', text: percentDecoded(text) };
	literals.push(text.slice(rest));
	const pattern = (hole: string, loosely: boolean) =>
		new RegExp(`^${literals.map((each) => spellingsOf(each, loosely)).join(hole)}$`, 'su');
	const isWhole = literals.every((each) => each === '') && literals.length === 2;
	return {
		kind: 'template',
		shape: literals.map((each) => percentDecoded(each)).join('{}'),
		literals: literals.reduce((sum, each) => sum + percentDecoded(each).length, 0),
		holes: literals.length - 1,
		// A separator that is percent-encoded in the request belongs to a value, unless nothing fits otherwise.
		patterns: isWhole ? [] : [pattern(`(${character}+?)`, false), pattern(`(${character}+?)`, true)],
		emptied: isWhole ? undefined : pattern(`(${character}*?)`, true),
	};
}

/**
 * A pattern for every way to spell `text` in a path; reserved characters (RFC 3986, 2.2) only as written, or loosely.
 */
function spellingsOf(text: string, loosely: boolean): string {
	const characters = text.match(/(?:%[0-9A-Fa-f]{2})+|./gsu) ?? [];
	const spellings = characters.flatMap((each) => {
		// A broken encoding is kept as it is.
		const decoded = percentDecoded(each);
		return [...decoded].map((plain) => {
			const [bare, encoded] = [asPattern(plain), caseless(encodeFully(plain))];
			const isReserved = /^[:/?#[\]@!$&'()*+,;=]$/.test(plain);
			if (isReserved && !loosely) return decoded === each ? bare : encoded;
			return `(?:${bare}|${encoded})`;
		});
	});
	return spellings.join('');
}

/** Every byte percent-encoded, also of characters that need not be. */
const encodeFully = (character: string): string =>
	[...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

const caseless = (encoded: string) => encoded.replace(/[A-F]/g, (digit) => `[${digit}${digit.toLowerCase()}]`);

/**
 * The values that `text`, a segment of a request's path, gives to the templates of `segment`, percent-encoded as they
 * are; undefined if it does not fit. An empty value fits only if `empties` allows it, and never a whole segment:
 * a path that ends in a slash is another path.
 */
export function valuesIn(segment: TemplateSegment, text: string, empties: boolean): readonly string[] | undefined {
	if (segment.patterns.length === 0) return text === '' ? undefined : [text];
	for (const pattern of segment.patterns) {
		const match = pattern.exec(text);
		if (match) return match.slice(1);
	}
	return empties && text !== '' ? segment.emptied?.exec(text)?.slice(1) : undefined;
}

/**
 * Which of two segments that fit one text comes first: more literal text before less, fewer templates before more; what
 * is left is put in one fixed order, with literal text at the beginning first.
 */
export function compareSegments(a: TemplateSegment, b: TemplateSegment): number {
	if (a.literals !== b.literals) return b.literals - a.literals;
	if (a.holes !== b.holes) return a.holes - b.holes;
	return a.shape === b.shape ? 0 : a.shape < b.shape ? -1 : 1;
}
