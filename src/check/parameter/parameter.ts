/**
 * A parameter as the spec has it (OpenAPI 3.1, 4.8.12), or a header of a response (4.8.21), which is one too:
 * where it is sent, in which style, and what its value is held against.
 */

import { isJsonMediaType } from '../../exchange/exchange';
import { property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { percentDecoded } from '../../json/text';
import type { Located } from '../../openapi/document/document';
import { flagOf, mapAt, refuseKeywords } from '../../openapi/part';
import { Unverifiable } from '../../openapi/schema/validator';
import type { Spec } from '../../openapi/spec';
import { alternatives } from '../wording';
import { Reader } from './reader';

export type Location = 'path' | 'query' | 'header' | 'cookie';
export type Style = 'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';

/** Whether a name is meant. */
export type Names = (name: string) => boolean;

export interface Parameter {
	readonly name: string;
	readonly in: Location;
	readonly pointer: Pointer;
	readonly required: boolean;
	readonly style: Style;
	readonly explode: boolean;
	/** Takes the percent-encoding off a part; what is recorded decoded stays as it is. */
	readonly decode: (text: string) => string;
	/** Whether an empty value is allowed, whatever the schema. */
	readonly allowsEmpty: boolean;
	/** What its value is held against; undefined where only its presence is judged. */
	readonly schema: Pointer | undefined;
	/** Whether its text is JSON. */
	readonly isJson: boolean;
	/** Reads an object whose fields are parameters of their own: style form with explode (4.8.12.3). */
	readonly spread: Reader | undefined;
}

/** The styles of each location, its default first (4.8.12.2.1). */
const styles: Readonly<Record<Location, readonly Style[]>> = {
	path: ['simple', 'label', 'matrix'],
	query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
	header: ['simple'],
	cookie: ['form'],
};

export const isLocation = (text: string): text is Location => Object.hasOwn(styles, text);

/** Reads the parameter at `located`. Throws `Unverifiable` and `BrokenReference` where it is broken. */
export function parseParameter(spec: Spec, name: string, location: Location, located: Located): Parameter {
	const { pointer, value } = located;
	const [usual = 'simple'] = styles[location];
	const { schema, isJson } = describedBy(spec, located);
	// A media type defines how its values are written (4.8.12.2.2).
	const written = (isJson ? undefined : property(value, 'style')) ?? usual;
	// Style cookie of OpenAPI 3.2 differs from form in what is percent-encoded, and that is undone where it is.
	const stated = written === 'cookie' && location === 'cookie' && spec.document.is32 ? 'form' : written;
	const style = styles[location].find((each) => each === stated);
	if (style === undefined) {
		const allowed = alternatives(styles[location]);
		const message = `"style" is ${JSON.stringify(stated)}; in a ${location} it must be ${allowed}`;
		throw new Unverifiable(child(pointer, 'style'), message);
	}
	const explode = flagOf(located, 'explode') ?? style === 'form';
	const [required, allowsEmpty] = ['required', 'allowEmptyValue'].map((key) => flagOf(located, key) === true);
	const isForm = style === 'form' && explode && !isJson;
	const reader = isForm && schema !== undefined ? new Reader(spec, [schema]) : undefined;
	const canBeEmpty = location === 'query' && style === 'form';
	return {
		name,
		in: location,
		pointer,
		required: location === 'path' || required === true,
		style,
		explode,
		decode: location === 'path' || location === 'cookie' ? percentDecoded : (text) => text,
		allowsEmpty: canBeEmpty && allowsEmpty === true,
		schema,
		isJson,
		spread: reader?.shapes.includes('object') ? reader : undefined,
	};
}

/** A parameter of OpenAPI 3.2 that is the whole query: its fields are parameters if they are a form. */
export function parseQuerystring(spec: Spec, name: string, { pointer, value }: Located): Parameter {
	const at = child(pointer, 'content', 'application/x-www-form-urlencoded');
	const content = mapAt(child(pointer, 'content'), property(value, 'content'));
	const [mediaType] = Object.keys(content);
	if (mediaType !== 'application/x-www-form-urlencoded') {
		throw new Unverifiable(child(pointer, 'content'), `a query of ${mediaType ?? 'no media type'} is not judged`);
	}
	const media = spec.document.follow(at);
	const schema = child(media.pointer, 'schema');
	const required = flagOf({ pointer, value }, 'required') === true;
	const form = { in: 'query', style: 'form', explode: true, isJson: false, allowsEmpty: false } as const;
	const decode = (text: string) => text;
	return { ...form, name, pointer, required, decode, schema, spread: new Reader(spec, [schema]) };
}

/** By a schema, or by one media type with a schema (4.8.12.2.2); of media types only JSON is read. */
function describedBy({ document }: Spec, { pointer, value }: Located): Pick<Parameter, 'schema' | 'isJson'> {
	if (property(value, 'schema') !== undefined) return { schema: child(pointer, 'schema'), isJson: false };
	const content = mapAt(child(pointer, 'content'), property(value, 'content'));
	const [mediaType] = Object.keys(content).filter(isJsonMediaType);
	// Beside a schema, such a slip changes little; without one, nothing would be judged.
	if (mediaType === undefined) refuseKeywords({ pointer, value }, 'a parameter', ['required']);
	const media = mediaType === undefined ? undefined : document.follow(child(pointer, 'content', mediaType));
	if (media) refuseKeywords(media, 'a media type', ['schema']);
	if (!media || property(media.value, 'schema') === undefined) return { schema: undefined, isJson: false };
	return { schema: child(media.pointer, 'schema'), isJson: true };
}
