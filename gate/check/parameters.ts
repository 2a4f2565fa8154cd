/**
 * Judges path, query, header and cookie parameters (OpenAPI 3.1, 4.8.12) and documented response headers (4.8.21).
 * Values are read as their schema's type asks before they are judged.
 */
import type { Located } from '../../spec/document';
import { isObject, type Json, property } from '../../spec/json';
import { child, type Pointer } from '../../spec/pointer';
import { header, type Pairs } from '../exchange';
import type { Subject } from './subject';
import { wordingOf } from './wording';

interface Parameter {
	readonly name: string;
	readonly in: string;
	readonly located: Located;
}

/** These three are described elsewhere in the document and never as parameters (4.8.12.2). */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

export function checkParameters(subject: Subject, pathParameters: ReadonlyMap<string, string>): void {
	const { request, places } = subject.exchange;
	const place = (parameter: Parameter) =>
		({ path: places.request.path, query: places.request.query })[parameter.in] ?? places.request.headers;
	const declared = declaredParameters(subject);
	for (const parameter of declared) {
		if (parameter.in === 'header' && ignoredHeaders.has(parameter.name.toLowerCase())) continue;
		subject.attempt('request.parameter.unverifiable', place(parameter), () => {
			const values = valuesOf(parameter, request.query, request.headers, pathParameters);
			const what = `The request's ${parameter.in} parameter "${parameter.name}"`;
			if (values.length === 0) {
				if (property(parameter.located.value, 'required') !== true && parameter.in !== 'path') return;
				subject.report({
					code: 'request.parameter.missing',
					place: place(parameter),
					source: parameter.located.pointer,
					message: `${what} is missing, but the spec requires it. Send it`,
					detail: `${parameter.in} ${parameter.name}`,
				});
				return;
			}
			judge(subject, 'request.parameter', what, parameter.located, values, place(parameter));
		});
	}
	const known = new Set(declared.filter((each) => each.in === 'query').map((each) => each.name));
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
		subject.attempt('response.header.unverifiable', place, () => {
			const located = subject.spec.document.follow(child(response, 'headers', name));
			const value = header(headers, name.toLowerCase());
			const what = `The response header "${name}"`;
			if (value !== undefined) judge(subject, 'response.header', what, located, [value], place);
			else if (subject.role === 'provider' && property(located.value, 'required') === true) {
				const message = `${what} is missing, but the spec requires it. Take it up with the provider`;
				subject.report({ code: 'response.header.missing', place, source: located.pointer, message, detail: name });
			}
		});
	}
}

function judge(
	subject: Subject,
	kind: 'request.parameter' | 'response.header',
	what: string,
	{ pointer, value }: Located,
	texts: readonly string[],
	place: Pointer,
): void {
	if (!isObject(value) || value.schema === undefined) return;
	const schema = child(pointer, 'schema');
	for (const fault of subject.spec.validator.faults('request', schema, readAs(subject, schema, texts))) {
		subject.report({
			code: `${kind}.invalid`,
			place,
			source: fault.source,
			message: `${wordingOf(fault, what, subject.role)}. Correct it, or update the spec if the API has changed`,
			detail: `${what} ${fault.instance} ${fault.keyword}`,
		});
	}
}

/** The parameters of path item and operation; the operation's take the place of those with the same name and location. */
function declaredParameters(subject: Subject): Parameter[] {
	const { document } = subject.spec;
	const found = new Map<string, Parameter>();
	for (const owner of [subject.operation.pathPointer, subject.operation.pointer]) {
		const list = property(document.follow(owner).value, 'parameters');
		for (const index of Array.isArray(list) ? list.keys() : []) {
			const place = child(owner, 'parameters', index);
			subject.attempt('request.parameter.unverifiable', subject.exchange.places.request.path, () => {
				const located = document.follow(place);
				const name = String(property(located.value, 'name') ?? '');
				const where = String(property(located.value, 'in') ?? '');
				found.set(`${where} ${name}`, { name, in: where, located });
			});
		}
	}
	return [...found.values()];
}

function valuesOf(parameter: Parameter, query: Pairs, headers: Pairs, path: ReadonlyMap<string, string>): string[] {
	const pairs = (): Pairs => {
		switch (parameter.in) {
			case 'path':
				return [...path];
			case 'query':
				return query;
			case 'cookie':
				return (header(headers, 'cookie') ?? '')
					.split(/;\s*/)
					.map((each) => [each.split('=')[0] ?? '', each.slice(each.indexOf('=') + 1)]);
			default:
				return headers.map(([name, value]) => [name.toLowerCase(), value]);
		}
	};
	const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name;
	return pairs().flatMap(([each, value]) => (each === name ? [value] : []));
}

/** A text as the schema's type asks: a number where it reads as one, a list at its commas, else the text itself. */
function readAs(subject: Subject, schema: Pointer, texts: readonly string[]): Json {
	const { pointer, value } = subject.spec.document.follow(schema);
	const types = [property(value, 'type') ?? []].flat();
	const text = texts[0] ?? '';
	if (types.includes('array')) {
		const items = texts.length > 1 ? texts : text.split(',');
		return items.map((item) =>
			property(value, 'items') === undefined ? item : readAs(subject, child(pointer, 'items'), [item]),
		);
	}
	const isNumeric = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text);
	if ((types.includes('integer') || types.includes('number')) && isNumeric) return Number(text);
	if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
	return text;
}

function isCredential({ spec }: Subject, name: string): boolean {
	const schemes = property(spec.document.root.components, 'securitySchemes');
	return Object.values(isObject(schemes) ? schemes : {}).some(
		(scheme) => property(scheme, 'in') === 'query' && property(scheme, 'name') === name,
	);
}
