/** Faults: ajv's errors with their places in the value and in the document. */

import { textIn } from '../../json/exact';
import { isObject } from '../../json/json';
import { child, keysOf, type Pointer } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import type { Ajv, ErrorObject } from './ajv';
import { discriminated } from './discriminator';
import { wholeKeyword } from './exact-keywords';
import type { TranslatedSchema } from './reading';
import type { Origin, Translator } from './schema';

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
}

/** The faults in the errors of the schema at `pointer`; `ajv` is the instance that found them. */
export function explain(
	document: SpecDocument,
	translator: Translator,
	ajv: Ajv,
	pointer: Pointer,
	all: readonly ErrorObject[],
): Fault[] {
	return distinct(faultsIn(all, '', pointer));

	/**
	 * Turns ajv's flat list into faults: of alternatives that all fail, only the closest one's are reported. With
	 * `isRough`, nested alternatives are one fault each, which is enough to find the closest.
	 */
	function faultsIn(errors: readonly ErrorObject[], base: Pointer, fallback: Pointer, isRough = false): Fault[] {
		const faults: Fault[] = [];
		for (let index = errors.length - 1; index >= 0; index -= 1) {
			const error = asWritten(errors[index]);
			if (!error || error.keyword === 'if') continue;
			const instance = base + error.instancePath;
			const origin = translator.originOf(error.parentSchema, error.keyword);
			// Unless it is brief, ajv lists the errors of every schema it tried right before the error of the whole.
			if (error.params.brief !== true) index -= triedBy(error).reduce((sum, each) => sum + each.length, 0);
			const isChoice = error.keyword === 'anyOf' || error.keyword === 'oneOf';
			if (isChoice && !isRough && !Array.isArray(error.params.passingSchemas)) {
				const closest = closestTo(error, instance, origin, fallback);
				if (closest.length > 0) {
					faults.push(...closest.reverse());
					continue;
				}
			}
			faults.push({
				instance: instanceOf(instance, error),
				keyword: origin?.keyword ?? error.keyword,
				params: withText(error),
				value: error.data,
				allowed: error.schema,
				source: origin?.source ?? fallback,
			});
		}
		return faults.reverse();
	}

	/** The faults by the alternative that the discriminator names, or else by the one that is closest. */
	function closestTo(
		{ keyword, parentSchema, data }: ErrorObject,
		instance: Pointer,
		origin: Origin | undefined,
		fallback: Pointer,
	): Fault[] {
		const tried: unknown = parentSchema?.[keyword];
		const branches: readonly TranslatedSchema[] = Array.isArray(tried) ? tried : [];
		const source = origin?.source ?? fallback;
		const named = origin && discriminated(document, origin, data);
		const branch = named === undefined ? undefined : branches[named];
		const errors = branch ? [errorsOf(branch, data)] : branches.map((each) => errorsOf(each, data));
		const own = branch ? errors[0] : closestOf(errors, instance, (each) => faultsIn(each, instance, source, true));
		return faultsIn(own ?? [], instance, source);
	}

	/** The errors of each schema that ajv tried on the way to `error`, in its order. */
	function triedBy({ keyword, parentSchema, data, params }: ErrorObject): ErrorObject[][] {
		const tried: unknown = parentSchema?.[keyword];
		if ((keyword === 'anyOf' || keyword === 'oneOf') && Array.isArray(tried)) {
			const passing: unknown = params.passingSchemas;
			const last = Array.isArray(passing) ? Number(passing[1]) : tried.length - 1;
			return tried.slice(0, last + 1).map((branch: TranslatedSchema) => errorsOf(branch, data));
		}
		if (!isObject(tried)) return [];
		if (keyword === 'propertyNames') return [errorsOf(tried, params.propertyName)];
		if (keyword !== 'contains' || !Array.isArray(data)) return [];
		const most = typeof params.maxContains === 'number' ? params.maxContains : Number.POSITIVE_INFINITY;
		const items: ErrorObject[][] = [];
		for (let found = 0; items.length < data.length && found <= most; ) {
			const errors = errorsOf(tried, data[items.length]);
			items.push(errors);
			if (errors.length === 0) found += 1;
		}
		return items;
	}

	function errorsOf(schema: TranslatedSchema, value: unknown): ErrorObject[] {
		const validate = ajv.compile(schema);
		return validate(value) ? [] : [...(validate.errors ?? [])];
	}
}

/** The errors of the branch that is closest to the value at `instance`. */
function closestOf(
	branches: readonly (readonly ErrorObject[])[],
	instance: Pointer,
	faultsOf: (errors: readonly ErrorObject[]) => readonly Fault[],
): readonly ErrorObject[] | undefined {
	// A branch with another tag is farther than any with this tag, and one for another type or value is farther still.
	const strangeness = ({ keyword, instance: place }: Fault): number => {
		const isLiteral = keyword === 'const' || keyword === 'enum';
		if (place === instance) return isLiteral || keyword === 'type' ? 2000 : 0;
		return isLiteral && keysOf(place.slice(instance.length)).length < 2 ? 1000 : 0;
	};
	const distances = branches.map((errors) => {
		const faults = faultsOf(errors);
		return faults.length + Math.max(0, ...faults.map(strangeness));
	});
	return branches[distances.indexOf(Math.min(...distances))];
}

/** The place of a forbidden property is the property itself; all other places are ajv's. */
function instanceOf(instance: Pointer, { params }: ErrorObject): Pointer {
	const extra: unknown = params.additionalProperty ?? params.unevaluatedProperty;
	return typeof extra === 'string' ? child(instance, extra) : instance;
}

/** A fault of our own keyword is one of `type`. */
const asWritten = (error?: ErrorObject): ErrorObject | undefined =>
	error?.keyword === wholeKeyword ? { ...error, keyword: 'type', params: { type: 'integer' } } : error;

/** With the number of the schema, if a double cannot hold it. */
function withText({ params, parentSchema, keyword }: ErrorObject): Fault['params'] {
	const text = textIn(parentSchema, keyword);
	return text === undefined ? params : { ...params, text };
}

/** Each fault once. A value of the wrong type is not also reported for its format. */
function distinct(faults: readonly Fault[]): Fault[] {
	const seen = new Map<string, Fault>();
	const mistyped = new Set(faults.filter(({ keyword }) => keyword === 'type').map(({ instance }) => instance));
	for (const fault of faults) {
		if (fault.keyword === 'format' && mistyped.has(fault.instance)) continue;
		seen.set(JSON.stringify([fault.instance, fault.source, fault.params]), fault);
	}
	return [...seen.values()];
}
