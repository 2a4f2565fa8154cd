/**
 * The words of a fault: what was found and what the spec allows. Values are shown where the contract wrote them and
 * withheld where a provider sent them, for they may be somebody's data, unless somebody asked to see them.
 */

import type { Role } from '../exchange/exchange';
import { typeOf } from '../json/json';
import { child, keysOf, type Pointer } from '../json/pointer';
import { counted, isFieldName } from '../json/text';
import type { Fault } from '../openapi/schema/fault';

/** `Expected response body /date_of_birth/month is 13; the spec allows at most 12`, without full stop. */
export function wordingOf(fault: Fault, part: string, role: Role, showsValues = false): string {
	const { keyword, params } = fault;
	const instance = shownPlace(fault.instance, role, showsValues);
	const whole = `${part}${instance === '' ? '' : ` ${instance}`}`;
	if (keyword === 'required') return `${whole} lacks "${String(params.missingProperty)}", which the spec requires`;
	if (keyword === 'dependentRequired') {
		return `${whole} has "${String(params.property)}" but lacks "${String(params.missingProperty)}", which the spec then requires`;
	}
	if (keyword === 'propertyNames') {
		return `${whole} has a field named "${shownName(String(params.propertyName), role, showsValues)}", a name that the spec rules out`;
	}
	if (instance !== '' && ruledOut.has(keyword)) return `${part} has ${instance}, which the spec rules out`;
	return `${whole} is ${found(fault, role, showsValues)}; the spec allows ${allowed(fault)}`;
}

function shownName(name: string, role: Role, showsValues: boolean): string {
	return showsValues ? shorten(name) : shownPlace(child('', name), role).slice(1);
}

const ruledOut = new Set(['false schema', 'additionalProperties', 'unevaluatedProperties']);

function found({ value, keyword }: Fault, role: Role, showsValues: boolean): string {
	const type = typeOf(value);
	const article = /^[aeiou]/.test(type) ? 'an' : 'a';
	if (type === 'null') return 'null';
	if (type === 'object' || type === 'array') return `${article} ${type}`;
	if (tellsValues(role, showsValues)) return shorten(JSON.stringify(value));
	return keyword === 'type' ? `${article} ${type}` : `${article} ${type} (value withheld)`;
}

/** What the spec says, in words. Keywords without words of their own are quoted as the spec writes them. */
function allowed({ keyword, params, allowed: says }: Fault): string {
	const limit = String(params.limit);
	switch (keyword) {
		case 'type':
			return `only type ${[params.type].flat().join(' or ')}`;
		case 'enum':
			return `only ${listed(says)}`;
		case 'const':
			return `only ${shorten(JSON.stringify(says))}`;
		case 'format':
			return `only format ${String(params.format)}`;
		case 'pattern':
			return `only what matches the pattern ${String(params.pattern)}`;
		case 'minimum':
			return `at least ${limit}`;
		case 'maximum':
			return `at most ${limit}`;
		case 'exclusiveMinimum':
			return `only more than ${limit}`;
		case 'exclusiveMaximum':
			return `only less than ${limit}`;
		case 'multipleOf':
			return `only multiples of ${String(params.multipleOf)}`;
		case 'minLength':
			return `at least ${counted(limit, 'character')}`;
		case 'maxLength':
			return `at most ${counted(limit, 'character')}`;
		case 'minItems':
			return `at least ${counted(limit, 'item')}`;
		case 'maxItems':
			return `at most ${counted(limit, 'item')}`;
		case 'minProperties':
			return `at least ${counted(limit, 'field')}`;
		case 'maxProperties':
			return `at most ${counted(limit, 'field')}`;
		case 'uniqueItems':
			return 'no item twice';
		case 'oneOf':
			return Array.isArray(params.passingSchemas)
				? `exactly one of its alternatives, and several hold (${params.passingSchemas.map(Number).join(' and ')}, counted from 0)`
				: 'exactly one of its alternatives, and none holds';
		case 'false schema':
			return 'nothing here';
		case 'anyOf':
			return 'only what one of its alternatives describes';
		case 'not':
			return 'only what its "not" does not describe';
		default:
			return `only what its ${keyword} describes`;
	}
}

function listed(values: unknown): string {
	if (!Array.isArray(values)) return 'the listed values';
	const shown = values.slice(0, 8).map((value) => shorten(JSON.stringify(value)));
	return `${shown.join(', ')}${values.length > 8 ? ` and ${values.length - 8} more` : ''}`;
}

/**
 * A place in a body as it may be told. A provider's map can have anything for a key, an e-mail address for one:
 * of what a provider sent, only keys that look like the name of a field, and places in lists, are shown.
 */
export function shownPlace(instance: Pointer, role: Role, showsValues = false): Pointer {
	if (tellsValues(role, showsValues)) return instance;
	return child('', ...keysOf(instance).map((key) => (isFieldName(key) ? key : '*')));
}

/** A contract's values are ours. */
export const tellsValues = (role: Role, showsValues = false): boolean => role === 'contract' || showsValues;

export function shorten(text: string, length = 80): string {
	return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

export type Side = 'request' | 'response';

/** Who says what is judged. */
export function partyOf(role: Role, side: Side): string {
	if (side === 'request') return 'The request';
	return role === 'contract' ? 'The expected response' : "The provider's response";
}

/** What to do about a fault in a body, as the end of a message. */
export function nextStep(role: Role, side: Side): string {
	if (role === 'provider') return 'Take it up with the provider, or update the spec if the API has changed';
	return side === 'request'
		? 'Correct what the client sends, or update the spec if the API has changed'
		: 'Correct what the interaction expects, or update the spec if the API has changed';
}

/** The names that the description has, as in `the spec documents only 200, 404`. */
export const only = (names: readonly string[]): string => (names.length === 0 ? 'none' : `only ${names.join(', ')}`);

/** What anybody may send is named; anything else in a provider's header is withheld. */
const familiar = /^(application\/(json|problem\+json|xml|octet-stream)|text\/(html|plain|xml))$/;

export function shownMediaType(role: Role, mediaType: string, showsValues = false): string {
	return tellsValues(role, showsValues) || familiar.test(mediaType) ? shorten(mediaType) : '(value withheld)';
}
