/**
 * The styles in which a value is written into a text, read backwards (OpenAPI 3.1, 4.8.12.3 Style Values): a text falls
 * into items at a separator, into fields at two, and each part is percent-decoded after that.
 */
import type { Pairs } from '../../exchange/exchange';
import type { Json } from '../../json/json';
import type { Parameter } from './parameter';
import type { Reader, Shape } from './reader';
import { pairOf, valueOfFields } from './spread-fields';

/** How a parameter, or a field of a form, is written. */
export type Styled = Pick<Parameter, 'name' | 'in' | 'style' | 'explode' | 'decode'>;

/** The values that `texts` may stand for as one of `shape`, the likeliest first; empty if they are not in the style. */
export function valuesOf(styled: Styled, shape: Shape, texts: readonly string[], reader: Reader): Json[] {
	const { decode } = styled;
	if (shape === 'primitive') {
		const text = texts.length === 1 ? onlyText(styled, texts[0] ?? '') : undefined;
		return text === undefined ? [] : [reader.read(decode(text))];
	}
	// Parts of a header may have space around them, and any number of lines may be joined to one (RFC 9110, 5.6.1).
	const tidy = (text: string) => (styled.in === 'header' ? decode(text).trim() : decode(text));
	const readings = partsOf(styled, shape, texts);
	if (shape === 'array') {
		return readings.flatMap((parts): Json[] => {
			const items = parts.map(tidy);
			const list = items.map((text, index) => reader.item(index).read(text));
			// A list of one empty text and an empty list are written alike.
			return items.length === 1 && items[0] === '' ? [list, []] : [list];
		});
	}
	const isAssigned = styled.explode && ['simple', 'label', 'matrix'].includes(styled.style);
	return readings.flatMap((parts) => {
		const pairs = namedTexts(parts, isAssigned);
		return pairs ? [valueOfFields(new Map(pairs.map(([name, text]) => [tidy(name), [tidy(text)]])), reader)] : [];
	});
}

/** The text of a value that is neither list nor object; undefined where the style's mark is missing. */
function onlyText(styled: Styled, text: string): string | undefined {
	if (styled.style === 'label') return text.startsWith('.') ? text.slice(1) : undefined;
	return styled.style === 'matrix' ? afterName(styled, text) : text;
}

/** What follows `;name=`, or nothing after `;name`. */
function afterName({ name, decode }: Styled, text: string): string | undefined {
	const [mark, value] = pairOf(text);
	return mark.startsWith(';') && decode(mark.slice(1)) === name ? value : undefined;
}

/** The parts into which `texts` fall, in each way that the style allows. */
function partsOf(styled: Styled, shape: Shape, texts: readonly string[]): string[][] {
	const { name, style, explode, in: where } = styled;
	const [text = ''] = texts;
	const once = (separator: string) => (texts.length === 1 ? [text.split(separator)] : []);
	const isRepeated = explode && shape === 'array';
	switch (style) {
		case 'simple':
			return [text.split(',')];
		case 'label':
			return text.startsWith('.') ? labelled(text.slice(1), explode) : [];
		case 'matrix': {
			if (!explode) return [afterName(styled, text)?.split(',')].filter((each) => each !== undefined);
			if (!text.startsWith(';')) return [];
			const parts = text.slice(1).split(';');
			if (shape === 'object') return [parts];
			const items = parts.map((each) => afterName(styled, `;${each}`));
			return items.every((each) => each !== undefined) ? [items] : [];
		}
		case 'form':
			if (isRepeated) return [where === 'cookie' ? texts.flatMap((each) => each.split(`&${name}=`)) : [...texts]];
			// With `explode` each field of an object is a parameter of its own.
			return explode ? [] : once(',');
		case 'spaceDelimited':
		case 'pipeDelimited':
			return isRepeated && texts.length > 1 ? [[...texts]] : once(style === 'pipeDelimited' ? '|' : ' ');
		case 'deepObject':
			return [];
		default:
			return style satisfies never;
	}
}

/**
 * Without `explode`, versions of the specification differ: RFC 6570 and OpenAPI 3.1.1 join with commas, OpenAPI up to
 * 3.1.0 shows dots.
 */
function labelled(text: string, explode: boolean): string[][] {
	if (explode) return [text.split('.')];
	return text.includes('.') ? [text.split(','), text.split('.')] : [text.split(',')];
}

/** `R=100,G=200` where names are assigned, else `R,100,G,200`. */
function namedTexts(parts: readonly string[], isAssigned: boolean): Pairs | undefined {
	if (parts.length === 1 && parts[0] === '') return [];
	if (isAssigned) return parts.every((each) => each.includes('=')) ? parts.map(pairOf) : undefined;
	if (parts.length % 2 === 1) return undefined;
	return parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? ''] as const] : []));
}

const marks: Readonly<Record<string, string>> = { label: '.', matrix: ';' };
const separators: Readonly<Record<string, string>> = { spaceDelimited: '%20', pipeDelimited: '|' };

/** An example of how a value of `shape` is written. */
export function formOf({ name, in: where, style, explode }: Parameter, shape: Shape): string {
	if (style === 'deepObject') return `${name}[key]=value`;
	const start = marks[style] ?? '';
	const named = style === 'simple' || style === 'label' ? '' : `${name}=`;
	const comma = separators[style] ?? ',';
	if (shape === 'primitive') return `${start}${named}value`;
	if (shape === 'array') {
		if (!explode) return `${start}${named}a${comma}b`;
		if (where === 'cookie') return `${named}a`;
		const between = start || (style === 'simple' ? ',' : '&');
		return `${start}${named}a${between}${named}b`;
	}
	return explode && comma === ',' ? `${start}key=value` : `${start}${named}key${comma}value`;
}
