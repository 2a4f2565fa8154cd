/** What differs between two schemas at one place, in words; what stands below them is compared by itself. */
import { shorten } from '../exchange/disclosure';
import { jsonIn } from '../json/json';
import { withArticle } from '../json/text';
import type { ChangeKind, Effect } from './change';
import type { Place, SchemaView } from './schema-view';

/** `only`: null alone is compared. */
export function effectsOf(old: SchemaView, next: SchemaView, only?: 'null'): Effect[] {
	const effects: Effect[] = [];
	const add = (kind: ChangeKind, before: string, after: string, words: string, more: Partial<Effect> = {}) =>
		effects.push({ kind, old: before, new: after, words, ...more });
	if (old.isNever !== next.isNever) {
		add('changed', old.pointer, next.pointer, next.isNever ? 'no value is allowed any more' : 'values are now allowed');
		return effects;
	}
	if (old.admitsNull !== next.admitsNull) {
		const place = (view: SchemaView) => view.at(nullKeyword(view, old, next));
		const words = next.admitsNull ? 'may now be null' : 'may no longer be null';
		add('changed', place(old), place(next), words);
	}
	if (only) return effects;
	// Nothing else can be compared where no value is of both.
	if (typeEffects(old, next, add) === 'disjoint') return effects;
	valueEffects(old, next, add);
	for (const keyword of new Set([...old.literals.keys(), ...next.literals.keys()])) {
		const [before, after] = [old.literals.get(keyword), next.literals.get(keyword)];
		if (before?.value === after?.value) continue;
		const [from, to] = [before?.pointer ?? old.pointer, after?.pointer ?? next.pointer];
		const kind = flags.has(keyword) || (before && after) ? 'changed' : before ? 'removed' : 'added';
		const words = literalWords(keyword, before?.value, after?.value);
		add(kind, from, to, words, keyword === 'default' ? { isDefault: true } : {});
	}
	propertyEffects(old, next, add);
	if ((old.closed === undefined) !== (next.closed === undefined)) {
		const words = `fields that it does not name are ${next.closed === undefined ? 'now' : 'no longer'} allowed`;
		add('changed', old.at('additionalProperties'), next.at('additionalProperties'), words);
	} else lone('additionalProperties', old.additional, next.additional, 'fields that it does not name are');
	lone('items', old.items, next.items, 'items are');
	for (let index = 0; index < Math.max(old.prefixItems.length, next.prefixItems.length); index += 1) {
		lone('prefixItems', old.prefixItems[index] ?? [], next.prefixItems[index] ?? [], `item ${index} is`);
	}
	for (const keyword of new Set([...old.others.keys(), ...next.others.keys()])) {
		const [name = ''] = keyword.split('/');
		const [before, after] = [old.others.get(keyword), next.others.get(keyword)];
		if (before && !after) add('removed', before[0]?.pointer ?? '', next.pointer, `"${name}" removed`);
		if (after && !before) add('added', old.pointer, after[0]?.pointer ?? '', `"${name}" added`);
	}
	return effects;

	function lone(keyword: string, before: Place, after: Place, what: string): void {
		if (before.length > 0 === after.length > 0) return;
		const isNew = after.length > 0;
		const words = `${what} ${isNew ? 'now' : 'no longer'} restricted by a schema`;
		add(isNew ? 'added' : 'removed', old.at(keyword), next.at(keyword), words);
	}
}

type Add = (kind: ChangeKind, old: string, next: string, words: string, more?: Partial<Effect>) => void;

/** The keyword that admits null, or rules it out. */
function nullKeyword(view: SchemaView, ...views: readonly SchemaView[]): string {
	const keywords = ['nullable', 'type', 'enum', 'anyOf', 'oneOf', '$ref'];
	const has = (each: SchemaView, keyword: string) => each.at(keyword) !== each.pointer;
	return keywords.find((each) => has(view, each)) ?? keywords.find((each) => views.some((one) => has(one, each))) ?? '';
}

function typeEffects(
	{ types: before, ...old }: SchemaView,
	{ types: after, ...next }: SchemaView,
	add: Add,
): 'disjoint' | 'common' {
	// Where values are listed, these are compared.
	if (old.values || next.values) return 'common';
	const [was, is] = [before, after].map((each) => (each ? inWords(each.value) : 'of any type'));
	if (was === is) return 'common';
	add('changed', before?.pointer ?? old.pointer, after?.pointer ?? next.pointer, `now ${is}, was ${was}`);
	if (!before || !after) return 'common';
	const isCommon = [...before.value].some((each) => after.value.has(each) || numbers.has(each));
	const hasNumbers = [...after.value].some((each) => numbers.has(each));
	return isCommon && (hasNumbers || [...before.value].some((each) => after.value.has(each))) ? 'common' : 'disjoint';
}

