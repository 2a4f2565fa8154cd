/**
 * Reads a pact file (specification 2, 3 or 4) into interactions. After this edge nobody looks at raw pact JSON.
 */
import { readFile } from 'node:fs/promises';
import { InputError, reasonOf } from '../spec/input-error';
import { isObject, type Json, type JsonObject, property, typeOf } from '../spec/json';
import { child, type Pointer } from '../spec/pointer';
import {
	type Body,
	type Exchange,
	header,
	type InteractionRef,
	isJsonMediaType,
	mediaTypeOf,
	type Pairs,
	parseJson,
	readBody,
} from './exchange';

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
	const parsed = parseJson(text);
	if (parsed.kind !== 'json') {
		const fault = parsed.kind === 'text' ? parsed.fault : undefined;
		throw new InputError(
			`The pact ${file} is not whole: ${fault ?? 'it is empty'}. Restore it from version control, or run \`contract record\`.`,
		);
	}
	const json = parsed.value;
	const list = property(json, 'interactions');
	if (!isObject(json) || !Array.isArray(list)) {
		throw new InputError(
			`${file} is not a pact: expected an object with a list "interactions", found ${typeOf(json)}.`,
		);
	}
	if (list.length === 0) {
		throw new InputError(`The pact ${file} has no interaction, so it proves nothing. Run \`contract record\`.`);
	}
	return {
		file,
		text,
		json,
		consumer: nameOf(json, 'consumer'),
		provider: nameOf(json, 'provider'),
		interactions: list.map((each: Json, index) => readInteraction(file, each, index)),
	};
}

function nameOf(json: JsonObject, party: 'consumer' | 'provider'): string {
	const name = property(json[party], 'name');
	return typeof name === 'string' ? name : '';
}

function readInteraction(file: string, json: Json, index: number): PactInteraction {
	const description = property(json, 'description');
	const ref = { file, index, description: typeof description === 'string' ? description : `interaction ${index}` };
	const type = property(json, 'type') ?? 'Synchronous/HTTP';
	if (type !== 'Synchronous/HTTP') return { kind: 'other', ref, type: String(type) };
	const request = property(json, 'request');
	const response = property(json, 'response');
	if (!isObject(request) || !isObject(response)) {
		throw new InputError(
			`${file} is not a pact: interaction ${index} ("${ref.description}") lacks a request or a response.`,
		);
	}
	const path = property(request, 'path');
	const status = property(response, 'status') ?? 200;
	if (typeof path !== 'string' || typeof status !== 'number') {
		throw new InputError(
			`${file} is not a pact: interaction ${index} ("${ref.description}") has no usable path or status.`,
		);
	}
	const at = child('/interactions', index);
	const sent = readMessageBody(request, child(at, 'request'));
	const expected = readMessageBody(response, child(at, 'response'));
	return {
		kind: 'http',
		ref,
		states: readStates(json),
		stateValues: [...readStateValues(request, path)],
		exchange: {
			interaction: ref,
			request: {
				method: String(property(request, 'method') ?? 'GET').toUpperCase(),
				path,
				query: readQuery(property(request, 'query')),
				headers: sent.headers,
				body: sent.body,
			},
			response: { status, headers: expected.headers, body: expected.body },
			places: {
				file,
				request: {
					method: child(at, 'request', 'method'),
					path: child(at, 'request', 'path'),
					query: child(at, 'request', 'query'),
					headers: child(at, 'request', 'headers'),
					body: sent.pointer,
				},
				response: {
					status: child(at, 'response', 'status'),
					headers: child(at, 'response', 'headers'),
					body: expected.pointer,
				},
			},
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

function readQuery(query: Json | undefined): Pairs {
	if (typeof query === 'string') return [...new URLSearchParams(query)];
	if (!isObject(query)) return [];
	return Object.entries(query).flatMap(([name, value]) => listOf(value).map((each) => [name, String(each)] as const));
}

function readMessageBody(message: JsonObject, at: Pointer): { headers: Pairs; body: Body; pointer: Pointer } {
	const recorded = property(message, 'headers');
	const headers: (readonly [string, string])[] = Object.entries(isObject(recorded) ? recorded : {}).map(
		([name, value]) => [name, listOf(value).map(String).join(', ')] as const,
	);
	const body = property(message, 'body');
	const pointer = child(at, 'body');
	if (body === undefined) return { headers, body: { kind: 'none' }, pointer };
	const wrapped = isObject(body) && 'content' in body && ('contentType' in body || 'encoded' in body);
	const stated = header(headers, 'content-type') ?? (wrapped ? property(body, 'contentType') : undefined);
	const contentType = typeof stated === 'string' ? stated : undefined;
	if (contentType !== undefined && header(headers, 'content-type') === undefined) {
		headers.push(['Content-Type', contentType]);
	}
	if (!wrapped) return { headers, body: bodyOf(body, contentType), pointer };
	const content = body.content ?? null;
	const encoded = body.encoded ?? false;
	return { headers, body: contentOf(content, encoded, contentType), pointer: child(pointer, 'content') };
}

function contentOf(content: Json, encoded: Json, contentType: string | undefined): Body {
	if (encoded === false || typeof content !== 'string') return bodyOf(content, contentType);
	if (String(encoded).toUpperCase() === 'JSON') return parseJson(content);
	return readBody(Buffer.from(content, 'base64'), contentType);
}

/** A string is JSON's string where the content type says JSON, and plain text where it says something else. */
function bodyOf(content: Json, contentType: string | undefined): Body {
	const isText = contentType !== undefined && !isJsonMediaType(mediaTypeOf(contentType));
	return isText && typeof content === 'string' ? { kind: 'text', text: content } : { kind: 'json', value: content };
}

const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [value as Json]);
