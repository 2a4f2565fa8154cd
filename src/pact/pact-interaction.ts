/**
 * Reads one interaction of a pact (specification 2, 3 or 4) into an exchange. Only this file reads the raw JSON
 * of an interaction.
 */

import {
	type BodyKeys,
	type Exchange,
	type ExchangeRequest,
	type ExchangeResponse,
	type InteractionRef,
	type Pairs,
	type Places,
	placesAt,
} from '../exchange/exchange';
import { InputError } from '../json/input-error';
import { isObject, type Json, type JsonObject, property } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import { decodedField, encodedField, kindOfValue } from '../json/text';
import { listOf, readContent } from './pact-content';
import { readStatusRule } from './status-rule';
import { NoExample, withExamples } from './written-matchers';

export interface ProviderState {
	readonly name: string;
	readonly params: JsonObject;
}

/** A part of the request that a provider state fills in: `/v2/customers/${customer_id}` with its recorded example. */
export interface StateValue {
	readonly expression: string;
	readonly example: string;
}

export type PactInteraction = HttpInteraction | OtherInteraction;

/** A message or plugin interaction, which has no request and response for an OpenAPI spec. */
export interface OtherInteraction {
	readonly kind: 'other';
	readonly ref: InteractionRef;
	readonly type: string;
	/** The place in the pact. */
	readonly pointer: Pointer;
}

/**
 * An interaction over HTTP, and the exchange that it expects. What few ask for is made when it is asked for, by getters
 * of a class: a getter written into an object gives each object a shape of its own, and shapes are long in going away.
 */
class HttpInteraction implements Exchange {
	readonly kind = 'http';

	constructor(
		readonly ref: InteractionRef,
		readonly request: ExchangeRequest,
		readonly response: ExchangeResponse,
		private readonly json: JsonObject,
		private readonly bodies: BodyKeys,
		/** Whether matchers were written into its values, where Pact's verifier does not read them. */
		readonly hasWrittenMatchers: boolean,
	) {}

	get exchange(): Exchange {
		return this;
	}

	get interaction(): InteractionRef {
		return this.ref;
	}

	get states(): readonly ProviderState[] {
		return readStates(this.json);
	}

	get stateValues(): readonly StateValue[] {
		const { request } = this.json;
		return readStateValues(property(request, 'generators'), String(property(request, 'path')));
	}

	get places(): Places {
		const at = child('/interactions', this.ref.index);
		const { request, response } = placesAt(at, this.bodies);
		const { path, query: stated } = this.json.request as JsonObject;
		const query = stated === undefined && String(path).includes('?') ? request.path : request.query;
		const matchingRules = child(at, 'request', 'matchingRules');
		return { file: this.ref.file, request: { ...request, query, matchingRules }, response };
	}
}

/** Reads the interaction at `index` of the pact `file`. Throws {@link InputError}. */
export function readInteraction(file: string, json: Json, index: number, version: number): PactInteraction {
	const wrongAt = (keys: readonly string[], expected: string, found: Json | undefined) =>
		wrong(file, child('/interactions', index, ...keys), expected, found);
	if (!isObject(json)) throw wrongAt([], 'an interaction', json);
	const { description, type = 'Synchronous/HTTP' } = json;
	const ref = { file, index, description: typeof description === 'string' ? description : `interaction ${index}` };
	if (type !== 'Synchronous/HTTP')
		return { kind: 'other', ref, type: String(type), pointer: child('/interactions', index, 'type') };
	const { request, response } = version < 4 ? readMatchers(file, json, index) : json;
	if (!isObject(request)) throw wrongAt(['request'], 'a request', request);
	if (!isObject(response)) throw wrongAt(['response'], 'a response', response);
	const { path, method = 'GET', query = null } = request;
	const { status = 200 } = response;
	if (typeof path !== 'string') throw wrongAt(['request', 'path'], 'a path', path);
	if (typeof method !== 'string') throw wrongAt(['request', 'method'], 'a method', method);
	if (query !== null && typeof query !== 'string' && !isObject(query)) {
		throw wrongAt(['request', 'query'], 'a query', query);
	}
	if (typeof status !== 'number' || !Number.isInteger(status)) {
		throw wrongAt(['response', 'status'], 'a whole number', status);
	}
	const { headers: sentHeaders = null } = request;
	const { headers: expectedHeaders = null } = response;
	if (sentHeaders !== null && !isObject(sentHeaders)) {
		throw wrongAt(['request', 'headers'], 'a map of headers', sentHeaders);
	}
	if (expectedHeaders !== null && !isObject(expectedHeaders)) {
		throw wrongAt(['response', 'headers'], 'a map of headers', expectedHeaders);
	}
	const sent = readContent(request, version);
	const expected = readContent(response, version);
	const statusRule = readStatusRule(response.matchingRules);
	return new HttpInteraction(
		ref,
		{
			method: method.toUpperCase(),
			...readTarget(path, query),
			headers: sent.headers,
			body: sent.body,
			matchingRules: request.matchingRules,
		},
		{ status, ...(statusRule && { statusRule }), headers: expected.headers, body: expected.body },
		json,
		{ request: sent.keys, response: expected.keys },
		request !== json.request || response !== json.response,
	);
}

