/**
 * The fields of a form (OpenAPI 3.1, 4.8.14 and 4.8.15 Encoding Object): what each may be, and how `encoding` writes
 * it.
 */

import { isJsonMediaType } from '../../exchange/exchange';
import { property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { decodedField } from '../../json/text';
import type { Located } from '../../openapi/document/document';
import { flagOf, mapAt, textOf } from '../../openapi/part';
import { Unverifiable } from '../../openapi/schema/reading';
import { attempt, isFault, type SpecFault } from '../judgement';
import type { Style } from '../parameter/parameter';
import type { Reader } from '../parameter/reader';
import type { Styled } from '../parameter/style';
import { alternatives } from '../wording';

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
	const at = child(media.pointer, 'encoding');
	const encoding = mapAt(at, property(media.value, 'encoding'));
	const fieldOf = (name: string): Field => {
		const member = reader.member(name);
		const isList = member.shapes.includes('array');
		const own = { pointer: child(at, name), value: mapAt(child(at, name), property(encoding, name)) };
		const stated = textOf(own, 'style');
		const explode = flagOf(own, 'explode');
		const style = styleNamed(stated, own.pointer);
		const contentTypes =
			textOf(own, 'contentType')
				?.split(',')
				.map((each) => each.trim()) ?? [];
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
			explode: explode ?? style === 'form',
			isStyled,
			// A content type is ignored if a style is set (4.8.15.1.1).
			isJson: !isStyled && contentTypes.some(isJsonMediaType),
			contentTypes,
			source: child(own.pointer, 'contentType'),
		};
	};
	// A field that is broken is reported when it is sent.
	const described = new Map(
		[...reader.names, ...Object.keys(encoding)].map((name) => [name, attempt(() => fieldOf(name))]),
	);
	return {
		// A form may send any other name: such a field is not cached.
		named(name) {
			const field = described.get(name) ?? fieldOf(name);
			if (isFault(field)) throw field;
			return field;
		},
		spelled: usable([...described.values()]).filter(({ isStyled, isMap, isList, explode, style }) =>
			style === 'deepObject' ? isMap || isList : isStyled && isMap && explode,
		),
	};
}

const usable = (fields: readonly (Field | SpecFault)[]): Field[] =>
	fields.filter((each): each is Field => !isFault(each));

/** The styles that a field may have: those of a query. */
const styles: readonly Style[] = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'];

function styleNamed(stated: string | undefined, at: Pointer): Style {
	const style = styles.find((each) => each === (stated ?? 'form'));
	if (style) return style;
	throw new Unverifiable(child(at, 'style'), `"style" is "${stated}"; in a form it must be ${alternatives(styles)}`);
}

const holdsBytes = ({ schemas }: Reader): boolean =>
	schemas.some(({ schema }) => {
		const keywords = ['contentMediaType', 'contentEncoding'];
		return schema.format === 'binary' || keywords.some((each) => Object.hasOwn(schema, each));
	});
