/**
 * The styles in which a value is written into a text, read backwards (OpenAPI 3.1, 4.8.12.3 Style Values): a text falls
 * into items at a separator, into fields at two, and each part is percent-decoded after that.
 */
import type { Parameter } from './parameter';
import type { Shape } from './reader';

/** Fields by name; each holds the texts that were sent for it, or fields of its own. */
export type Fields = ReadonlyMap<string, Fields | readonly string[]>;

/** What a text is made of. */
export type Parts =
	| { readonly shape: 'primitive'; readonly text: string }
	| { readonly shape: 'array'; readonly items: readonly string[] }
	| { readonly shape: 'object'; readonly fields: Fields };

/** Takes the percent-encoding off a part. */
export type Decode = (text: string) => string;

/** What of a parameter, or of a field of a form, says how it is written. */
export type Styled = Pick<Parameter, 'name' | 'in' | 'style' | 'explode'>;

/** The ways to read `texts` as a value of `shape`, the likeliest first; none where they are not in the style at all. */
export function partsOf(parameter: Styled, shape: Shape, texts: readonly string[], decode: Decode): Parts[] {
	if (shape === 'primitive') {
		const text = texts.length === 1 ? onlyText(parameter, texts[0] ?? '', decode) : undefined;
		return text === undefined ? [] : [{ shape, text: decode(text) }];
	}
	if (shape === 'array') {
		return itemsOf(parameter, texts, decode).flatMap((raw): Parts[] => {
			const items = raw.map((each) => tidy(parameter, decode(each)));
			// A list of one empty text and an empty list are written alike.
			return items.length === 1 && items[0] === ''
				? [
						{ shape, items },
						{ shape, items: [] },
					]
				: [{ shape, items }];
		});
	}
	return fieldsOf(parameter, texts, decode).flatMap((pairs): Parts[] => {
		const fields = pairs.map(
			([name, value]) => [tidy(parameter, decode(name)), [tidy(parameter, decode(value))]] as const,
		);
		return [{ shape, fields: new Map(fields) }];
	});
}

/** Parts of a header may have space around them, and any number of lines may be joined to one (RFC 9110, 5.6.1). */
const tidy = (parameter: Styled, text: string) => (parameter.in === 'header' ? text.trim() : text);

/** The text of a value that is neither list nor object; undefined where the style's mark is missing. */
function onlyText({ name, style }: Styled, text: string, decode: Decode): string | undefined {
	if (style === 'label') return text.startsWith('.') ? text.slice(1) : undefined;
	return style === 'matrix' ? afterName(text, name, decode) : text;
}

/** What follows `;name=`, or nothing after `;name`. */
function afterName(text: string, name: string, decode: Decode): string | undefined {
	const [mark = ''] = text.split('=', 1);
	return mark.startsWith(';') && decode(mark.slice(1)) === name ? text.slice(mark.length + 1) : undefined;
}

function itemsOf({ name, style, explode, in: where }: Styled, texts: readonly string[], decode: Decode): string[][] {
	const [text = ''] = texts;
	switch (style) {
		case 'simple':
			return [text.split(',')];
		case 'label':
			return text.startsWith('.') ? labelled(text.slice(1), explode) : [];
		case 'matrix': {
			if (!explode) {
				const items = afterName(text, name, decode);
				return items === undefined ? [] : [items.split(',')];
			}
			const items = text
				.slice(1)
				.split(';')
				.map((each) => afterName(`;${each}`, name, decode));
			return text.startsWith(';') && items.every((each) => each !== undefined) ? [items] : [];
		}
		case 'form':
			if (explode && where === 'cookie') return [texts.flatMap((each) => each.split(`&${name}=`))];
			return explode ? [[...texts]] : once(texts, ',');
		case 'spaceDelimited':
			return explode && texts.length > 1 ? [[...texts]] : once(texts, ' ');
		case 'pipeDelimited':
			return explode && texts.length > 1 ? [[...texts]] : once(texts, '|');
		case 'deepObject':
			return [];
		default:
			return style satisfies never;
	}
}

