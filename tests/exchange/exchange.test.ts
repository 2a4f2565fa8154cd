/** How bytes become a body, and what a finding on a live exchange is made of. */
import { check } from '../../src/check/check';
import { isJsonMediaType, livePlaces, parseJson, readBody } from '../../src/exchange/exchange';
import { specOf } from '../openapi/support/document';

test.each([
	['application/json', true],
	['application/problem+json', true],
	['text/json', true],
	[' Application/JSON ; charset=utf-8', true],
	['text/plain; of=application/json', false],
	['application/jsonp', false],
	['a/b/json', false],
	['application/xjson', false],
	['json', false],
	['application/+json', false],
])('%s is JSON: %s', (mediaType, isJson) => expect(isJsonMediaType(mediaType)).toBe(isJson));

const utf8 = 'its bytes are not in the charset that it names (UTF-8 where it names none)';
test.each<readonly [name: string, bytes: Buffer, contentType: string | undefined, body: object]>([
	['nothing', Buffer.from(''), 'application/json', { kind: 'none' }],
	['JSON', Buffer.from('{"a":1}'), 'application/json', { kind: 'json', value: { a: 1 } }],
	['JSON without a type', Buffer.from('[1]'), undefined, { kind: 'json', value: [1] }],
	['text', Buffer.from('[1]'), 'text/plain', { kind: 'text', text: '[1]' }],
	['bytes', Buffer.from('[1]'), 'image/png', { kind: 'binary', bytes: Buffer.from('[1]') }],
	[
		'another charset',
		Buffer.from([0x22, 0xe4, 0x22]),
		'application/json; CHARSET="latin1"',
		{ kind: 'json', value: 'ä' },
	],
	['bytes that are no UTF-8', Buffer.from([0x22, 0xe4, 0x22]), 'text/plain', { kind: 'text', text: '', fault: utf8 }],
	['an unknown charset', Buffer.from('a'), 'text/plain;charset=none', { kind: 'text', text: '', fault: utf8 }],
	['no JSON', Buffer.from('[1,,]'), undefined, { kind: 'text', text: '[1,,]', fault: 'it is not JSON' }],
])('%s', (_, bytes, contentType, body) => expect(readBody(bytes, contentType)).toEqual(body));

test.each([
	['[1', 'its JSON is cut off'],
	['"a', 'its JSON is cut off'],
	['at position 7', 'it is not JSON'],
	['[1]]', 'it is not JSON from character 3 on'],
])('%s: %s', (text, fault) => expect(parseJson(text)).toEqual({ kind: 'text', text, fault }));

test('JSON nests 500 levels deep and no deeper; brackets in strings do not count', () => {
	const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
	expect(parseJson(nested(500)).kind).toBe('json');
	expect(parseJson(`{"a":${nested(499)},"b":${nested(499)}}`).kind).toBe('json');
	expect(parseJson(nested(501))).toMatchObject({ kind: 'text', fault: 'it nests more than 500 levels deep' });
	expect(parseJson(JSON.stringify(`\\"${nested(501)}\\`)).kind).toBe('json');
	expect(parseJson(`["\\\\",${nested(500)}]`).kind).toBe('text');
});

test('a live exchange has its own places, and its findings name no file', async () => {
	const spec = await specOf({ openapi: '3.1.0', paths: { '/a': { get: { responses: { 200: {} } } } } });
	const [finding, ...others] = check(
		{
			interaction: { file: 'live', index: 3, description: 'asks' },
			places: livePlaces,
			request: { method: 'GET', path: '/a', query: [], headers: [], body: { kind: 'none' } },
			response: { status: 500, headers: [], body: { kind: 'none' } },
		},
		spec,
		'provider',
	).findings;
	expect(others).toEqual([]);
	expect({ ...finding, message: '', fingerprint: '' }).toStrictEqual({
		code: 'response.status.undocumented',
		severity: 'error',
		title: 'Response status of GET /a: expected 200, received 500.',
		fix: ['Report it to the provider.', expect.stringMatching(/^Update \S+spec\.json if the API has changed\.$/)],
		received: '500',
		allowed: '200',
		operation: 'GET /a',
		status: 500,
		role: 'provider',
		interaction: { file: 'live', index: 3, description: 'asks' },
		at: { pointer: '/response/status' },
		spec: { file: spec.document.file, pointer: '/paths/~1a/get/responses' },
		message: '',
		fingerprint: '',
	});
	expect(livePlaces.request).toEqual({
		...{ method: '/request/method', path: '/request/path', query: '/request/query' },
		...{ headers: '/request/headers', body: '/request/body' },
	});
});
