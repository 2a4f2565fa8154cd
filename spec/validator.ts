/**
 * The one file that knows ajv: compiles the document's schemas on first use, each once, and tells what is wrong with a
 * value as faults that name their place in the value and in the document. Values are never changed.
 */
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import type { SpecDocument } from './document';
import { formats } from './formats';
import { isObject, property } from './json';
import { child, keysOf, type Pointer } from './pointer';
import { createTranslator, type Reading, type TranslatedSchema } from './schema';

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
	accepts(reading: Reading, pointer: Pointer, value: unknown): boolean;
}

export function createValidator(
	document: SpecDocument,
	onUnknownFormat: (format: string, pointer: Pointer) => void,
): Validator {
	const ajv = new Ajv({
		allErrors: true,
		verbose: true,
		// The translator lets only known keywords and formats through, so strictness has nothing left to catch,
		// and what it calls unwise (a `then` without `if`) is still a valid description.
		strict: false,
		meta: false,
		validateSchema: false,
		multipleOfPrecision: 9,
		logger: false,
		formats,
		code: { regExp: Object.assign(lenientRegExp, { code: 'new RegExp' }) },
	});
	const keys = new Map<string, string>();
	const added = new Set<string>();
	const compiled = new Map<string, ValidateFunction | Unverifiable>();
	const translator = createTranslator(document, keyOf, onUnknownFormat);

	function keyOf(reading: Reading, pointer: Pointer): string {
		const name = `${reading} ${pointer}`;
		const key = keys.get(name) ?? `s${keys.size}`;
		keys.set(name, key);
		return key;
	}

	function add(reading: Reading, pointer: Pointer): void {
		const key = keyOf(reading, pointer);
		if (added.has(key)) return;
		const { schema, references } = translator.translate(reading, pointer);
		ajv.addSchema(schema, key);
		added.add(key);
		for (const reference of references) add(reference.reading, reference.pointer);
	}

	function validatorAt(reading: Reading, pointer: Pointer): ValidateFunction {
		const key = keyOf(reading, pointer);
		const known = compiled.get(key) ?? compile(reading, pointer, key);
		compiled.set(key, known);
		if (known instanceof Unverifiable) throw known;
		return known;
	}

	function compile(reading: Reading, pointer: Pointer, key: string): ValidateFunction | Unverifiable {
		try {
			add(reading, pointer);
			const validate = ajv.getSchema(key);
			return validate ?? new Unverifiable(pointer, 'the schema cannot be found');
		} catch (error) {
			const place = isObject(error) && typeof error.pointer === 'string' ? error.pointer : pointer;
			return new Unverifiable(place, error instanceof Error ? error.message : String(error));
		}
	}

	/** Turns ajv's flat list into faults: of alternatives that all fail, only the closest one's are told. */
	function explain(errors: readonly ErrorObject[], base: Pointer, fallback: Pointer): Fault[] {
		const faults: Fault[] = [];
		for (let index = errors.length - 1; index >= 0; index -= 1) {
			const error = errors[index];
			if (!error || error.keyword === 'if' || error.propertyName !== undefined) continue;
			const instance = base + error.instancePath;
			const origin = translator.sourceOf(error.parentSchema);
			const branches = branchesOf(error);
			if (branches) {
				// ajv lists the errors of every branch it tried right before the error of the whole.
				const tried = branches.map((branch) => errorsOf(branch.schema, branch.value));
				index -= tried.reduce((sum, each) => sum + each.length, 0);
				if (error.keyword !== 'contains' && !Array.isArray(error.params.passingSchemas)) {
					const closest = closestBranch(error, tried, origin);
					if (closest) {
						faults.push(...explain(closest, instance, origin ?? fallback));
						continue;
					}
				}
			}
			faults.push({
				instance: instanceOf(instance, error),
				keyword: error.keyword,
				params: error.params,
				value: error.data,
				allowed: error.schema,
				source: translator.sourceOf(error.parentSchema, error.keyword) ?? fallback,
			});
		}
		return faults.reverse();
	}

	function errorsOf(schema: TranslatedSchema, value: unknown): ErrorObject[] {
		const validate = ajv.compile(schema);
		return validate(value) ? [] : [...(validate.errors ?? [])];
	}

	function closestBranch(
		error: ErrorObject,
		tried: readonly ErrorObject[][],
		origin: Pointer | undefined,
	): ErrorObject[] | undefined {
		const named = origin === undefined ? undefined : discriminated(origin, error);
		const failing = tried.filter((errors) => errors.length > 0);
		return (named === undefined ? undefined : tried[named]) ?? failing.sort((a, b) => distance(a) - distance(b))[0];
	}

	/** The branch that the schema's discriminator selects for this value (OpenAPI 3.1, 4.8.25). */
	function discriminated(origin: Pointer, error: ErrorObject): number | undefined {
		const schema = document.follow(origin).value;
		const name = property(property(schema, 'discriminator'), 'propertyName');
		const branches = property(schema, error.keyword) ?? property(schema, 'oneOf');
		if (typeof name !== 'string' || !Array.isArray(branches)) return undefined;
		const tag = property(error.data, name);
		if (typeof tag !== 'string') return undefined;
		const mapped = property(property(property(schema, 'discriminator'), 'mapping'), tag);
		const index = branches.findIndex((branch: unknown) => {
			const reference = property(branch, '$ref');
			return reference !== undefined && (reference === mapped || keysOf(String(reference)).at(-1) === (mapped ?? tag));
		});
		return index === -1 ? undefined : index;
	}

	return {
		accepts: (reading, pointer, value) => validatorAt(reading, pointer)(value) === true,
		faults(reading, pointer, value) {
			const validate = validatorAt(reading, pointer);
			if (validate(value)) return [];
			return distinct(explain(validate.errors ?? [], '', pointer));
		},
	};
}

/** The alternatives behind an error, each with the value it was tried on, in the order ajv tried them. */
function branchesOf({ keyword, parentSchema, data, params }: ErrorObject) {
	const schemas: unknown = parentSchema?.[keyword];
	if ((keyword === 'anyOf' || keyword === 'oneOf') && Array.isArray(schemas)) {
		const passing: unknown = params.passingSchemas;
		const last = Array.isArray(passing) ? Number(passing[1]) : schemas.length - 1;
		return schemas.slice(0, last + 1).map((schema: TranslatedSchema) => ({ schema, value: data }));
	}
	if (keyword === 'contains' && Array.isArray(data) && isObject(schemas)) {
		return data.map((value: unknown) => ({ schema: schemas as TranslatedSchema, value }));
	}
	return undefined;
}

/** How far a branch is from the value: a branch for another type, or with another tag, is farther than any with one. */
function distance(errors: readonly ErrorObject[]): number {
	const otherKind = errors.some(
		({ instancePath, keyword }) =>
			(instancePath === '' && keyword === 'type') ||
			(keysOf(instancePath).length < 2 && (keyword === 'const' || keyword === 'enum')),
	);
	return errors.length + (otherKind ? 1000 : 0);
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

/** JSON Schema asks for the `u` flag; many descriptions in use hold patterns such as `[a\-b]` that only compile without. */
function lenientRegExp(pattern: string, flags: string): RegExp {
	try {
		return new RegExp(pattern, flags);
	} catch {
		return new RegExp(pattern);
	}
}
