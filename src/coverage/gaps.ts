/** What the contract leaves out, in words, the most telling first. */
import type { Pointer } from '../json/pointer';
import { counted } from '../json/text';
import type { State } from './place';
import type { PlaceReport } from './report';

export interface Gap {
	/** The first, where a gap is several places. */
	readonly place: PlaceReport;
	/** `Response 404 of updateCustomer: no interaction expects it` */
	readonly words: string;
}

/**
 * The gaps of the operations that the contract uses. Of a field that is left out, what stands below it is not listed.
 * Constraints and fields of a response, of which there are many, are one gap for each operation; so is every kind where
 * there are more gaps than `most`.
 */
export function gapsOf(places: readonly PlaceReport[], most: number): Gap[] {
	const open = places.filter((each) => each.kind !== 'operation' && !isCovered(each.state));
	const fields = new Set(open.filter(({ kind }) => kind.endsWith('Field')).map((each) => ownerOf(each, each.instance)));
	const listed = open.filter((each) => !above(each).some((instance) => fields.has(ownerOf(each, instance))));
	const apart = byKey(listed, ({ kind }) => kind === 'constraint' || kind === 'responseField');
	const groups = apart.size > most ? byKey(listed, ({ kind }) => kind !== 'value') : apart;
	return [...groups.values()].map((group) => ({ place: group[0], words: inWords(...group) }));
}

/** Places of one kind, state, operation and response together, where `isGrouped`; the most telling first. */
function byKey(places: readonly PlaceReport[], isGrouped: (place: PlaceReport) => boolean) {
	const groups = new Map<unknown, [PlaceReport, ...PlaceReport[]]>();
	for (const each of ranked(places)) {
		const { kind, state, operation, status, isRequired } = each;
		const isOne = kind === 'response' || kind === 'parameter' || kind === 'requestField';
		const own = [kind, state, operation, isOne ? isRequired : status];
		const key = isGrouped(each) ? JSON.stringify(own) : each;
		const group = groups.get(key);
		if (group) group.push(each);
		else groups.set(key, [each]);
	}
	return groups;
}

/** The most telling first. */
export const ranked = (places: readonly PlaceReport[]): PlaceReport[] =>
	[...places].sort((one, other) => rankOf(one) - rankOf(other));

export const isCovered = (state: State): boolean =>
	state === 'covered' || state === 'accepted' || state === 'relied' || state === 'both';

/** Fields share it with what belongs to the same body. */
const ownerOf = ({ operation, status }: PlaceReport, instance: Pointer | undefined) =>
	JSON.stringify([operation, status, instance]);

/** The instances above a place; of a value or a constraint its own as well. A parameter has no fields. */
function above({ kind, instance = '', parameter }: PlaceReport): Pointer[] {
	if (parameter !== undefined) return [];
	const parts = instance.split('/');
	const end = kind === 'value' || kind === 'constraint' ? parts.length : parts.length - 1;
	return parts.slice(0, end).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function rankOf({ kind, state, isRequired, label }: PlaceReport): number {
	switch (kind) {
		case 'operation':
		case 'response':
			return 0;
		case 'requestField':
			return isRequired ? 1 : state === 'refused' ? 3 : 5;
		case 'parameter':
			return isRequired ? 2 : 4;
		case 'value':
			return 6;
		case 'constraint':
			return (state === 'broken' ? 7 : 8) + (label === 'type' ? 0.5 : 0);
		case 'responseField':
			return isRequired ? 9 : 10;
		default:
			return kind satisfies never;
	}
}

/** What is missing about places of one kind, state, operation and response. */
export function inWords(place: PlaceReport, ...more: readonly PlaceReport[]): string {
	const { kind, state, operation, status, label, isRequired, parameter } = place;
	const response = `response ${status} of ${operation}`;
	const all = [place, ...more];
	const it = more.length === 0 ? 'it' : 'them';
	switch (kind) {
		case 'operation':
			return `Operation ${operation}: no interaction uses ${it}`;
		case 'response':
			return `${listed('Response', all)} of ${operation}: no interaction expects ${it}`;
		case 'parameter':
			return `${listed(isRequired ? 'Required parameter' : 'Parameter', all)} of ${operation}: no interaction sends ${it}`;
		case 'requestField': {
			const reason = state === 'refused' ? 'sent only where a 4xx is expected' : `no interaction sends ${it}`;
			return `${isRequired ? 'Required request' : 'Request'} ${listed('field', all)} of ${operation}: ${reason}`;
		}
		case 'responseField': {
			const reason = `${state === 'seen' ? `the provider sends ${it}, and ` : ''}no interaction relies on ${it}`;
			return `${listed('Field', all)} of ${response}: ${reason}`;
		}
		case 'value': {
			const header = parameter === undefined ? '' : ` of ${status === undefined ? 'parameter' : 'header'} ${parameter}`;
			const owner = status === undefined ? operation : response;
			return `${label}${atInstance(place)}${header} of ${owner}: no interaction ${status === undefined ? 'sends' : 'expects'} ${it}`;
		}
		case 'constraint':
			return `${listed('Constraint', all)} of ${operation}: no interaction ${reasons[state] ?? 'reaches'} ${it}${suffixes[state] ?? ''}`;
		default:
			return kind satisfies never;
	}
}

const reasons: { readonly [Each in State]?: string } = { kept: 'breaks', broken: 'keeps' };
const suffixes: { readonly [Each in State]?: string } = {
	kept: ' where a 4xx is expected',
	broken: ' where a 2xx is expected',
};

/** So many places of a line are named. */
const named = 5;

function listed(noun: string, places: readonly PlaceReport[]): string {
	const names = places.slice(0, named).map(nameOf);
	const more = places.length > named ? ` and ${counted(places.length - named, 'other')}` : '';
	return `${noun}${places.length > 1 ? 's' : ''} ${names.join(', ')}${more}`;
}

function nameOf(place: PlaceReport): string {
	const { kind, label, instance = '', parameter } = place;
	if (kind !== 'constraint') return kind === 'requestField' || kind === 'responseField' ? instance : label;
	return `${label}${atInstance(place)}${parameter === undefined ? '' : ` of parameter ${parameter}`}`;
}

const atInstance = ({ instance }: PlaceReport): string =>
	instance === undefined || instance === '' ? '' : ` at ${instance}`;
