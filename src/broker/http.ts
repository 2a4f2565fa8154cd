/**
 * Requests to the Pact Broker for which Pact's command line has no command. One request at a time, repeated on 429, on 500
 * and above, and without a connection. No redirect is followed, and no link to any other address.
 */
import { header, type Pairs } from '../exchange/exchange';
import { type Answer, type Answered, attempt } from '../http/forward';
import { mostAttempts, waitAfter } from '../http/retry';
import { routeTo } from '../http/route';
import { trustedBy } from '../http/tls';
import { isObject, type Json, jsonIn, property } from '../json/json';
import { proxyFor } from '../system/environment';
import { astray, failed, refused, unreachable } from './fault';
import type { Broker } from './settings';

export interface BrokerAnswer {
	readonly status: number;
	/** Undefined if the body is not JSON. */
	readonly json: Json | undefined;
}

export interface BrokerRequest {
	/** Default: GET. */
	readonly method?: 'POST' | 'PUT';
	/** A link of the broker, or a path below its address. */
	readonly href: string;
	readonly body?: Json;
	/** What the broker is asked to do, an infinitive for messages. */
	readonly what: string;
	/** The statuses from 300 on that are an answer. Default: 404. */
	readonly accepts?: readonly number[];
}

export interface BrokerHttp {
	readonly broker: Broker;
	/** Returns an answer below 300, or one that the request accepts. Throws a {@link BrokerFault} otherwise. */
	ask(request: BrokerRequest): Promise<BrokerAnswer>;
}

/** Milliseconds before the second attempt; each later wait is twice as long. */
const firstWait = 500;

/** `timeout`: milliseconds for each answer. Throws an `InputError` if the certificates cannot be read. */
export async function brokerHttp(broker: Broker, timeout: number): Promise<BrokerHttp> {
	const { url, name } = broker;
	const tls = broker.caFile === undefined ? {} : await trustedBy('SSL_CERT_FILE', broker.caFile);
	const route = routeTo(url, { tls, proxyFor });
	const authorization = authorizationOf(broker);
	return {
		broker,
		async ask({ method = 'GET', href, body, what, accepts = [404] }) {
			const outgoing = {
				...{ method, provider: url, target: targetOf(broker, href, what) },
				headers: [...headers, ...authorization],
				body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
			};
			for (let number = 1; ; number += 1) {
				const { answer } = await attempt(outgoing, { timeout, route });
				if (number < mostAttempts && isPassing(answer)) {
					await new Promise((resolve) => setTimeout(resolve, waitAfter(number, answer, firstWait)));
					continue;
				}
				const tried = number > 1 ? ` (${number} attempts)` : '';
				if (answer.kind === 'unsendable')
					throw unreachable(name, what, 'its address holds a character that HTTP cannot send');
				if (answer.kind !== 'answered') throw unreachable(name, what, `${answer.reason}${tried}`);
				const { status } = answer;
				const json = jsonOf(answer);
				// A broker with basic auth answers 400 to a token. A GET has nothing else to complain about; to a body the broker
				// answers with a complaint in JSON.
				const isUnread = status === 400 && (method === 'GET' || json === undefined);
				if (isUnread && broker.token !== undefined) throw refused(name, what, status);
				if (status < 300 || accepts.includes(status)) return { status, json };
				if (status === 401 || status === 403) throw refused(name, what, status);
				const location = status < 400 ? header(answer.headers, 'location') : undefined;
				if (location !== undefined) throw astray(name, what, locationIn(location, url));
				throw failed(name, what, `${status}${tried}${complaintSuffix(json)}`);
			}
		},
	};
}

const headers: Pairs = [
	['Accept', 'application/hal+json, application/json'],
	['Content-Type', 'application/json'],
];

function authorizationOf({ token, username, password }: Broker): Pairs {
	if (token !== undefined) return [['Authorization', `Bearer ${token}`]];
	if (username === '') return [];
	return [['Authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`]];
}

const isPassing = (answer: Answer) =>
	answer.kind === 'answered' ? answer.status === 429 || answer.status >= 500 : answer.kind !== 'unsendable';

/** Path and query below the broker's address. Throws if a link leads elsewhere. */
function targetOf({ url, name }: Broker, href: string, what: string): string {
	const base = url.href.replace(/\/$/, '');
	const full = href.startsWith('/') ? new URL(base + href) : URL.canParse(href) ? new URL(href) : undefined;
	if (full?.origin !== url.origin || !full.href.startsWith(`${base}/`)) {
		throw astray(name, what, full?.host ?? 'nowhere');
	}
	return full.href.slice(base.length);
}

/** The host that a redirect leads to, with its path where it is the broker's own. */
function locationIn(location: string, url: URL): string {
	const full = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
	return full?.origin === url.origin ? full.host + full.pathname : (full?.host ?? 'nowhere');
}

const jsonOf = ({ headers: came, body }: Answered): Json | undefined =>
	/json/i.test(header(came, 'content-type') ?? '') ? jsonIn(body.toString('utf8')) : undefined;

/**
 * Checks that the broker answers and accepts our credentials before Pact's command line runs: the command line follows
 * redirects, does not report certificate errors, and accepts any HTML page as an index. Throws a `BrokerFault`, or an
 * `InputError` if the broker's certificates cannot be read.
 */
export async function reachBroker(broker: Broker): Promise<BrokerHttp> {
	const http = await brokerHttp(broker, 10_000);
	const what = 'show its index';
	const { status, json } = await http.ask({ href: '/', what });
	if (isObject(property(json, '_links'))) return http;
	const received = `${status} without the index of a Pact Broker`;
	throw failed(broker.name, what, received, 'Check that PACT_BROKER_BASE_URL is the address of a Pact Broker.');
}

/** The list of this name in `_embedded`. */
export function embedded(json: Json | undefined, name: string): readonly Json[] | undefined {
	const list = property(property(json, '_embedded'), name);
	return Array.isArray(list) ? (list as readonly Json[]) : undefined;
}

/** The broker's own error message. */
export const complaintOf = (json: Json | undefined): Json | undefined =>
	property(json, 'errors') ?? property(json, 'error');

/** For a sentence; at most 300 characters. */
function complaintSuffix(json: Json | undefined): string {
	const complaint = complaintOf(json);
	if (complaint === undefined) return '';
	const text = typeof complaint === 'string' ? complaint : JSON.stringify(complaint);
	return ` (${text.length > 300 ? `${text.slice(0, 300)}…` : text})`;
}
