/** What is wrong with a value, one thing at a time: ajv's errors, told by their places in the value and in the document. */
import type { ErrorObject, ValidateFunction } from './ajv';
import { discriminated } from './discriminator';
import type { SpecDocument } from './document';
import { isObject } from './json';
import { child, keysOf, type Pointer } from './pointer';
import type { TranslatedSchema } from './reading';
import type { Translator } from './schema';

/** One thing that is wrong with a value. */
export interface Fault {
	/** Where in the value. */
	readonly instance: Pointer;
	/** The JSON Schema keyword that the value breaks. */
	readonly keyword: string;
	/** What ajv tells about it: `limit`, `missingProperty`, `allowedValues`, … */
	readonly params: Readonly<Record<string, unknown>>;
	/** The offending value. */
	readonly value: unknown;
	/** What the schema says under `keyword`. */
	readonly allowed: unknown;
	/** Where the document says so. */
	readonly source: Pointer;
}

/** Turns the errors that the schema at `pointer` led to into faults. */
export type Explain = (errors: readonly ErrorObject[], pointer: Pointer) => Fault[];

/** `compile` gives a validator of a translated piece by itself, which tells all its errors. */
export function createExplainer(
	document: SpecDocument,
	translator: Translator,
	compile: (piece: TranslatedSchema) => ValidateFunction,
): Explain {
	return (errors, pointer) => distinct(explain(errors, '', pointer));

	/** Turns ajv's flat list into faults: of alternatives that all fail, only the closest one's are told. */
	function explain(errors: readonly ErrorObject[], base: Pointer, fallback: Pointer): Fault[] {
		const faults: Fault[] = [];
		for (let index = errors.length - 1; index >= 0; index -= 1) {
			const error = errors[index];
			if (!error || error.keyword === 'if') continue;
			const instance = base + error.instancePath;
			const origin = translator.originOf(error.parentSchema, error.keyword);
			// ajv lists the errors of every schema it tried right before the error of the whole.
			const tried = triedBy(error);
			index -= tried.reduce((sum, each) => sum + each.length, 0);
			const isChoice = error.keyword === 'anyOf' || error.keyword === 'oneOf';
			if (isChoice && !Array.isArray(error.params.passingSchemas)) {
				const branches = tried.map((each) => explain(each, instance, origin?.source ?? fallback));
				const named = origin && discriminated(document, origin, error.data);
				const closest = (named === undefined ? undefined : branches[named]) ?? closestOf(branches, instance);
				if (closest && closest.length > 0) {
					faults.push(...closest.reverse());
					continue;
				}
			}
			faults.push({
				instance: instanceOf(instance, error),
				keyword: origin?.keyword ?? error.keyword,
				params: error.params,
				value: error.data,
				allowed: error.schema,
				source: origin?.source ?? fallback,
			});
		}
		return faults.reverse();
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
		const validate = compile(schema);
		return validate(value) ? [] : [...(validate.errors ?? [])];
	}
}

/** The faults of the branch that is closest to the value at `instance`. */
function closestOf(branches: readonly Fault[][], instance: Pointer): Fault[] | undefined {
	// A branch for another type, or with another tag, is farther than any with one.
	const isOtherKind = ({ keyword, instance: place }: Fault) =>
		keyword === 'type'
			? place === instance
			: (keyword === 'const' || keyword === 'enum') && keysOf(place.slice(instance.length)).length < 2;
	const distance = (faults: readonly Fault[]) => faults.length + (faults.some(isOtherKind) ? 1000 : 0);
	return [...branches].sort((a, b) => distance(a) - distance(b))[0];
}

/** A property that is one too many is its own place; everything else is where ajv says. */
function instanceOf(instance: Pointer, { params }: ErrorObject): Pointer {
	const extra: unknown = params.additionalProperty ?? params.unevaluatedProperty;
	return typeof extra === 'string' ? child(instance, extra) : instance;
}

function distinct(faults: readonly Fault[]): Fault[] {
	const seen = new Map<string, Fault>();
	for (const fault of faults) {
		seen.set(JSON.stringify([fault.instance, fault.source, fault.params]), fault);
	}
	return [...seen.values()];
}
