/**
 * Writes texts that a regular expression matches: its shortest and longer ones, each alternative once, the ends of each
 * class. Not all of them, and always the same. What it cannot read gives none.
 */

/** No more texts than these, and none longer. */
export const most = { texts: 64, characters: 256 };

/** Texts that `pattern` is likely to match whole; undefined where it holds something that is not read here. */
export function samplesOf(pattern: string): string[] | undefined {
	const parser = new Parser(pattern);
	try {
		const samples = parser.choice();
		return parser.isAtEnd ? samples : undefined;
	} catch {
		return undefined;
	}
}

type Samples = readonly string[];

const firstOf = (list: Samples): string => list[0] ?? '';

const limited = (texts: Samples): string[] =>
	[...new Set(texts)].filter((text) => text.length <= most.characters).slice(0, most.texts);

/** Each part varied by itself, and all at their shortest and longest. */
function sequences(parts: readonly Samples[]): string[] {
	const typical = parts.map(firstOf);
	const shortest = parts.map((list) => firstOf([...list].sort((a, b) => a.length - b.length)));
	const longest = parts.map((list) => firstOf([...list].sort((a, b) => b.length - a.length)));
	const texts = [typical, shortest, longest].map((each) => each.join(''));
	// Round by round, so that a part with many samples does not take the places of those behind it.
	const rounds = Math.max(0, ...parts.map((list) => list.length));
	for (let round = 1; round < rounds && texts.length < most.texts; round += 1) {
		for (const [index, list] of parts.entries()) {
			const other = list[round];
			if (other !== undefined) texts.push(typical.with(index, other).join(''));
		}
	}
	return limited(texts);
}

/** What has no upper bound is tried some way beyond its lower one. */
const beyond = 24;

function repeats(least: number, upper: number, items: Samples): string[] {
	const first = firstOf(items);
	const usual = Math.min(Math.max(least, 1), upper);
	const counts = [usual, least, least + 1, Math.min(upper, least + beyond), upper];
	const possible = counts.filter((count) => count <= upper && count * Math.max(first.length, 1) <= most.characters);
	return limited([...possible.map((count) => first.repeat(count)), ...items.map((each) => each.repeat(usual))]);
}

/**
 * Reads the common core of regular expressions. An anchor or a look-around is read as nothing: the caller tests each
 * text.
 */
class Parser {
	private at = 0;

	constructor(private readonly pattern: string) {}

	get isAtEnd(): boolean {
		return this.at >= this.pattern.length;
	}

	choice(): string[] {
		const options = [this.sequence()];
		while (this.take(/\|/y) !== '') options.push(this.sequence());
		return limited([...options.map(firstOf), ...options.flat()]);
	}

	private sequence(): string[] {
		const parts: Samples[] = [];
		while (!this.isAtEnd && !/[|)]/.test(this.pattern.charAt(this.at))) parts.push(this.quantified(this.atom()));
		return sequences(parts);
	}

	private atom(): Samples {
		if (this.take(/\(/y) !== '') return this.group();
		if (this.take(/[$^]|\\[bB]/y) !== '') return [''];
		const escaped = this.take(/\\(?:[dDwWsSfnrtv]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|[pP]\{[^}]*\}|[^\w\s])/y);
		return picksOf(escaped || this.take(/\[\^?(?:[^\]\\]|\\.)*\]|[^\\[\]*+?{}()|]/uy));
	}

	private group(): Samples {
		const around = this.take(/\?<?[=!]/y);
		this.take(/\?:|\?<[A-Za-z_]\w*>/y);
		const samples = this.choice();
		if (this.take(/\)/y) === '') throw new Error('a group is open');
		return around === '' ? samples : [''];
	}

	private quantified(samples: Samples): Samples {
		const quantifier = this.take(/[*+?]|\{\d+(?:,\d*)?\}/y);
		if (quantifier === '') return samples;
		this.take(/\?/y);
		const [least, upper = least] = (spelledOut[quantifier] ?? quantifier).slice(1, -1).split(',');
		return repeats(Number(least), Number(upper || 'Infinity'), samples);
	}

	/** What the expression finds here; nothing of it is an empty text. */
	private take(sticky: RegExp): string {
		sticky.lastIndex = this.at;
		const [found = ''] = sticky.exec(this.pattern) ?? [];
		this.at += found.length;
		return found;
	}
}

const spelledOut: { readonly [quantifier: string]: string } = { '*': '{0,}', '+': '{1,}', '?': '{0,1}' };

const pool = ['a', 'z', 'A', 'Z', '0', '9', ' ', '_', '-', '.', '/', '@', '"', '+', ':', '\u00e9', '\n'];
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));

/** Some characters of a class, an escape or a literal: those of every usual kind that it holds, and its own ends. */
function picksOf(single: string): string[] {
	const expression = new RegExp(`^${single}$`, 'u');
	const within = [...pool, ...printable].filter((each) => expression.test(each));
	const usual = within.filter((each) => pool.includes(each));
	const picks = [...new Set([...usual, ...within.slice(0, 1), ...within.slice(-1)])];
	if (picks.length > 0) return picks;
	const written = single.replace(/\\[ux]([\da-f]{2,4})/gi, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);
	const other = [...written].find((each) => expression.test(each));
	if (other === undefined) throw new Error('no character of it is known');
	return [other];
}
