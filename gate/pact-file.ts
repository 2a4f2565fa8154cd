/**
 * Reads a pact file (specification 2, 3 or 4) into interactions. After this edge nobody looks at raw pact JSON.
 */
import { readFile } from 'node:fs/promises';
import { InputError, reasonOf } from '../spec/input-error';
import { isObject, type Json, type JsonObject, property, typeOf } from '../spec/json';
import { child, type Pointer } from '../spec/pointer';
import { type Exchange, type InteractionRef, noBody, type Pairs, type Places, parseJson } from './exchange';
import { listOf, readContent } from './pact-content';

export interface ProviderState {
	readonly name: string;
	readonly params: JsonObject;
}

/** A part of the request that a provider state fills in: `/v2/customers/${customer_id}` with its recorded example. */
export interface StateValue {
	readonly expression: string;
	readonly example: string;
}

export type PactInteraction =
	| {
			readonly kind: 'http';
			readonly ref: InteractionRef;
			readonly states: readonly ProviderState[];
			readonly exchange: Exchange;
			readonly stateValues: readonly StateValue[];
	  }
	/** A message or plugin interaction, which has no request and response to hold against an OpenAPI description. */
	| { readonly kind: 'other'; readonly ref: InteractionRef; readonly type: string };

export interface PactFile {
	/** As the user named it. */
	readonly file: string;
	readonly text: string;
	readonly json: JsonObject;
	readonly consumer: string;
	readonly provider: string;
	readonly interactions: readonly PactInteraction[];
}

/** Reads and parses `file`. Throws {@link InputError}. */
export async function readPact(file: string): Promise<PactFile> {
	const text = await readFile(file, 'utf8').catch((error: unknown) => {
		throw new InputError(
			`The pact ${file} cannot be read: ${reasonOf(error)}. Name a pact file, or run \`contract record\`.`,
		);
	});
	return parsePact(file, text);
}

/** Parses the text of a pact. Throws {@link InputError}. */
export function parsePact(file: string, text: string): PactFile {
	const content = text.replace(/^\uFEFF/, '').trimEnd();
	const parsed = content === '' ? noBody : parseJson(content);
	if (parsed.kind !== 'json') {
		const fault = parsed.kind === 'text' ? parsed.fault : undefined;
		throw new InputError(
			`The pact ${file} is not whole: ${fault ?? 'it is empty'}. Restore it from version control, or run \`contract record\`.`,
		);
	}
	const json = parsed.value;
	const list = property(json, 'interactions');
	if (!isObject(json)) throw wrong(file, '', 'an object with a list "interactions"', json);
	if (!Array.isArray(list)) throw wrong(file, '/interactions', 'a list of interactions', list);
	if (list.length === 0) {
		throw new InputError(`The pact ${file} has no interaction, so it proves nothing. Run \`contract record\`.`);
	}
	const version = majorVersion(json, list[0]);
	return {
		file,
		text,
		json,
		consumer: nameOf(json, 'consumer'),
		provider: nameOf(json, 'provider'),
		interactions: list.map((each: Json, index) => readInteraction(file, each, index, version)),
	};
}

/** Where something else stands than a pact has there. What it is is told by type: it may be somebody's data. */
function wrong(file: string, pointer: Pointer, expected: string, found: Json | undefined): InputError {
	const instead = found === undefined ? 'nothing' : `type ${typeOf(found)}`;
	const place = pointer === '' ? '' : ` at ${pointer}`;
	return new InputError(
		`${file} is not a pact: expected ${expected}${place}, found ${instead}. Name another file, or run \`contract record\`.`,
	);
}

function nameOf(json: JsonObject, party: 'consumer' | 'provider'): string {
	const name = property(json[party], 'name');
	return typeof name === 'string' ? name : '';
}

/** The major version of the Pact specification that the file names, or shows: from 4 on each interaction has a type. */
export function majorVersion({ metadata }: JsonObject, first: Json | undefined): number {
	const stated = property(metadata, 'pactSpecification') ?? property(metadata, 'pact-specification');
	const version = property(stated, 'version') ?? property(metadata, 'pactSpecificationVersion');
	const shown = property(first, 'type') === undefined ? 3 : 4;
	return Number.parseInt(String(version), 10) || shown;
}

/** Reads the interaction at `index` of the pact `file`. Throws {@link InputError}. */
export function readInteraction(file: string, json: Json, index: number, version: number): PactInteraction {
	const wrongAt = (keys: readonly string[], expected: string, found: Json | undefined) =>
		wrong(file, child('/interactions', index, ...keys), expected, found);
	if (!isObject(json)) throw wrongAt([], 'an interaction', json);
	const { description, type = 'Synchronous/HTTP' } = json;
	const ref = { file, index, description: typeof description === 'string' ? description : `interaction ${index}` };
	if (type !== 'Synchronous/HTTP') return { kind: 'other', ref, type: String(type) };
	const { request, response } = json;
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
	if (!areHeaders(request.headers)) throw wrongAt(['request', 'headers'], 'a map of headers', request.headers);
	if (!areHeaders(response.headers)) throw wrongAt(['response', 'headers'], 'a map of headers', response.headers);
	const sent = readContent(request, version);
	const expected = readContent(response, version);
	return {
		kind: 'http',
		ref,
		get states() {
			return readStates(json);
		},
		get stateValues() {
			return [...readStateValues(request, path)];
		},
		exchange: {
			interaction: ref,
			request: {
				method: method.toUpperCase(),
				path,
				query: readQuery(query),
				headers: sent.headers,
				body: sent.body,
				matchingRules: request.matchingRules,
			},
			response: { status, headers: expected.headers, body: expected.body },
			get places() {
				return placesOf(ref, sent.keys, expected.keys);
			},
		},
	};
}

const areHeaders = (headers: Json | undefined): boolean =>
	headers === undefined || headers === null || isObject(headers);

/** Made when asked for: most interactions have nothing to point at. */
function placesOf({ file, index }: InteractionRef, sent: readonly string[], expected: readonly string[]): Places {
	const request = child('/interactions', index, 'request');
	const response = child('/interactions', index, 'response');
	return {
		file,
		request: {
			method: child(request, 'method'),
			path: child(request, 'path'),
			query: child(request, 'query'),
			headers: child(request, 'headers'),
			body: child(request, ...sent),
			matchingRules: child(request, 'matchingRules'),
		},
		response: {
			status: child(response, 'status'),
			headers: child(response, 'headers'),
			body: child(response, ...expected),
		},
	};
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

function* readStateValues(request: JsonObject, path: string): Generator<StateValue> {
	const generators = property(request, 'generators');
	if (!isObject(generators)) return;
	const inPath = property(generators, 'path');
	if (property(inPath, 'type') === 'ProviderState') {
		yield { expression: String(property(inPath, 'expression') ?? ''), example: path };
	}
	for (const part of ['header', 'query', 'body']) {
		const places = property(generators, part);
		for (const generator of isObject(places) ? Object.values(places) : []) {
			if (property(generator, 'type') !== 'ProviderState') continue;
			yield { expression: String(property(generator, 'expression') ?? ''), example: '' };
		}
	}
}

const noQuery: Pairs = [];

function readQuery(query: Json): Pairs {
	if (query === null) return noQuery;
	if (typeof query === 'string') return [...new URLSearchParams(query)];
	if (!isObject(query)) return noQuery;
	return Object.entries(query).flatMap(([name, value]) => listOf(value).map((each) => [name, String(each)] as const));
}
