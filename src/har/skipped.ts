/**
 * Which entries of a recording are skipped and why: an entry that is not an answer of the API cannot be judged by its
 * spec. Each reason is counted, and the counts are reported.
 */

import { header } from '../exchange/exchange';
import { property } from '../json/json';
import type { OperationMatch } from '../openapi/path/operation';
import { type HarRequest, type HarResponse, requestHeaders } from './entry';
import { hostOf } from './scope';

/** Every reason, in the words that follow its count. */
export const reasons = {
	'other-host': 'for other hosts',
	'other-base': 'for paths outside the base path of the servers',
	scheme: 'not over HTTP (data:, blob:, extensions)',
	tunnel: 'for tunnels (CONNECT)',
	unanswered: 'never answered (status 0)',
	cached: 'answered from a cache or by a service worker',
	unmodified: 'not modified (304)',
	websocket: 'for WebSocket',
	browser: 'answered by the browser itself',
	https: 'redirected from http to https',
	preflight: 'for CORS preflight',
	page: "for a web page's own files",
	filter: 'left out by --filter',
} as const;

export type Reason = keyof typeof reasons;

/** Why an entry for a host of the API is skipped; undefined if it is judged. */
export function asideFor(
	{ method, json }: HarRequest,
	url: URL,
	response: HarResponse,
	entry: unknown,
	match: OperationMatch | undefined,
): Reason | undefined {
	if (url.protocol.startsWith('ws') || response.status === 101) return 'websocket';
	if (response.status === 0) return 'unanswered';
	if (isCached(entry)) return 'cached';
	if (response.status === 307 && header(response.headers, 'non-authoritative-reason') !== undefined) return 'browser';
	if (isUpgrade(url, response)) return 'https';
	if (match) return response.status === 304 ? 'unmodified' : undefined;
	const headers = requestHeaders(json);
	const type = String(property(entry, '_resourceType'));
	const isPreflight = type === 'preflight' || header(headers, 'access-control-request-method') !== undefined;
	if (method === 'OPTIONS' && isPreflight) return 'preflight';
	// Browsers send the destination of a request (Fetch Metadata); for a script that calls an API it is `empty`.
	const isForPage = forPage.test(type) || (header(headers, 'sec-fetch-dest') ?? 'empty') !== 'empty';
	return isForPage ? 'page' : undefined;
}

/** An answer of a cache or of a script of the page may be outdated, or may not come from the provider. */
function isCached(entry: unknown): boolean {
	const fetched = property(entry, '_fetchType');
	const response = property(entry, 'response');
	const byWorker = property(response, '_fetchedViaServiceWorker') === true;
	return (
		Boolean(property(entry, '_fromCache')) ||
		(typeof fetched === 'string' && /cache|service worker|override/i.test(fetched)) ||
		(byWorker && property(response, '_serviceWorkerResponseSource') !== 'network')
	);
}

function isUpgrade(url: URL, { status, headers }: HarResponse): boolean {
	const target = String(header(headers, 'location'));
	if (url.protocol !== 'http:' || status < 300 || status > 399 || !URL.canParse(target)) return false;
	const { protocol, pathname } = new URL(target);
	return protocol === 'https:' && pathname === url.pathname && hostOf(new URL(target)) === hostOf(url);
}

const forPage = /^(document|stylesheet|script|image|font|media|manifest|texttrack)$/;
