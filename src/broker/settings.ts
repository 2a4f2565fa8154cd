/**
 * The Pact Broker that the environment names, by the variables of Pact's own tools. Credentials in the URL are removed
 * from it at once, because a message may print the URL.
 */
import { InputError } from '../json/input-error';
import { percentDecoded } from '../json/text';
import type { Environment } from '../system/environment';

export interface Broker {
	/** Without credentials, query and fragment; the path ends without a slash unless it is the root. */
	readonly url: URL;
	/** For messages. */
	readonly name: string;
	/** Takes precedence over user and password, as in Pact's own tools. */
	readonly token: string | undefined;
	/** Empty without one. */
	readonly username: string;
	readonly password: string;
	/** `SSL_CERT_FILE`: certificates that are trusted in addition to the default ones. */
	readonly caFile: string | undefined;
}

type Settings = Pick<Environment, 'broker'>;

export const hasBroker = ({ broker }: Settings): boolean => broker.baseUrl !== undefined;

/** Throws {@link InputError} if no broker is configured or a variable is invalid. */
export function brokerOf({ broker }: Settings): Broker {
	const { baseUrl, token, caFile } = broker;
	if (baseUrl === undefined) {
		throw new InputError(
			'No Pact Broker is configured. Set PACT_BROKER_BASE_URL to its address; docs/broker.md explains how to run one.',
		);
	}
	const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
	if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
		throw new InputError('PACT_BROKER_BASE_URL is not an http(s) address. Set it to http(s)://HOST[:PORT][/PATH].');
	}
	const username = broker.username ?? percentDecoded(url.username);
	const password = broker.password ?? percentDecoded(url.password);
	url.username = '';
	url.password = '';
	url.pathname = url.pathname.replace(/\/+$/, '');
	if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
		throw new InputError(
			'PACT_BROKER_TOKEN holds a space, a line end or a character beyond ASCII. Copy the token again.',
		);
	}
	if (token === undefined && username === '' && password !== '') {
		throw new InputError('PACT_BROKER_PASSWORD is set and PACT_BROKER_USERNAME is not. Set both, or unset both.');
	}
	return { url, name: `the Pact Broker at ${url.host}`, token, username, password, caFile };
}
