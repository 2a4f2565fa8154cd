/**
 * Judges values by the document's schemas: compiles each once, on first use, and reports faults with their places in
 * the value and in the document. Values are never changed. `docs/schema-engine.md` has the overview.
 */

import { textAt } from '../../json/exact';
import { property } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { reachablePlaces, type SpecDocument } from '../document/document';
import { type Ajv, createAjv, type ValidateFunction } from './ajv';
import { closed, closedKey } from './closed';
import { explain, type Fault } from './fault';
import { stoppedPattern } from './pattern';
import { type Reading, type TranslatedSchema, Unverifiable } from './reading';
import { createTranslator, type OnUnknown, type Translation } from './schema';
import { entered, noScope, type Placed, type Scope } from './scope';

export { Unverifiable } from './reading';

export interface Validator {
	/** The faults of `value` by the schema at `pointer`; empty if there are none. Throws {@link Unverifiable}. */
	faults(reading: Reading, pointer: Pointer, value: unknown, holder?: Holder): Fault[];
	/** Whether `value` is valid, without reasons. Throws {@link Unverifiable}. */
	accepts(reading: Reading, pointer: Pointer, value: unknown, scope?: Scope): boolean;
	/**
	 * Whether the closed form shows that `value` is valid and has no unknown and no one-way property. False is
	 * inconclusive: ask {@link faults}. Throws {@link Unverifiable}.
	 */
	quickAccepts(reading: Reading, pointer: Pointer, value: unknown, holder?: Holder): boolean;
	/** Begins with another value: none of its schemas was asked for. */
	begin(): void;
	/**
	 * For judging that was stopped: the schema or the pattern that it was at, else `otherwise`. What was being compiled is
	 * given up.
	 */
	stopped(otherwise: Pointer): Unverifiable;
	/** Whether the schema, or a schema that it leads to, has one-way properties. */
	hasOneWay(reading: Reading, pointer: Pointer): boolean;
}

