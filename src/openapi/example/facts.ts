/** What a schema says about the examples of its values. */
import { isObject, type Json, type JsonObject, property } from '../../json/json';
import { keysOf, type Pointer } from '../../json/pointer';

export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

export function* statedBy(schemas: readonly JsonObject[]): Generator<Json> {
	const stated = (key: string) => schemas.flatMap((schema) => (schema[key] === undefined ? [] : [schema[key]]));
	yield* stated('example');
	yield* stated('examples').flatMap((each) => listOf(each));
	yield* stated('const');
	yield* stated('default').filter((each) => each !== null);
	yield* stated('enum').flatMap((each) => listOf(each).filter((value) => value !== null));
}

/** The first of `oneOf` and `anyOf` that no branch was chosen of. */
export const keywordOf = (schema: JsonObject, pointer: Pointer, chosen: ReadonlySet<string>) =>
	['oneOf', 'anyOf'].find((keyword) => Array.isArray(schema[keyword]) && !chosen.has(`${pointer} ${keyword}`));

/** The value that a discriminator has for a branch that refers to `reference`. */
export function tagOf({ discriminator }: JsonObject, reference: Json | undefined): JsonObject {
	const name = property(discriminator, 'propertyName');
	if (typeof name !== 'string' || typeof reference !== 'string') return {};
	const mapping = property(discriminator, 'mapping');
	const last = keysOf(reference.split('#')[1] ?? '').at(-1);
	const mapped = Object.entries(isObject(mapping) ? mapping : {}).find(([, to]) => to === reference || to === last);
	const tag = mapped?.[0] ?? last;
	return tag === undefined ? {} : { [name]: tag };
}

const inferred: readonly (readonly [type: string, keywords: readonly string[]])[] = [
	['object', ['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties']],
	['array', ['items', 'prefixItems', 'minItems', 'maxItems']],
	['string', ['pattern', 'minLength', 'maxLength', 'format']],
	['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

/** The types that all of the schemas allow; by their keywords where none names a type, and a text where none says. */
export function typesOf(schemas: readonly JsonObject[]): string[] {
	const stated = schemas.flatMap(({ type }) => (type === undefined ? [] : [[type].flat().map(String)]));
	const isIn = (types: readonly string[], type: string) =>
		types.includes(type) || (type === 'integer' && types.includes('number'));
	const [first = [], ...others] = stated;
	if (first.length > 0) {
		const all = first.includes('number') ? [...first, 'integer'] : first;
		return all.filter((type) => others.every((types) => isIn(types, type)));
	}
	const found = inferred.filter(([, keywords]) => schemas.some((schema) => keywords.some((key) => key in schema)));
	return found.length > 0 ? found.map(([type]) => type) : ['string'];
}
