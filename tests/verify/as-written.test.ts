/** A request goes out as its contract writes it, and a response is held against the contract to the digit and by meaning. */
import { type Asked, expecting, json, verifyDepot } from './depot';

const sending = (content: string, rest = ''): Asked => ({
	request: `{"method":"POST","path":"PATH","headers":{"Content-Type":["application/json"]},"body":{"content":${content},"contentType":"application/json","encoded":false}${rest}}`,
	response: '{"status":200}',
	answer: { headers: json, body: '{}' },
});
const answered = (expected: string, body: string, more = ''): Asked => ({
	response: expecting(expected, more),
	answer: { headers: json, body },
});
const rule = (path: string, matcher: string) =>
	`,"matchingRules":{"body":{"${path}":{"combine":"AND","matchers":[${matcher}]}}}`;

test('numbers are sent as they are written', async () => {
	const bodies = [
		'{"id":990000000262240065,"price":5.0,"rate":1e2}',
		'[123456789012345678901234567890,0.12345678901234567890123,5.00,-0,-0.0,1E+2]',
		'9007199254740993',
		'{"text":"990000000262240065 and 5.0","\\"5.0\\"":1}',
		'{"z":1,"a":{"b":[2.50]}}',
	];
	const { seen, verdict } = await verifyDepot(bodies.map((each) => sending(each)));
	expect(seen.map(({ body }) => body)).toEqual(bodies);
	expect(verdict).toBe('agree');
});

test('a generator fills its places, and the numbers beside them stay', async () => {
	const generators = ',"generators":{"body":{"$.id":{"type":"RandomInt","min":7,"max":7}}}';
	const { seen } = await verifyDepot([sending('{"id":1,"n":1e2}', generators)]);
	expect(seen.map(({ body }) => body)).toEqual(['{"id":7,"n":1e2}']);
});

test.each(['2.0.0', '3.0.0'])('version %s sends its bodies as they are written', async (version) => {
	const body = '{"id":990000000262240065,"price":5.0}';
	const headers = '"headers":{"Content-Type":"application/json"}';
	const { seen } = await verifyDepot(
		[body, '"{\\"a\\": 5.00}"', 'null'].map((each) => ({
			request: `{"method":"POST","path":"PATH",${headers},"body":${each}}`,
			response: '{"status":200}',
		})),
		{ version },
	);
	expect(seen.map((each) => each.body)).toEqual([body, '{"a": 5.00}', 'null']);
});

test.each<[what: string, request: string, target: string]>([
	['a name without a value', '"path":"PATH","query":{"b":[null],"a":["",null,"x y"]}', '/0?b&a=&a&a=x+y'],
	['a null in place of a list', '"path":"PATH","query":{"flag":null}', '/0?flag'],
	['an empty query', '"path":"PATH","query":{}', '/0'],
	['dots, colons and escapes in a path', '"path":"PATH/a:b/../%2Fc;d=1,2"', '/0/a:b/../%2Fc;d=1,2'],
	['characters that need an escape', '"path":"PATH/caf\\u00e9 x\\u0000"', '/0/caf%C3%A9%20x%00'],
	['a query in the path', '"path":"PATH?mode=abc","query":{"flag":[null]}', '/0?mode=abc&flag'],
])('%s is sent as it is written', async (_, request, target) => {
	const { seen } = await verifyDepot([{ request: `{"method":"GET",${request}}`, response: '{"status":200}' }]);
	expect(seen.map((each) => each.target)).toEqual([target]);
});

test('the query of version 2 is sent as the text that it is', async () => {
	const query = 'z=1&flag&a=x%20y&b=a%2Cb,c&a=1+2&empty=';
	const request = `{"method":"GET","path":"PATH","query":"${query}"}`;
	const { seen } = await verifyDepot([{ request, response: '{"status":200}' }], { version: '2.0.0' });
	expect(seen.map((each) => each.target)).toEqual([`/0?${query}`]);
});

test('a header is sent in one piece', async () => {
	const request = '{"method":"GET","path":"PATH","headers":{"If-Match":"\\"a,b\\"","X-List":"a, b"}}';
	const { seen } = await verifyDepot([{ request, response: '{"status":200}' }], { version: '3.0.0' });
	expect(seen[0]?.headers).toEqual(expect.arrayContaining(['If-Match', '"a,b"', 'X-List', 'a, b']));
});

test('a path that cannot be sent as it is written is not sent', async () => {
	const { seen, codes, verdict } = await verifyDepot([
		{ request: '{"method":"GET","path":"PATH/a#b"}', response: '{"status":200}' },
	]);
	expect({ seen, verdict, codes }).toMatchObject({ seen: [], codes: [expect.arrayContaining(['request.altered'])] });
});

