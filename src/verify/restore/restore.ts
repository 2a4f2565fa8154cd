/**
 * Puts a customer back as it was found: what the run changed and the API lets one set, confirmed by reading it again.
 * The values live in memory only, and are told by the names of their fields.
 */

import type { Disclosure } from '../../exchange/disclosure';
import type { Recorded, Wire, WireRequest } from '../../http/wire';
import type { Json, JsonObject } from '../../json/json';
import { type Pointer, valueAt } from '../../json/pointer';
import { isIll, isRefusal } from '../status';
import {
	added,
	type Changed,
	comparedWith,
	type Fate,
	fateOf,
	type Misdeed,
	misdeedOf,
	type Sent,
	strayed,
} from './changes';
import type { Present } from './present';

export interface Left {
	readonly field: string;
	readonly why: string;
}

/** A field that is not as it was, or nobody knows. */
export interface Failed extends Left {
	/** Whether the provider was too ill to say, or may change it yet. */
	readonly isIll: boolean;
}

export interface Restoration {
	/** Fields that are again as they were, confirmed. */
	readonly putBack: readonly string[];
	/** Fields that nobody can put back through the API. */
	readonly left: readonly Left[];
	/** Fields that ought to be as they were and are not, or nobody knows. */
	readonly failed: readonly Failed[];
	/** What the provider did with updates that it says it did not do, or the other way round. */
	readonly misdeeds: readonly (Misdeed & { readonly field: string })[];
	/** Fields that have changed and that no update named. */
	readonly strayed: readonly string[];
}

export const untouched: Restoration = { putBack: [], left: [], failed: [], misdeeds: [], strayed: [] };

type ToPutBack = readonly [field: string, fate: Extract<Fate, { kind: 'put back' }>];

/**
 * `read` reads the customer's present values; `changed` is asked once what was under way before has ended. Never rejects over
 * what the provider does.
 */
export async function restore(
	changed: () => readonly Changed[],
	before: JsonObject,
	wire: Wire,
	read: () => Promise<Present>,
	disclosure: Disclosure,
): Promise<Restoration> {
	const after = await read();
	const changes = changed();
	if (after.kind === 'unreadable') {
		const fields = [...new Set(changes.flatMap(({ fields }) => [...fields.keys()]))];
		return { ...untouched, failed: fields.map((field) => ({ field, ...notRead(after) })) };
	}
	const shown = (place: Pointer) => disclosure.place(place).slice(1);
	const left: Left[] = [];
	const failed: Failed[] = [];
	const toPutBack: ToPutBack[] = [];
	const misdeeds: (Misdeed & { field: string })[] = [];
	const refusals = new Map<string, Refusal>();
	for (const change of changes) {
		const own: ToPutBack[] = [];
		for (const [field, sents] of change.fields) {
			const misdeed = misdeedOf(field, sents, before, after.values);
			if (misdeed) misdeeds.push({ ...misdeed, field });
			const fate = fateOf(field, sents, before, after.values);
			if (fate.kind === 'left') left.push({ field, why: fate.why });
			if (fate.kind === 'put back') own.push([field, fate]);
			if (fate.kind === 'unchanged' && mayComeYet(sents)) failed.push({ field, ...late });
		}
		toPutBack.push(...own);
		for (const [field, refusal] of await sendBack(change, own, wire)) refusals.set(field, refusal);
	}
	const others = strayed(changes, before, after.values).map(shown);
	const told = { left, failed, misdeeds, strayed: others };
	if (toPutBack.length === 0) return { ...told, putBack: [] };
	const now = await read();
	const putBack: string[] = [];
	const sentsOf = (field: string) => changes.flatMap(({ fields }) => fields.get(field) ?? []);
	for (const [field, { place, value }] of toPutBack) {
		const refusal = refusals.get(field);
		const { isBack, kept } =
			now.kind === 'read' ? comparedWith(value, valueAt(now.values, place), field) : { isBack: false, kept: [] };
		if (now.kind === 'unreadable') failed.push({ field, ...notRead(now) });
		else if (!isBack) failed.push({ field, ...(refusal ?? { why: 'it has another value', isIll: false }) });
		else if (mayComeYet(sentsOf(field))) failed.push({ field, ...late });
		else putBack.push(field);
		if (isBack && refusal?.request) misdeeds.push({ kind: 'stored though refused', request: refusal.request, field });
		for (const key of kept) left.push({ field: shown(`/${key}`), why: added });
	}
	return { ...told, putBack };
}

/** Why a field is not as it was, and the request to set it where that was refused. */
type Refusal = Omit<Failed, 'field'> & { readonly request?: WireRequest };

const mayComeYet = (sents: readonly Sent[]) => sents.some(({ outcome }) => outcome === 'unanswered');

const late: Refusal = {
	why: 'it was as before when it was read last, but an update of it was never answered and may come to bear yet',
	isIll: true,
};

function notRead({ came, isIll: isSick }: Extract<Present, { kind: 'unreadable' }>): Refusal {
	return { why: `the request for its values was answered ${came}`, isIll: isSick };
}

/** All fields at once; where that is refused each by itself, so that one that cannot be set holds up no other. */
async function sendBack(change: Changed, fields: readonly ToPutBack[], wire: Wire): Promise<Map<string, Refusal>> {
	const refusals = new Map<string, Refusal>();
	if (fields.length === 0) return refusals;
	const refusal = refusalOf(await send(change, fields, wire));
	if (refusal === undefined) return refusals;
	for (const each of fields) {
		const isAlone = fields.length === 1 || refusal.request === undefined;
		const own = isAlone ? refusal : refusalOf(await send(change, [each], wire));
		if (own !== undefined) refusals.set(each[0], own);
	}
	return refusals;
}

function send({ request }: Changed, fields: readonly ToPutBack[], wire: Wire): Promise<Recorded> {
	const body: Record<string, Json> = Object.fromEntries(fields.map(([field, { value }]) => [field, value]));
	// It is not the interaction's any more.
	const { interaction: _none, ...asked } = request;
	return wire.send({
		...asked,
		body: Buffer.from(JSON.stringify(body)),
		purpose: 'put back',
		isPersonal: true,
		insists: true,
		expected: 200,
	});
}

function refusalOf({ answer, request }: Recorded): Refusal | undefined {
	if (answer.kind !== 'answered') return { why: 'the request to set it was not answered', isIll: true };
	const { status } = answer;
	if (status >= 200 && status <= 299) return undefined;
	const why = `the request to set it was answered with status ${status}`;
	const isForItsFields = status >= 400 && !isRefusal(status) && !isIll(status);
	return { why, isIll: isIll(status), ...(isForItsFields ? { request } : {}) };
}