/** A number that nothing else holds, as text where a double cannot hold it. */
export interface Holder {
	readonly text: string;
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

/**
 * `quick` stops at the first fault; `full` collects all; `closed` is the closed form, whose true is final and whose false
 * is inconclusive.
 */
type Form = 'quick' | 'full' | 'closed';
type Check = Pick<ValidateFunction, 'errors'> &
	((value: unknown, context?: Parameters<ValidateFunction>[1]) => unknown);

export function createValidator(document: SpecDocument, onUnknown: OnUnknown): Validator {
	const entries = new Map<string, Entry>();
	const byKey = new Map<string, Entry>();
	const instances = new Map<string, Ajv>();
	const newTranslator = () => createTranslator(document, (...where) => entryAt(...where).key, onUnknown);
	let translator = newTranslator();
	/** The schema that judging began with last. */
	let begun: Pointer | undefined;

	function entryAt(reading: Reading, pointer: Pointer, scope: Scope): Entry {
		const name = `${reading} ${pointer} ${scope.key}`;
		const known = entries.get(name);
		if (known) return known;
		const entry: Entry = { reading, pointer, scope, key: `s${entries.size}`, checks: {} };
		entries.set(name, entry);
		byKey.set(entry.key, entry);
		return entry;
	}

	/** The schema without any outer scope. Asked for with every value, so it is kept by two keys and not by one text. */
	const starts = new Map<Reading, Map<Pointer, Entry>>();
	function startAt(reading: Reading, pointer: Pointer): Entry {
		const known = starts.get(reading)?.get(pointer);
		if (known) return known;
		const entry = entryAt(reading, pointer, entered(document, noScope, pointer));
		starts.set(reading, (starts.get(reading) ?? new Map<Pointer, Entry>()).set(pointer, entry));
		return entry;
	}

	/** The entry and all that it leads to, translated. */
	function translated(entry: Entry, visited = new Map<Entry, Translation>()): Map<Entry, Translation> {
		if (visited.has(entry)) return visited;
		entry.translation ??= translator.translate(entry.reading, entry.pointer, entry.scope);
		visited.set(entry, entry.translation);
		for (const { reading, pointer, scope } of entry.translation.references) {
			translated(entryAt(reading, pointer, scope), visited);
		}
		return visited;
	}

	function factsOf(entry: Entry) {
		const all = () => [...translated(entry).values()];
		entry.facts ??= {
			tracksProperties: all().some((each) => each.tracksProperties),
			hasOneWay: all().some(({ oneWay }) => oneWay.size > 0),
		};
		return entry.facts;
	}

	/** ajv tracks evaluated properties only if `unevaluatedProperties` needs it. */
	function instance(isFull: boolean, tracks: boolean): Ajv {
		const name = `${isFull} ${tracks}`;
		const ajv = instances.get(name) ?? createAjv(isFull, tracks, (branch) => instance(false, false).compile(branch));
		instances.set(name, ajv);
		// If a spec has a property such as `toString`, ajv must ignore inherited ones.
		ajv.opts.ownProperties = document.namesInherited();
		return ajv;
	}

	function check(entry: Entry, form: Form, value: unknown, holder?: Holder): boolean {
		const { checks, pointer } = entry;
		begun = pointer;
		checks[form] ??= attempt(pointer, () => (form === 'closed' ? closedCheck(entry) : compile(entry, form === 'full')));
		if (checks[form] instanceof Unverifiable) throw checks[form];
		return run(checks[form], pointer, value, holder);
	}

	function compile(entry: Entry, isFull: boolean): Check | undefined {
		const all = translated(entry);
		const ajv = instance(isFull, factsOf(entry).tracksProperties);
		for (const [{ key }, { schema }] of all) add(ajv, key, schema);
		return ajv.getSchema(entry.key);
	}

	function closedCheck(entry: Entry): Check | undefined {
		const all = translated(entry);
		// The closed form is compiled without tracking, which `unevaluatedProperties` needs wherever it stands.
		if (factsOf(entry).tracksProperties) return () => false;
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

	/** Whether a piece of a translated schema is one-way, by itself or by a schema that applies with it. */
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
		quickAccepts: (reading, pointer, value, holder) => check(startAt(reading, pointer), 'closed', value, holder),
		begin() {
			begun = undefined;
		},
		stopped(otherwise) {
			const pattern = stoppedPattern();
			const start = begun ?? otherwise;
			const place = pattern === undefined ? start : placeOfPattern(document, start, pattern);
			const what = pattern === undefined ? 'the schema' : 'the pattern';
			const isOfSchema = pattern !== undefined || begun !== undefined;
			for (const each of [entries, byKey, starts, instances]) each.clear();
			translator = newTranslator();
			return new Unverifiable(place, isOfSchema ? `${what} takes too long for the value` : 'it takes too long');
		},
		hasOneWay: (reading, pointer) => factsOf(startAt(reading, pointer)).hasOneWay,
		faults(reading, pointer, value, holder) {
			const entry = startAt(reading, pointer);
			if (check(entry, 'quick', value, holder)) return [];
			if (check(entry, 'full', value, holder))
				throw new Unverifiable(pointer, 'ajv finds the value both valid and invalid');
			const errors = entry.checks.full instanceof Unverifiable ? undefined : entry.checks.full?.errors;
			const ajv = instance(true, factsOf(entry).tracksProperties);
			return explain(document, translator, ajv, pointer, errors ?? []).map((fault) => {
				const text = fault.instance === '' ? holder?.text : textAt(value, fault.instance);
				return text === undefined ? fault : { ...fault, text };
			});
		},
	};
}

function run(check: Check, pointer: Pointer, value: unknown, holder?: Holder): boolean {
	try {
		return check(value, holder && heldBy(holder, value)) === true;
	} catch (error) {
		if (error instanceof Unverifiable) throw error;
		// Only ajv's generated code runs here: whatever it throws becomes a finding that the value cannot be judged.
		const reason = error instanceof RangeError ? 'it refers to itself endlessly' : `ajv fails on it (${String(error)})`;
		throw new Unverifiable(pointer, `the schema cannot be run: ${reason}`);
	}
}

/** Where a pattern stands in what `start` leads to. */
function placeOfPattern(document: SpecDocument, start: Pointer, pattern: string): Pointer {
	for (const { pointer, value } of reachablePlaces(document, start, true)) {
		if (property(value, 'pattern') === pattern) return child(pointer, 'pattern');
		if (property(property(value, 'patternProperties'), pattern) !== undefined)
			return child(pointer, 'patternProperties', pattern);
	}
	return start;
}

/** What ajv hands on to the keywords of the whole. */
const heldBy = (holder: Holder, value: unknown) => ({
	...{
		instancePath: '',
		parentData: holder,
		parentDataProperty: 'text',
		rootData: value as object,
		dynamicAnchors: {},
	},
});

function add(ajv: Ajv, key: string, schema: TranslatedSchema): void {
	if (ajv.schemas[key] === undefined) ajv.addSchema(schema, key);
}

/** An error is kept and reported again to each caller. */
function attempt<T>(pointer: Pointer, make: () => T | undefined): T | Unverifiable {
	try {
		return make() ?? new Unverifiable(pointer, 'the schema cannot be found');
	} catch (error) {
		const place = property(error, 'pointer');
		const message = error instanceof Error ? error.message : String(error);
		return new Unverifiable(typeof place === 'string' ? place : pointer, message);
	}
}
