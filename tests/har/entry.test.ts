/** Parsing an entry's request and answer, and the places where it is not valid HAR. */

import { finding } from '../../src/exchange/finding';
import { OddEntry, readRequest, readResponse, requestHeaders } from '../../src/har/entry';
import { placesOf, withRealPlace } from '../../src/har/places';
import type { Json } from '../../src/json/json';

const headersOf = (...headers: readonly Json[]) => readResponse({ response: { status: 200, headers } }).headers;
const header = (name: string, value: string) => ({ name, value });

test('a request: its method in capitals, its URL, its valid headers', () => {
	const headers = [header(':path', '/'), header('Accept', 'a\nb'), 7, header('Accept', 'c')];
	const request = { method: 'get', url: 'https://a/b?c=d', headers };
	expect(readRequest({ request })).toEqual({ method: 'GET', url: new URL('https://a/b?c=d'), json: request });
	expect(requestHeaders(request)).toEqual([['Accept', 'a, b, c']]);
	expect(requestHeaders({ headers: 'a' })).toEqual([]);
});

test('a tunnel has no URL', () => {
	const request = { method: 'connect', url: 'a:443' };
	expect(readRequest({ request })).toEqual({ method: 'CONNECT', json: request });
});

test('an answer', () => {
	const response = { status: 200, headers: [header(':status', '200'), header('A', 'b')] };
	expect(readResponse({ response })).toEqual({
		...{ status: 200, headers: [['A', 'b']], names: [':status', 'A'], json: response },
	});
	expect([100, 999].map((status) => readResponse({ response: { status } }).status)).toEqual([100, 999]);
});

test.each([0, -1, -2, -999, null])('no answer: status %j', (status) => {
	const response = { status, headers: [header('A', 'b')] };
	expect(readResponse({ response })).toEqual({ status: 0, headers: [], names: [], json: response });
});

test('repeated headers are joined; the first Content-Type counts, cookies stay separate', () => {
	expect(headersOf(header('A', 'b\r\nc\nd'), header('a', 'e\nf'))).toEqual([['A', 'b, c, d, e, f']]);
	expect(headersOf(header('content-type', 'a/b'), header('Content-Type', 'c/d'))).toEqual([['content-type', 'a/b']]);
	expect(headersOf(header('Set-Cookie', 'a\nb'), header('set-cookie', 'c'))).toEqual([
		['Set-Cookie', 'a'],
		['Set-Cookie', 'b'],
		['set-cookie', 'c'],
	]);
});

test.each<[string, () => unknown, string, string]>([
	['no entry', () => readRequest(7), '', 'expected an entry, received an integer'],
	['no request', () => readRequest({}), '/request', 'expected a request, received nothing'],
	[
		'no method',
		() => readRequest({ request: { method: null } }),
		'/request/method',
		'expected a method, received null',
	],
	[
		'half a URL',
		() => readRequest({ request: { method: 'GET', url: '/a' } }),
		'/request/url',
		'expected an absolute URL, received a string',
	],
	[
		'a URL in a list',
		() => readRequest({ request: { method: 'GET', url: ['https://a/b'] } }),
		'/request/url',
		'expected an absolute URL, received an array',
	],
	['no answer', () => readResponse({}), '/response', 'expected a response, received nothing'],
	...[99, 1000, 200.5, '200'].map((status): [string, () => unknown, string, string] => [
		`status ${JSON.stringify(status)}`,
		() => readResponse({ response: { status } }),
		'/response/status',
		`expected a whole number from 100 to 999, received ${status === 200.5 ? 'a number' : typeof status === 'string' ? 'a string' : 'an integer'}`,
	]),
	[
		'headers that are no list',
		() => readResponse({ response: { status: 200, headers: {} } }),
		'/response/headers',
		'expected a list of headers, received an object',
	],
	[
		'a header without a value',
		() => headersOf(header('a', 'b'), { name: 'a' }),
		'/response/headers/1',
		'expected a header, received an object',
	],
	[
		'a header without a name',
		() => headersOf({ value: 'a' }),
		'/response/headers/0',
		'expected a header, received an object',
	],
])('invalid: %s', (_, read, pointer, message) => {
	expect(read).toThrow(OddEntry);
	expect(read).toThrow(expect.objectContaining({ pointer, message }));
});

test('pointers to the parts of an entry', () => {
	const places = placesOf('a.har', '/log/entries/3');
	expect(places).toEqual({
		file: 'a.har',
		request: {
			method: '/log/entries/3/request/method',
			path: '/log/entries/3/request/url',
			query: '/log/entries/3/request/url',
			headers: '/log/entries/3/request/headers',
			body: '/log/entries/3/request/postData/text',
		},
		response: {
			status: '/log/entries/3/response/status',
			headers: '/log/entries/3/response/headers',
			body: '/log/entries/3/response/content/text',
		},
	});
	const placed = (below: string) => {
		const at = { file: 'a.har', pointer: `/log/entries/3/response/${below}` };
		const { at: real } = withRealPlace(finding({ code: 'response.header.invalid', title: '', at }), places, ['a', 'b']);
		expect(real?.file).toBe('a.har');
		return real?.pointer.replace('/log/entries/3/response/', '');
	};
	expect(['status', 'content/text', 'content/text/a/b', 'headers', 'headers/b', 'headers/c'].map(placed)).toEqual([
		...['status', 'content/text', 'content/text', 'headers', 'headers/1', 'headers'],
	]);
	const nowhere = finding({ code: 'response.header.invalid', title: '' });
	expect(withRealPlace(nowhere, places, [])).toBe(nowhere);
});
