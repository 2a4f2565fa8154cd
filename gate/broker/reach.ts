/**
 * Makes sure that the broker is there and takes our credentials, before Pact's command line is sent to it: that one
 * follows redirects, tells nothing of certificates, and takes a page of whatever else answers for an index.
 */
import { isObject, property } from '../../spec/json';
import { BrokerFault, failed, refused } from './fault';
import { type BrokerHttp, brokerHttp } from './http';
import type { Broker } from './settings';

/** Milliseconds for each answer. */
const timeout = 10_000;

/** Throws a {@link BrokerFault}, or an `InputError` where the broker's certificates cannot be read. */
export async function reachBroker(broker: Broker): Promise<BrokerHttp> {
	const { name, credentials } = broker;
	const http = await brokerHttp({ broker, timeout });
	const what = 'show its index';
	const { status, json } = await http.ask({ method: 'GET', href: '/', what }).catch((error: unknown) => {
		// So it answers a token where it knows users and passwords only.
		const isTokenRefused =
			credentials.kind === 'token' && error instanceof BrokerFault && / status 400\b/.test(error.message);
		throw isTokenRefused ? refused(name, what, 400) : error;
	});
	if (isObject(property(json, '_links'))) return http;
	const came = 'something else than the index of a Pact Broker. See that PACT_BROKER_BASE_URL is its address';
	throw failed(name, what, `with status ${status} and ${came}`);
}
