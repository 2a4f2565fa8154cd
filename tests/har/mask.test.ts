/** The mask on each kind of value: bodies, headers, media types, paths and queries. */
import fc from 'fast-check';
import { looksLikeField, maskedHeaders, maskedJson, maskedMediaType, maskedTarget } from '../../src/har/mask';
import { type Named, namedBy } from '../../src/har/named';
import type { Json } from '../../src/json/json';
import type { Spec } from '../../src/openapi/spec';
import { specOf } from '../openapi/support/document';

let spec: Spec;
let named: Named;
beforeAll(async () => {
	const filter = { name: 'filter[at]', in: 'query', schema: {} };
	const content = { 'application/vnd.shop+json; profile="a b"; v=2': {}, 'text/plain; charset=utf-8': {} };
	const get = { parameters: [filter], responses: { 200: { description: 'a', content } } };
	spec = await specOf({
		openapi: '3.1.0',
		servers: [{ url: 'https://a.example.com/v1' }],
		paths: { '/orders/{id}': { get }, '/orders/{id}/{page}.pdf': { get }, '/me': { get } },
		components: {
			securitySchemes: { dated: { type: 'apiKey', in: 'header', name: 'Date' } },
			schemas: { Order: { required: ['paid'], properties: { lines: { dependentRequired: { tax: ['vat'] } } } } },
		},
	});
	named = namedBy(spec);
});

test('names in the spec', () => {
	expect([...named.keys].sort()).toEqual(['filter[at]', 'lines', 'paid', 'tax', 'vat']);
	expect([...named.segments].sort()).toEqual(['', 'me', 'orders', 'v1', '{id}', '{page}.pdf']);
});

describe('a body', () => {
	const isField = (key: string) => key.startsWith('f');

	test('keeps its structure, its fields, true, false and null', () => {
		const body = { f1: 'Anna', f2: [1, -2.5, 1e300, 'x'], f3: true, f4: false, f5: null, f6: {}, f7: [] };
		expect(maskedJson(body, isField)).toEqual({
			...{ f1: '*', f2: [0, 0, 0, '*'], f3: true, f4: false, f5: null, f6: {}, f7: [] },
		});
		expect(['Anna', 7, true, null].map((each) => maskedJson(each, isField))).toEqual(['*', 0, true, null]);
	});

	test('keys of maps are numbered in each object', () => {
		const body = { 'anna@example.com': { smith: 1, jones: 2, f: 3 }, f: 'x', '': 4, __proto__: 5 };
		expect(maskedJson(body, isField)).toEqual({ '*1': { '*1': 0, '*2': 0, f: 0 }, f: '*', '*2': 0 });
		expect(maskedJson(JSON.parse('{"__proto__":{"a":1}}'), isField)).toEqual({ '*1': { '*1': 0 } });
	});

	test('nothing else is kept', () => {
		const isMask = (value: Json): boolean => {
			if (Array.isArray(value)) return value.every(isMask);
			if (typeof value !== 'object' || value === null)
				return [null, true, false, 0, '*'].some((each) => each === value);
			return Object.entries(value).every(([key, each]) => /^\*\d+$/.test(key) && isMask(each));
		};
		fc.assert(fc.property(fc.jsonValue(), (value) => isMask(maskedJson(value as Json, () => false))));
	});

	test.each(['message', 'first_name', 'errorCode', '$ref', 'x-request'])('%s looks like a field', (key) =>
		expect(looksLikeField(key)).toBe(true),
	);

	test.each(['cus_12', 'f47ac10b-58cc', '1', '', 'anna@example.com', 'Anna Smith', 'é', 'a'.repeat(41)])(
		'%j does not',
		(key) => expect(looksLikeField(key)).toBe(false),
	);
});

describe('headers', () => {
	test('names are kept, and values about the message itself', () => {
		const open = [
			['content-length', '12'],
			['Content-Encoding', 'gzip, br'],
			['Retry-After', '30'],
			['Retry-After', 'Tue, 24 Nov 2026 10:00:00 GMT'],
			['Content-Type', 'application/json; charset=utf-8'],
		] as const;
		expect(maskedHeaders(open, named)).toEqual(open);
	});

	test.each([
		['Set-Cookie', 'a=b'],
		['Authorization', 'Bearer x'],
		['X-Rate-Limit', '12'],
		['Location', 'https://planted.example.com'],
		['Content-Length', 'planted'],
		['Content-Encoding', 'planted'],
		['Retry-After', 'planted'],
		['Content-Type', 'planted'],
		// Every object inherits one of this name.
		['constructor', 'planted'],
		// It carries a key by a security scheme.
		['Date', 'Tue, 24 Nov 2026 10:00:00 GMT'],
	])('%s: %s is masked', (name, value) => expect(maskedHeaders([[name, value]], named)).toEqual([[name, '*']]));

	test('an unusual name', () => {
		expect(maskedHeaders([['X-4711', 'a']], named)).toEqual([['*1', '*']]);
	});
});

test.each([
	['application/json', 'application/json'],
	['Text/HTML;charset="UTF-8"', 'text/html; charset=UTF-8'],
	['text/html; charset=planted; x=planted', 'text/html; charset=*'],
	['application/vnd.shop+json; v=2; profile="A b"', 'application/vnd.shop+json; v=2; profile="A b"'],
	['application/vnd.shop+json; v=planted', 'application/vnd.shop+json; v=*'],
	['application/vnd.planted+json', 'application/*+json'],
	['application/vnd.planted+planted', 'application/*'],
	['multipart/form-data; boundary=planted', 'multipart/form-data'],
	['image/planted', 'image/*'],
	['planted/planted+xml', '*/*+xml'],
	['planted', '*'],
])('the media type %s is %s', (type, masked) => expect(maskedMediaType(type, named)).toBe(masked));

test.each([
	['/orders/4711', '/orders/*'],
	['/v1/orders/4711', '/v1/orders/*'],
	['/me', '/me'],
	['/orders/orders', '/orders/*'],
	['/orders/4711/planted.pdf', '/orders/*/*.pdf'],
	['/v1/orders/4711?filter%5Bat%5D=4711&planted=4711&planted&&=4711', '/v1/orders/*?filter%5Bat%5D=*&*1=*&*2&&=*'],
	['/orders/4711?a?b', '/orders/*?*1'],
	['/planted/orders/4711/lines', '/*/orders/*/*'],
	['/planted//4711/', '/*//*/'],
	['', '/'],
])('the target %s is %s', (target, masked) => expect(maskedTarget('GET', target || '/', spec, named)).toBe(masked));

test('a path under another method keeps what the spec names', () => {
	expect(maskedTarget('POST', '/v1/orders/4711', spec, named)).toBe('/v1/orders/*');
});
