/** A pact that cannot be read is one message: what, where, and what to do next, without any content of the file. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../src/json/input-error';
import type { Json } from '../../src/json/json';
import { parsePact, readPact } from '../../src/pact/pact-file';
import type { PactInteraction } from '../../src/pact/pact-interaction';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pact-file-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const next = 'Name another file, or run `contract record`.';
const restore = 'Restore it from version control, or run `contract record`.';

describe('a file that cannot be read', () => {
	// The system gives the reason; tests/cli/ tests it in a process of its own.
	test.each([
		['it does not exist', 'missing.json'],
		['it is a folder', '.'],
	])('because %s', async (_, name) => {
		const file = join(folder, name);
		const error: unknown = await readPact(file).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(InputError);
		const { message } = error as InputError;
		expect(message.startsWith(`The pact ${file} cannot be read: `)).toBe(true);
		expect(message.endsWith('. Name a pact file, or run `contract record`.')).toBe(true);
	});

	test.each([
		['empty', '', 'it is empty'],
		['blank', ' \n\t', 'it is empty'],
		['a byte order mark alone', '\uFEFF', 'it is empty'],
		['cut after a comma', '{"secret": 1,', 'its JSON is cut off at line 1, column 14'],
		['cut in a text', '{"interactions": [{"description": "secret', 'its JSON is cut off at line 1, column 35'],
		['cut in a list', '{"interactions": [{}', 'its JSON is cut off at line 1, column 21'],
		['cut, with a line break', '{"interactions": [{}\n', 'its JSON is cut off at line 1, column 21'],
		['text', 'secret', 'it is not JSON from line 1, column 1 on'],
		['broken in the middle', '{"interactions": [secret]}', 'it is not JSON from line 1, column 19 on'],
		['broken by a comma', '{"secret": 1,}', 'it is not JSON from line 1, column 14 on'],
	])('because it is %s', async (name, text, reason) => {
		const file = join(folder, `${name}.json`);
		await writeFile(file, text);
		await expect(readPact(file)).rejects.toThrow(
			new InputError(`The pact ${file} cannot be read: ${reason}. ${restore}`),
		);
	});
});

describe('JSON that is not a pact', () => {
	const http = { description: 'secret', request: { path: '/secret' }, response: { status: 200 } };
	const interaction = (part: object) => ({ interactions: [http, { ...http, ...part }] });
	const request = (part: object) => interaction({ request: { path: '/secret', ...part } });
	const response = (part: object) => interaction({ response: { status: 200, ...part } });

	test.each<readonly [string, Json, string]>([
		['a list', ['secret'], 'expected an object with a list "interactions", received an array'],
		['null', null, 'expected an object with a list "interactions", received null'],
		['text', 'secret', 'expected an object with a list "interactions", received a string'],
		['without interactions', { secret: 1 }, 'expected a list of interactions at /interactions, received nothing'],
		[
			'with messages that are no list',
			{ messages: {} },
			'expected a list of interactions at /interactions, received nothing',
		],
		[
			'with other interactions',
			{ interactions: { secret: 1 } },
			'expected a list of interactions at /interactions, received an object',
		],
		[
			'with text for an interaction',
			{ interactions: [http, 'secret'] },
			'expected an interaction at /interactions/1, received a string',
		],
		[
			'without a request',
			{ interactions: [{ response: {} }] },
			'expected a request at /interactions/0/request, received nothing',
		],
		[
			'without a response',
			{ interactions: [{ request: {} }] },
			'expected a response at /interactions/0/response, received nothing',
		],
		[
			'with a list for a request',
			interaction({ request: [] }),
			'expected a request at /interactions/1/request, received an array',
		],
		[
			'with null for a response',
			interaction({ response: null }),
			'expected a response at /interactions/1/response, received null',
		],
		[
			'without a path',
			interaction({ request: {} }),
			'expected a path at /interactions/1/request/path, received nothing',
		],
		[
			'with a number for a path',
			request({ path: 7 }),
			'expected a path at /interactions/1/request/path, received an integer',
		],
		[
			'with a list for a method',
			request({ method: ['GET'] }),
			'expected a method at /interactions/1/request/method, received an array',
		],
		[
			'with a list for a query',
			request({ query: ['secret'] }),
			'expected a query at /interactions/1/request/query, received an array',
		],
		[
			'with text for headers',
			request({ headers: 'secret' }),
			'expected a map of headers at /interactions/1/request/headers, received a string',
		],
		[
			'with a list for headers',
			response({ headers: [] }),
			'expected a map of headers at /interactions/1/response/headers, received an array',
		],
		[
			'with text for a status',
			response({ status: '200' }),
			'expected a whole number at /interactions/1/response/status, received a string',
		],
		[
			'with half a status',
			response({ status: 200.5 }),
			'expected a whole number at /interactions/1/response/status, received a number',
		],
	])('%s', (_, json, reason) => {
		const read = () => parsePact('a.json', JSON.stringify(json));
		expect(read).toThrow(new InputError(`a.json is not a pact: ${reason}. ${next}`));
		expect(read).not.toThrow(/secret/);
	});

	test('without interactions', () => {
		expect(() => parsePact('a.json', '{"interactions": []}')).toThrow(
			new InputError('The pact a.json has no interaction, so it proves nothing. Run `contract record`.'),
		);
	});
});

describe('the content of a pact', () => {
	const only = (interaction: object, version?: string): PactInteraction => {
		const metadata = version === undefined ? {} : { metadata: { pactSpecification: { version } } };
		const [first] = parsePact('a.json', JSON.stringify({ interactions: [interaction], ...metadata })).interactions;
		if (!first) throw new Error('no interaction was read');
		return first;
	};
	const http = (interaction: object, version?: string) => {
		const read = only(interaction, version);
		if (read.kind !== 'http') throw new Error('no interaction over HTTP was read');
		return read;
	};
	const plain = { description: 'reads', request: { path: '/a' }, response: {} };

	test('a byte order mark is ignored', () => {
		expect(parsePact('a.json', `\uFEFF${JSON.stringify({ interactions: [plain] })}`).interactions).toHaveLength(1);
	});

	test('its parties', () => {
		const text = JSON.stringify({ consumer: { name: 'a client' }, provider: 7, interactions: [plain] });
		expect(parsePact('a.json', text)).toMatchObject({ consumer: 'a client', provider: '', file: 'a.json', text });
	});

	describe('matchers that Ruby wrote into the values', () => {
		const expression = { json_class: 'Regexp', o: 0, s: '\\d' };
		const term = (generate: Json) => ({ json_class: 'Pact::Term', data: { generate, matcher: expression } });
		const like = (contents: Json) => ({ json_class: 'Pact::SomethingLike', contents });

		test('are read as their examples', () => {
			const list = { json_class: 'Pact::ArrayLike', contents: like({ id: term('7') }), min: 2 };
			const request = { path: term('/a'), query: { b: [term('1')] }, headers: { C: term('d') }, body: [like(1), 2] };
			const { exchange, hasWrittenMatchers } = http({ ...plain, request, response: { body: list } });
			expect(exchange.request).toMatchObject({
				...{ path: '/a', query: [['b', '1']], headers: [['C', 'd']], body: { kind: 'json', value: [1, 2] } },
			});
			expect(exchange.response.body).toEqual({ kind: 'json', value: [{ id: '7' }, { id: '7' }] });
			expect(hasWrittenMatchers).toBe(true);
		});

		test('are values like any other from specification 4 on, or under another name', () => {
			const body = { content: like(1), contentType: 'application/json' };
			expect(http({ ...plain, response: { body } }, '4.0').exchange.response.body).toEqual({
				...{ kind: 'json', value: like(1) },
			});
			const other = { json_class: 'Money', contents: 1 };
			const { exchange, hasWrittenMatchers } = http({ ...plain, response: { body: other } });
			expect(exchange.response.body).toEqual({ kind: 'json', value: other });
			expect(hasWrittenMatchers).toBe(false);
		});

		test('are refused by name where they have no example', () => {
			expect(() => http({ ...plain, response: { body: { a: [expression] } } })).toThrow(
				new InputError(
					'a.json holds a matcher Regexp without an example at /interactions/0/response/body/a/0. Write the pact in specification 2 or later.',
				),
			);
		});
	});

	test.each(['Asynchronous/Messages', 'Synchronous/Messages'])('%s are not over HTTP', (type) => {
		const ref = { file: 'a.json', index: 0, description: 'an event' };
		expect(only({ description: 'an event', type, contents: {} })).toEqual({
			kind: 'other',
			ref,
			type,
			pointer: '/interactions/0/type',
		});
	});

	test('method GET and status 200 by default, and the index in place of a missing description', () => {
		const { exchange, ref } = http({ request: { path: '/a' }, response: {} });
		expect(ref).toEqual({ file: 'a.json', index: 0, description: 'interaction 0' });
		expect(exchange.request).toEqual({ method: 'GET', path: '/a', query: [], headers: [], body: { kind: 'none' } });
		expect(exchange.response).toEqual({ status: 200, headers: [], body: { kind: 'none' } });
	});

	test('provider states as one name or as a list with parameters', () => {
		expect(http({ ...plain, providerState: 'one' }).states).toEqual([{ name: 'one', params: {} }]);
		expect(http({ ...plain, provider_state: 'one' }).states).toEqual([{ name: 'one', params: {} }]);
		const providerStates = [{ name: 'one', params: { a: 1 } }, { name: 'two' }];
		expect(http({ ...plain, providerStates }).states).toEqual([
			{ name: 'one', params: { a: 1 } },
			{ name: 'two', params: {} },
		]);
		expect(http({ ...plain, providerState: '' }).states).toEqual([]);
	});

	test('a query as a string or as a map, in order and decoded', () => {
		const queryOf = (query: Json) => http({ ...plain, request: { path: '/a', query } }).exchange.request.query;
		const pairs = [
			['a', '1'],
			['b', 'x y'],
			['a', '2'],
		];
		expect(queryOf('a=1&b=x+y&a=2')).toEqual(pairs);
		expect(queryOf('a=1&b=x%20y&a=2')).toEqual(pairs);
		expect(queryOf({ a: ['1', '2'], b: 'x y' })).toEqual([pairs[0], pairs[2], pairs[1]]);
		expect(queryOf(null)).toEqual([]);
	});

	test.each<readonly [string, Json, string, unknown, unknown]>([
		['/a?b=1%2C2,3', null, '/a', [['b', '1,2,3']], [['b', '1%2C2,3']]],
		[
			'/a?b=1?2',
			'c=%2C',
			'/a',
			[
				['b', '1?2'],
				['c', ','],
			],
			[
				['b', '1?2'],
				['c', '%2C'],
			],
		],
		[
			'/a?b=1',
			{ c: ['2,3', '4%'] },
			'/a',
			[
				['b', '1'],
				['c', '2,3'],
				['c', '4%'],
			],
			[
				['b', '1'],
				['c', '2,3'],
				['c', '4%25'],
			],
		],
		[
			'/a',
			'?&b+c&=d&',
			'/a',
			[
				['b c', ''],
				['', 'd'],
			],
			[
				['b c', ''],
				['', 'd'],
			],
		],
		['/a?', null, '/a', [], []],
		['/a??b=1', null, '/a', [['?b', '1']], [['?b', '1']]],
		['/a', { b: ',' }, '/a', [['b', ',']], undefined],
		['/a#b?c=1', null, '/a#b?c=1', [], undefined],
	])('the target %s with the query %j', (path, query, bare, decoded, encoded) => {
		const { request } = http({ ...plain, request: { path, query } }).exchange;
		expect([request.path, request.query, request.encodedQuery]).toEqual([bare, decoded, encoded]);
	});

	test('header lists as one string', () => {
		const headers = { Accept: ['a', 'b'], 'X-A': '1', 'X-B': 2 };
		expect(http({ ...plain, request: { path: '/a', headers } }).exchange.request.headers).toEqual([
			['Accept', 'a, b'],
			['X-A', '1'],
			['X-B', '2'],
		]);
	});

	test('the values that a provider state supplies', () => {
		const generators = {
			path: { type: 'ProviderState', expression: `/a/\${id}` },
			body: { '$.id': { type: 'ProviderState', expression: `\${id}` }, '$.at': { type: 'DateTime' } },
		};
		expect(http({ ...plain, request: { path: '/a/1', generators } }).stateValues).toEqual([
			{ expression: `/a/\${id}`, example: '/a/1' },
			{ expression: `\${id}`, example: '' },
		]);
	});

	const json = { 'Content-Type': 'application/json' };
	const text = { 'Content-Type': 'text/plain' };
	const none = { kind: 'none' };
	const empty = { kind: 'none', isStated: true };
	const jsonNull = { kind: 'json', value: null, mayBeEmpty: true };
	const base64 = (value: string) => Buffer.from(value).toString('base64');
	test.each<readonly [string, string, object, object]>([
		[
			'until 3, an object',
			'3.0.0',
			{ body: { content: 1, encoded: false } },
			{ kind: 'json', value: { content: 1, encoded: false } },
		],
		['until 3, no body', '3.0.0', {}, none],
		['until 3, null', '3.0.0', { body: null }, empty],
		['until 3, null that is JSON', '3.0.0', { headers: json, body: null }, jsonNull],
		['until 3, null that is text', '3.0.0', { headers: text, body: null }, empty],
		['until 3, an empty text', '2.0.0', { headers: json, body: '' }, empty],
		[
			'until 3, a text that holds an object',
			'2.0.0',
			{ headers: json, body: '{"a":1}' },
			{ kind: 'json', value: { a: 1 } },
		],
		['until 3, a text that holds a text', '2.0.0', { headers: json, body: '"a"' }, { kind: 'json', value: 'a' }],
		['until 3, a text under JSON', '2.0.0', { headers: json, body: '12' }, { kind: 'json', value: '12' }],
		['until 3, a text', '2.0.0', { headers: text, body: '{}' }, { kind: 'text', text: '{}' }],
		['until 3, a text without a type', '2.0.0', { body: 'hello' }, { kind: 'text', text: 'hello' }],
		['from 4, an object', '4.0', { headers: json, body: { content: { a: 1 } } }, { kind: 'json', value: { a: 1 } }],
		['from 4, no content', '4.0', { headers: json, body: { contentType: 'application/json' } }, none],
		['from 4, an empty content', '4.0', { body: { content: '' } }, empty],
		['from 4, null of no known type', '4.0', { body: { content: null } }, empty],
		['from 4, null for a body', '4.0', { body: null }, empty],
		['from 4, null for a body of JSON', '4.0', { headers: json, body: null }, jsonNull],
		[
			'from 4, null',
			'4.0',
			{ body: { content: null, contentType: 'application/json', encoded: false } },
			{ kind: 'json', value: null },
		],
		[
			'from 4, a text under JSON',
			'4.0',
			{ headers: json, body: { content: '{}', encoded: false } },
			{ kind: 'json', value: '{}' },
		],
		[
			'from 4, encoded JSON',
			'4.0',
			{ headers: json, body: { content: '{}', encoded: 'JSON' } },
			{ kind: 'json', value: {} },
		],
		[
			'from 4, JSON in an unknown encoding',
			'4.0',
			{ headers: json, body: { content: '{}', encoded: 'utf-8' } },
			{ kind: 'json', value: {} },
		],
		[
			'from 4, bytes of no known type',
			'4.0',
			{ body: { content: '/9j/', encoded: 'base64' } },
			{ kind: 'binary', bytes: Buffer.from('/9j/', 'base64') },
		],
		[
			'from 4, text of no known type in base64',
			'4.0',
			{ body: { content: base64('hello'), encoded: true } },
			{ kind: 'text', text: 'hello' },
		],
		[
			'from 4, JSON in base64',
			'4.0',
			{ headers: json, body: { content: base64('[1]'), contentType: '*/*', encoded: 'base64' } },
			{ kind: 'json', value: [1] },
		],
		[
			'from 4, text in base64',
			'4.0',
			{ body: { content: base64('a'), contentType: 'text/csv', encoded: 'base64' } },
			{ kind: 'text', text: 'a' },
		],
		[
			'from 4, a form in base64',
			'4.0',
			{ body: { content: base64('a=b'), contentType: 'application/x-www-form-urlencoded', encoded: 'base64' } },
			{ kind: 'text', text: 'a=b' },
		],
		[
			'from 4, JSON of no known type',
			'4.0',
			{ body: { content: base64('[1]'), contentType: '*/*', encoded: 'base64' } },
			{ kind: 'json', value: [1] },
		],
		[
			'from 4, bytes',
			'4.0',
			{ body: { content: base64('a'), contentType: 'image/png', encoded: 'base64' } },
			{ kind: 'binary', bytes: Buffer.from('a') },
		],
	])('a body: %s', (_, version, response, body) => {
		expect(http({ ...plain, response }, version).exchange.response.body).toEqual(body);
	});

	test('the content type of a body, if no header has it', () => {
		const body = { content: {}, contentType: 'application/json', encoded: false };
		expect(http({ ...plain, response: { body } }, '4.0').exchange.response.headers).toEqual([
			['Content-Type', 'application/json'],
		]);
		const headers = { 'content-type': ['application/hal+json'] };
		expect(http({ ...plain, response: { headers, body } }, '4.0').exchange.response.headers).toEqual([
			['content-type', 'application/hal+json'],
		]);
	});

	test('no content type if Pact had none', () => {
		const body = { content: {}, contentType: '*/*', encoded: false };
		expect(http({ ...plain, response: { body } }, '4.0').exchange.response.headers).toEqual([]);
	});

	test('the version under other names, or from interactions with a type', () => {
		const body = { content: 1, contentType: 'application/json' };
		const bodyOf = (metadata: object, more: object = {}) => {
			const [first] = parsePact(
				'a.json',
				JSON.stringify({ interactions: [{ ...plain, response: { body }, ...more }], metadata }),
			).interactions;
			return first?.kind === 'http' ? first.exchange.response.body : undefined;
		};
		const [wrapped, bare] = [
			{ kind: 'json', value: 1 },
			{ kind: 'json', value: body },
		];
		expect(bodyOf({ 'pact-specification': { version: '4.0' } })).toEqual(wrapped);
		expect(bodyOf({ pactSpecificationVersion: '3.0.0' })).toEqual(bare);
		expect(bodyOf({ pactSpecificationVersion: '4.0' })).toEqual(wrapped);
		expect(bodyOf({})).toEqual(bare);
		expect(bodyOf({}, { type: 'Synchronous/HTTP' })).toEqual(wrapped);
	});
});
