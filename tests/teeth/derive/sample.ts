/**
 * What the derivation begins with: the contract's interactions as the pact writes them, each with what the honest provider
 * answers to it. Everything that a mutant changes is changed there first, to say what must come of it.
 */
import { isObject, type Json, property } from '../../../src/json/json';
import { child, type Pointer } from '../../../src/json/pointer';
import type { Operation } from '../../../src/openapi/path/operation';
import type { Spec } from '../../../src/openapi/spec';
import type { Asked, Ids, Watch } from '../mutant';
import { brokenPromise, type Relied, readRelied, valuesOf } from '../oracle/contract-oracle';
import { brokenKeyword } from '../oracle/spec-oracle';

export interface Sample {
	/** The interaction's number in the contract, and its description. */
	readonly number: number;
	readonly description: string;
	readonly operation: Operation;
	readonly relied: Relied;
	/** Path of the contract with the values that were asked for, and the request's JSON. */
	readonly asked: Asked;
	readonly values: readonly string[];
	/** What the honest provider answers. */
	readonly status: number;
	readonly body: Json;
	readonly ids: Ids;
}

/** An interaction's request as it is sent for a customer. */
export function askedOf(interaction: Json, id: string): { asked: Asked; values: string[] } {
	const request = property(interaction, 'request');
	const expression = property(property(property(request, 'generators'), 'path'), 'expression');
	const path = String(property(request, 'path') ?? '/');
	const target = typeof expression === 'string' ? expression.replace(/\$\{[^}]+\}/g, () => id) : path;
	const body = property(request, 'body');
	const content = property(body, 'content') ?? body;
	return {
		asked: {
			method: String(property(request, 'method') ?? 'GET').toUpperCase(),
			target,
			headers: [['Content-Type', 'application/json']],
			body: Buffer.from(content === undefined ? '' : JSON.stringify(content)),
		},
		values: typeof expression === 'string' ? valuesOf(expression, target) : [],
	};
}

/** A sample of an interaction that was answered with a status and a body; undefined where the spec has no operation for it. */
export function sampleOf(
	spec: Spec,
	interaction: Json,
	number: number,
	ids: Ids,
	asked: Asked,
	values: readonly string[],
	answered: { readonly status: number; readonly body: Json },
): Sample | undefined {
	const operation = spec.operations.find(asked.method, asked.target.split('?')[0] ?? '')?.operation;
	if (!operation) return undefined;
	const description = String(property(interaction, 'description') ?? number);
	return { number, description, operation, relied: readRelied(interaction), asked, values, ids, ...answered };
}

/** Where the response of an operation with that status stands, by its own number, its range or `default`. */
export function responseOf(
	spec: Spec,
	operation: Operation,
	status: number,
): { key: string; pointer: Pointer; media: Readonly<Record<string, Pointer>> } | undefined {
	const { value: responses, pointer } = spec.document.follow(child(operation.pointer, 'responses'));
	const key = [String(status), `${String(status)[0]}XX`, 'default'].find(
		(each) => property(responses, each) !== undefined,
	);
	if (key === undefined) return undefined;
	const found = spec.document.follow(child(pointer, key));
	const content = property(found.value, 'content');
	const media = Object.keys(isObject(content) ? content : {}).map(
		(type) => [type, child(found.pointer, 'content', type, 'schema')] as const,
	);
	return { key, pointer: found.pointer, media: Object.fromEntries(media) };
}

/** The statuses that an operation documents by number. */
export function documentedStatuses(spec: Spec, operation: Operation): number[] {
	const { value } = spec.document.follow(child(operation.pointer, 'responses'));
	return Object.keys(isObject(value) ? value : {})
		.filter((key) => /^\d{3}$/.test(key))
		.map(Number);
}

export const jsonSchemaOf = (spec: Spec, operation: Operation, status: number): Pointer | undefined =>
	responseOf(spec, operation, status)?.media['application/json'];

export interface Breach {
	readonly by: readonly Watch[];
	readonly because: string;
}

/** Who has to object when samples are answered with that status and those bodies, and on what ground; undefined where nobody. */
export function breachOf(
	spec: Spec,
	answers: readonly { sample: Sample; status: number; body: Json }[],
): Breach | undefined {
	const grounds = new Map<Watch, string>();
	const add = (watch: Watch, ground: string) => grounds.has(watch) || grounds.set(watch, ground);
	for (const { sample, status, body } of answers) {
		const { relied, operation, values, description } = sample;
		const documented = responseOf(spec, operation, status);
		const schema = documented?.media['application/json'];
		if (!documented) add('spec', `the spec documents no status ${status}`);
		else if (schema !== undefined) {
			const broken = brokenKeyword(spec.document, schema, body);
			if (broken !== undefined) add('spec', `it breaks the spec at ${broken}`);
		}
		if (status !== relied.status) add('Pact', `"${description}" relies on status ${relied.status}`);
		else {
			const place = brokenPromise(relied, body, values);
			if (place !== undefined) add('Pact', `"${description}" relies on ${place === '' ? 'the body' : place}`);
		}
	}
	if (grounds.size === 0) return undefined;
	return { by: [...grounds.keys()], because: [...grounds.values()].join('; ') };
}
