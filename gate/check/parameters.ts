/** Judges path, query, header and cookie parameters (OpenAPI 3.1, 4.8.12) and documented response headers (4.8.21). */
import { isObject, type Json, property } from '../../spec/json';
import { child, type Pointer } from '../../spec/pointer';
import { header, isJsonMediaType, type Pairs, parseJson } from '../exchange';
import { type Parameter, readValue, sentFor } from './parameter-value';
import { schemeNamed } from './security';
import type { Subject } from './subject';
import { wordingOf } from './wording';

/** These three are described elsewhere in the document and never as parameters (4.8.12.2). */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

const locations = new Set(['path', 'query', 'header', 'cookie']);

export function checkParameters(subject: Subject, pathParameters: ReadonlyMap<string, string>): void {
	const { request, places } = subject.exchange;
	const known = new Set<string>();
	for (const parameter of declaredParameters(subject)) {
		if (parameter.in === 'header' && ignoredHeaders.has(parameter.name.toLowerCase())) continue;
		if (parameter.in === 'query') known.add(parameter.name);
		const place = { path: places.request.path, query: places.request.query }[parameter.in] ?? places.request.headers;
		const what = `The request's ${parameter.in} parameter "${parameter.name}"`;
		const source = parameter.located.pointer;
		const detail = `${parameter.in} ${parameter.name}`;
		subject.attempt('request.parameter.unverifiable', what, place, () => {
			if (!locations.has(parameter.in)) {
				const message = `${what} cannot be judged, because OpenAPI knows no parameter in "${parameter.in}". Mend the spec`;
				subject.report({ code: 'request.parameter.unverifiable', place, source, message, detail });
				return;
			}
			const pairs = sentFor(parameter, request, pathParameters, subject.spec);
			if (pairs.length > 0) {
				for (const [name] of pairs) known.add(name);
				const [name = ''] = pairs[0] ?? [];
				const isNamed = parameter.in === 'query' || parameter.in === 'header';
				judge(subject, 'request.parameter', what, parameter, pairs, isNamed ? child(place, name) : place);
			} else if (parameter.in === 'path') {
				const message = `${what} has no place in the path ${subject.operation.path}, so it cannot be judged. Mend the spec: parameter and path must use one name`;
				subject.report({ code: 'request.parameter.unverifiable', place, source, message, detail });
			} else if (property(parameter.located.value, 'required') === true) {
				const message = `${what} is missing, but the spec requires it. Send it`;
				subject.report({ code: 'request.parameter.missing', place, source, message, detail });
			}
		});
	}
	for (const name of new Set(request.query.map(([each]) => each))) {
		if (known.has(name) || isCredential(subject, name)) continue;
		subject.report({
			code: 'request.parameter.unknown',
			place: child(places.request.query, name),
			source: subject.operation.pointer,
			message: `The request's query parameter "${name}" is not in the spec. Correct its name, or leave it out`,
			detail: name,
		});
	}
}

/** Documented headers of a response; required ones are owed by the provider only. */
export function checkResponseHeaders(subject: Subject, response: Pointer): void {
	const described = property(subject.spec.document.follow(response).value, 'headers');
	const { headers } = subject.exchange.response;
	const place = subject.exchange.places.response.headers;
	for (const name of Object.keys(isObject(described) ? described : {})) {
		if (name.toLowerCase() === 'content-type') continue;
		const what = `The response header "${name}"`;
		subject.attempt('response.header.unverifiable', what, place, () => {
			const located = subject.spec.document.follow(child(response, 'headers', name));
			const value = header(headers, name.toLowerCase());
			if (value !== undefined) {
				const own = placeOfHeader(headers, name.toLowerCase(), place);
				judge(subject, 'response.header', what, { name, in: 'header', located }, [[name, value]], own);
			} else if (subject.role === 'provider' && property(located.value, 'required') === true) {
				const message = `${what} is missing, but the spec requires it. Take it up with the provider`;
				subject.report({ code: 'response.header.missing', place, source: located.pointer, message, detail: name });
			}
		});
	}
}

/** Where a header stands, in the spelling in which it was recorded. */
export function placeOfHeader(headers: Pairs, name: string, place: Pointer): Pointer {
	const recorded = headers.find(([each]) => each.toLowerCase() === name)?.[0];
	return recorded === undefined ? place : child(place, recorded);
}

function judge(
	subject: Subject,
	kind: 'request.parameter' | 'response.header',
	what: string,
	parameter: Parameter,
	pairs: Pairs,
	place: Pointer,
): void {
	const step = subject.role === 'provider' ? 'Take it up with the provider' : 'Correct it';
	const report = (source: Pointer, fault: string, detail: string) =>
		subject.report({
			code: `${kind}.invalid`,
			place,
			source,
			message: `${fault}. ${step}, or update the spec if the API has changed`,
			detail: `${what} ${detail}`,
		});
	const schema = schemaOf(subject, parameter);
	if (schema === undefined) return;
	let value: Json;
	if (schema.isJson) {
		const parsed = parseJson(pairs[0]?.[1] ?? '');
		if (parsed.kind !== 'json') {
			report(schema.pointer, `${what} cannot be read as JSON`, 'json');
			return;
		}
		value = parsed.value;
	} else value = readValue(parameter, pairs, schema.pointer, subject.spec);
	for (const fault of subject.spec.validator.faults('request', schema.pointer, value)) {
		report(fault.source, wordingOf(fault, what, subject.role), `${fault.instance} ${fault.keyword}`);
	}
}

/** A parameter has a schema, or one media type with a schema (4.8.12.2.2); of media types only JSON is judged. */
function schemaOf({ spec }: Subject, { located }: Parameter): { pointer: Pointer; isJson: boolean } | undefined {
	if (property(located.value, 'schema') !== undefined) {
		return { pointer: child(located.pointer, 'schema'), isJson: false };
	}
	const content = property(located.value, 'content');
	const mediaType = Object.keys(isObject(content) ? content : {}).find(isJsonMediaType);
	if (mediaType === undefined) return undefined;
	const media = spec.document.follow(child(located.pointer, 'content', mediaType));
	const isDescribed = property(media.value, 'schema') !== undefined;
	return isDescribed ? { pointer: child(media.pointer, 'schema'), isJson: true } : undefined;
}

/** The parameters of path item and operation; the operation's take the place of those with the same name and location. */
function declaredParameters(subject: Subject): Parameter[] {
	const { document } = subject.spec;
	const found = new Map<string, Parameter>();
	const attempt = (judge: () => void) =>
		subject.attempt(
			'request.parameter.unverifiable',
			'A parameter of the request',
			subject.exchange.places.request.path,
			judge,
		);
	for (const owner of [subject.operation.pathPointer, subject.operation.pointer]) {
		attempt(() => {
			const list = property(document.follow(owner).value, 'parameters');
			for (const index of Array.isArray(list) ? list.keys() : []) {
				attempt(() => {
					const located = document.follow(child(owner, 'parameters', index));
					const name = String(property(located.value, 'name') ?? '');
					const where = String(property(located.value, 'in') ?? '');
					found.set(`${where} ${name}`, { name, in: where, located });
				});
			}
		});
	}
	return [...found.values()];
}

/** Whether a security scheme is sent as the query parameter `name`. */
function isCredential({ spec }: Subject, name: string): boolean {
	const schemes = property(spec.document.root.components, 'securitySchemes');
	return Object.keys(isObject(schemes) ? schemes : {}).some((each) => {
		const scheme = schemeNamed(spec, each);
		return property(scheme, 'in') === 'query' && property(scheme, 'name') === name;
	});
}
