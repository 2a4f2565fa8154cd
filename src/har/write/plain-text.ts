/** Text in place of text that is no JSON: of the same shape and cut, or invented, whichever is unreadable for the same reason. */
import { parseJson } from '../../exchange/exchange';
import type { Shapes } from './stand-in';

/** So much of a page is enough to know it by. */
const enough = 1_000;

/** Deeper than anything that is judged. */
const tower = `${'['.repeat(enough)}${']'.repeat(enough)}`;

/** Candidates, the most telling first; `position` is where the text stops being JSON, if anywhere. */
export function* textsInstead(text: string, shapes: Shapes): Generator<string> {
	const parsed = parseJson(text);
	const position = Number(
		/from character (\d+) on/.exec(parsed.kind === 'text' ? parsed.fault : '')?.[1] ?? Number.NaN,
	);
	const cut = text.length > Math.max(enough, position + 10 || 0) ? text.slice(0, enough) : text;
	yield masked(cut, shapes);
	yield masked(text.slice(0, Math.max(enough, position + 1 || 0)), shapes);
	yield* ['{', '<', tower];
	if (position >= 1) yield `{${' '.repeat(position - 1)}x`;
}

/** Texts by shape, with the literals, escapes and numbers that are JSON's own. */
const masked = (text: string, shapes: Shapes) =>
	piecewise(text, (piece) => (/^\d+$/.test(piece) ? '1'.repeat(piece.length) : shapes.of(piece)));

const own = /\\u[\da-fA-F]{4}|\\.|\b(?:true|false|null)\b|\d[eE](?=[+-]?\d)/;

function piecewise(text: string, replace: (piece: string) => string): string {
	return text
		.split(new RegExp(`(${own.source}|\\d+|[A-Za-z\\u0080-\\u{10ffff}]+)`, 'u'))
		.map((piece, index) => {
			if (index % 2 === 0 || /^(true|false|null)$/.test(piece)) return piece;
			if (/^\d[eE]$/.test(piece)) return `1${piece.slice(1)}`;
			if (piece.startsWith('\\')) return piece.startsWith('\\u') ? '\\u0061' : piece;
			return replace(piece);
		})
		.join('');
}
