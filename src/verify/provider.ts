/**
 * The provider under verification: where it is, how it is addressed, and how it meets what a provider state needs.
 * Local: a sandbox of our own, with a new customer for every state. Remote: what the environment names.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { StateDefinition } from '../../contracts/states';
import type { Environment } from '../system/environment';
import type { StateResult } from './bridge';

export interface Provider {
	/** `local`: started for this run, with nothing to lose; `remote`: somebody's, to be left as it was found. */
	readonly kind: 'local' | 'remote';
	readonly url: URL;
	/** For messages; never holds a credential. */
	readonly name: string;
	/** The value of the Authorization header; undefined leaves what the contract holds. */
	readonly authorization: string | undefined;
	/** The id that meets the need, or what is missing to meet it. */
	meet(need: StateDefinition['needs']): { readonly id: string } | { readonly unmet: string };
	close(): Promise<void>;
}

/** What comes of asking a provider for a state: the result, and the id that meets it. */
export function metBy(provider: Provider, { name, needs, parameters }: StateDefinition): Met {
	const met = provider.meet(needs);
	if ('unmet' in met) return { id: undefined, result: { kind: 'unmet', state: name, reason: met.unmet } };
	const { id } = met;
	const values = Object.fromEntries(Object.keys(parameters).map((parameter) => [parameter, id]));
	return { id, result: { kind: 'met', state: name, needs, values } };
}

interface Met {
	readonly id: string | undefined;
	readonly result: StateResult;
}

/** Starts the local Imprint. */
export async function localProvider(): Promise<Provider> {
	const { startSandbox } = await import('../../sandbox/sandbox');
	const sandbox = await startSandbox();
	return {
		kind: 'local',
		url: new URL(sandbox.url),
		name: 'the local provider',
		authorization: authorizationFor(sandbox.apiKey, 'bearer'),
		meet: (need) => ({ id: need === 'a customer' ? sandbox.addCustomer() : sandbox.unusedCustomerId() }),
		close: () => sandbox.close(),
	};
}

/** A provider that is already running at `url`. */
export function remoteProvider(url: URL, { apiKey, authScheme, customerId }: Environment): Provider {
	return {
		kind: 'remote',
		url,
		name: url.host,
		authorization: apiKey === undefined ? undefined : authorizationFor(apiKey, authScheme),
		meet(need) {
			if (need === 'an unused customer id') return { id: unusedIdLike(customerId) };
			if (customerId !== undefined) return { id: customerId };
			return { unmet: 'Set IMPRINT_CUSTOMER_ID to the id of a customer that exists there' };
		},
		close: async () => {},
	};
}

function authorizationFor(apiKey: string, scheme: Environment['authScheme']): string {
	return scheme === 'basic' ? `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}` : `Bearer ${apiKey}`;
}

/** Below this many random digits, an invented id could be somebody's. */
const enoughDigits = 12;

/** An id that nobody has, of the form of one that somebody has where that leaves enough to chance; else a UUID. */
function unusedIdLike(id = ''): string {
	if ((id.match(/\d/g) ?? []).length >= enoughDigits && !isUuid(id)) {
		return id.replace(/\d/g, () => String(randomInt(10)));
	}
	const uuid = randomUUID();
	return isUuid(id) && id === id.toUpperCase() ? uuid.toUpperCase() : uuid;
}

const isUuid = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
