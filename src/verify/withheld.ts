/** Requests that a verification does not send to a remote provider, because the config protects fields of it. */
import type { Body } from '../exchange/exchange';
import { isObject } from '../json/json';
import type { Provider } from './provider';
import { safeMethods } from './restore/changes';
import type { HttpInteraction } from './state-values';
import type { Withheld } from './states';

/** Undefined if the request may be sent. A request that the contract expects to be refused changes nothing. */
export function withheld(
	{ exchange: { request, response } }: HttpInteraction,
	{ provider }: { readonly provider: Provider },
): Withheld | undefined {
	if (provider.kind === 'local' || safeMethods.has(request.method) || response.status >= 400) return undefined;
	const fields = provider.leaveAlone.filter((field) => hasField(request.body, field));
	if (fields.length === 0) return undefined;
	const title = `Request body: the config leaves ${fields.map((each) => `"${each}"`).join(' and ')} alone at ${provider.name}, so the request was not sent.`;
	return { title, fix: ['Send the fields to the local provider only.', 'Correct provider.leaveAlone of the config.'] };
}

const hasField = (body: Body, field: string) =>
	body.kind === 'json' && isObject(body.value) && Object.hasOwn(body.value, field);
