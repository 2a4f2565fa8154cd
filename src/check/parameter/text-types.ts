/**
 * The types that a schema allows, as far as they are known without a value: what a text in a path, a query or
 * a header stands for depends on it.
 */
import { isObject, type JsonObject, typeOf } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { Spec } from '../../openapi/spec';

/** Names of JSON Schema's types; undefined where any will do. */
export type Types = ReadonlySet<string> | undefined;

/** A schema of the spec. */
export interface SchemaAt {
	readonly pointer: Pointer;
	readonly schema: JsonObject;
}

/** The schema at `pointer` and, where it is a reference, the one that it leads to. Throws `BrokenReference`. */
function ownSchemas({ document }: Spec, pointer: Pointer): SchemaAt[] {
	const [written, followed] = [document.at(pointer), document.follow(pointer)];
	// In 3.0 nothing counts beside a reference.
	const isOne = written.pointer === followed.pointer || document.dialect === '3.0';
	return (isOne ? [followed] : [written, followed]).flatMap(({ pointer: place, value }) =>
		isObject(value) ? [{ pointer: place, schema: value }] : [],
	);
}

/** Every schema that may apply to the same value as the one at `pointer`. Throws `BrokenReference`. */
export function schemasInPlace(spec: Spec, pointer: Pointer, seen = new Set<Pointer>()): SchemaAt[] {
	return ownSchemas(spec, pointer).flatMap((own) => {
		if (seen.has(own.pointer)) return [];
		seen.add(own.pointer);
		const branches = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => branchesAt(own, keyword));
		const conditional = ['then', 'else'].filter((keyword) => isObject(own.schema[keyword]));
		branches.push(...conditional.map((keyword) => child(own.pointer, keyword)));
		return [own, ...branches.flatMap((each) => schemasInPlace(spec, each, seen))];
	});
}

function branchesAt({ pointer, schema }: SchemaAt, keyword: string): Pointer[] {
	const branches = schema[keyword];
	return Array.isArray(branches) ? branches.map((_, index) => child(pointer, keyword, index)) : [];
}

/** The types that the schema at `pointer` allows. Throws `BrokenReference`. */
export function typesOf(spec: Spec, pointer: Pointer, above: readonly Pointer[] = []): Types {
	let types: Types;
	let hinted: Types;
	for (const own of ownSchemas(spec, pointer)) {
		if (above.includes(own.pointer)) continue;
		const below = [...above, own.pointer];
		types = both(types, statedTypes(own.schema));
		for (const branch of branchesAt(own, 'allOf')) types = both(types, typesOf(spec, branch, below));
		for (const keyword of ['anyOf', 'oneOf']) {
			const branches = branchesAt(own, keyword).map((branch) => typesOf(spec, branch, below));
			if (branches.length > 0) types = both(types, any(branches));
		}
		hinted = both(hinted, hintedTypes(own.schema));
	}
	return types ?? hinted;
}

function statedTypes({ type, nullable, enum: allowed, const: only }: JsonObject): Types {
	const names = [type ?? []].flat().filter((each): each is string => typeof each === 'string');
	const stated: Types = names.length === 0 ? undefined : new Set(nullable === true ? [...names, 'null'] : names);
	const literals = only === undefined ? allowed : [only];
	return both(stated, Array.isArray(literals) && literals.length > 0 ? new Set(literals.map(typeOf)) : undefined);
}

const listKeywords = ['items', 'prefixItems', 'contains', 'minItems', 'maxItems', 'uniqueItems'];
const objectKeywords = ['properties', 'additionalProperties', 'patternProperties', 'required'];

/** A schema with keywords for items or properties means lists or objects, even without a `type`. */
function hintedTypes(schema: JsonObject): Types {
	const isStated = (keyword: string) => Object.hasOwn(schema, keyword);
	if (listKeywords.some(isStated)) return new Set(['array']);
	return objectKeywords.some(isStated) ? new Set(['object']) : undefined;
}

function both(a: Types, b: Types): Types {
	if (!a || !b) return a ?? b;
	const shared = (left: ReadonlySet<string>, right: ReadonlySet<string>) =>
		[...left].filter((each) => right.has(each) || (each === 'integer' && right.has('number')));
	const types = new Set([...shared(a, b), ...shared(b, a)]);
	return types.size === 0 ? undefined : types;
}

function any(alternatives: readonly Types[]): Types {
	const known = alternatives.filter((each) => each !== undefined);
	return known.length < alternatives.length ? undefined : new Set(known.flatMap((each) => [...each]));
}
