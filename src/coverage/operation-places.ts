/** The places of one operation of the spec: its responses, its parameters, and what the schemas of its bodies describe. */
import { mediaTypesAt } from '../check/body/content';
import { statusesIn } from '../check/body/response';
import { attempt, isFault } from '../check/judgement';
import { declaredParameters } from '../check/parameter/declared-parameters';
import { describedHeaders } from '../check/parameter/headers';
import { isLocation, parseParameter, parseQuerystring } from '../check/parameter/parameter';
import { followFrom, type RuleContext } from '../check/rule';
import { kindOf, parseMediaType } from '../exchange/media-type';
import { stringifyExact } from '../json/exact';
import { property } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import type { Constraint } from './constraint';
import { Place, type PlaceName } from './place';
import { type OnPlace, schemaPlaces } from './schema-places';

type PlaceMap = ReadonlyMap<string, Place>;

export interface OperationPlaces {
	readonly responses: PlaceMap;
	/** By the pointer of the Parameter Object. */
	readonly parameters: PlaceMap;
	readonly requestFields: PlaceMap;
	readonly responseFields: PlaceMap;
	readonly values: PlaceMap;
	readonly constraints: PlaceMap;
	/** The bodies that have more schemas than are entered. */
	readonly cut: readonly string[];
}

/** What a schema belongs to: a body, a parameter by its pointer, or a header of a response by its pointer. */
export type Owner =
	| { readonly kind: 'request' }
	| { readonly kind: 'parameter'; readonly pointer: Pointer; readonly what: string }
	| { readonly kind: 'response'; readonly status: string }
	| { readonly kind: 'header'; readonly status: string; readonly pointer: Pointer; readonly what: string };

function idOf(owner: Owner): string {
	switch (owner.kind) {
		case 'request':
			return '';
		case 'parameter':
			return `p ${owner.pointer}`;
		case 'response':
			return `r ${owner.status}`;
		case 'header':
			return `h ${owner.status} ${owner.pointer}`;
		default:
			return owner satisfies never;
	}
}

export const fieldKey = (owner: Owner, instance: Pointer) => `${idOf(owner)} ${instance}`;
export const valueKey = (owner: Owner, instance: Pointer, value: unknown) =>
	`${idOf(owner)} ${instance} ${stringifyExact(value)}`;
export const constraintKey = (owner: Owner, instance: Pointer, { pointer }: Constraint) =>
	`${idOf(owner)} ${instance} ${pointer}`;

export function placesOf(context: RuleContext): OperationPlaces {
	const { spec, operation } = context;
	const [responses, parameters, requestFields] = [
		new Map<string, Place>(),
		new Map<string, Place>(),
		new Map<string, Place>(),
	];
	const [responseFields, values, constraints] = [
		new Map<string, Place>(),
		new Map<string, Place>(),
		new Map<string, Place>(),
	];
	const cut: string[] = [];

	const responsesAt = attempt(() => followFrom(context, 'responses'));
	const statuses = isFault(responsesAt) ? [] : statusesIn(responsesAt.value);
	for (const status of statuses) {
		const at = attempt(() => spec.document.at(child(operation.pointer, 'responses', status)));
		const pointer = isFault(at) ? child(operation.pointer, 'responses', status) : at.pointer;
		put(responses, status, { kind: 'response', status, pointer, label: status });
	}
	for (const { name, in: where, located } of declaredParameters(context).declared) {
		const what = `"${name}" in ${where}`;
		const isRequired = property(located.value, 'required') === true;
		put(parameters, located.pointer, { kind: 'parameter', pointer: located.pointer, label: what, isRequired });
		const read = attempt(() =>
			isLocation(where) ? parseParameter(spec, name, where, located) : parseQuerystring(spec, name, located),
		);
		const schema = isFault(read) ? undefined : read.schema;
		if (schema !== undefined) enter({ kind: 'parameter', pointer: located.pointer, what }, schema);
	}
	for (const schema of bodySchemas(context, 'requestBody')) enter({ kind: 'request' }, schema);
	for (const status of statuses) {
		for (const schema of bodySchemas(context, 'responses', status)) enter({ kind: 'response', status }, schema);
		const headers = attempt(() => describedHeaders(spec, child(operation.pointer, 'responses', status)));
		for (const [name, at] of isFault(headers) ? [] : headers) {
			const read = attempt(() => parseParameter(spec, name, 'header', spec.document.follow(at)));
			if (isFault(read) || read.schema === undefined) continue;
			enter({ kind: 'header', status, pointer: read.pointer, what: `"${name}"` }, read.schema);
		}
	}
	return { responses, parameters, requestFields, responseFields, values, constraints, cut };

	function put(
		map: Map<string, Place>,
		key: string,
		{ isRequired = false, ...name }: Omit<PlaceName, 'operation' | 'isRequired'> & { readonly isRequired?: boolean },
	): void {
		if (!map.has(key)) map.set(key, new Place({ ...name, isRequired, operation: operation.name }));
	}

	function enter(owner: Owner, start: Pointer): void {
		const status = 'status' in owner ? owner.status : undefined;
		const side = status === undefined ? 'request' : 'response';
		const found: { readonly instance: Pointer; readonly pointer: Pointer }[] = [];
		const required = new Set<Pointer>();
		const parameter = 'what' in owner ? owner.what : undefined;
		const on: OnPlace = {
			field: (instance, pointer) => void found.push({ instance, pointer }),
			required: (instance) => void required.add(instance),
			value: (instance, pointer, value) =>
				put(values, valueKey(owner, instance, value), {
					...{ kind: 'value', status, instance, pointer, parameter },
					label: `Value ${stringifyExact(value)}`,
				}),
			...(side === 'request' && {
				constraint: (instance: Pointer, each: Constraint) =>
					put(constraints, constraintKey(owner, instance, each), {
						...{ kind: 'constraint', instance, pointer: each.pointer, parameter, label: each.label },
					}),
			}),
		};
		const isWhole = attempt(() => schemaPlaces(spec, start, side, on));
		if (isWhole === false)
			cut.push(`${side === 'request' ? 'the request' : `response ${status}`} of ${operation.name}`);
		if (parameter !== undefined) return;
		const [map, kind] =
			side === 'request' ? ([requestFields, 'requestField'] as const) : ([responseFields, 'responseField'] as const);
		for (const { instance, pointer } of found) {
			const isRequired = required.has(instance);
			put(map, fieldKey(owner, instance), { kind, status, instance, pointer, label: '', isRequired });
		}
	}
}

/** The schemas of the media types that are read by value: of bytes and XML only the presence is judged. */
function bodySchemas(context: RuleContext, ...keys: readonly string[]): Pointer[] {
	const { document } = context.spec;
	const schemas = attempt(() => {
		const body = followFrom(context, ...keys);
		if (property(body.value, 'content') === undefined) return [];
		const content = child(body.pointer, 'content');
		return mediaTypesAt(document, content).flatMap((key) => {
			if (!isRead(key)) return [];
			const media = attempt(() => document.follow(child(content, key)));
			return isFault(media) || property(media.value, 'schema') === undefined ? [] : [child(media.pointer, 'schema')];
		});
	});
	return isFault(schemas) ? [] : schemas;
}

function isRead(key: string): boolean {
	const media = parseMediaType(key.trim() === '*' ? '*/*' : key);
	if (!media) return false;
	return kindOf(media) !== 'opaque' || media.name === '*/*' || media.name === 'application/*';
}
