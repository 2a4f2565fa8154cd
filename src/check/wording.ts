/**
 * The words of a fault: what was received and what the spec allows. Values are shown where the contract wrote them and
 * withheld where a provider sent them, for they may be somebody's data, unless somebody asked to see them.
 */

import { type Disclosure, shorten } from '../exchange/disclosure';
import { typeOf } from '../json/json';
import { counted } from '../json/text';
import type { Fault } from '../openapi/schema/fault';

/** `Expected response body /date_of_birth/month is 13; the spec allows at most 12`, without full stop. */
export function wordingOf(fault: Fault, part: string, disclosure: Disclosure): string {
	const { keyword, params } = fault;
	const instance = disclosure.place(fault.instance);
	const whole = `${part}${instance === '' ? '' : ` ${instance}`}`;
	if (keyword === 'required') return `${whole} lacks "${String(params.missingProperty)}", which the spec requires`;
	if (keyword === 'dependentRequired') {
		return `${whole} has "${String(params.property)}" but lacks "${String(params.missingProperty)}", which the spec then requires`;
	}
	if (keyword === 'propertyNames') {
		return `${whole} has a field named "${disclosure.name(String(params.propertyName))}", a name that the spec rules out`;
	}
	if (instance !== '' && ruledOut.has(keyword)) return `${part} has ${instance}, which the spec rules out`;
	return `${whole} is ${found(fault, disclosure)}; the spec allows ${allowed(fault)}`;
}

const ruledOut = new Set(['false schema', 'additionalProperties', 'unevaluatedProperties']);

function found({ value, keyword }: Fault, { showsValues }: Disclosure): string {
	const type = typeOf(value);
	const article = /^[aeiou]/.test(type) ? 'an' : 'a';
	if (type === 'null') return 'null';
	if (type === 'object' || type === 'array') return `${article} ${type}`;
	if (showsValues) return shorten(JSON.stringify(value));
	return keyword === 'type' ? `${article} ${type}` : `${article} ${type} (value withheld)`;
}

/** What the spec says, in words. Keywords without words of their own are quoted as the spec writes them. */
function allowed(fault: Fault): string {
	const { keyword, params } = fault;
	const words = phrases[keyword];
	if (words !== undefined) return words(fault);
	const [, end, counts = ''] = /^(min|max)(Length|Items|Properties)$/.exec(keyword) ?? [];
	const unit = units[counts];
	if (unit === undefined) return `only what its ${keyword} describes`;
	return `${end === 'min' ? 'at least' : 'at most'} ${counted(String(params.limit), unit)}`;
}

const units: Readonly<Record<string, string>> = { Length: 'character', Items: 'item', Properties: 'field' };

const phrases: Readonly<Record<string, (fault: Fault) => string>> = {
	type: ({ params }) => `only type ${[params.type].flat().join(' or ')}`,
	enum: (fault) => `only ${listed(fault.allowed)}`,
	const: (fault) => `only ${shorten(JSON.stringify(fault.allowed))}`,
	format: ({ params }) => `only format ${String(params.format)}`,
	pattern: ({ params }) => `only what matches the pattern ${String(params.pattern)}`,
	minimum: ({ params }) => `at least ${String(params.limit)}`,
	maximum: ({ params }) => `at most ${String(params.limit)}`,
	exclusiveMinimum: ({ params }) => `only more than ${String(params.limit)}`,
	exclusiveMaximum: ({ params }) => `only less than ${String(params.limit)}`,
	multipleOf: ({ params }) => `only multiples of ${String(params.multipleOf)}`,
	uniqueItems: () => 'no item twice',
	'false schema': () => 'nothing here',
	anyOf: () => 'only what one of its alternatives describes',
	not: () => 'only what its "not" does not describe',
	oneOf: ({ params }) =>
		Array.isArray(params.passingSchemas)
			? `exactly one of its alternatives, and several hold (${params.passingSchemas.map(Number).join(' and ')}, counted from 0)`
			: 'exactly one of its alternatives, and none holds',
};

function listed(values: unknown): string {
	if (!Array.isArray(values)) return 'the listed values';
	const shown = values.slice(0, 8).map((value) => shorten(JSON.stringify(value)));
	return `${shown.join(', ')}${values.length > 8 ? ` and ${values.length - 8} more` : ''}`;
}

/** The names that the spec has, as in `the spec documents only 200, 404`. */
export const only = (names: readonly string[]): string => (names.length === 0 ? 'none' : `only ${names.join(', ')}`);
