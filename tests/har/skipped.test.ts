/** Which entries for a host of the API are skipped. */

import { readRequest, readResponse } from '../../src/har/entry';
import { asideFor } from '../../src/har/skipped';
import type { Json, JsonObject } from '../../src/json/json';
import type { OperationMatch } from '../../src/openapi/path/operation';

interface Given {
	readonly url?: string;
	readonly method?: string;
	readonly status?: number;
	readonly sent?: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>>;
	readonly response?: JsonObject;
	readonly more?: JsonObject;
	readonly isDescribed?: boolean;
}

const listed = (headers: Readonly<Record<string, string>>): Json =>
	Object.entries(headers).map(([name, value]) => ({ name, value }));

function reasonFor(given: Given) {
	const { url = 'http://a/b', method = 'GET', status = 200, sent = {}, headers = {}, isDescribed = true } = given;
	const response = { status, headers: listed(headers), ...given.response };
	const entry = { request: { method, url, headers: listed(sent) }, response, ...given.more };
	const match = isDescribed ? ({} as OperationMatch) : undefined;
	return asideFor(readRequest(entry), new URL(url), readResponse(entry), entry, match);
}

const location = (to: string, status = 301): Given => ({ status, headers: { Location: to } });
const unknown = { isDescribed: false };

test.each<[string, Given, ReturnType<typeof reasonFor>]>([
	['an answer', {}, undefined],
	['an answer at an unknown path', unknown, undefined],
	['a WebSocket by its scheme', { url: 'ws://a/b' }, 'websocket'],
	['a WebSocket by its scheme, encrypted', { url: 'wss://a/b' }, 'websocket'],
	['a WebSocket by its status', { status: 101 }, 'websocket'],
	['no answer', { status: 0 }, 'unanswered'],
	['a cache', { more: { _fromCache: 'disk' } }, 'cached'],
	['no cache', { more: { _fromCache: null } }, undefined],
	['a cache, as Safari has it', { more: { _fetchType: 'Memory Cache' } }, 'cached'],
	['the network, as Safari has it', { more: { _fetchType: 'Network Load' } }, undefined],
	['something that Safari does not have', { more: { _fetchType: ['cache'] } }, undefined],
	['a service worker', { response: { _fetchedViaServiceWorker: true } }, 'cached'],
	[
		'a service worker with its own',
		{ response: { _fetchedViaServiceWorker: true, _serviceWorkerResponseSource: 'fallback-code' } },
		'cached',
	],
	[
		'the network by way of a service worker',
		{ response: { _fetchedViaServiceWorker: true, _serviceWorkerResponseSource: 'network' } },
		undefined,
	],
	['the browser', { status: 307, headers: { 'Non-Authoritative-Reason': 'HSTS' } }, 'browser'],
	['a redirect of the API', { status: 307 }, undefined],
	['an answer with a reason of its own', { headers: { 'Non-Authoritative-Reason': 'HSTS' } }, undefined],
	['to https', location('https://a/b'), 'https'],
	['to https on a port of its own', { ...location('https://A:443/b?c'), url: 'http://a:80/b?d' }, 'https'],
	['to https, the first status', location('https://a/b', 300), 'https'],
	['to https, the last status', location('https://a/b', 399), 'https'],
	['to https, but no redirect', location('https://a/b', 299), undefined],
	['to https, but an error', location('https://a/b', 400), undefined],
	['to another path', location('https://a/c'), undefined],
	['to another host', location('https://b/b'), undefined],
	['to http', location('http://a/b'), undefined],
	['to half a URL', location('/b'), undefined],
	['nowhere', { status: 301 }, undefined],
	['from https', { ...location('https://a/b'), url: 'https://a/b' }, undefined],
	['not modified', { status: 304 }, 'unmodified'],
	['not modified at an unknown path', { status: 304, ...unknown }, undefined],
	['a preflight', { method: 'OPTIONS', sent: { 'Access-Control-Request-Method': 'GET' }, ...unknown }, 'preflight'],
	[
		'a preflight by the word of the browser',
		{ method: 'OPTIONS', more: { _resourceType: 'preflight' }, ...unknown },
		'preflight',
	],
	['OPTIONS that is not a preflight', { method: 'OPTIONS', ...unknown }, undefined],
	['OPTIONS that the spec has', { method: 'OPTIONS', sent: { 'Access-Control-Request-Method': 'GET' } }, undefined],
	['no OPTIONS', { sent: { 'Access-Control-Request-Method': 'GET' }, ...unknown }, undefined],
	['a page', { sent: { 'Sec-Fetch-Dest': 'document' }, ...unknown }, 'page'],
	['a script that calls', { sent: { 'Sec-Fetch-Dest': 'empty' }, ...unknown }, undefined],
	['a file of a page', { more: { _resourceType: 'script' }, ...unknown }, 'page'],
	['a call', { more: { _resourceType: 'xhr' }, ...unknown }, undefined],
	['a call with a file in its name', { more: { _resourceType: 'no-script' }, ...unknown }, undefined],
	['a call that begins as a file', { more: { _resourceType: 'scripted' }, ...unknown }, undefined],
	['a page that the spec has', { sent: { 'Sec-Fetch-Dest': 'document' } }, undefined],
])('%s', (_, given, reason) => {
	expect(reasonFor(given)).toBe(reason);
});