test('expected numbers are compared to the digit', async () => {
	const mismatch = ['provider.mismatch /a'];
	const list: readonly (readonly [asked: Asked, codes: readonly string[]])[] = [
		[answered('{"a":880000000123456781}', '{"a":880000000123456781}'), []],
		[answered('{"a":9007199254740993}', '{"a":9007199254740992}'), mismatch],
		[answered('{"a":123456789012345678901234567890}', '{"a":123456789012345678901234567891}'), mismatch],
		[answered('{"a":123456789012345678901234567890}', '{"a":123456789012345678901234567890}'), []],
		[answered('{"a":0.1234567890123456789}', '{"a":0.1234567890123456788}'), mismatch],
		[answered('{"a":0.5}', '{"a":0.50000000000000000001}'), mismatch],
		[answered('{"a":0.5}', '{"a":0.500000000000000000000}'), []],
		[answered('{"a":5.0}', '{"a":5.0}'), []],
		[answered('{"a":5.0}', '{"a":6.0}'), mismatch],
		[answered('{"a":1e2}', '{"a":1e2}'), []],
		[answered('{"a":0.5}', '{"a":0.50000000000000000001}', rule('$.a', '{"match":"decimal"}')), []],
		[answered('{"a":0.5}', '{"a":0.50000000000000000001}', rule('$', '{"match":"type"}')), []],
		[answered('{"a":0.5}', '{"a":0.50000000000000000001}', rule('$.b', '{"match":"type"}')), mismatch],
	];
	const { codes } = await verifyDepot(list.map(([asked]) => asked));
	expect(codes).toEqual(list.map(([, expected]) => expected));
});

test('a list of another length is reported with both lengths', async () => {
	const { findings } = await verifyDepot([
		answered('[1]', '[1,2]'),
		answered('{"a":[]}', '{"a":[1,2]}'),
		answered('{"a":[1]}', '{"a":[1]}', rule('$.a', '{"match":"type","min":2}')),
		answered('{"a":[1]}', '{"a":[1,2]}', rule('$.a', '{"match":"type","max":1}')),
	]);
	expect(findings.map(({ title }) => title)).toEqual([
		'Response body: expected 1 item, received 2 items.',
		'Response body /a: expected 0 items, received 2 items.',
		'Response body /a: expected at least 2 items, received 1 item.',
		'Response body /a: expected at most 1 item, received 2 items.',
	]);
});

test('what the parser of Pact cannot read is named', async () => {
	const deep = `{"a":1,"b":${'['.repeat(130)}${']'.repeat(130)}}`;
	const { findings, codes, verdict } = await verifyDepot([
		answered('{"a":1}', '{"a":1,"b":"\\ud800"}'),
		answered('{"a":1}', '{"a":1,"b":"\\\\ud800 \\ud83d\\ude00"}'),
		answered('{"a":1}', '{"a":1,"b":1e400}'),
		answered('{"a":1}', deep),
		answered('{"a":1}', '\ufeff{"a":1}'),
		answered(deep, '{}'),
		answered('{"a":1e400}', '{}'),
	]);
	const failed = ['verifier.failed'];
	expect({ codes, verdict }).toEqual({ codes: [failed, [], failed, failed, [], failed, failed], verdict: 'unjudged' });
	expect(findings.map(({ title }) => /: (it .*)\.$/.exec(title)?.[1])).toEqual([
		'it holds half of a surrogate pair (such as \\ud800)',
		'it holds a number beyond 1.8e308',
		'it nests more than 127 levels deep',
		'it nests more than 125 levels deep',
		'it holds a number beyond 1.8e308',
	]);
});

test('a null is expected as JSON or as no body', async () => {
	const encoded =
		'{"status":200,"headers":{"Content-Type":["application/json"]},"body":{"content":"null","contentType":"application/json","encoded":"JSON"}}';
	const { codes } = await verifyDepot([
		answered('null', 'null'),
		answered('null', ' null\n'),
		answered('null', ''),
		answered('null', '{}'),
		answered('null', '0'),
		{ response: encoded, answer: { headers: json, body: 'null' } },
		{ response: encoded, answer: { headers: json, body: '{}' } },
	]);
	const mismatches = (all: typeof codes) =>
		all.map((each) => each.filter((code) => code === 'provider.mismatch').length);
	expect(mismatches(codes)).toEqual([0, 0, 0, 1, 1, 0, 1]);
	const old = '{"status":200,"headers":{"Content-Type":"application/json"},"body":null}';
	const three = await verifyDepot(
		['null', '', '{}'].map((body) => ({ response: old, answer: { headers: json, body } })),
		{ version: '3.0.0' },
	);
	expect(mismatches(three.codes)).toEqual([0, 0, 1]);
});
