/**
 * Puts a customer back as it was found: what the run changed and the API lets one set, confirmed by reading it again.
 * The values live in memory only, and are told by the names of their fields.
 */
import type { Json, JsonObject } from '../../../spec/json';
import { valueAt } from '../../../spec/pointer';
import { shownPlace } from '../../check/wording';
import { isIll } from '../status';
import type { Recorded, Wire } from '../wire';
import { added, type Changed, comparedWith, type Fate, fateOf } from './changes';
import type { Present } from './present';

export interface Left {
	readonly field: string;
	readonly why: string;
}

/** A field that is not as it was, or nobody knows. */
export interface Failed extends Left {
	/** Whether the provider was too ill to say. */
	readonly isIll: boolean;
}

export interface Restoration {
	/** Fields that are again as they were, confirmed. */
	readonly putBack: readonly string[];
	/** Fields that nobody can put back through the API. */
	readonly left: readonly Left[];
	/** Fields that ought to be as they were and are not, or nobody knows. */
	readonly failed: readonly Failed[];
}

export const untouched: Restoration = { putBack: [], left: [], failed: [] };

type ToPutBack = readonly [field: string, fate: Extract<Fate, { kind: 'put back' }>];

/** `read` reads the customer's present values. Never rejects over what the provider does. */
export async function restore(
	changes: readonly Changed[],
	before: JsonObject,
	wire: Wire,
	read: () => Promise<Present>,
	showsValues = false,
): Promise<Restoration> {
	const after = await read();
	if (after.kind === 'unreadable') {
		const fields = [...new Set(changes.flatMap(({ fields }) => [...fields.keys()]))];
		return { ...untouched, failed: fields.map((field) => ({ field, ...notRead(after) })) };
	}
	const left: Left[] = [];
	const toPutBack: ToPutBack[] = [];
	const refusals = new Map<string, Refusal>();
	for (const change of changes) {
		const own: ToPutBack[] = [];
		for (const [field, sent] of change.fields) {
			const fate = fateOf(field, sent, change.refused.has(field), before, after.values);
			if (fate.kind === 'left') left.push({ field, why: fate.why });
			if (fate.kind === 'put back') own.push([field, fate]);
		}
		toPutBack.push(...own);
		for (const [field, why] of await sendBack(change, own, wire)) refusals.set(field, why);
	}
	if (toPutBack.length === 0) return { ...untouched, left };
	const now = await read();
	const putBack: string[] = [];
	const failed: Failed[] = [];
	for (const [field, { place, value }] of toPutBack) {
		const { isBack, kept } =
			now.kind === 'read' ? comparedWith(value, valueAt(now.values, place), field) : { isBack: false, kept: [] };
		if (isBack) putBack.push(field);
		else if (now.kind === 'unreadable') failed.push({ field, ...notRead(now) });
		else failed.push({ field, ...(refusals.get(field) ?? { why: 'it has another value', isIll: false }) });
		for (const key of kept) left.push({ field: shownPlace(`/${key}`, 'provider', showsValues).slice(1), why: added });
	}
	return { putBack, left, failed };
}

type Refusal = Omit<Failed, 'field'>;

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
		const own = fields.length > 1 ? refusalOf(await send(change, [each], wire)) : refusal;
		if (own !== undefined) refusals.set(each[0], own);
	}
	return refusals;
}

function send({ request }: Changed, fields: readonly ToPutBack[], wire: Wire): Promise<Recorded> {
	const body: Record<string, Json> = Object.fromEntries(fields.map(([field, { value }]) => [field, value]));
	return wire.send({
		...request,
		body: Buffer.from(JSON.stringify(body)),
		purpose: 'put back',
		isPersonal: true,
		insists: true,
		expected: 200,
	});
}

function refusalOf({ answer }: Recorded): Refusal | undefined {
	if (answer.kind !== 'answered') return { why: 'the request to set it was not answered', isIll: true };
	const { status } = answer;
	if (status >= 200 && status <= 299) return undefined;
	return { why: `the request to set it was answered with status ${status}`, isIll: isIll(status) };
}
