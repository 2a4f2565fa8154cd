/**
 * Which alternatives of a `oneOf` or `anyOf` a value that fails them all is closest to: first those of its type, then
 * those of its tag, then those that share most properties with it. How many faults a value has deep inside says little.
 */
import { isObject } from '../../json/json';
import { child, keysOf, type Pointer } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import type { Origin } from './schema';
import { together } from './scope';

/** One fault of a value. */
export interface Fault {
	/** Where in the value. */
	readonly instance: Pointer;
	/** The JSON Schema keyword that the value breaks. */
	readonly keyword: string;
	/** ajv's parameters: `limit`, `missingProperty`, `allowedValues`, …; as `text` a number that a double cannot hold. */
	readonly params: Readonly<Record<string, unknown>>;
	/** The offending value. */
	readonly value: unknown;
	/** The value as text, where it is a number that a double cannot hold. */
	readonly text?: string;
	/** The value of `keyword` in the schema. */
	readonly allowed: unknown;
	/** The place of the keyword in the document. */
	readonly source: Pointer;
	/** Where several alternatives are equally close: the faults by each. */
	readonly alternatives?: readonly (readonly Fault[])[];
}

/** How far an alternative is: for another type or value, or with another tag, whatever else is wrong with it. */
type Level = 'near' | 'tag' | 'type';
const levels: readonly Level[] = ['near', 'tag', 'type'];

export interface Closest {
	readonly indexes: readonly number[];
	/** What rules each of them out, if it is its type or tag: then the rest does not count. */
	readonly decisive: readonly (readonly Fault[])[] | undefined;
}

/** The closest of the alternatives under `origin`, given the faults of the value at `instance` by each. */
export function closestOf(
	document: SpecDocument,
	origin: Origin | undefined,
	instance: Pointer,
	value: unknown,
	branches: readonly (readonly Fault[])[],
): Closest {
	const literals = branches.map((faults) => new Set(faults.filter(isLiteral).map((each) => each.instance)));
	const isCommon = (place: Pointer) => literals.every((each) => each.has(place));
	const decisive = branches.map((faults) => decisiveIn(faults, instance, isCommon));
	const level = levels.find((each) => decisive.some((branch) => branch.level === each)) ?? 'near';
	const all = [...branches.keys()].filter((index) => decisive[index]?.level === level);
	if (level !== 'near') return { indexes: all, decisive: all.map((index) => decisive[index]?.faults ?? []) };
	const byStrangers = leastBy(all, (index) => strangersTo(document, origin, index, value));
	const indexes = leastBy(byStrangers, (index) => faultyKeys(branches[index] ?? [], instance), 1);
	return { indexes, decisive: undefined };
}

function leastBy(indexes: readonly number[], distanceOf: (index: number) => number, margin = 0): number[] {
	const distances = indexes.map(distanceOf);
	const most = Math.min(...distances) + margin;
	return indexes.filter((_, at) => (distances[at] ?? 0) <= most);
}

/** How many properties of the value the alternative does not name. */
function strangersTo(document: SpecDocument, origin: Origin | undefined, index: number, value: unknown): number {
	if (!isObject(value) || (origin?.keyword !== 'anyOf' && origin?.keyword !== 'oneOf')) return 0;
	const named = new Set<unknown>();
	for (const { schema } of together(document, child(origin.schema, origin.keyword, index))) {
		const { properties, required } = schema;
		for (const [name, each] of isObject(properties) ? Object.entries(properties) : [])
			if (each !== false) named.add(name);
		for (const name of Array.isArray(required) ? required : []) named.add(name);
	}
	return Object.keys(value).filter((name) => !named.has(name)).length;
}

/** How many properties have a fault, are missing, or should not be there. */
function faultyKeys(faults: readonly Fault[], instance: Pointer): number {
	const keyOf = (fault: Fault) => keysOf(fault.instance.slice(instance.length))[0] ?? JSON.stringify(fault.params);
	return new Set(faults.map(keyOf)).size;
}

/** What rules an alternative out whatever else is wrong, and how far it is. */
function decisiveIn(faults: readonly Fault[], instance: Pointer, isCommon: (place: Pointer) => boolean) {
	const own = faults.filter((each) => each.instance === instance);
	const literals = own.filter(isLiteral);
	// A literal says more than the type beside it.
	const ofType = literals.length > 0 ? literals : own.filter(({ keyword }) => keyword === 'type');
	if (ofType.length > 0) return { level: 'type' as const, faults: ofType };
	const isTag = (fault: Fault) => isLiteral(fault) && (isSingle(fault) || isCommon(fault.instance));
	const tags = faults.filter((each) => isTag(each) && keysOf(each.instance.slice(instance.length)).length === 1);
	return { level: tags.length > 0 ? ('tag' as const) : ('near' as const), faults: tags };
}

const isLiteral = ({ keyword }: Fault): boolean => keyword === 'const' || keyword === 'enum';

const isSingle = ({ keyword, allowed }: Fault): boolean =>
	keyword === 'const' || (Array.isArray(allowed) && allowed.length === 1);