const once = (texts: readonly string[], separator: string): string[][] =>
	texts.length === 1 ? [(texts[0] ?? '').split(separator)] : [];

/**
 * Without `explode`, versions of the specification differ: RFC 6570 and OpenAPI 3.1.1 join with commas, OpenAPI up to
 * 3.1.0 shows dots.
 */
function labelled(text: string, explode: boolean): string[][] {
	if (explode) return [text.split('.')];
	return text.includes('.') ? [text.split(','), text.split('.')] : [text.split(',')];
}

type NamedTexts = (readonly [name: string, value: string])[];

function fieldsOf({ name, style, explode }: Styled, texts: readonly string[], decode: Decode): NamedTexts[] {
	const [text = ''] = texts;
	const all = (...readings: (NamedTexts | undefined)[]) => readings.filter((each) => each !== undefined);
	switch (style) {
		case 'simple':
			return all(explode ? assigned(text.split(',')) : alternating(text.split(',')));
		case 'label': {
			if (!text.startsWith('.')) return [];
			if (explode) return all(assigned(text.slice(1).split('.')));
			return all(...labelled(text.slice(1), false).map(alternating));
		}
		case 'matrix': {
			if (explode) return text.startsWith(';') ? all(assigned(text.slice(1).split(';'))) : [];
			const list = afterName(text, name, decode);
			return list === undefined ? [] : all(alternating(list.split(',')));
		}
		case 'form':
			// With `explode` each field is a parameter of its own.
			return explode ? [] : all(...once(texts, ',').map(alternating));
		case 'spaceDelimited':
			return all(...once(texts, ' ').map(alternating));
		case 'pipeDelimited':
			return all(...once(texts, '|').map(alternating));
		case 'deepObject':
			return [];
		default:
			return style satisfies never;
	}
}

/** `R,100,G,200`. */
function alternating(parts: readonly string[]): NamedTexts | undefined {
	if (parts.length === 1 && parts[0] === '') return [];
	if (parts.length % 2 === 1) return undefined;
	return parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? ''] as const] : []));
}

/** `R=100,G=200`. */
function assigned(parts: readonly string[]): NamedTexts | undefined {
	if (parts.length === 1 && parts[0] === '') return [];
	if (!parts.every((each) => each.includes('='))) return undefined;
	return parts.map((each) => {
		const [name = ''] = each.split('=', 1);
		return [name, each.slice(name.length + 1)] as const;
	});
}

/** An example of how a value of `shape` is written. */
export function formOf({ name, in: where, style, explode }: Styled, shape: Shape): string {
	const value = { primitive: 'value', array: 'a,b', object: explode ? 'key=value' : 'key,value' }[shape];
	switch (style) {
		case 'simple':
			return value;
		case 'label':
			return shape === 'array' && explode ? '.a.b' : `.${value}`;
		case 'matrix':
			if (shape === 'array' && explode) return `;${name}=a;${name}=b`;
			return shape === 'object' && explode ? `;${value}` : `;${name}=${value}`;
		case 'form':
			if (shape === 'array' && explode) return where === 'cookie' ? `${name}=a` : `${name}=a&${name}=b`;
			return shape === 'object' && explode ? value : `${name}=${value}`;
		case 'spaceDelimited':
			return delimited(name, shape, explode, '%20');
		case 'pipeDelimited':
			return delimited(name, shape, explode, '|');
		case 'deepObject':
			return `${name}[key]=value`;
		default:
			return style satisfies never;
	}
}

function delimited(name: string, shape: Shape, explode: boolean, separator: string): string {
	if (shape === 'primitive') return `${name}=value`;
	if (shape === 'object') return `${name}=key${separator}value`;
	return explode ? `${name}=a&${name}=b` : `${name}=a${separator}b`;
}
