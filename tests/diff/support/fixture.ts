/** A fixture: edits that make the two documents out of one, and what `diff` has to say of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { diff } from '../../../src/diff/diff';
import type { Exchange } from '../../../src/exchange/exchange';
import { isObject, type Json } from '../../../src/json/json';
import { keysOf } from '../../../src/json/pointer';
import { loadSpec, type Spec } from '../../../src/openapi/spec';
import { readPact } from '../../../src/pact/pact-file';

/** Sets or removes a value; a list takes one more at `-`. */
export interface Edit {
	readonly at: string;
	readonly set?: Json;
	readonly remove?: true;
}

export interface Fixture {
	/** What makes the old document. */
	readonly old?: readonly Edit[];
	/** What makes the new document, of the old one. */
	readonly new: readonly Edit[];
	readonly expected: Expected;
}

export interface Expected {
	readonly changes: readonly string[];
	readonly broken: readonly string[];
	readonly affected: readonly string[];
}

export const pact = join(__dirname, 'pact.json');

/** Nothing changes it. */
export const base = parse(readFileSync(join(__dirname, 'pets.yaml'), 'utf8')) as Json;

export function edited(document: Json, edits: readonly Edit[] = []): Json {
	return edits.reduce((all, edit) => editedAt(all, keysOf(edit.at), edit), document);
}

function editedAt(value: Json, [key, ...rest]: readonly string[], edit: Edit): Json {
	if (key === undefined) return edit.set ?? null;
	const isLast = rest.length === 0;
	if (Array.isArray(value)) {
		const list = [...value];
		const index = key === '-' ? list.length : Number(key);
		if (isLast && edit.remove) list.splice(index, 1);
		else list[index] = editedAt(list[index] ?? null, rest, edit);
		return list;
	}
	const { [key]: before = {}, ...others } = isObject(value) ? value : {};
	if (isLast && edit.remove) {
		if (!isObject(value) || !(key in value)) throw new Error(`nothing to remove at ${edit.at}`);
		return others;
	}
	// In its place, so that lines stay where they are.
	const entries = Object.entries(isObject(value) ? value : {});
	const next = editedAt(before, rest, edit);
	const isKnown = isObject(value) && key in value;
	return Object.fromEntries(
		isKnown ? entries.map(([name, each]) => [name, name === key ? next : each]) : [...entries, [key, next]],
	);
}

/** The same document is read and compiled once. */
const known = new Map<string, Promise<Spec>>();

export function specOf(document: Json, name: string): Promise<Spec> {
	const text = JSON.stringify(document);
	const key = `${name} ${text}`;
	const spec = known.get(key) ?? loadSpec(name, { text });
	known.set(key, spec);
	return spec;
}

const contract = readPact(pact);

export const exchangesOf = async (): Promise<Exchange[]> =>
	(await contract).interactions.flatMap((each) => (each.kind === 'http' ? [each.exchange] : []));

export async function compared(old: Json, next: Json): Promise<Expected> {
	const exchanges = await exchangesOf();
	const [before, after] = [await specOf(old, 'old.json'), await specOf(next, 'new.json')];
	const found = await diff(exchanges, before, after, { strict: false });
	const named = (outcome: string) =>
		found.interactions.flatMap(({ exchange, change }) =>
			change === outcome ? [exchange.interaction.description] : [],
		);
	return {
		changes: found.changes.map(
			({ kind, title, usedBy }) => `${kind}: ${title} [${usedBy.map(({ description }) => description).join(', ')}]`,
		),
		broken: named('broken'),
		affected: named('affected'),
	};
}
