/** What a call of an operation is given in path, query and headers, from the examples of the spec. */
import { declaredParameters } from '../../check/parameter/declared-parameters';
import { isLocation, type Parameter, parseParameter } from '../../check/parameter/parameter';
import { disclosureOf } from '../../exchange/disclosure';
import { orUndefined } from '../../json/input-error';
import { isObject, type Json, property } from '../../json/json';
import type { Pointer } from '../../json/pointer';
import { examplesOf } from '../../openapi/example/example';
import type { Operation } from '../../openapi/path/operation';
import { parsePathTemplate } from '../../openapi/path/path-template';
import type { Spec } from '../../openapi/spec';
import { kebab } from '../names';
import type { Needed } from './credentials';
import { statedExamples } from './stated';
import { typeText } from './type-text';

/** As text, or several texts under one name. */
export type Wire = string | readonly string[];

/** One entry of `path`, `query` or `headers`. */
export interface Entry {
	readonly name: string;
	/** As the call is given it. */
	readonly value: Json;
	/** As it is sent. */
	readonly wire: Wire;
	/** Its type in TypeScript. */
	readonly type: string;
	readonly isRequired: boolean;
	/** What its value is held against, where that is the value of a parameter. */
	readonly schema?: Pointer;
	/** False where only its type is written. */
	readonly isSent: boolean;
}

export interface Inputs {
	readonly path: readonly Entry[];
	/** The path's parameters for something that does not exist; the same where there is no second value. */
	readonly otherPath: readonly Entry[];
	readonly query: readonly Entry[];
	readonly headers: readonly Entry[];
	/** The parts that are required and for which there is no example: `query parameter "limit"`. */
	readonly missing: readonly string[];
}

export function inputsOf(spec: Spec, operation: Operation, needed: Needed): Inputs {
	const context = { spec, operation, role: 'contract', disclosure: disclosureOf('contract') } as const;
	const inputs = { path: [] as Entry[], otherPath: [] as Entry[], query: [] as Entry[], headers: [] as Entry[] };
	const cookies: string[] = [];
	const missing: string[] = [];
	for (const { name, in: where, located } of declaredParameters(context).declared) {
		const parameter = isLocation(where) ? orUndefined(() => parseParameter(spec, name, where, located)) : undefined;
		if (parameter === undefined) {
			if (property(located.value, 'required') === true) missing.push(`${where} parameter "${name}"`);
			continue;
		}
		const stated = statedExamples(located.value);
		const values = valuesOf(spec, parameter, stated);
		const isSent = values.length > 0 && (parameter.required || stated.length > 0 || isExampled(spec, parameter));
		const [value, other = value] = values;
		if (value === undefined) {
			if (parameter.required) missing.push(`${where} parameter "${name}"`);
			continue;
		}
		switch (parameter.in) {
			case 'path':
				inputs.path.push(...entriesOf(spec, parameter, value, isSent));
				inputs.otherPath.push(...entriesOf(spec, parameter, other ?? value, isSent));
				break;
			case 'query':
				inputs.query.push(...entriesOf(spec, parameter, value, isSent));
				break;
			case 'header':
				inputs.headers.push(...entriesOf(spec, parameter, value, isSent));
				break;
			case 'cookie':
				if (isSent) cookies.push(`${name}=${encodeURIComponent(String(textOf(parameter, value)))}`);
				break;
			default:
				parameter.in satisfies never;
		}
	}
	const given = (name: string, value: string): Entry => ({
		...{ name, value, wire: value, type: 'string', isRequired: true, isSent: true },
	});
	for (const name of parsePathTemplate(operation.path).names) {
		if (inputs.path.some((entry) => entry.name === name) || missing.includes(`path parameter "${name}"`)) continue;
		// The path has it, and the spec does not declare it.
		inputs.path.push(given(name, `${kebab(name)}-1`));
		inputs.otherPath.push(given(name, `${kebab(name)}-2`));
	}
	for (const { in: where, name, value } of needed.others) {
		if (where === 'query') inputs.query.push(given(name, value));
		else if (where === 'header') inputs.headers.push(given(name, value));
		else cookies.push(`${name}=${value}`);
	}
	if (cookies.length > 0) inputs.headers.push(given('Cookie', cookies.join('; ')));
	return { ...inputs, missing };
}

/** Two for a path: the id of something that exists, and one like it of something that does not. */
function valuesOf(spec: Spec, parameter: Parameter, stated: readonly Json[]): Json[] {
	const { name, in: where, schema } = parameter;
	// No text that a body has too: verification takes an equal text in the response for the same id.
	const ids = [`${kebab(name)}-1`, `${kebab(name)}-2`];
	if (schema === undefined) return [...stated, ...ids].slice(0, 2);
	if (where !== 'path') return examplesOf(spec, 'request', schema, { name, stated });
	const described = orUndefined(() => spec.document.follow(schema).value);
	const made = property(described, 'format') === 'uuid' ? uuids : ids;
	const isStated = stated.length > 0 || isExampled(spec, parameter);
	const [first] = examplesOf(spec, 'request', schema, { name, stated: isStated ? stated : made });
	if (first === undefined) return [];
	return examplesOf(spec, 'request', schema, {
		name,
		stated: [first, ...(isUuid(first) ? uuids : ids).toReversed()],
		count: 2,
	});
}

const uuids = ['00000000-0000-4000-8000-000000000200', '00000000-0000-4000-8000-000000000404'];

const isUuid = (value: Json | undefined) =>
	typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value);

function isExampled({ document }: Spec, { schema }: Parameter): boolean {
	const value = schema === undefined ? undefined : orUndefined(() => document.follow(schema).value);
	return property(value, 'example') !== undefined || property(value, 'examples') !== undefined;
}

function entriesOf(spec: Spec, parameter: Parameter, value: Json, isSent: boolean): Entry[] {
	const { name, required: isRequired, schema, style, explode, isJson } = parameter;
	const entry = (key: string, wire: Wire, own: Json = wire, type = 'string'): Entry => ({
		...{ name: key, value: own, wire, type, isRequired, isSent },
	});
	if (parameter.in === 'query' && isObject(value) && !isJson && (explode || style === 'deepObject')) {
		const key = (field: string) => (style === 'deepObject' ? `${name}[${field}]` : field);
		return Object.entries(value).map(([field, member]) => entry(key(field), plain(member)));
	}
	const type = schema === undefined ? 'string' : typeText(spec, 'request', schema);
	if (parameter.in === 'query' && Array.isArray(value) && explode && !isJson) {
		return [entry(name, value.map(plain), value, type)];
	}
	const isText = typeof value === 'object' || parameter.in === 'path';
	const wire = textOf(parameter, value);
	return [isText ? entry(name, wire) : { ...entry(name, wire, value, type), ...(schema !== undefined && { schema }) }];
}

const plain = (value: Json): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

const separators = { spaceDelimited: ' ', pipeDelimited: '|' } as const;

/** A value as one text, in the style of its parameter. */
function textOf({ style, explode, isJson }: Parameter, value: Json): string {
	if (isJson) return JSON.stringify(value);
	const separator = style === 'spaceDelimited' || style === 'pipeDelimited' ? separators[style] : ',';
	if (Array.isArray(value)) return value.map(plain).join(separator);
	if (!isObject(value)) return plain(value);
	const pairs = Object.entries(value).map(([key, member]) => [key, plain(member)]);
	return pairs.map((pair) => pair.join(explode ? '=' : separator)).join(separator);
}
