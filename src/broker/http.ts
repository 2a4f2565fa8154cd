/**
 * Asks the Pact Broker what its command line cannot ask: which pacts are to be verified, and where a result goes. One
 * request after another, tried again on 429, on 500 and above and where no connection came about. Only ever goes to the
 * broker's own address, whatever its links say.
 */

import { header, type Pairs } from '../exchange/exchange';
import { type Answer, type Answered, attempt } from '../http/forward';
import { mostAttempts, waitAfter } from '../http/retry';
import { routeTo } from '../http/route';
import { trustedBy } from '../http/tls';
import { isObject, type Json, jsonIn, property } from '../json/json';
import { proxyFor } from '../system/environment';
import { failed, refused, unreachable } from './fault';
import type { Broker } from './settings';

export interface BrokerAnswer {
	readonly status: number;
	/** Undefined where the body is no JSON. */
	readonly json: Json | undefined;
}

export interface BrokerRequest {
	/** GET unless told. */
	readonly method?: 'POST' | 'PUT';
	/** A link of the broker's, or a path below its address. */
	readonly href: string;
	readonly body?: Json;
	/** What it is to do, for messages: an infinitive. */
	readonly what: string;
	/** The statuses from 300 on that are an answer: 404 unless told. */
	readonly accepts?: readonly number[];
}

export interface BrokerHttp {
	readonly broker: Broker;
	/** An answer below 300, or one that the request accepts. Throws a {@link BrokerFault} over every other, and where none came. */
	ask(request: BrokerRequest): Promise<BrokerAnswer>;
}

/** Milliseconds before the second attempt; each further wait is twice as long. */
const firstWait = 500;

/** `timeout`: milliseconds for each answer. Throws an `InputError` where the certificates cannot be read. */
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
				const tried = number > 1 ? `, tried ${number} times` : '';
				if (answer.kind === 'unsendable') throw unreachable(name, what, 'its address holds what HTTP cannot send');
				if (answer.kind !== 'answered') throw unreachable(name, what, `${answer.reason}${tried}`);
				const { status } = answer;
				const json = jsonOf(answer);
				// A broker that wants a name and a password calls a token a bad request. Nothing else of a question can be
				// bad; of what holds a body it would say what is.
				const isUnread = status === 400 && (method === 'GET' || json === undefined);
				if (isUnread && broker.token !== undefined) throw refused(name, what, status);
				if (status < 300 || accepts.includes(status)) return { status, json };
				if (status === 401 || status === 403) throw refused(name, what, status);
				throw failed(name, what, `with status ${status}${tried}${saidBy(json)}`);
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

/** Path and query below the broker's address. Throws where a link leads elsewhere. */
function targetOf({ url, name }: Broker, href: string, what: string): string {
	const base = url.href.replace(/\/$/, '');
	const full = href.startsWith('/') ? new URL(base + href) : URL.canParse(href) ? new URL(href) : undefined;
	if (full?.origin !== url.origin || !full.href.startsWith(`${base}/`)) {
		const next = 'set its base_url to the address that PACT_BROKER_BASE_URL has';
		throw failed(name, what, `with a link to ${full?.host ?? 'nowhere'}, which is not followed (${next})`);
	}
	return full.href.slice(base.length);
}

const jsonOf = ({ headers: came, body }: Answered): Json | undefined =>
	/json/i.test(header(came, 'content-type') ?? '') ? jsonIn(body.toString('utf8')) : undefined;

/**
 * Makes sure that the broker is there and takes our credentials, before Pact's command line is sent to it: that one
 * follows redirects, tells nothing of certificates, and takes a page of whatever else answers for an index. Throws a
 * `BrokerFault`, or an `InputError` where the broker's certificates cannot be read.
 */
export async function reachBroker(broker: Broker): Promise<BrokerHttp> {
	const http = await brokerHttp(broker, 10_000);
	const what = 'show its index';
	const { status, json } = await http.ask({ href: '/', what });
	if (isObject(property(json, '_links'))) return http;
	const came = 'something else than the index of a Pact Broker. See that PACT_BROKER_BASE_URL is its address';
	throw failed(broker.name, what, `with status ${status} and ${came}`);
}

/** The list of this name that the broker embeds in its answer; undefined where there is none. */
export function embedded(json: Json | undefined, name: string): readonly Json[] | undefined {
	const list = property(property(json, '_embedded'), name);
	return Array.isArray(list) ? (list as readonly Json[]) : undefined;
}

/** What the broker says is wrong with what it was asked. */
export const complaintOf = (json: Json | undefined): Json | undefined =>
	property(json, 'errors') ?? property(json, 'error');

/** The same for the end of a sentence. */
function saidBy(json: Json | undefined): string {
	const said = complaintOf(json);
	if (said === undefined) return '';
	const text = typeof said === 'string' ? said : JSON.stringify(said);
	return `: ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`;
}