const numbers = new Set(['integer', 'number']);

const inWords = (types: ReadonlySet<string>): string =>
	types.size === 0 ? 'nothing but null' : [...types].sort().map(withArticle).join(' or ');

function valueEffects({ values: before, ...old }: SchemaView, { values: after, ...next }: SchemaView, add: Add): void {
	if (!before && !after) return;
	if (!before || !after) {
		const listed = [...((before ?? after)?.value.keys() ?? [])].join(', ');
		const words = `${after ? 'now' : 'no longer'} restricted to ${shorten(listed, 120)}`;
		add(after ? 'added' : 'removed', before?.pointer ?? old.pointer, after?.pointer ?? next.pointer, words);
		return;
	}
	const [removed, added] = [lacking(before.value, after.value), lacking(after.value, before.value)];
	if (removed[0]) add('removed', removed[0][1], after.pointer, `${listedIn(removed)} removed`);
	if (added[0]) add('added', before.pointer, added[0][1], `${listedIn(added)} added`);
}

type ListedValue = readonly [text: string, pointer: string];

const lacking = (values: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): ListedValue[] =>
	[...values].filter(([text]) => !other.has(text));

/** `value "OPEN"`, `values "a", "b"`; many are counted. */
function listedIn(values: readonly ListedValue[]): string {
	const shown = values.slice(0, 5).map(([text]) => shorten(text));
	const rest = values.length - shown.length;
	return `${values.length === 1 ? 'value' : 'values'} ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const flags = new Set(['readOnly', 'writeOnly', 'deprecated', 'uniqueItems']);

function literalWords(keyword: string, before: string | undefined, after: string | undefined): string {
	if (flags.has(keyword)) return `${after === 'true' ? 'now' : 'no longer'} ${keyword}`;
	// A mapping may be long.
	if (keyword === 'discriminator' || keyword === 'xml') {
		return `${keyword} ${before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'}`;
	}
	const [was, is] = [before, after].map((each) => shorten(each === undefined ? '' : plain(each)));
	if (after === undefined) return `no longer has ${keyword} ${was}`;
	return before === undefined ? `now has ${keyword} ${is}` : `${keyword} is now ${is}, was ${was}`;
}

/** A text without its quotes, such as a pattern. */
function plain(text: string): string {
	const value = jsonIn(text);
	return typeof value === 'string' ? value : text;
}

function propertyEffects(old: SchemaView, next: SchemaView, add: Add): void {
	const lone = new Set<string>();
	const only = (kind: 'added' | 'removed', name: string, place: Place, isPattern: boolean) => {
		const pointer = place[0]?.pointer ?? '';
		const keyword = isPattern ? 'patternProperties' : 'properties';
		const isRequired = !isPattern && (kind === 'added' ? next : old).required.has(name);
		const [from, to] = kind === 'added' ? [old.at(keyword), pointer] : [pointer, next.at(keyword)];
		const field = isPattern ? '{}' : name;
		const words = isPattern ? `names that match ${shorten(name)} ${kind}` : kind;
		if (isRequired) lone.add(name);
		const how = kind === 'removed' || isPattern ? '' : isRequired ? ', required' : ', optional';
		add(kind, from, to, `${words}${how}`, { field, ...(isRequired && kind === 'added' && { isDemand: true }) });
	};
	for (const [keyword, isPattern] of [
		['properties', false],
		['patterns', true],
	] as const) {
		for (const [name, place] of old[keyword]) if (!next[keyword].has(name)) only('removed', name, place, isPattern);
		for (const [name, place] of next[keyword]) if (!old[keyword].has(name)) only('added', name, place, isPattern);
	}
	for (const [field, pointer] of old.required) {
		if (!next.required.has(field) && !lone.has(field))
			add('removed', pointer, next.at('required'), 'no longer required', { field });
	}
	for (const [field, pointer] of next.required) {
		if (!old.required.has(field) && !lone.has(field))
			add('added', old.at('required'), pointer, 'now required', { field, isDemand: true });
	}
}
