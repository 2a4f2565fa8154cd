/** Whether a schema admits null: by the flag of OpenAPI 3.0, or as one of the types or alternatives of 3.1. */
import { isObject, type Json, property } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import type { SpecDocument } from '../openapi/document/document';
import { entered, type Placed, referredBy } from '../openapi/schema/scope';

/** Throws `BrokenReference`. */
export function admitsNull(document: SpecDocument, place: Placed, seen: ReadonlySet<string> = new Set()): boolean {
	const { pointer, value } = document.at(place.pointer);
	if (!isObject(value)) return value !== false;
	const key = `${place.scope.key} ${pointer}`;
	if (seen.has(key)) return true;
	const next = new Set(seen).add(key);
	const scope = entered(document, place.scope, pointer);
	const admits = (other: Placed) => admitsNull(document, other, next);
	const is30 = document.dialect === '3.0';
	if (is30 && value.nullable === true) return true;
	if (!referredBy(document, value, pointer, scope).every(admits)) return false;
	if (is30 && typeof value.$ref === 'string') return true;
	const { type, enum: listed } = value;
	if (type !== undefined && !(Array.isArray(type) ? type.includes('null') : type === 'null')) return false;
	if (Array.isArray(listed) && !listed.includes(null)) return false;
	if (!is30 && Object.hasOwn(value, 'const') && value.const !== null) return false;
	const members = (keyword: string): Placed[] => {
		const all = property(value, keyword);
		return Array.isArray(all) ? all.map((_, index) => ({ pointer: child(pointer, keyword, index), scope })) : [];
	};
	const [anyOf, oneOf] = [members('anyOf'), members('oneOf')];
	return (
		members('allOf').every(admits) &&
		(anyOf.length === 0 || anyOf.some(admits)) &&
		(oneOf.length === 0 || oneOf.some(admits))
	);
}

/** Whether an alternative allows null and nothing else. */
export function isNullAlone(document: SpecDocument, schema: Json, pointer: Pointer): boolean {
	if (!isObject(schema)) return false;
	if (typeof schema.$ref === 'string') return false;
	const { type, enum: listed } = schema;
	if (document.dialect === '3.0') {
		return Array.isArray(listed) && listed.length > 0 && listed.every((each) => each === null) && pointer !== '';
	}
	return (
		(Array.isArray(type) ? type.every((each) => each === 'null') && type.length > 0 : type === 'null') ||
		schema.const === null ||
		(Array.isArray(listed) && listed.length > 0 && listed.every((each) => each === null))
	);
}
