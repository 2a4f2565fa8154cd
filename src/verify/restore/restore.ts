/**
 * Restores a resource: sets the fields that the run changed and that the API can set, and confirms them by reading again.
 * The values live in memory only; reports name their fields.
 */
import type { Disclosure } from '../../exchange/disclosure';
import type { Recorded, Wire, WireRequest } from '../../http/wire';
import type { Json, JsonObject } from '../../json/json';
import { valueAt } from '../../json/pointer';
import { isRefusal, isUnavailable } from '../answer';
import {
	added,
	type Changed,
	comparedWith,
	type Fate,
	type Field,
	fateOf,
	fieldOf,
	type Sent,
	strayed,
	type Violation,
	violationOf,
} from './changes';
import type { Present } from './present';

export interface Left {
	readonly field: string;
	readonly why: string;
}

/** A field that was not restored, or whose restoration could not be confirmed. */
export interface Failed extends Left {
	/** Not confirmed: the provider was unavailable, or may still change it. */
	readonly isUnconfirmed: boolean;
}

export interface Restoration {
	/** Restored fields, confirmed by reading them. */
	readonly restored: readonly string[];
	/** Fields that the API cannot restore. */
	readonly left: readonly Left[];
	/** Fields that are not restored, or not confirmed. */
	readonly failed: readonly Failed[];
	/** Updates that the provider refused and stored, or accepted and did not store. */
	readonly violations: readonly (Violation & { readonly field: string })[];
	/** Fields that have changed and that no update named. */
	readonly strayed: readonly string[];
}

/** Of several resources. */
export const merged = (one: Restoration, other: Restoration): Restoration => ({
	restored: [...one.restored, ...other.restored],
	left: [...one.left, ...other.left],
	failed: [...one.failed, ...other.failed],
	violations: [...one.violations, ...other.violations],
	strayed: [...one.strayed, ...other.strayed],
});

export const untouched: Restoration = { restored: [], left: [], failed: [], violations: [], strayed: [] };

export interface RestoreOptions {
	/** Called after all in-flight requests have settled. */
	readonly changes: () => readonly Changed[];
	/** Its values before the run. */
	readonly before: JsonObject;
	readonly read: () => Promise<Present>;
	readonly wire: Wire;
	readonly disclosure: Disclosure;
}

type ToRestore = readonly [name: string, fate: Extract<Fate, { kind: 'restore' }>];

/** Never rejects over what the provider does. */
export async function restore({ changes, before, read, wire, disclosure }: RestoreOptions): Promise<Restoration> {
	const after = await read();
	const changed = changes();
	if (after.kind === 'unreadable') {
		const names = new Set(changed.flatMap(({ fields }) => [...fields.keys()]));
		return { ...untouched, failed: [...names].map((field) => ({ field, ...notRead(after) })) };
	}
	const left: Left[] = [];
	const failed: Failed[] = [];
	const violations: (Violation & { field: string })[] = [];
	const all: Field[] = [];
	const toRestore: ToRestore[] = [];
	const refusals = new Map<string, Refusal>();
	for (const change of changed) {
		const fields = [...change.fields].map(([name, updates]) => fieldOf(name, updates, before, after.values));
		const own: ToRestore[] = [];
		for (const field of fields) {
			const { name, updates } = field;
			const violation = violationOf(field);
			if (violation) violations.push({ ...violation, field: name });
			const fate = fateOf(field);
			if (fate.kind === 'left') left.push({ field: name, why: fate.why });
			if (fate.kind === 'restore') own.push([name, fate]);
			if (fate.kind === 'unchanged' && updates.some(mayStillBeApplied))
				failed.push({ field: name, ...unansweredUpdate });
		}
		all.push(...fields);
		toRestore.push(...own);
		for (const [name, refusal] of await sendRestore(change, own, wire)) refusals.set(name, refusal);
	}
	const shown = (key: string) => disclosure.place(key).slice(1);
	const restored: string[] = [];
	const now = toRestore.length > 0 ? await read() : after;
	for (const [field, { place, value }] of toRestore) {
		if (now.kind === 'unreadable') {
			failed.push({ field, ...notRead(now) });
			continue;
		}
		const refusal = refusals.get(field);
		const { matches, kept } = comparedWith(value, valueAt(now.values, place), field);
		if (!matches) failed.push({ field, ...(refusal ?? { why: 'it has another value', isUnconfirmed: false }) });
		else if (all.some(({ name, updates }) => name === field && updates.some(mayStillBeApplied)))
			failed.push({ field, ...unansweredUpdate });
		else restored.push(field);
		if (matches && refusal?.request)
			violations.push({ kind: 'stored though refused', request: refusal.request, field });
		for (const key of kept) left.push({ field: shown(`/${key}`), why: added });
	}
	return { restored, left, failed, violations, strayed: strayed(all, before, after.values).map(shown) };
}

/** Why a field was not restored, and the request to set it if that was refused. */
type Refusal = Omit<Failed, 'field'> & { readonly request?: WireRequest };

const mayStillBeApplied = ({ outcome }: Sent) => outcome === 'unanswered';

const unansweredUpdate: Refusal = {
	why: 'it was restored when it was last read, but an update of it was never answered and may still be applied',
	isUnconfirmed: true,
};

function notRead({ came, isUnavailable: isUnconfirmed }: Extract<Present, { kind: 'unreadable' }>): Refusal {
	return { why: `the request for its values was answered ${came}`, isUnconfirmed };
}

/** All fields at once; if that is refused, one by one, so one rejected field does not block the others. */
async function sendRestore(change: Changed, fields: readonly ToRestore[], wire: Wire): Promise<Map<string, Refusal>> {
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

function send({ request }: Changed, fields: readonly ToRestore[], wire: Wire): Promise<Recorded> {
	const body: Record<string, Json> = Object.fromEntries(fields.map(([name, { value }]) => [name, value]));
	// Do not attribute this request to the interaction.
	const { interaction: _none, ...asked } = request;
	return wire.send({
		...asked,
		body: Buffer.from(JSON.stringify(body)),
		purpose: 'restoring what was changed',
		retriesDuringShutdown: true,
		isExpected: (status) => status === 200,
	});
}

function refusalOf({ answer, request }: Recorded): Refusal | undefined {
	if (answer.kind !== 'answered') return { why: 'the request to set it was not answered', isUnconfirmed: true };
	const { status } = answer;
	if (status >= 200 && status <= 299) return undefined;
	const why = `the request to set it was answered with status ${status}`;
	const isFieldError = status >= 400 && !isRefusal(status) && !isUnavailable(status);
	return { why, isUnconfirmed: isUnavailable(status), ...(isFieldError ? { request } : {}) };
}
