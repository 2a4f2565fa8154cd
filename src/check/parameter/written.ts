/** What texts that were sent stand for, in a style and as a schema asks: for parameters, and for the fields of a form. */
import type { Json } from '../../json/json';
import type { Reader, Shape } from './reader';
import { valueOfFields } from './spread-fields';
import { type Decode, type Parts, partsOf, type Styled } from './style';

/** The values that `texts` may stand for as one of `shape`, the likeliest first; none where they are not in the style. */
export function valuesOf(
	styled: Styled,
	shape: Shape,
	texts: readonly string[],
	decode: Decode,
	reader: Reader,
): Json[] {
	return partsOf(styled, shape, texts, decode).map((parts) => valueOfParts(parts, reader));
}

function valueOfParts(parts: Parts, reader: Reader): Json {
	switch (parts.shape) {
		case 'primitive':
			return reader.read(parts.text);
		case 'array':
			return parts.items.map((text, index) => reader.item(index).read(text));
		case 'object':
			return valueOfFields(parts.fields, reader);
		default:
			return parts satisfies never;
	}
}
