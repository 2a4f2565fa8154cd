/**
 * Which of several alternatives a discriminator selects for a value (OpenAPI 3.1, 4.8.25). It chooses whose errors are
 * told and never decides whether the value holds.
 */
import { BrokenReference, type SpecDocument } from './document';
import { isObject, type JsonObject, property } from './json';
import { together } from './marks';
import { child, keysOf, type Pointer } from './pointer';

/** The place of a `oneOf` or `anyOf`. */
interface Alternatives {
	readonly schema: Pointer;
	readonly keyword: string;
}

/** The index of the branch; undefined where there is no discriminator, no tag, or no branch for it. */
export function discriminated(
	document: SpecDocument,
	{ schema: pointer, keyword }: Alternatives,
	value: unknown,
): number | undefined {
	const list = property(document.at(pointer).value, keyword);
	const branches = Array.isArray(list) ? [...list.keys()].map((index) => child(pointer, keyword, index)) : [];
	const discriminator = discriminatorOf(document, pointer, branches);
	const name = property(discriminator, 'propertyName');
	const tag = typeof name === 'string' ? property(value, name) : undefined;
	if (typeof tag !== 'string') return undefined;
	const mapped = property(property(discriminator, 'mapping'), tag);
	const index = branches.findIndex((branch) => isNamed(document, branch, typeof mapped === 'string' ? mapped : tag));
	return index === -1 ? undefined : index;
}

/** The one beside the alternatives, or the one that they inherit from a parent by `allOf`. */
function discriminatorOf(
	document: SpecDocument,
	pointer: Pointer,
	branches: readonly Pointer[],
): JsonObject | undefined {
	for (const place of [pointer, ...branches]) {
		for (const { schema } of appliedAt(document, place)) {
			if (isObject(schema.discriminator)) return schema.discriminator;
		}
	}
	return undefined;
}

/** Whether a mapping's `name`, the name of a schema or a reference to one, means the branch. */
function isNamed(document: SpecDocument, branch: Pointer, name: string): boolean {
	const reference = property(document.at(branch).value, '$ref');
	if (typeof reference !== 'string') return false;
	if (reference === name || lastOf(reference) === name) return true;
	// The same place may be written in several ways, in another file's words too.
	return /[#/]/.test(name) && lastOf(reference) === lastOf(name);
}

/** The name of what a reference leads to: its last key, or its file without the ending. */
function lastOf(reference: string): string {
	const [file = '', fragment] = reference.split('#');
	if (fragment !== undefined && fragment !== '') return keysOf(fragment).at(-1) ?? '';
	return (file.split('/').at(-1) ?? '').replace(/\.(ya?ml|json)$/, '');
}

function appliedAt(document: SpecDocument, place: Pointer) {
	try {
		return together(document, place);
	} catch (error) {
		if (error instanceof BrokenReference) return [];
		throw error;
	}
}
