/** Requests that a verification does not send, because what they change at a remote provider cannot be restored. */
import type { Body } from '../exchange/exchange';
import { isObject } from '../json/json';
import type { Provider } from './provider';
import { safeMethods } from './restore/changes';
import { noRestore } from './restore/present';
import type { HttpInteraction } from './state-values';
import type { Withheld } from './states';

/** Undefined if the request may be sent. A request that the contract expects to be refused changes nothing. */
export function withheld(
	{ exchange: { request, response }, states }: HttpInteraction,
	{ provider, restores }: { readonly provider: Provider; readonly restores: boolean },
): Withheld | undefined {
	if (provider.kind === 'local' || safeMethods.has(request.method) || response.status >= 400) return undefined;
	const fields = provider.leaveAlone.filter((field) => hasField(request.body, field));
	if (fields.length > 0) {
		const title = `Request body: the config leaves ${fields.map((each) => `"${each}"`).join(' and ')} alone at ${provider.name}, so the request was not sent.`;
		const fix = ['Send the fields to the local provider only.', 'Correct provider.leaveAlone of the config.'];
		return { part: 'body', title, fix };
	}
	if (!restores || states.length > 0) return undefined;
	const title = `Request: no provider state says what it changes at ${provider.name}, so it was not sent.`;
	return { part: 'method', title, fix: ['Give the interaction a provider state with a proof.', noRestore] };
}

const hasField = (body: Body, field: string) =>
	body.kind === 'json' && isObject(body.value) && Object.hasOwn(body.value, field);
