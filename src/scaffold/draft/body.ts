/** The JSON body of a request or a response, from the examples of the spec. */
import { alternatives } from '../../check/wording';
import { isJsonMediaType } from '../../exchange/exchange';
import { orUndefined } from '../../json/input-error';
import { isObject, type Json, type JsonObject, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { examplesOf } from '../../openapi/example/example';
import type { Spec } from '../../openapi/spec';
import { statedExamples } from './stated';
import { typeText } from './type-text';

export interface Body {
	readonly mediaType: string;
	readonly value: Json;
	/** In TypeScript. */
	readonly type: string;
	/** Undefined where the media type has none. */
	readonly schema: Pointer | undefined;
}

/** Undefined where nothing is described; a text says why there is none. `tags` are as in `examplesOf`. */
export function bodyAt(
	spec: Spec,
	direction: 'request' | 'response',
	owner: Pointer,
	tags: JsonObject = {},
): Body | string | undefined {
	const { document } = spec;
	const content = orUndefined(() => document.follow(child(owner, 'content')));
	const described = Object.keys(isObject(content?.value) ? content.value : {});
	if (content === undefined || described.length === 0) return undefined;
	const json = described.filter(isJsonMediaType);
	const mediaType = json.find((each) => /^application\/json(;|$)/.test(each)) ?? json[0];
	if (mediaType === undefined)
		return `the generated client sends JSON, and the spec has only ${alternatives(described)}`;
	const media = orUndefined(() => document.follow(child(content.pointer, mediaType)));
	const stated = statedExamples(media?.value);
	if (media === undefined || property(media.value, 'schema') === undefined) {
		const [value] = stated;
		return value === undefined ? 'there is no schema' : { mediaType, value, type: 'unknown', schema: undefined };
	}
	const schema = child(media.pointer, 'schema');
	const [value] = examplesOf(spec, direction, schema, { stated, tags });
	if (value === undefined) return 'no example';
	return { mediaType, value, type: typeText(spec, direction, schema), schema };
}
