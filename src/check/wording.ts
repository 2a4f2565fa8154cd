/**
 * The words of a violation: what is where, what the spec allows, and what was received. Values are shown where the
 * contract wrote them. Those of a provider may be somebody's data, so they are withheld unless the user asks for them.
 */

import { type Disclosure, shorten } from '../exchange/disclosure';
import { stringifyExact, textIn } from '../json/exact';
import { isObject } from '../json/json';
import { counted, kindOfValue, withArticle } from '../json/text';
import type { Fault } from '../openapi/schema/fault';

/** The title of a violation, and what was allowed and received. */
export interface Wording {
	readonly title: string;
	readonly allowed?: string;
	readonly received?: string;
}

/** `Request body /month: expected at most 12, received 13.` */
export const mismatch = (where: string, allowed: string, received: string): Wording => ({
	title: `${where}: expected ${allowed}, received ${received}.`,
	allowed,
	received,
});

/** A fault of the value at `where`, such as `Request body`, or of a place inside it. */
export function wordingOf(fault: Fault, where: string, disclosure: Disclosure): Wording {
	const { keyword, params } = fault;
	const instance = disclosure.place(fault.instance);
	const place = instance === '' ? where : `${where} ${instance}`;
	if (fault.alternatives) return wordingOfAlternatives(fault, fault.alternatives, place, disclosure);
	if (keyword === 'required')
		return { title: `${place}: required field "${String(params.missingProperty)}" is missing.` };
	if (keyword === 'dependentRequired') {
		const [present, missing] = [String(params.property), String(params.missingProperty)];
		return { title: `${place}: field "${missing}" is missing; it is required beside "${present}".` };
	}
	if (keyword === 'propertyNames') {
		const name = disclosure.name(String(params.propertyName));
		return { title: `${place}: the spec does not allow a field of the name "${name}".`, received: name };
	}
	if (instance !== '' && closing.has(keyword)) {
		return { title: `${place}: the spec does not allow this ${isForItems(fault) ? 'item' : 'field'}.` };
	}
	return mismatch(place, allowed(fault), received(fault, disclosure));
}

/** The most alternatives, and faults by each, that are named where they differ in more than one way. */
const [mostAlternatives, mostFaults] = [4, 3];

function wordingOfAlternatives(
	fault: Fault,
	all: readonly (readonly Fault[])[],
	place: string,
	disclosure: Disclosure,
): Wording {
	const single = all.flatMap((each) => (each.length === 1 ? each : []));
	const isAlike = single.length === all.length && single.every((each) => each.instance === fault.instance);
	if (isAlike && single.every(({ keyword }) => keyword === 'required')) {
		const names = new Set(single.map(({ params }) => `"${String(params.missingProperty)}"`));
		return { title: `${place}: required field ${alternatives([...names])} is missing.` };
	}
	if (isAlike && single.every(({ keyword }) => compared.has(keyword))) {
		return mismatch(place, shownOptions([...new Set(single.flatMap(optionsOf))]), received(fault, disclosure));
	}
	const reasonOf = (each: Fault) => {
		const within = { ...each, instance: each.instance.slice(fault.instance.length) };
		return wordingOf(within, '', disclosure).title.replace(/^:? /, '').replace(/\.$/, '');
	};
	const reasons = all.slice(0, mostAlternatives).map((faults, index) => {
		const shown = faults.slice(0, mostFaults).map(reasonOf).join(' and ');
		const more = faults.length > mostFaults ? ` and ${faults.length - mostFaults} more` : '';
		return `${index === 0 ? 'one' : 'another'} because ${shown}${more}`;
	});
	const rest = all.length > mostAlternatives ? `, and ${all.length - mostAlternatives} more` : '';
	return { title: `${place}: no alternative matches, ${reasons.join(', ')}${rest}.` };
}

/** Keywords whose words can stand beside those of another alternative. */
const compared = new Set([
	...['type', 'enum', 'const', 'format', 'pattern', 'multipleOf'],
	...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
]);

const closing = new Set(['false schema', 'additionalProperties', 'unevaluatedProperties']);

const isForItems = ({ source }: Fault): boolean => /\/(items|unevaluatedItems|prefixItems\/\d+)$/.test(source);

