/**
 * Reads what a request sends for a parameter, and the JSON it stands for (OpenAPI 3.1, 4.8.12.3 Style Values): lists at
 * their separator, objects from their brackets or field names, numbers and truth values where the schema asks for them.
 */
import type { Located } from '../../spec/document';
import { isObject, type Json, type JsonObject, property } from '../../spec/json';
import { child, type Pointer } from '../../spec/pointer';
import type { Spec } from '../../spec/spec';
import { type ExchangeRequest, header, type Pairs } from '../exchange';

export interface Parameter {
	readonly name: string;
	readonly in: string;
	readonly located: Located;
}

/** The pairs of the request that belong to `parameter`; empty where it was not sent. */
export function sentFor(
	parameter: Parameter,
	request: ExchangeRequest,
	pathParameters: ReadonlyMap<string, string>,
	spec: Spec,
): Pairs {
	const { name } = parameter;
	switch (parameter.in) {
		case 'path':
			return [...pathParameters].filter(([each]) => each === name);
		case 'query': {
			const fields = fieldsOf(parameter, spec);
			const isOwn = (each: string) =>
				fields ? fields.some((field) => nameOf(parameter, field) === each) : each === name;
			const isInBrackets = (each: string) => isDeep(parameter) && each.startsWith(`${name}[`);
			return request.query.filter(([each]) => isOwn(each) || isInBrackets(each));
		}
		case 'cookie':
			return cookies(request.headers).filter(([each]) => each === name);
		default:
			return request.headers.filter(([each]) => each.toLowerCase() === name.toLowerCase());
	}
}

/** The JSON that the pairs of a parameter or a header stand for, as the schema at `schema` asks. */
export function readValue(parameter: Parameter, pairs: Pairs, schema: Pointer, spec: Spec): Json {
	const fields = fieldsOf(parameter, spec);
	if (fields) {
		const { pointer, value } = spec.document.follow(schema);
		const described = property(value, 'properties');
		const members = pairs.map(([each, text]) => {
			const field = isDeep(parameter) ? each.slice(parameter.name.length + 1, -1) : each;
			const isDescribed = property(described, field) !== undefined;
			return [field, isDescribed ? readAs(spec, child(pointer, 'properties', field), [text]) : text];
		});
		return Object.fromEntries(members) as JsonObject;
	}
	return readAs(
		spec,
		schema,
		pairs.map(([, text]) => text),
		separatorOf(parameter),
	);
}

export function cookies(headers: Pairs): Pairs {
	return (header(headers, 'cookie') ?? '').split(/;\s*/).map((each) => {
		const [name = ''] = each.split('=');
		return [name, each.slice(name.length + 1)];
	});
}

const isDeep = ({ located }: Parameter) => property(located.value, 'style') === 'deepObject';
const nameOf = (parameter: Parameter, field: string) => (isDeep(parameter) ? `${parameter.name}[${field}]` : field);

/** The fields of an object that a query spells out one by one; undefined where the parameter is no such object. */
function fieldsOf(parameter: Parameter, spec: Spec): string[] | undefined {
	const { value, pointer } = parameter.located;
	if (parameter.in !== 'query' || property(value, 'schema') === undefined) return undefined;
	if (!isDeep(parameter) && !isExploded(parameter)) return undefined;
	const properties = property(spec.document.follow(child(pointer, 'schema')).value, 'properties');
	return isObject(properties) ? Object.keys(properties) : isDeep(parameter) ? [] : undefined;
}

function isExploded({ in: where, located }: Parameter): boolean {
	const stated = property(located.value, 'explode');
	const style = property(located.value, 'style') ?? (where === 'query' || where === 'cookie' ? 'form' : 'simple');
	return style === 'form' && stated !== false;
}

/** What stands between the items of a list that is one text; undefined where each item is a text of its own. */
function separatorOf(parameter: Parameter): string | undefined {
	switch (property(parameter.located.value, 'style')) {
		case 'spaceDelimited':
			return ' ';
		case 'pipeDelimited':
			return '|';
		default:
			return isExploded(parameter) ? undefined : ',';
	}
}

/** A text may stand for a number or a truth value: the reading that the schema accepts, else one of the type it asks for. */
function readAs(spec: Spec, schema: Pointer, texts: readonly string[], separator?: string): Json {
	const { pointer, value } = spec.document.follow(schema);
	const text = texts[0] ?? '';
	if ([property(value, 'type') ?? []].flat().includes('array') || property(value, 'items') !== undefined) {
		const items = texts.length > 1 || separator === undefined ? texts : text.split(separator);
		const hasSchema = property(value, 'items') !== undefined;
		return items.map((item) => (hasSchema ? readAs(spec, child(pointer, 'items'), [item.trim()]) : item.trim()));
	}
	const readings = [...literals(text), text];
	const isOfType = (reading: Json) =>
		!spec.validator
			.faults('request', schema, reading)
			.some((fault) => fault.keyword === 'type' && fault.instance === '');
	return readings.find((each) => spec.validator.accepts('request', schema, each)) ?? readings.find(isOfType) ?? text;
}

function literals(text: string): Json[] {
	if (text === 'true' || text === 'false') return [text === 'true'];
	const isNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text));
	return isNumber ? [Number(text)] : [];
}
