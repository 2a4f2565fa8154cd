/** The bodies of one media type of a response: full, least, and one change at a time; text where it is not JSON. */
import { isJsonMediaType } from '../../exchange/exchange';
import { kindOf, parseMediaType } from '../../exchange/media-type';
import { stringifyExact } from '../../json/exact';
import { type Json, property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { examplesOf, type Fill } from '../../openapi/example/example';
import { pruned } from '../../openapi/example/pruned';
import { nodeAt } from '../../openapi/schema/node';
import { entered, noScope } from '../../openapi/schema/scope';
import type { Spec } from '../../openapi/spec';
import { BodyChanges } from './body-changes';

export interface Content {
	/** Empty for the full one. */
	readonly words: string;
	readonly instance?: Pointer;
	readonly place: Pointer;
	readonly contentType: string;
	readonly body: string;
}

export interface Contents {
	readonly found: readonly Content[];
	/** How many changes no body was found for. */
	readonly omitted: number;
}

/** What the media type `key` at `media` allows; `changes` asks for more than the full and the least body. */
export function contentsOf(spec: Spec, key: string, media: Pointer, changes: boolean, most: number): Contents {
	const contentType = concrete(key);
	const parsed = parseMediaType(contentType);
	const kind = parsed ? kindOf(parsed) : 'opaque';
	if (kind === 'form' || kind === 'multipart') return { found: [], omitted: 1 };
	const { pointer, value } = spec.document.follow(media);
	const schema = property(value, 'schema') === undefined ? undefined : child(pointer, 'schema');
	const plain = (words: string, body: string): Content => ({ words, place: schema ?? pointer, contentType, body });
	if (kind === 'opaque') return { found: [plain('', 'example')], omitted: 0 };
	if (schema === undefined) return { found: [plain('', kind === 'json' ? '{}' : 'example')], omitted: 0 };
	const bodies = { full: bodyOf(spec, schema, 'full'), least: bodyOf(spec, schema, 'least') };
	if (bodies.full === undefined) return { found: [], omitted: 1 };
	if (kind === 'text') {
		return typeof bodies.full === 'string' && bodies.full !== ''
			? { found: [plain('', bodies.full)], omitted: 0 }
			: { found: [], omitted: 1 };
	}
	const full = stringifyExact(bodies.full);
	const least = bodies.least === undefined ? full : stringifyExact(bodies.least);
	const found = [plain('', full)];
	// Behind the single changes, which say more of what a client cannot stand.
	const last = least === full ? [] : [plain('least', least)];
	if (!changes) return { found: [...found, ...last], omitted: 0 };
	const all = new BodyChanges(spec, schema, most);
	const root = nodeAt(spec.document, { pointer: schema, scope: entered(spec.document, noScope, schema) });
	if (root) all.collect(bodies.full, root);
	for (const { body, ...change } of all.found) {
		const text = stringifyExact(body);
		if (text !== least) found.push({ ...change, contentType, body: text });
	}
	return { found: [...found, ...last], omitted: all.omitted };
}

function bodyOf(spec: Spec, schema: Pointer, fill: Fill): Json | undefined {
	const [made] = examplesOf(spec, 'response', schema, { fill });
	if (made === undefined) return undefined;
	// Without what a response must not hold, it may have too few fields.
	return [pruned(spec, 'response', schema, made), made].find((each) =>
		spec.validator.accepts('response', schema, each),
	);
}

/** A media type that a range covers. */
function concrete(key: string): string {
	const name = key.trim();
	if (name === '*' || name === '*/*' || name === 'application/*') return 'application/json';
	if (name.includes('*+json')) return name.replace('*+json', 'problem+json');
	if (name === 'text/*') return 'text/plain';
	return name.replace('/*', '/example');
}

/** The content type with its charset written out; undefined where it is not JSON or has one. */
export const withCharset = (contentType: string): string | undefined =>
	isJsonMediaType(contentType) && !/charset/i.test(contentType) ? `${contentType}; charset=utf-8` : undefined;
