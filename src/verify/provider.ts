/**
 * The provider under verification: where it is, how it is addressed, and how it meets what a provider state needs.
 * Local: a sandbox of our own, with a new customer for every state. Remote: what the environment names.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { StateDefinition } from '../../contracts/states';
import type { Environment } from '../system/environment';
import { metWith, type StateResult } from './states';

export interface Provider {
	/** `local`: started for this run, with nothing to lose; `remote`: somebody's; its customer is restored. */
	readonly kind: 'local' | 'remote';
	readonly url: URL;
	/** For messages; never holds a credential. */
	readonly name: string;
	/** The value of the Authorization header; undefined leaves what the contract holds. */
	readonly authorization: string | undefined;
	/** Supplies an id that meets the state, or says what is missing. */
	meet(state: StateDefinition): StateResult;
	close(): Promise<void>;
}

export async function localProvider(): Promise<Provider> {
	const { startSandbox } = await import('../../sandbox/sandbox');
	const sandbox = await startSandbox();
	return {
		kind: 'local',
		url: new URL(sandbox.url),
		name: 'the local provider',
		authorization: authorizationFor(sandbox.apiKey, 'bearer'),
		meet: (state) => metWith(state.needs === 'a customer' ? sandbox.addCustomer() : sandbox.unusedCustomerId(), state),
		close: () => sandbox.close(),
	};
}

export function remoteProvider(url: URL, { apiKey, authScheme, customerId }: Environment): Provider {
	return {
		kind: 'remote',
		url,
		name: url.host,
		authorization: apiKey === undefined ? undefined : authorizationFor(apiKey, authScheme),
		meet(state) {
			if (state.needs === 'an unused customer id') return metWith(unusedIdLike(customerId), state);
			if (customerId !== undefined) return metWith(customerId, state);
			return {
				kind: 'unmet',
				state: state.name,
				reason: 'IMPRINT_CUSTOMER_ID is not set',
				fix: [setCustomer(url.host)],
			};
		},
		close: async () => {},
	};
}

/** For the states that need a customer of the provider's. */
export const setCustomer = (provider: string) => `Set IMPRINT_CUSTOMER_ID to the id of a customer at ${provider}.`;

const authorizationFor = (apiKey: string, scheme: Environment['authScheme']): string =>
	scheme === 'basic' ? `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}` : `Bearer ${apiKey}`;

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
