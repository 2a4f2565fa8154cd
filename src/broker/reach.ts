/**
 * Makes sure that the broker is there and takes our credentials, before Pact's command line is sent to it: that one
 * follows redirects, tells nothing of certificates, and takes a page of whatever else answers for an index.
 */
import { isObject, property } from '../json/json';
import { failed } from './fault';
import { type BrokerHttp, brokerHttp } from './http';
import type { Broker } from './settings';

/** Milliseconds for each answer. */
const timeout = 10_000;

/** Throws a `BrokerFault`, or an `InputError` where the broker's certificates cannot be read. */
export async function reachBroker(broker: Broker): Promise<BrokerHttp> {
	const { name } = broker;
	const http = await brokerHttp({ broker, timeout });
	const what = 'show its index';
	const { status, json } = await http.ask({ method: 'GET', href: '/', what });
	if (isObject(property(json, '_links'))) return http;
	const came = 'something else than the index of a Pact Broker. See that PACT_BROKER_BASE_URL is its address';
	throw failed(name, what, `with status ${status} and ${came}`);
}
