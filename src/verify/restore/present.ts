/**
 * The present values of a customer at a provider that is not ours: read by the operation that reads it where the
 * description has one, else from the answer to an update of no field.
 */
import type { StateDefinition } from '../../../contracts/states';
import type { Exchange } from '../../exchange/exchange';
import { liveExchange } from '../../http/live';
import type { Recorded, WireRequest } from '../../http/wire';
import { isObject, type JsonObject } from '../../json/json';
import type { Operation } from '../../openapi/path/operation';
import type { Spec } from '../../openapi/spec';
import type { NumberedInteraction } from '../replay';
import { isIll } from '../status';
import { safeMethods } from './changes';

export type Present =
	| { readonly kind: 'read'; readonly values: JsonObject }
	/** What came instead, as the end of "was answered …", and whether that says more of the provider's health. */
	| { readonly kind: 'unreadable'; readonly came: string; readonly isIll: boolean };

/**
 * The request that proves `state` for the customer `id`, below the base path that the interactions have; undefined where
 * the description has no such operation.
 */
export function proofRequest(state: StateDefinition, id: string, base: string, spec: Spec): WireRequest | undefined {
	const operation = spec.operations.operations.find((each) => each.name === state.proof.operationId);
	if (!operation) return undefined;
	return {
		method: operation.method,
		target: base + targetOf(operation, id),
		headers: [
			['Accept', 'application/json'],
			['Content-Type', 'application/json'],
		],
		body: Buffer.from(JSON.stringify(state.proof.body)),
		purpose: `provider state: ${state.name}`,
		expected: state.proof.status,
	};
}

/** That `state` has no such request, and what to do: where the interactions show what it is called now, to say it so. */
export function withoutProof(
	{ name, proof }: StateDefinition,
	interactions: readonly NumberedInteraction[],
	{ document, operations }: Spec,
): string {
	const what = `${document.file} has no operation "${proof.operationId}", which would prove it`;
	const requests = interactions
		.filter(({ interaction }) => interaction.states.some((each) => each.name === name))
		.map(({ interaction }) => interaction.exchange.request)
		.filter(({ method }) => !safeMethods.has(method));
	const described = new Set(requests.map(({ method, path }) => operations.find(method, path)?.operation));
	const [only] = described;
	// An operation without a name goes by method and path here, which no proof can.
	return described.size === 1 && only && only.name !== `${only.method} ${only.path}`
		? `${what}. The description calls it "${only.name}": correct the proof in contracts/states.ts`
		: `${what}. Correct its proof in contracts/states.ts, or verify with --no-restore`;
}

/** What a request is for that reads the values. */
export const readingPurpose = "the customer's present values";

/** The request that reads what `proof` shows without a change; undefined where the description has none. */
export function readRequest({ target }: WireRequest, spec: Spec): WireRequest | undefined {
	if (!spec.operations.find('GET', target)) return undefined;
	const headers = [['Accept', 'application/json']] as const;
	return { method: 'GET', target, headers, body: Buffer.alloc(0), purpose: readingPurpose };
}

/** What an answer shows of the customer; `isForAnother` says whether an exchange answers for somebody else. */
export function presentIn(recorded: Recorded, isForAnother: (live: Exchange) => boolean): Present {
	const { answer } = recorded;
	const unreadable = (came: string, isSick = false): Present => ({ kind: 'unreadable', came, isIll: isSick });
	if (answer.kind !== 'answered') return unreadable('by nothing that could be used', true);
	if (answer.status < 200 || answer.status > 299) {
		return unreadable(`with status ${answer.status}`, isIll(answer.status));
	}
	const live = liveExchange({ file: '', index: 0, description: '' }, recorded);
	const { body } = live.response;
	if (body.kind !== 'json' || !isObject(body.value)) return unreadable('by something else than JSON fields');
	if (isForAnother(live)) return unreadable('for another customer than IMPRINT_CUSTOMER_ID names, letter by letter');
	return { kind: 'read', values: body.value };
}

function targetOf({ path }: Operation, id: string): string {
	return path.replace(/\{[^}]+\}/g, () => encodeURIComponent(id));
}
