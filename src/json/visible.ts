/** Text that somebody else wrote, shown: on one line, and without effect on a terminal, a log or the direction of reading. */

/** Control characters, line and paragraph separators, bidirectional controls and lone surrogates. */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Where a log of GitHub Actions, Azure Pipelines or TeamCity sees a command, wherever it is in a line. */
const marker = /##(?=(?:vso|teamcity)?\[)/g;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** With such characters as JSON writes them. Shown twice it is the same. */
export const visible = (text: string): string =>
	text
		.replace(steering, (each) => short[each] ?? escaped(each))
		.replace(marker, `#${escaped('#')}`)
		// GitHub takes a line for a command that begins so, after spaces too.
		.replace(/^(\s*):(?=:)/, `$1${escaped(':')}`);

/** JSON of the same value that has no such effect either. */
export const visibleJson = (json: string): string =>
	json.replace(steering, (each) => (each === '\n' ? each : escaped(each))).replace(marker, `#${escaped('#')}`);

/** `value` with each text in it changed, which may be that of a key; keys stay. */
export function mapTexts<T>(value: T, change: (text: string, key: string | undefined) => string): T {
	const map = (each: unknown, key?: string): unknown => {
		if (typeof each === 'string') return change(each, key);
		if (Array.isArray(each)) return each.map((item) => map(item));
		if (typeof each !== 'object' || each === null) return each;
		return Object.fromEntries(Object.entries(each).map(([name, member]) => [name, map(member, name)]));
	};
	return map(value) as T;
}
