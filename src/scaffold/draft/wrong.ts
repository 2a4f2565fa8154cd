/** One value of a request that the spec refuses, of the same TypeScript type: what a 400 answers. */
import { orUndefined } from '../../json/input-error';
import { isObject, type Json } from '../../json/json';
import type { Pointer } from '../../json/pointer';
import { asPattern } from '../../json/text';
import type { Spec } from '../../openapi/spec';
import { keyText } from '../write/literal';
import type { Body } from './body';
import type { Inputs } from './inputs';

export interface Wrong {
	readonly part: 'body' | 'query';
	readonly name: string;
	readonly value: string | number;
}

/** Undefined where none is found. */
export function wrongIn(spec: Spec, request: Body | undefined, { query }: Inputs): Wrong | undefined {
	return wrongField(spec, request) ?? wrongParameter(spec, query);
}

function wrongField(spec: Spec, body: Body | undefined): Wrong | undefined {
	if (body?.schema === undefined || !isObject(body.value)) return undefined;
	const { schema, value: whole, type } = body;
	for (const [name, member] of Object.entries(whole)) {
		const isOf = (kind: string) => new RegExp(`(^|[^\\w$])${asPattern(keyText(name))}\\??: ${kind}(;| })`).test(type);
		const value = wrongFor(member, isOf).find((each) => isRefused(spec, schema, { ...whole, [name]: each }));
		if (value !== undefined) return { part: 'body', name, value };
	}
	return undefined;
}

function wrongParameter(spec: Spec, query: Inputs['query']): Wrong | undefined {
	for (const { name, value: sent, type, isSent, schema } of query) {
		if (!isSent || schema === undefined) continue;
		const value = wrongFor(sent, (kind) => kind === type).find((each) => isRefused(spec, schema, each));
		if (value !== undefined) return { part: 'query', name, value };
	}
	return undefined;
}

const isRefused = ({ validator }: Spec, schema: Pointer, value: Json): boolean =>
	orUndefined(() => !validator.accepts('request', schema, value)) ?? false;

/** Of an `enum`, whose type is a list of texts, every other text is one that TypeScript refuses. */
function wrongFor(value: Json, isOf: (kind: string) => boolean): readonly (string | number)[] {
	if (typeof value === 'string' && isOf('string')) return ['invalid', ''];
	if (typeof value === 'number' && isOf('number')) return [-1, 0, 1e9, 0.5];
	return [];
}