function received({ value, keyword, text, params }: Fault, { showsValues }: Disclosure): string {
	if (Array.isArray(value) && keyword === 'contains' && params.matching !== undefined)
		return `${String(params.matching)} of ${counted(value.length, 'item')}`;
	if (Array.isArray(value)) return /^m..Items$/.test(keyword) ? counted(value.length, 'item') : 'an array';
	if (isObject(value))
		return /^m..Properties$/.test(keyword) ? counted(Object.keys(value).length, 'field') : 'an object';
	if (value === null) return 'null';
	if (showsValues) return shorten(text ?? JSON.stringify(value));
	// Only by its text it is no integer.
	if (keyword === 'type' && text !== undefined) return 'a number';
	return keyword === 'type' ? kindOfValue(value) : `${kindOfValue(value)} (value withheld)`;
}

/** `a, b or c`; `nothing` where there is no name. */
export function alternatives(names: readonly string[]): string {
	const last = names.at(-1);
	if (last === undefined) return 'nothing';
	return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}

/** What the spec allows. A keyword without words of its own is quoted as the spec writes it. */
function allowed(fault: Fault): string {
	const { keyword, params } = fault;
	const words = phrases[keyword];
	if (words !== undefined) return words(fault);
	const [, end, counts = ''] = /^(min|max)(Length|Items|Properties)$/.exec(keyword) ?? [];
	const unit = units[counts];
	if (unit === undefined) return `a match of "${keyword}"`;
	return `${end === 'min' ? 'at least' : 'at most'} ${counted(String(params.limit), unit)}`;
}

/** What one alternative allows, each value and type by itself. */
function optionsOf(fault: Fault): string[] {
	if (fault.keyword === 'type') return [fault.params.type].flat().map(typeWords);
	if (fault.keyword !== 'enum' || !Array.isArray(fault.allowed)) return [allowed(fault)];
	const { allowed: values } = fault;
	return values.map((value, index) => shorten(textIn(values, index) ?? stringifyExact(value)));
}

const typeWords = (type: unknown): string => (type === 'null' ? 'null' : withArticle(String(type)));

const units: Readonly<Record<string, string>> = { Length: 'character', Items: 'item', Properties: 'field' };

const phrases: Readonly<Record<string, (fault: Fault) => string>> = {
	type: (fault) => alternatives(optionsOf(fault)),
	enum: (fault) => (Array.isArray(fault.allowed) ? shownOptions(optionsOf(fault)) : 'nothing'),
	const: ({ allowed, params }) => shorten(String(params.text ?? stringifyExact(allowed))),
	format: ({ params }) => `a value of format ${String(params.format)}`,
	pattern: ({ params }) => `a match of the pattern ${String(params.pattern)}`,
	minimum: ({ params }) => `at least ${String(params.text ?? params.limit)}`,
	maximum: ({ params }) => `at most ${String(params.text ?? params.limit)}`,
	exclusiveMinimum: ({ params }) => `more than ${String(params.text ?? params.limit)}`,
	exclusiveMaximum: ({ params }) => `less than ${String(params.text ?? params.limit)}`,
	multipleOf: ({ params }) => `a multiple of ${String(params.text ?? params.multipleOf)}`,
	uniqueItems: () => 'no two equal items',
	'false schema': () => 'nothing',
	anyOf: () => 'a match of an alternative of "anyOf"',
	not: () => 'a value that "not" does not match',
	contains: ({ params: { minContains = 1, maxContains } }) => {
		const least = Number(minContains);
		const most = Number(maxContains ?? Number.POSITIVE_INFINITY);
		if (most === least) return `exactly ${counted(least, 'item')} that "contains" matches`;
		if (least === 0) return `at most ${counted(most, 'item')} that "contains" matches`;
		const range = Number.isFinite(most) ? `${least} to ${counted(most, 'item')}` : `at least ${counted(least, 'item')}`;
		return `${range} that "contains" matches`;
	},
	oneOf: ({ params }) =>
		Array.isArray(params.passingSchemas)
			? `a match of exactly one alternative of "oneOf" (${params.passingSchemas.map(Number).join(' and ')} both match, counted from 0)`
			: 'a match of an alternative of "oneOf"',
};

function shownOptions(options: readonly string[]): string {
	if (options.length <= 8) return alternatives(options);
	return `${options.slice(0, 8).join(', ')} or one of ${options.length - 8} more`;
}
