/** The documented headers of a response, with a value for each. */
import { parseParameter } from '../../check/parameter/parameter';
import type { Pairs } from '../../exchange/exchange';
import { type Json, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { examplesOf } from '../../openapi/example/example';
import { mapAt } from '../../openapi/part';
import type { Spec } from '../../openapi/spec';

export interface DocumentedHeaders {
	readonly pairs: Pairs;
	/** Those that may be absent, with their places in the spec. */
	readonly optional: readonly { readonly name: string; readonly place: Pointer }[];
	/** Whether a required one has no value that can be written. */
	readonly isImpossible: boolean;
}

/** Throws `BrokenReference` and `Unverifiable`. */
export function headersOf(spec: Spec, response: Pointer): DocumentedHeaders {
	const { pointer, value } = spec.document.follow(response);
	const pairs: [string, string][] = [];
	const optional: { readonly name: string; readonly place: Pointer }[] = [];
	let isImpossible = false;
	for (const name of Object.keys(mapAt(child(pointer, 'headers'), property(value, 'headers')))) {
		// These belong to the message itself.
		if (/^(content-type|content-length|transfer-encoding|content-encoding|connection)$/i.test(name)) continue;
		const place = child(pointer, 'headers', name);
		const located = spec.document.follow(place);
		const { schema, isJson, required } = parseParameter(spec, name, 'header', located);
		const stated = property(located.value, 'example');
		const options = { name, ...(stated === undefined ? {} : { stated: [stated] }) };
		const [made] = schema === undefined ? ['example'] : examplesOf(spec, 'response', schema, options);
		const text = made === undefined ? undefined : written(made, isJson);
		if (text === undefined) isImpossible ||= required;
		else pairs.push([name, text]);
		if (text !== undefined && !required) optional.push({ name, place });
	}
	return { pairs, optional, isImpossible };
}

/** In style simple; undefined where HTTP cannot send it. */
function written(value: Json, isJson: boolean): string | undefined {
	const one = (each: Json) => (typeof each === 'object' ? JSON.stringify(each) : String(each));
	const simple = () =>
		Array.isArray(value)
			? value.map(one).join(',')
			: typeof value === 'object' && value !== null
				? Object.entries(value)
						.flatMap(([key, each]) => [key, one(each)])
						.join(',')
				: one(value);
	const text = isJson ? JSON.stringify(value) : simple();
	return /^[\x20-\x7e]*$/.test(text) ? text : undefined;
}
