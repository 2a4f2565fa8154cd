/**
 * Writes instants in a format of Pact's date, time and timestamp matchers, which is one of Java's `DateTimeFormatter`.
 */

/** Both in UTC, with every field at one and at two digits, and no day that could be a month. */
const instants = ['2026-11-14T15:09:26.535Z', '2001-01-02T03:04:05.006Z'].map((each) => new Date(each));

/** A run of one letter, a quoted text, or any other character. */
const token = /([A-Za-z])\1*|'(?:[^']|'')*'|[^A-Za-z']/g;

/** Some texts in `format`; none where it holds something that is not read here. */
export function instantsIn(format: string): string[] {
	const tokens = format.match(token) ?? [];
	if (tokens.join('') !== format) return [];
	return instants.flatMap((instant) => {
		const parts = tokens.map((each) => written(each, instant));
		return parts.includes(undefined) ? [] : [parts.join('')];
	});
}

function written(each: string, instant: Date): string | undefined {
	if (each === "''") return "'";
	if (each.startsWith("'")) return each.slice(1, -1).replaceAll("''", "'");
	// What is optional is written.
	if (each === '[' || each === ']') return '';
	if (!/^[A-Za-z]/.test(each)) return each;
	return letters[each.charAt(0)]?.(instant, each.length);
}

type Letter = (instant: Date, count: number) => string;

const padded = (value: number, count: number): string => String(value).padStart(count, '0');
const named = (instant: Date, options: Intl.DateTimeFormatOptions): string =>
	instant.toLocaleString('en-US', { timeZone: 'UTC', ...options });

const year: Letter = (instant, count) =>
	count === 2 ? String(instant.getUTCFullYear()).slice(-2) : padded(instant.getUTCFullYear(), count);
const month: Letter = (instant, count) =>
	count < 3 ? padded(instant.getUTCMonth() + 1, count) : named(instant, { month: count === 3 ? 'short' : 'long' });
const weekday: Letter = (instant, count) => named(instant, { weekday: count < 4 ? 'short' : 'long' });
const offset: Letter = (_, count) => (count === 1 ? '+00' : count === 2 || count === 4 ? '+0000' : '+00:00');

const letters: Readonly<Record<string, Letter>> = {
	...{ y: year, u: year, Y: year, M: month, L: month, E: weekday, x: offset },
	d: (instant, count) => padded(instant.getUTCDate(), count),
	a: (instant) => (instant.getUTCHours() < 12 ? 'AM' : 'PM'),
	H: (instant, count) => padded(instant.getUTCHours(), count),
	k: (instant, count) => padded(instant.getUTCHours() || 24, count),
	K: (instant, count) => padded(instant.getUTCHours() % 12, count),
	h: (instant, count) => padded(instant.getUTCHours() % 12 || 12, count),
	m: (instant, count) => padded(instant.getUTCMinutes(), count),
	s: (instant, count) => padded(instant.getUTCSeconds(), count),
	S: (instant, count) => padded(instant.getUTCMilliseconds(), 3).padEnd(count, '0').slice(0, count),
	X: () => 'Z',
	Z: (_, count) => (count < 4 ? '+0000' : count === 4 ? 'GMT' : '+00:00'),
	z: () => 'UTC',
	V: () => 'UTC',
	O: () => 'GMT',
	G: () => 'AD',
};
