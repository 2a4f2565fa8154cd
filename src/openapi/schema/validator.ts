/**
 * Holds values against the document's schemas: compiles each on first use, once, and tells what is wrong as faults that
 * name their place in the value and in the document. Values are never changed.
 */

import { property } from '../../json/json';
import type { Pointer } from '../../json/pointer';
import type { SpecDocument } from '../document/document';
import { type Ajv, createAjv, type ValidateFunction } from './ajv';
import { closed, closedKey } from './closed';
import { explain, type Fault } from './fault';
import { type Reading, type TranslatedSchema, Unverifiable } from './reading';
import { createTranslator, type Translation } from './schema';
import { entered, noScope, type Placed, type Scope } from './scope';

export { Unverifiable } from './reading';

export interface Validator {
	/** What is wrong with `value` by the schema at `pointer`; empty where nothing is. Throws {@link Unverifiable}. */
	faults(reading: Reading, pointer: Pointer, value: unknown): Fault[];
	/** Whether `value` holds, without saying why not. Throws {@link Unverifiable}. */
	accepts(reading: Reading, pointer: Pointer, value: unknown, scope?: Scope): boolean;
	/**
	 * Whether it is quickly certain that `value` holds, and names nothing unknown and nothing that goes only the other
	 * way. False only means: look closer. Throws {@link Unverifiable}.
	 */
	quickAccepts(reading: Reading, pointer: Pointer, value: unknown): boolean;
	/** Whether anything goes only the other way in the schema and in what it leads to, which {@link faults} could judge. */
	hasOneWay(reading: Reading, pointer: Pointer): boolean;
}

/** A schema in a reading and a scope, and what has been made of it. */
interface Entry extends Placed {
	readonly reading: Reading;
	/** Its name for ajv. */
	readonly key: string;
	translation?: Translation;
	closedForm?: TranslatedSchema | 'none';
	/** Of all that it leads to. */
	facts?: { readonly tracksProperties: boolean; readonly hasOneWay: boolean };
	readonly checks: { [form in Form]?: Check | Unverifiable };
}

/** `quick` says only whether something is wrong, which is all there is to say of most values; `full`, what it is. */
type Form = 'quick' | 'full' | 'closed';
type Check = Pick<ValidateFunction, 'errors'> & ((value: unknown) => unknown);

