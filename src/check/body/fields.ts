/**
 * The fields of a form (OpenAPI 3.1, 4.8.14 and 4.8.15 Encoding Object): what each may be, and how `encoding` writes
 * it.
 */

import { isJsonMediaType } from '../../exchange/exchange';
import { isObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { decodedField } from '../../json/text';
import type { Located } from '../../openapi/document/document';
import type { Style } from '../parameter/parameter';
import type { Reader } from '../parameter/reader';
import type { Styled } from '../parameter/style';

/** Fields are written as parameters of a query are. */
export interface Field extends Styled {
	readonly reader: Reader;
	readonly isList: boolean;
	readonly isMap: boolean;
	/** Whether it is bytes, or a list of such, which no schema can judge. */
	readonly isBytes: boolean;
	/** Whether `encoding` sets a style; without one an object is JSON. */
	readonly isStyled: boolean;
	readonly isJson: boolean;
	/** The media types that `encoding` allows for it; empty where it names none. */
	readonly contentTypes: readonly string[];
	/** Where `encoding` names them. */
	readonly source: Pointer;
}

export interface Fields {
	named(name: string): Field;
	/** The fields that are spelled out: objects and lists in brackets, or objects member by member. */
	readonly spelled: readonly Field[];
}

/** The fields that `reader` knows, encoded as the media type object states. Throws `BrokenReference`. */
export function fieldsOf(reader: Reader, media: Located): Fields {
	const encoding = property(media.value, 'encoding');
	const fieldOf = (name: string): Field => {
		const member = reader.member(name);
		const isList = member.shapes.includes('array');
		const own = property(encoding, name);
		const [stated, explode, contentType] = ['style', 'explode', 'contentType'].map((each) => property(own, each));
		const style = styles.find((each) => each === stated) ?? 'form';
		const contentTypes = typeof contentType === 'string' ? contentType.split(',').map((each) => each.trim()) : [];
		const isStyled = stated !== undefined || explode !== undefined;
		return {
			name,
			reader: member,
			isList,
			isMap: member.shapes.includes('object'),
			isBytes: holdsBytes(member) || (isList && holdsBytes(member.item(0))),
			in: 'query',
			decode: decodedField,
			style,
			explode: typeof explode === 'boolean' ? explode : style === 'form',
			isStyled,
			// A content type is ignored if a style is set (4.8.15.1.1).
			isJson: !isStyled && contentTypes.some(isJsonMediaType),
			contentTypes,
			source: child(media.pointer, 'encoding', name, 'contentType'),
		};
	};
	const encoded = isObject(encoding) ? Object.keys(encoding) : [];
	const described = new Map([...reader.names, ...encoded].map((name) => [name, fieldOf(name)]));
	return {
		// A form may send any other name: such a field is not cached.
		named: (name) => described.get(name) ?? fieldOf(name),
		spelled: [...described.values()].filter(({ isStyled, isMap, isList, explode, style }) =>
			style === 'deepObject' ? isMap || isList : isStyled && isMap && explode,
		),
	};
}

/** The styles that a field may have: those of a query. */
const styles: readonly Style[] = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'];

const holdsBytes = ({ schemas }: Reader): boolean =>
	schemas.some(({ schema }) => {
		const keywords = ['contentMediaType', 'contentEncoding'];
		return schema.format === 'binary' || keywords.some((each) => Object.hasOwn(schema, each));
	});
