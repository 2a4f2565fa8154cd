/**
 * What a description itself writes: names of properties, literals, patterns, bounds. It is published, so it is nobody's
 * data: whatever a provider sends of it may stand in a recording.
 */

import { isUnverifiable } from '../../check/judgement';
import { isObject, type Json, type JsonObject } from '../../json/json';
import { child, type Pointer } from '../../json/pointer';
import { patternFrom } from '../../json/text';
import type { Spec } from '../../openapi/spec';

export interface Vocabulary {
	/** Of properties. */
	readonly names: ReadonlySet<string>;
	/** Whether `enum`, `const` or a discriminator names `value` for properties (or `header ` and headers) called `name`. */
	hasLiteral(name: string, value: Json): boolean;
	/** Whether a literal or a pattern, wherever it stands, holds `text`. */
	writes(text: string): boolean;
	/** Bounds and other numbers, each once. */
	readonly numbers: readonly number[];
	/** What the names of properties are held against. */
	readonly keyPatterns: readonly RegExp[];
	/** The words of its media types, in lower case. */
	readonly words: ReadonlySet<string>;
	/** The names of parameters, in lower case, that carry a key by its security schemes. */
	readonly keys: ReadonlySet<string>;
}

const made = new WeakMap<Spec, Vocabulary>();

export function vocabularyOf(spec: Spec): Vocabulary {
	const known = made.get(spec) ?? read(spec);
	made.set(spec, known);
	return known;
}

/** Keywords whose schemas are about the same property, or the items of its list. */
const inPlace = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'items', 'prefixItems', 'contains', 'schema'];
const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'const'];
/** More would only be tried in vain. */
const mostNumbers = 100;

function read({ document }: Spec): Vocabulary {
	const names = new Set<string>();
	const literals = new Map<string, Set<string>>();
	const texts = new Set<string>();
	const numbers = new Set<number>();
	const keyPatterns = new Map<string, RegExp>();
	const words = new Set<string>();
	const keys = new Set<string>();
	const components = isObject(document.root.components) ? document.root.components.schemas : undefined;
	const seen = new Set<unknown>();
	const left: (readonly [Pointer, unknown])[] = [['', document.root]];
	for (let next = left.pop(); next; next = left.pop()) {
		const [pointer, value] = next;
		if (typeof value !== 'object' || value === null || seen.has(value)) continue;
		seen.add(value);
		for (const [key, member] of Object.entries(value)) left.push([child(pointer, key), member]);
		if (!isObject(value)) continue;
		const target = referred(pointer, value);
		if (target) left.push(target);
		learn(pointer, value);
	}
	const writing = [...texts].join('\n');
	return {
		names,
		hasLiteral: (name, value) => literals.get(name)?.has(JSON.stringify(value)) === true,
		writes: (text) => writing.includes(text),
		numbers: [...numbers].slice(0, mostNumbers),
		keyPatterns: [...keyPatterns.values()],
		words,
		keys,
	};

	function learn(pointer: Pointer, schema: JsonObject): void {
		const { properties, headers, required, content, discriminator, patternProperties, propertyNames } = schema;
		for (const name of Object.keys(isObject(properties) ? properties : {})) {
			names.add(name);
			collect(literalsOf(name), child(pointer, 'properties', name));
		}
		for (const name of Object.keys(isObject(headers) ? headers : {})) {
			collect(literalsOf(`header ${name.toLowerCase()}`), child(pointer, 'headers', name));
		}
		for (const name of Array.isArray(required) ? required : []) if (typeof name === 'string') names.add(name);
		for (const type of Object.keys(isObject(content) ? content : {})) {
			for (const [word] of type.toLowerCase().matchAll(/[a-z\d]+/g)) words.add(word);
		}
		if (isObject(discriminator) && typeof discriminator.propertyName === 'string') {
			const named = literalsOf(discriminator.propertyName);
			for (const each of [discriminator.mapping, components]) {
				for (const name of Object.keys(isObject(each) ? each : {})) named.add(JSON.stringify(name));
			}
		}
		for (const pattern of Object.keys(isObject(patternProperties) ? patternProperties : {})) learnPattern(pattern);
		if (isObject(propertyNames) && typeof propertyNames.pattern === 'string') learnPattern(propertyNames.pattern);
		for (const each of [schema.pattern, schema.const, schema.enum].flat()) {
			if (typeof each === 'string') texts.add(each);
			else if (typeof each === 'number') numbers.add(each);
		}
		for (const keyword of bounds) {
			const bound = schema[keyword];
			if (typeof bound === 'number') numbers.add(bound);
		}
		if (schema.type === 'apiKey' && typeof schema.name === 'string') keys.add(schema.name.toLowerCase());
	}

	function literalsOf(name: string): Set<string> {
		const known = literals.get(name) ?? new Set();
		literals.set(name, known);
		return known;
	}

	/** The literals of the schema at `start`, and of those about the same value. */
	function collect(into: Set<string>, start: Pointer): void {
		const met = new Set<Pointer>();
		const open: Pointer[] = [start];
		for (let pointer = open.pop(); pointer !== undefined; pointer = open.pop()) {
			if (met.has(pointer)) continue;
			met.add(pointer);
			const value = valueAt(pointer);
			if (Array.isArray(value)) open.push(...value.map((_, index) => child(pointer ?? '', index)));
			if (!isObject(value)) continue;
			for (const each of Array.isArray(value.enum) ? value.enum : []) addLiteral(into, each);
			if (value.const !== undefined) addLiteral(into, value.const);
			const [target] = referred(pointer, value) ?? [];
			if (target !== undefined) open.push(target);
			for (const keyword of inPlace) if (value[keyword] !== undefined) open.push(child(pointer, keyword));
		}
	}

	/** A literal that is an object has values of its own. */
	function addLiteral(into: Set<string>, literal: Json): void {
		if (Array.isArray(literal)) for (const each of literal as readonly Json[]) addLiteral(into, each);
		else if (isObject(literal)) {
			for (const [name, each] of Object.entries(literal)) {
				names.add(name);
				addLiteral(literalsOf(name), each);
			}
		} else {
			into.add(JSON.stringify(literal));
			if (typeof literal === 'string') texts.add(literal);
		}
	}

	function referred(pointer: Pointer, { $ref }: JsonObject): readonly [Pointer, unknown] | undefined {
		if (typeof $ref !== 'string') return undefined;
		return usable(() => {
			const target = document.resolve(pointer, $ref);
			return [target, document.at(target).value];
		});
	}

	function valueAt(pointer: Pointer): unknown {
		return usable(() => document.at(pointer).value);
	}

	function learnPattern(source: string): void {
		try {
			keyPatterns.set(source, patternFrom(source));
		} catch {
			// One that does not compile is a finding of its own, and sorts no names.
		}
	}
}

/** What is broken in the description names nothing. */
export function usable<T>(make: () => T): T | undefined {
	try {
		return make();
	} catch (error) {
		if (isUnverifiable(error)) return undefined;
		throw error;
	}
}