export function createValidator(
	document: SpecDocument,
	onUnknownFormat: (format: string, pointer: Pointer) => void,
): Validator {
	const entries = new Map<string, Entry>();
	const byKey = new Map<string, Entry>();
	const instances = new Map<string, Ajv>();
	const translator = createTranslator(document, (...where) => entryAt(...where).key, onUnknownFormat);

	function entryAt(reading: Reading, pointer: Pointer, scope: Scope): Entry {
		const name = `${reading} ${pointer} ${scope.key}`;
		const known = entries.get(name);
		if (known) return known;
		const entry: Entry = { reading, pointer, scope, key: `s${entries.size}`, checks: {} };
		entries.set(name, entry);
		byKey.set(entry.key, entry);
		return entry;
	}

	/** The schema as it is entered from without. */
	const startAt = (reading: Reading, pointer: Pointer) =>
		entryAt(reading, pointer, entered(document, noScope, pointer));

	/** The entry and all that it leads to, translated. */
	function translated(entry: Entry, met = new Map<Entry, Translation>()): Map<Entry, Translation> {
		if (met.has(entry)) return met;
		entry.translation ??= translator.translate(entry.reading, entry.pointer, entry.scope);
		met.set(entry, entry.translation);
		for (const { reading, pointer, scope } of entry.translation.references) {
			translated(entryAt(reading, pointer, scope), met);
		}
		return met;
	}

	function factsOf(entry: Entry) {
		const all = () => [...translated(entry).values()];
		entry.facts ??= {
			tracksProperties: all().some((each) => each.tracksProperties),
			hasOneWay: all().some(({ oneWay }) => oneWay.size > 0),
		};
		return entry.facts;
	}

	/** Where `unevaluatedProperties` has to know what was seen to, ajv tracks it. */
	function instance(isFull: boolean, tracks: boolean): Ajv {
		const name = `${isFull} ${tracks}`;
		const ajv = instances.get(name) ?? createAjv(isFull, tracks, (branch) => instance(false, false).compile(branch));
		instances.set(name, ajv);
		// Where a spec names a property as every object inherits one, ajv has to look closer.
		ajv.opts.ownProperties = document.namesInherited();
		return ajv;
	}

	function check(entry: Entry, form: Form, value: unknown): boolean {
		const { checks, pointer } = entry;
		checks[form] ??= attempt(pointer, () => (form === 'closed' ? closedCheck(entry) : compile(entry, form === 'full')));
		if (checks[form] instanceof Unverifiable) throw checks[form];
		return run(checks[form], pointer, value);
	}

	function compile(entry: Entry, isFull: boolean): Check | undefined {
		const all = translated(entry);
		const ajv = instance(isFull, factsOf(entry).tracksProperties);
		for (const [{ key }, { schema }] of all) add(ajv, key, schema);
		return ajv.getSchema(entry.key);
	}

	function closedCheck(entry: Entry): Check | undefined {
		const all = translated(entry);
		for (const [each, { schema }] of all) {
			each.closedForm ??= closed(schema, (piece) => isOneWay(each, piece)) ?? 'none';
			if (each.closedForm === 'none') return () => false;
		}
		const ajv = instance(false, false);
		for (const [{ key, closedForm }, { schema }] of all) {
			add(ajv, key, schema);
			if (typeof closedForm === 'object') add(ajv, closedKey(key), closedForm);
		}
		return ajv.getSchema(closedKey(entry.key));
	}

	/** Whether a piece of a translated schema goes only the other way, by itself or by what applies in its place. */
	function isOneWay(entry: Entry | undefined, piece: TranslatedSchema, seen = new Set<TranslatedSchema>()): boolean {
		if (seen.has(piece)) return false;
		seen.add(piece);
		if (entry?.translation?.oneWay.has(piece)) return true;
		const parts = [
			...(Array.isArray(piece.allOf) ? piece.allOf : []),
			...(piece.else === undefined ? [] : [piece.else]),
		];
		if (parts.some((part: TranslatedSchema) => isOneWay(entry, part, seen))) return true;
		const referred = typeof piece.$ref === 'string' ? byKey.get(piece.$ref) : undefined;
		return referred?.translation !== undefined && isOneWay(referred, referred.translation.schema, seen);
	}

	return {
		accepts: (reading, pointer, value, scope) =>
			check(scope ? entryAt(reading, pointer, scope) : startAt(reading, pointer), 'quick', value),
		quickAccepts: (reading, pointer, value) => check(startAt(reading, pointer), 'closed', value),
		hasOneWay: (reading, pointer) => factsOf(startAt(reading, pointer)).hasOneWay,
		faults(reading, pointer, value) {
			const entry = startAt(reading, pointer);
			if (check(entry, 'quick', value)) return [];
			if (check(entry, 'full', value)) throw new Unverifiable(pointer, 'ajv holds it to be right and wrong at once');
			const errors = entry.checks.full instanceof Unverifiable ? undefined : entry.checks.full?.errors;
			const ajv = instance(true, factsOf(entry).tracksProperties);
			return explain(document, translator, ajv, pointer, errors ?? []);
		},
	};
}

function run(check: Check, pointer: Pointer, value: unknown): boolean {
	try {
		return check(value) === true;
	} catch (error) {
		// Only ajv's generated code runs here: whatever it throws, the value stays unjudged, and that is a finding.
		const reason =
			error instanceof RangeError ? 'it includes itself without end' : `ajv fails on it (${String(error)})`;
		throw new Unverifiable(pointer, `the schema cannot be run: ${reason}`);
	}
}

function add(ajv: Ajv, key: string, schema: TranslatedSchema): void {
	if (ajv.schemas[key] === undefined) ajv.addSchema(schema, key);
}

/** What cannot be made is kept as the error: it is met anew by each that needs it. */
function attempt<T>(pointer: Pointer, make: () => T | undefined): T | Unverifiable {
	try {
		return make() ?? new Unverifiable(pointer, 'the schema cannot be found');
	} catch (error) {
		const place = property(error, 'pointer');
		const message = error instanceof Error ? error.message : String(error);
		return new Unverifiable(typeof place === 'string' ? place : pointer, message);
	}
}
