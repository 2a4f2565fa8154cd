/**
 * The one file that knows ajv: compiles the document's schemas on first use, each once, and tells what is wrong with a
 * value as faults that name their place in the value and in the document. Values are never changed.
 */
import Ajv, { _, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { closed } from './closed';
import { isMultipleOf } from './decimal';
import { discriminated } from './discriminator';
import type { SpecDocument } from './document';
import { formats } from './formats';
import { isObject } from './json';
import { child, keysOf, type Pointer } from './pointer';
import type { Reading, TranslatedSchema } from './reading';
import { createTranslator, type Translation } from './schema';
import { entered, noScope, type Scope } from './scope';
import { patternFrom } from './text';

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

/** A schema that cannot be compiled, or a reference in it that leads nowhere. */
export class Unverifiable extends Error {
	override readonly name = 'Unverifiable';
	constructor(
		readonly pointer: Pointer,
		message: string,
	) {
		super(message);
	}
}

export interface Validator {
	/** What is wrong with `value` by the schema at `pointer`; empty where nothing is. Throws {@link Unverifiable}. */
	faults(reading: Reading, pointer: Pointer, value: unknown): Fault[];
	/** Whether `value` holds, without saying why not. Throws {@link Unverifiable}. */
	accepts(reading: Reading, pointer: Pointer, value: unknown, scope?: Scope): boolean;
	/**
	 * Whether it is quickly certain that `value` holds and names nothing unknown. False only means: look closer.
	 * Throws {@link Unverifiable}.
	 */
	surelyAgrees(reading: Reading, pointer: Pointer, value: unknown): boolean;
}

export function createValidator(
	document: SpecDocument,
	onUnknownFormat: (format: string, pointer: Pointer) => void,
): Validator {
	/** `full` tells what is wrong, all of it; `quick` only whether something is, which is all there is to say of most values. */
	const instances = { full: lazily(() => createAjv(true)), quick: lazily(() => createAjv(false)) };
	const keys = new Map<string, string>();
	const translations = new Map<string, Translation>();
	const given = { full: new Set<string>(), quick: new Set<string>() };
	const compiled = { full: new Map<string, Compiled>(), quick: new Map<string, Compiled>() };
	const sure: Readonly<Record<Reading, Map<Pointer, ValidateFunction | 'none' | Unverifiable>>> = {
		request: new Map(),
		response: new Map(),
		some: new Map(),
		every: new Map(),
	};
	const translator = createTranslator(document, keyOf, onUnknownFormat);

	/** The scope in which a schema is entered from without. */
	function scopeAt(pointer: Pointer): Scope {
		return entered(document, noScope, pointer);
	}

	function keyOf(reading: Reading, pointer: Pointer, scope: Scope): string {
		const name = `${reading} ${pointer} ${scope.key}`;
		const key = keys.get(name) ?? `s${keys.size}`;
		keys.set(name, key);
		return key;
	}

	/** The translations of the schema at `pointer` and of all that it leads to, by their keys. */
	function translated(reading: Reading, pointer: Pointer, scope: Scope, met = new Map<string, Translation>()) {
		const key = keyOf(reading, pointer, scope);
		if (met.has(key)) return met;
		const translation = translations.get(key) ?? translator.translate(reading, pointer, scope);
		translations.set(key, translation);
		met.set(key, translation);
		for (const reference of translation.references)
			translated(reference.reading, reference.pointer, reference.scope, met);
		return met;
	}

	/** Where a description names a property as every object inherits one, ajv has to look closer. */
	function instanceFor(kind: 'full' | 'quick'): Ajv {
		const instance = instances[kind]();
		instance.opts.ownProperties = document.namesInherited();
		return instance;
	}

	/** One that is broken is met anew by each that needs it. */
	function validatorAt(kind: 'full' | 'quick', reading: Reading, pointer: Pointer, within?: Scope): ValidateFunction {
		const scope = within ?? scopeAt(pointer);
		const key = keyOf(reading, pointer, scope);
		return usable(
			remembered(compiled[kind], key, () =>
				compile(pointer, () => {
					const all = [...translated(reading, pointer, scope)];
					const instance = instanceFor(kind);
					for (const [each, { schema }] of all) give(instance, given[kind], each, schema);
					return instance.getSchema(key);
				}),
			),
		);
	}

	function closedValidatorAt(reading: Reading, pointer: Pointer): ValidateFunction | 'none' {
		const found = remembered(sure[reading], pointer, () =>
			compile(pointer, (): ValidateFunction | 'none' | undefined => {
				const scope = scopeAt(pointer);
				const forms = [...translated(reading, pointer, scope)].map(
					([key, { schema }]) => [key, schema, closed(schema, closedKey)] as const,
				);
				const quick = instanceFor('quick');
				for (const [key, schema, form] of forms) {
					if (!form) return 'none';
					give(quick, given.quick, key, schema);
					give(quick, given.quick, closedKey(key), form);
				}
				return quick.getSchema(closedKey(keyOf(reading, pointer, scope)));
			}),
		);
		return usable(found);
	}

	function run(validate: ValidateFunction, pointer: Pointer, value: unknown): boolean {
		try {
			return validate(value) === true;
		} catch (error) {
			// Only ajv's generated code runs here: whatever it throws, the value stays unjudged, and that is a finding.
			const reason =
				error instanceof RangeError ? 'it includes itself without end' : `ajv fails on it (${String(error)})`;
			throw new Unverifiable(pointer, `the schema cannot be run: ${reason}`);
		}
	}

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
		const validate = instances.full().compile(schema);
		return validate(value) ? [] : [...(validate.errors ?? [])];
	}

	return {
		accepts: (reading, pointer, value, scope) => run(validatorAt('quick', reading, pointer, scope), pointer, value),
		surelyAgrees(reading, pointer, value) {
			const validate = closedValidatorAt(reading, pointer);
			return validate !== 'none' && run(validate, pointer, value);
		},
		faults(reading, pointer, value) {
			if (run(validatorAt('quick', reading, pointer), pointer, value)) return [];
			const validate = validatorAt('full', reading, pointer);
			if (run(validate, pointer, value)) throw new Unverifiable(pointer, 'ajv holds it to be right and wrong at once');
			return distinct(explain(validate.errors ?? [], '', pointer));
		},
	};
}