/** Request and response without the matchers that are written into them. Throws {@link InputError}. */
function readMatchers(file: string, { request, response }: JsonObject, index: number) {
	const read = (json: Json | undefined, pointer: Pointer) => json && withExamples(json, pointer);
	try {
		return { request: read(request, '/request'), response: read(response, '/response') };
	} catch (error) {
		if (!(error instanceof NoExample)) throw error;
		throw new InputError(
			`${file} holds ${error.message} at ${child('/interactions', index)}${error.pointer}. Write the pact in specification 2 or later.`,
		);
	}
}

/** The messages that a pact of specification 3 lists beside its interactions, counted on from `first`. */
export function messagesOf(file: string, { messages }: JsonObject, first: number): OtherInteraction[] {
	return (Array.isArray(messages) ? messages : []).map((json: Json, index): OtherInteraction => {
		const description = property(json, 'description');
		const name = typeof description === 'string' ? description : `message ${index}`;
		const ref = { file, index: first + index, description: name };
		return { kind: 'other', ref, type: 'Asynchronous/Messages', pointer: child('/messages', index) };
	});
}

function readStates(json: Json): ProviderState[] {
	const states = property(json, 'providerStates');
	if (Array.isArray(states)) {
		return states.map((state: Json) => {
			const params = property(state, 'params');
			return { name: String(property(state, 'name') ?? ''), params: isObject(params) ? params : {} };
		});
	}
	const single = property(json, 'providerState') ?? property(json, 'provider_state');
	return typeof single === 'string' && single !== '' ? [{ name: single, params: {} }] : [];
}

function readStateValues(generators: Json | undefined, path: string): StateValue[] {
	const inPath = property(generators, 'path');
	const elsewhere = ['header', 'query', 'body'].flatMap((part) => {
		const places = property(generators, part);
		return isObject(places) ? Object.values(places) : [];
	});
	return [inPath, ...elsewhere]
		.filter((generator) => property(generator, 'type') === 'ProviderState')
		.map((generator) => ({
			expression: String(property(generator, 'expression') ?? ''),
			example: generator === inPath ? path : '',
		}));
}

const noQuery: Pairs = [];

/** A query may be written into the path (RFC 3986, 3.4). A fragment is left there: no request can have one. */
function readTarget(written: string, query: string | JsonObject | null) {
	if (query === null && !written.includes('?')) return { path: written, query: noQuery };
	const [path = '', ...inPath] = written.includes('#') ? [written] : written.split('?');
	const texts = [...(inPath.length > 0 ? [`?${inPath.join('?')}`] : []), ...(typeof query === 'string' ? [query] : [])];
	// A null stands for a name without a value, as in `?flag`.
	const listed = Object.entries(isObject(query) ? query : {}).flatMap(([name, value]) =>
		listOf(value).map((each): [string, string] => [name, String(each ?? '')]),
	);
	const decoded = texts.flatMap((text) => [...new URLSearchParams(text)]);
	if (texts.length === 0) return { path, query: listed };
	const encoded = texts.flatMap(encodedPairs);
	return {
		path,
		query: [...decoded, ...listed],
		encodedQuery: [...encoded, ...listed.map(([name, value]) => [name, encodedField(value)] as const)],
	};
}

/** As `URLSearchParams` takes a text apart, with the values as they are. */
function encodedPairs(text: string): Pairs {
	const parts = text.replace(/^\?/, '').split('&');
	return parts
		.filter((each) => each !== '')
		.map((each) => {
			const [name = ''] = each.split('=', 1);
			return [decodedField(name), each.slice(name.length + 1)];
		});
}

/**
 * The error about a place that is not valid Pact. It names the type and not the value, which may be somebody's data.
 */
export function wrong(file: string, pointer: Pointer, expected: string, found: Json | undefined): InputError {
	const place = pointer === '' ? '' : ` at ${pointer}`;
	return new InputError(
		`${file} is not a pact: expected ${expected}${place}, received ${kindOfValue(found)}. Name another file, or run \`contract record\`.`,
	);
}
