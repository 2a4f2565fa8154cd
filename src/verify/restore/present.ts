/**
 * The present values of a customer at a provider that is not ours: read by the operation that reads it where the spec has
 * one, else from the answer to an update of no field.
 */
import type { StateDefinition } from '../../../contracts/states';
import type { Exchange } from '../../exchange/exchange';
import type { Recorded, WireRequest } from '../../http/wire';
import { isObject, type JsonObject } from '../../json/json';
import type { Spec } from '../../openapi/spec';
import { exchangeOf, isUnavailable } from '../answer';
import type { Replayed } from '../states';
import { safeMethods } from './changes';

export type Present =
	| { readonly kind: 'read'; readonly values: JsonObject }
	/** What came instead, as the end of "was answered …", and whether that says more of the provider's health. */
	| { readonly kind: 'unreadable'; readonly came: string; readonly isUnavailable: boolean };

/**
 * The request that proves `state` for the customer `id`, below the base path that the interactions have; undefined where
 * the spec has no such operation.
 */
export function proofRequest(
	{ name, proof }: StateDefinition,
	id: string,
	interactions: readonly Replayed[],
	{ operations }: Spec,
): WireRequest | undefined {
	const operation = operations.operations.find((each) => each.name === proof.operationId);
	if (!operation) return undefined;
	return {
		method: operation.method,
		target: basePathOf(interactions, operations) + operation.path.replace(/\{[^}]+\}/g, () => encodeURIComponent(id)),
		headers: [
			['Accept', 'application/json'],
			['Content-Type', 'application/json'],
		],
		body: Buffer.from(JSON.stringify(proof.body)),
		purpose: `provider state: ${name}`,
		expected: proof.status,
	};
}

/** What stands before the spec's path in the path of the first interaction that it knows. */
function basePathOf(interactions: readonly Replayed[], operations: Spec['operations']): string {
	for (const { interaction } of interactions) {
		const { method, path } = interaction.exchange.request;
		const depth = operations.find(method, path)?.operation.path.split('/').length;
		const segments = path.split('/');
		if (depth !== undefined) return segments.slice(0, 1 - depth).join('/');
	}
	return '';
}

/** Why `state` has no such request, and what to do: where the interactions show the operation's present name, with it. */
export function withoutProof(
	{ name, proof }: StateDefinition,
	interactions: readonly Replayed[],
	{ document, operations }: Spec,
): { readonly reason: string; readonly fix: readonly string[] } {
	const reason = `${document.file} has no operation "${proof.operationId}", which would prove it`;
	const requests = interactions
		.filter(({ interaction }) => interaction.states.some((each) => each.name === name))
		.map(({ interaction }) => interaction.exchange.request)
		.filter(({ method }) => !safeMethods.has(method));
	const found = new Set(requests.map(({ method, path }) => operations.find(method, path)?.operation));
	const [only] = found;
	// An operation without a name goes by method and path here, which no proof can.
	const fix =
		found.size === 1 && only && only.name !== `${only.method} ${only.path}`
			? [`Correct the proof in contracts/states.ts; the spec calls the operation "${only.name}".`]
			: ['Correct the proof in contracts/states.ts.', 'Verify with --no-restore.'];
	return { reason, fix };
}

export const readingPurpose = 'reading the customer';

/** The request that reads what `proof` shows without a change; undefined where the spec has none. */
export function readRequest({ target }: WireRequest, spec: Spec): WireRequest | undefined {
	if (!spec.operations.find('GET', target)) return undefined;
	const headers = [['Accept', 'application/json']] as const;
	return { method: 'GET', target, headers, body: Buffer.alloc(0), purpose: readingPurpose };
}

/** What an answer shows of the customer; `isForAnother` says whether an exchange answers for somebody else. */
export function presentIn(recorded: Recorded, isForAnother: (live: Exchange) => boolean): Present {
	const { answer } = recorded;
	const unreadable = (came: string, isAway = false): Present => ({ kind: 'unreadable', came, isUnavailable: isAway });
	if (answer.kind !== 'answered') return unreadable('by nothing that could be used', true);
	if (answer.status < 200 || answer.status > 299) {
		return unreadable(`with status ${answer.status}`, isUnavailable(answer.status));
	}
	const live = exchangeOf(recorded);
	const { body } = live.response;
	if (body.kind !== 'json' || !isObject(body.value)) return unreadable('by something else than JSON fields');
	if (isForAnother(live)) return unreadable('for another customer than IMPRINT_CUSTOMER_ID names, letter by letter');
	return { kind: 'read', values: body.value };
}
