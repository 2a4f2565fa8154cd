/**
 * The fields that a form is described to have (OpenAPI 3.1, 4.8.14 and 4.8.15 Encoding Object): what each of them may be,
 * and how its `encoding` has it written.
 */

import { isJsonMediaType, mediaTypeOf } from '../../exchange/exchange';
import { isObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { Spec } from '../../openapi/spec';
import type { Style } from '../parameter/parameter';
import type { Reader } from '../parameter/reader';
import { schemasInPlace } from '../parameter/text-types';

export interface Field {
	readonly name: string;
	readonly reader: Reader;
	readonly isList: boolean;
	readonly isMap: boolean;
	/** Whether it is a text, a number or the like. */
	readonly isText: boolean;
	/** Whether it is bytes, or a list of such, which no schema can judge. */
	readonly isBytes: boolean;
	/** Fields are written as parameters of a query are. */
	readonly in: 'query';
	readonly style: Style;
	readonly explode: boolean;
	/** Whether `encoding` says how it is written out; an object is JSON where it does not. */
	readonly isStyled: boolean;
	/** The media types that `encoding` allows for it, and where it says so. */
	readonly contentTypes: { readonly allowed: readonly string[]; readonly source: Pointer } | undefined;
	readonly isJson: boolean;
}

export interface Fields {
	named(name: string): Field;
	/** The fields that are spelled out: objects and lists in brackets, or objects member by member. */
	readonly spelled: readonly Field[];
}

/** The fields that `reader` knows, encoded as `encoding`, which stands at `at`, says. Throws `BrokenReference`. */
export function fieldsOf(spec: Spec, reader: Reader, encoding: unknown, at: Pointer): Fields {
	const fieldOf = (name: string): Field => {
		const member = reader.member(name);
		const [isList, isMap] = [member.shapes.includes('array'), member.shapes.includes('object')];
		const own = property(encoding, name);
		const [stated, explode] = [property(own, 'style'), property(own, 'explode')];
		const style = styles.find((each) => each === stated) ?? 'form';
		const contentType = property(own, 'contentType');
		const allowed = typeof contentType === 'string' ? contentType.split(',').map((each) => each.trim()) : [];
		const isStyled = stated !== undefined || explode !== undefined;
		return {
			name,
			reader: member,
			isList,
			isMap,
			isText: !member.isUntyped && !isList && !isMap,
			isBytes: holdsBytes(spec, member) || (isList && holdsBytes(spec, member.item(0))),
			in: 'query',
			style,
			explode: typeof explode === 'boolean' ? explode : style === 'form',
			isStyled,
			contentTypes: allowed.length > 0 ? { allowed, source: child(at, name, 'contentType') } : undefined,
			// A content type says nothing where a style is said (4.8.15.1.1).
			isJson: !isStyled && allowed.some((each) => isJsonMediaType(mediaTypeOf(each))),
		};
	};
	const encoded = isObject(encoding) ? Object.keys(encoding) : [];
	const described = new Map([...reader.names, ...encoded].map((name) => [name, fieldOf(name)]));
	return {
		// A form may send any other name: such a field is not kept.
		named: (name) => described.get(name) ?? fieldOf(name),
		spelled: [...described.values()].filter(({ isStyled, isMap, isList, explode, style }) =>
			style === 'deepObject' ? isMap || isList : isStyled && isMap && explode,
		),
	};
}

/** The styles that a field may have: those of a query. */
const styles: readonly Style[] = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'];

function holdsBytes(spec: Spec, { pointers }: Reader): boolean {
	return pointers
		.flatMap((each) => schemasInPlace(spec, each))
		.some(
			({ schema }) =>
				['contentMediaType', 'contentEncoding'].some((each) => Object.hasOwn(schema, each)) ||
				schema.format === 'binary',
		);
}
