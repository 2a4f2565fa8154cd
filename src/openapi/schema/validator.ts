/**
 * Holds values against the document's schemas: compiles each on first use, once, and tells what is wrong as faults that
 * name their place in the value and in the document. Values are never changed.
 */

import { property } from '../../json/json';
import type { Pointer } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import { type Ajv, createAjv, tellBriefly, type ValidateFunction } from './ajv';
import { closed } from './closed';
import { createExplainer, type Fault } from './fault';
import type { Reading, TranslatedSchema } from './reading';
import { createTranslator, type Translation } from './schema';
import { entered, noScope, type Scope } from './scope';

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
	/**
	 * `quick` tells only whether something is wrong, which is all there is to say of most values; `brief` all of it, but for
	 * what is wrong by each alternative. Where `unevaluatedProperties` has to know what each alternative has seen to,
	 * `tracking` and `full` stand in for them.
	 */
	const instances: Readonly<Record<Kind, () => Ajv>> = {
		full: lazily(() => createAjv(true, true)),
		brief: lazily(() => {
			const ajv = createAjv(true, false);
			tellBriefly(ajv, (branch) => instances.quick().compile(branch));
			return ajv;
		}),
		quick: lazily(() => createAjv(false, false)),
		tracking: lazily(() => createAjv(false, true)),
	};
	const keys = new Map<string, string>();
	const translations = new Map<string, Translation>();
	const given = {
		full: new Set<string>(),
		brief: new Set<string>(),
		quick: new Set<string>(),
		tracking: new Set<string>(),
	};
	const compiled = { telling: new Map<string, Compiled>(), quick: new Map<string, Compiled>() };
	/** The keys of schemas that lead to `unevaluatedProperties`. */
	const tracking = new Set<string>();
	const sure: Readonly<Record<Reading, Map<Pointer, ValidateFunction | 'none' | Unverifiable>>> = {
		request: new Map(),
		response: new Map(),
		some: new Map(),
		every: new Map(),
		masked: new Map(),
	};
	const translator = createTranslator(document, keyOf, onUnknownFormat);
	const explain = {
		full: createExplainer(document, translator, (piece) => instances.full().compile(piece)),
		brief: createExplainer(document, translator, (piece) => instances.brief().compile(piece)),
	};

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
	function instanceFor(kind: Kind): Ajv {
		const instance = instances[kind]();
		instance.opts.ownProperties = document.namesInherited();
		return instance;
	}

	/** One that is broken is met anew by each that needs it. */
	function validatorAt(tells: boolean, reading: Reading, pointer: Pointer, within?: Scope): ValidateFunction {
		const scope = within ?? scopeAt(pointer);
		const key = keyOf(reading, pointer, scope);
		return usable(
			remembered(compiled[tells ? 'telling' : 'quick'], key, () =>
				compile(pointer, () => {
					const all = [...translated(reading, pointer, scope)];
					if (all.some(([, each]) => each.tracksProperties)) tracking.add(key);
					const kind = tracking.has(key) ? (tells ? 'full' : 'tracking') : tells ? 'brief' : 'quick';
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

	return {
		accepts: (reading, pointer, value, scope) => run(validatorAt(false, reading, pointer, scope), pointer, value),
		surelyAgrees(reading, pointer, value) {
			const validate = closedValidatorAt(reading, pointer);
			return validate !== 'none' && run(validate, pointer, value);
		},
		faults(reading, pointer, value) {
			if (run(validatorAt(false, reading, pointer), pointer, value)) return [];
			const validate = validatorAt(true, reading, pointer);
			if (run(validate, pointer, value)) throw new Unverifiable(pointer, 'ajv holds it to be right and wrong at once');
			const kind = tracking.has(keyOf(reading, pointer, scopeAt(pointer))) ? 'full' : 'brief';
			return explain[kind](validate.errors ?? [], pointer);
		},
	};
}

function lazily<T>(make: () => T): () => T {
	let made: T | undefined;
	return () => {
		made ??= make();
		return made;
	};
}

type Kind = 'full' | 'brief' | 'quick' | 'tracking';
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
		const place = property(error, 'pointer');
		return new Unverifiable(
			typeof place === 'string' ? place : pointer,
			error instanceof Error ? error.message : String(error),
		);
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
