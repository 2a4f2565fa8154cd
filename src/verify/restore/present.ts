/**
 * The present values of a resource at a provider that is not ours: read by the operation that reads it where the spec has
 * one, else from the answer to an update of no field.
 */
import type { ProviderState, StateValues } from '../../config/config';
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
 * The request that proves a state with these values, below the base path that the interactions have; undefined where the
 * config has no proof, the spec no such operation, or the state no value for its path.
 */
export function proofRequest(
	name: string,
	{ proof }: ProviderState,
	values: StateValues,
	interactions: readonly Replayed[],
	{ operations }: Spec,
): WireRequest | undefined {
	const operation = proof && operations.operations.find((each) => each.name === proof.operationId);
	if (!operation) return undefined;
	const path = operation.path.replace(/\{([^}]+)\}/g, (whole, parameter: string) => {
		const value = values[parameter];
		return value === undefined ? whole : encodeURIComponent(value);
	});
	if (path.includes('{')) return undefined;
	const body = proof.body === undefined ? undefined : JSON.stringify(proof.body);
	return {
		method: operation.method,
		target: basePathOf(interactions, operations) + path,
		headers: [
			['Accept', 'application/json'],
			...Object.entries(proof.headers ?? {}),
			...(body ? [['Content-Type', 'application/json'] as const] : []),
		],
		body: Buffer.from(body ?? ''),
		purpose: `provider state: ${name}`,
		isExpected: (status) => status === proof.status,
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
	name: string,
	{ proof }: ProviderState,
	interactions: readonly Replayed[],
	{ document, operations }: Spec,
	config: string,
): { readonly reason: string; readonly fix: readonly string[] } {
	const correct = `Correct the proof of the state in ${config}.`;
	if (!proof) {
		const reason = 'nothing proves it, so what the interactions change could not be restored';
		return { reason, fix: [`Add a proof to the state in ${config}.`, noRestore] };
	}
	if (operations.operations.some((each) => each.name === proof.operationId)) {
		const reason = `it supplies no value for the path of "${proof.operationId}", which would prove it`;
		return { reason, fix: [correct, noRestore] };
	}
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
			? [`${correct.slice(0, -1)}; the spec calls the operation "${only.name}".`]
			: [correct, noRestore];
	return { reason, fix };
}

/** The way out that has a price. */
export const noRestore = 'Verify with --no-restore, which leaves every change at the provider.';

export const readingPurpose = 'reading what the interactions change';

/** The request that reads what `proof` shows without a change; undefined where the spec has none. */
export function readRequest({ target }: WireRequest, spec: Spec): WireRequest | undefined {
	if (!spec.operations.find('GET', target)) return undefined;
	const headers = [['Accept', 'application/json']] as const;
	return { method: 'GET', target, headers, body: Buffer.alloc(0), purpose: readingPurpose };
}

/** What an answer shows of the resource; `isForAnother` says whether an exchange answers for somebody else. */
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
	if (isForAnother(live)) return unreadable('for another id than the one that was asked for, letter by letter');
	return { kind: 'read', values: body.value };
}
