/** Faults: ajv's errors with their places in the value and in the document. */

import { textIn } from '../../json/exact';
import { isObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import type { Ajv, ErrorObject } from './ajv';
import { closestOf, type Fault } from './closest';
import { discriminated } from './discriminator';
import { wholeKeyword } from './exact-keywords';
import { limitedCauses } from './limited-causes';
import type { TranslatedSchema } from './reading';
import type { Origin, Translator } from './schema';

export type { Fault };

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
		const isWanted = limitedCauses();
		for (let index = errors.length - 1; index >= 0; index -= 1) {
			const error = asWritten(errors[index]);
			if (!error || error.keyword === 'if') continue;
			const instance = base + error.instancePath;
			// Unless it is brief, ajv lists the errors of every schema it tried right before the error of the whole.
			if (error.params.brief !== true) index -= triedBy(error).reduce((sum, each) => sum + each.length, 0);
			if (!isWanted(instance, error)) continue;
			const origin = translator.originOf(error.parentSchema, error.keyword);
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
				params: { ...withText(error), ...matchingIn(error) },
				value: error.data,
				allowed: error.schema,
				source: writtenBy(document, origin?.source ?? fallback, error),
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
		if (branch) return faultsIn(errorsOf(branch, data), instance, source);
		const errors = branches.map((each) => errorsOf(each, data));
		const rough = errors.map((each) => faultsIn(each, instance, source, true));
		const { indexes, decisive } = closestOf(document, origin, instance, data, rough);
		const each = decisive ?? indexes.map((index) => faultsIn(errors[index] ?? [], instance, source));
		const [first = [], ...others] = withoutMore(each);
		if (others.length === 0) return [...first];
		return [merged([first, ...others], { instance, keyword, params: {}, value: data, allowed: tried, source })];
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

	/** How many items match, which ajv does not say; nothing where a number that stands alone is read otherwise. */
	function matchingIn({ keyword, parentSchema, data, params }: ErrorObject): Fault['params'] {
		const schema: unknown = parentSchema?.[keyword];
		if (keyword !== 'contains' || !isObject(schema) || !Array.isArray(data)) return {};
		const matching = data.filter((item) => errorsOf(schema, item).length === 0).length;
		const { minContains = 1, maxContains = Number.POSITIVE_INFINITY } = params;
		return matching >= Number(minContains) && matching <= Number(maxContains) ? {} : { matching };
	}

	function errorsOf(schema: TranslatedSchema, value: unknown): ErrorObject[] {
		const validate = ajv.compile(schema);
		return validate(value) ? [] : [...(validate.errors ?? [])];
	}
}

/** The alternatives, but for those whose faults are the ones of an earlier or better one and maybe more. */
function withoutMore(alternatives: readonly (readonly Fault[])[]): (readonly Fault[])[] {
	const identities = alternatives.map((faults) => {
		const parts = faults.map(({ instance, keyword, params, allowed }) => [instance, keyword, params, allowed]);
		return new Set(parts.map((each) => JSON.stringify(each)));
	});
	const isWithin = (one: number, other: number) =>
		[...(identities[one] ?? [])].every((each) => identities[other]?.has(each));
	return alternatives.filter(
		(_, index) =>
			!alternatives.some((__, other) => isWithin(other, index) && (other < index || !isWithin(index, other))),
	);
}

/** One fault for several alternatives, at the place that they share if each has but one. */
function merged(alternatives: readonly (readonly Fault[])[], whole: Fault): Fault {
	const [one] = alternatives[0] ?? [];
	const isShared = alternatives.every((each) => each.length === 1 && each[0]?.instance === one?.instance);
	return { ...(isShared && one ? one : whole), alternatives };
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

/** A name that an overlay added to `required` has its own place; every other one has that of the list. */
function writtenBy(document: SpecDocument, source: Pointer, { keyword, params }: ErrorObject): Pointer {
	if (document.overlays.length === 0 || keyword !== 'required') return source;
	const { value } = document.at(source);
	const item = child(source, Array.isArray(value) ? value.indexOf(params.missingProperty) : 0);
	return document.home(item).file === document.home(source).file ? source : item;
}
