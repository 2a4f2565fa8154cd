/** What the redactor masks and what it keeps: formats and our own words. */
import { createRedactor } from '../../src/redact/redact';
import { secretsOf } from '../../src/redact/secrets';
import { formsOf } from './support/plants';

const key = 'sk_l1ve~7Q/+w"9<&Zt%3D\'=ü\\x';

test('a secret is masked in every encoding, alone and inside other text', () => {
	const { text, data } = createRedactor([key]);
	for (const form of formsOf(key)) {
		const around = `before ${form} after`;
		expect([form, text(around)]).toEqual([form, expect.stringMatching(/^before .{0,10}\*.{0,8} after$/)]);
		expect(data({ a: [around] })).toEqual({ a: [text(around)] });
	}
});

test.each([
	[
		'another alphabet of escapes',
		'\\u0073\\u006b_l1ve~7Q\\u002f\\u002bw\\x229\\x3c&amp;amp;Zt%253D&#39;&#x3d;\\u00fc\\\\\\\\x',
	],
	['in lower case', key.toLowerCase()],
	['read byte by byte', Buffer.from(key).toString('latin1')],
	['in a JSON pointer', 'sk_l1ve~07Q~1+w"9<&Zt%3D\'=ü\\x'],
	['as bytes', [...Buffer.from(key)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')],
	['cut short', `${key.slice(0, 9)}…`],
	['cut short in base64', `${Buffer.from(key).toString('base64').slice(0, 12)}...`],
])('%s', (_, form) => {
	expect(createRedactor([key]).text(form)).toMatch(/^\*(…|\.\.\.)?$/);
});

test.each([
	['Authorization: Bearer abc-def', 'Authorization: *'],
	['authorization: Basic YTpi\r\nhost: example.com', 'authorization: *\r\nhost: example.com'],
	["{ authorization: 'Bearer a b', host: 'h' }", "{ authorization: '*', host: 'h' }"],
	["[ 'Authorization', 'abc', 'Host', 'h' ]", "[ 'Authorization', '*', 'Host', 'h' ]"],
	["'set-cookie': [ 'a=b', 'c=d' ], x: 1", "'set-cookie': [ '*' ], x: 1"],
	['{"cookie":"a=\\"b\\"; c=d","x":1}', '{"cookie":\'*\',"x":1}'],
	['"{\\"x-api-key\\":\\"abc\\",\\"x\\":1}"', '"{\\"x-api-key\\":*,\\"x\\":1}"'],
	['Proxy-Authorization: Basic abc', 'Proxy-Authorization: *'],
	['it sent Bearer abcdef123456', 'it sent Bearer *'],
	['https://user:password@example.com/x', 'https://*@example.com/x'],
	[
		'key: -----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----',
		'key: *\n-----BEGIN CERTIFICATE-----',
	],
	['<Buffer 01 02 ... 9 more bytes> x', '<Buffer *> x'],
	['HTTP 12: got { a: \'b\' } "c"', "HTTP 12: got { a: '*' } '*'"],
])('in Node output, %j is masked', (given, left) => {
	expect(createRedactor([]).text(given)).toBe(left);
});

test.each([
	'The request has no Authorization header; the spec asks for "token" (Authorization: bearer) with "tenant" (header X-Tenant)',
	'Set IMPRINT_API_KEY and IMPRINT_AUTH_SCHEME to what it accepts: example.com',
	'The request has no header Authorization: "a bearer token, or basic authentication"',
	'response header "Set-Cookie" is missing, but the spec requires it: "logs in with a cookie: twice"',
	'/components/securitySchemes/bearerAuth at spec/openapi.yaml:12:3',
	'https://dev.sbx.imprint.co/v2/customers',
	'Set HTTPS_PROXY to http://[USER:PASSWORD@]HOST[:PORT], such as http://USER:PASSWORD@HOST:PORT',
])('a sentence of ours is not changed: %s', (sentence) => {
	expect(createRedactor([key]).data([sentence])).toEqual([sentence]);
});

test('a credential in a sentence does not', () => {
	expect(createRedactor([]).data('with Bearer abcd1234 and {"authorization":"x y"} and Cookie: a=b; c=d')).toBe(
		'with Bearer * and {"authorization":"*"} and Cookie: *',
	);
});

test.each(['":{', '123456789', 'findings', '<html>', 'a', '1', 'null', '","a":"'])(
	'the format stays, whatever the secret is: %s',
	(secret) => {
		const { data, rendered } = createRedactor([secret]);
		const report = { findings: [{ line: 123456789, html: null, message: `it has ${secret} here` }], n: 1 };
		const left = JSON.parse(rendered(JSON.stringify(data(report), null, 2)));
		expect(left).toEqual({ findings: [{ line: 123456789, html: null, message: 'it has * here' }], n: 1 });
	},
);

test('a short secret is masked as a whole word, and words that contain it stay', () => {
	const { text } = createRedactor(['abc']);
	expect(text('abc, "abc" /abc abcd xabc a-abc YWJj YWJjOg==')).toBe('*, "*" /* abcd xabc a-abc * *==');
});

test('internal errors are masked by what the provider sent, which is read only then', () => {
	const redactor = createRedactor([]);
	let asked = 0;
	redactor.learn(() => {
		asked += 1;
		return ['Jane Doe', 'abc', '12345', 'a"quoted"b'];
	});
	expect(redactor.text('Jane Doe')).toBe('Jane Doe');
	expect(asked).toBe(0);
	expect(redactor.fault('Jane Doe abc 12345 "a\\"quoted\\"b" Jane%20Doe SmFuZSBEb2U=')).toBe('* abc * "*" * *=');
	expect(redactor.fault(`Unexpected token 'x', ..."ne Doe" x"... is not valid JSON`)).toBe(
		"Unexpected token 'x', * is not valid JSON",
	);
	redactor.learn(() => Array.from({ length: 200_000 }, (_, index) => `value ${index}`));
	expect(redactor.fault('anything')).toMatch(/withheld/);
});

test('the secrets of an environment', () => {
	expect(
		secretsOf(
			{
				...{ IMPRINT_API_KEY: ' key ', IMPRINT_CUSTOMER_ID: 'id', PACT_BROKER_TOKEN: '', PATH: '/bin' },
				...{ HTTPS_PROXY: 'http://us%40er:p:w@proxy:1', https_proxy: 'alone@proxy', NO_PROXY: 'a@b' },
			},
			['IMPRINT_CUSTOMER_ID'],
		),
	).toEqual([' key ', 'key', 'id', 'id', 'us%40er', 'p:w', 'us@er', 'p:w', 'us@er:p:w', 'alone', 'alone', 'alone:']);
	expect(secretsOf({ IMPRINT_BASE_URL: 'https://us:%zz@example.com/@x' })).toEqual([
		'us',
		'%zz',
		'us',
		'%zz',
		'us:%zz',
	]);
});
