/**
 * The copy of interactions that Pact's verifier replays: each is named by its number, and has one provider state in place
 * of its own, which carries the number, so that results and requests can be matched. Numbers in bodies are as the pact
 * writes them. `pending` is left out: Pact counts pending failures as success.
 */

import { isJsonMediaType } from '../exchange/exchange';
import { hopByHop } from '../http/forward';
import { isObject, type Json, type JsonObject, property } from '../json/json';
import { stringifyWritten } from '../json/number-text';
import type { PactFile } from '../pact/pact-file';
import { matchedHeaders, normalType } from './expected-headers';
import type { Replayed } from './states';
import { readableMetadata } from './unreplayable';
import { contentOf, headersOf, listOf, sideOf, type Written } from './written';

/** What a `Location` is called on its way to Pact, which follows a redirect and judges what stands there. */
export const location = 'x-contract-location';

/** Some interactions of one pact, each with its number in the list of all that are replayed. */
export interface Piece {
	readonly pact: PactFile;
	readonly interactions: ReadonlyMap<number, Replayed>;
}

/** The text of the copy. */
export const numberedCopy = ({ pact, interactions }: Piece): string =>
	stringifyWritten({
		consumer: { name: 'consumer' },
		provider: { name: 'provider' },
		interactions: [...interactions].map(([number, { written }]) => numbered(written, number)),
		metadata: readableMetadata(pact),
	});

function numbered(written: Written, number: number): Json {
	const { pending: _pending, providerState: _one, provider_state: _old, ...rest } = written.json;
	return {
		...rest,
		description: String(number),
		providerStates: [{ name: 'interaction', params: { number } }],
		request: withoutHopByHop(sideOf(written, 'request')),
		response: comparable(written),
	};
}

/** Of those the verifier sends its own, and fails over others. */
function withoutHopByHop(request: JsonObject): JsonObject {
	const { headers } = request;
	if (!isObject(headers)) return request;
	return {
		...request,
		headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name.toLowerCase()))),
	};
}

/** The expected response with the headers that Pact compares: those with a matcher, and the content type. */
function comparable(written: Written): JsonObject {
	const response = sideOf(written, 'response');
	const { headers = null, matchingRules, body } = response;
	const matched = matchedHeaders(written);
	const isTypeMatched = matched.has('content-type');
	const kept = Object.entries(Object(headers) as JsonObject).flatMap(([name, value]): [string, Json][] => {
		const key = name.toLowerCase();
		if (key === 'content-type' && !isTypeMatched) return [[name, typed(value)]];
		if (!matched.has(key)) return [];
		return [[key === 'location' ? location : name, value]];
	});
	const type = property(body, 'contentType');
	const isWrapped = written.version >= 4 && isObject(body) && typeof type === 'string' && !isTypeMatched;
	return {
		...response,
		...(headers === null ? {} : { headers: Object.fromEntries(kept) }),
		...(isWrapped ? { body: { ...body, contentType: normalType(type) } } : {}),
		...(matchingRules !== undefined && matched.has('location') ? { matchingRules: renamed(matchingRules) } : {}),
	};
}

const typed = (value: Json): Json =>
	typeof value === 'string'
		? normalType(value)
		: listOf(value).map((each) => (typeof each === 'string' ? normalType(each) : each));

/** Rules for `Location`, under either form of key, for {@link location}. */
function renamed(rules: Json): Json {
	if (!isObject(rules)) return rules;
	const rename = (key: string) => key.replace(/^((?:\$\.headers?)?[.['"]*)location(?![\w-])/i, `$1${location}`);
	return Object.fromEntries(
		Object.entries(rules).map(([key, value]) => {
			if (key.startsWith('$')) return [rename(key), value];
			const isCategory = key === 'header' && isObject(value);
			return [
				key,
				isCategory ? Object.fromEntries(Object.entries(value).map(([name, rule]) => [rename(name), rule])) : value,
			];
		}),
	);
}

/** Whether the contract expects JSON's null as a value: Pact takes only an empty body for it. */
export function expectsNull(written: Written): boolean {
	const type = headersOf(written, 'response').find(([name]) => name.toLowerCase() === 'content-type')?.[1];
	const own = property(sideOf(written, 'response').body, 'contentType');
	return contentOf(written, 'response') === null && isJsonMediaType(String(type ?? own));
}