function createAjv(tellsWhatIsWrong: boolean): Ajv {
	const ajv = new Ajv({
		allErrors: tellsWhatIsWrong,
		verbose: tellsWhatIsWrong,
		// The translator lets only known keywords and formats through, so strictness has nothing left to catch,
		// and what it calls unwise (a `then` without `if`) is still a valid description.
		strict: false,
		meta: false,
		validateSchema: false,
		logger: false,
		formats,
		code: { regExp: Object.assign((source: string) => patternFrom(source), { code: 'new RegExp' }) },
	});
	// ajv's own counts in doubles.
	ajv.removeKeyword('multipleOf').addKeyword({
		keyword: 'multipleOf',
		type: 'number',
		schemaType: 'number',
		validate: isMultipleOf,
		error: { message: 'is no multiple', params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` },
	});
	return ajv;
}

function lazily<T>(make: () => T): () => T {
	let made: T | undefined;
	return () => {
		made ??= make();
		return made;
	};
}

type Compiled = ValidateFunction | Unverifiable;

const closedKey = (key: string): string => `${key}closed`;

function give(instance: Ajv, given: Set<string>, key: string, schema: TranslatedSchema): void {
	if (given.has(key)) return;
	instance.addSchema(schema, key);
	given.add(key);
}

function compile<T>(pointer: Pointer, make: () => T | undefined): T | Unverifiable {
	try {
		return make() ?? new Unverifiable(pointer, 'the schema cannot be found');
	} catch (error) {
		const place = isObject(error) && typeof error.pointer === 'string' ? error.pointer : pointer;
		return new Unverifiable(place, error instanceof Error ? error.message : String(error));
	}
}

function usable<T>(found: T | Unverifiable): T {
	if (found instanceof Unverifiable) throw found;
	return found;
}

function remembered<T>(memory: Map<string, T>, key: string, make: () => T): T {
	const known = memory.get(key);
	if (known !== undefined) return known;
	const made = make();
	memory.set(key, made);
	return made;
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
