/** Expected headers are compared by what they mean, expected statuses by what their matcher admits. */
import { type Asked, expecting, json, verifyDepot } from './depot';

type Lines = readonly string[];

/** A response of specification 4 with the values of one header, and the lines that come of it. */
const withHeader = (name: string, expected: Lines, received: Lines, rule?: string): Asked => {
	const values = JSON.stringify(expected);
	const rules =
		rule === undefined ? '' : `,"matchingRules":{"header":{"${name}":{"combine":"AND","matchers":[${rule}]}}}`;
	const isType = name.toLowerCase() === 'content-type';
	const body = isType ? `,"body":{"content":{},"contentType":${JSON.stringify(expected[0])},"encoded":false}` : '';
	const lines = received.map((each) => [name, each] as const);
	return {
		response: `{"status":200,"headers":{"${name}":${values}}${body}${rules}}`,
		answer: { headers: isType ? lines : [...json, ...lines], body: '{}' },
	};
};
const regex = (pattern: string) => JSON.stringify({ match: 'regex', regex: pattern });

test.each<[name: string, expected: Lines, received: Lines, isSame: boolean, ...rule: string[]]>([
	['Content-Type', ['Application/Json'], ['application/json'], true],
	['Content-Type', ['application/json'], ['APPLICATION/JSON'], true],
	['Content-Type', ['application/json;charset="UTF-8"'], ['application/json; Charset=utf-8'], true],
	['Content-Type', ['application/json;a=1;b="x y"'], ['application/json; B="x y"; a="1"'], true],
	['Content-Type', ['application/json;a=X'], ['application/json;a=x'], false],
	['Content-Type', ['application/json;charset=utf-8'], ['application/json;charset=latin1'], false],
	['Content-Type', ['application/json'], ['application/problem+json'], false],
	[
		'Content-Type',
		['application/json;charset=UTF-8'],
		['application/json;charset=UTF-8'],
		true,
		regex('^application/json;charset=UTF-8$'),
	],
	['Content-Type', ['Application/Json'], ['Application/Json'], true, regex('^Application/Json$')],
	['Content-Type', ['application/json'], ['application/json'], false, regex('^application/json;charset=UTF-8$')],
	['Vary', ['Accept, Origin'], ['Accept,Origin'], true],
	['Vary', ['Accept, Origin'], ['Accept', 'Origin'], true],
	['Vary', ['Accept', 'Origin'], ['Accept, Origin'], true],
	['Vary', ['Accept, Origin'], ['Accept'], false],
	['vary', ['Accept'], [], false],
	['Cache-Control', ['private="a, b", no-cache'], ['private="a, b"', 'no-cache'], true],
	['Cache-Control', ['private="a, b"'], ['private="a,b"'], false],
	['ETag', ['"a"'], ['"A"'], false],
	['X-Day', ['Mon, 01 Jan 2026 00:00:00 GMT'], ['Mon, 01 Jan 2026 00:00:00 GMT'], true],
	['Set-Cookie', ['a=1; Path=/', 'b=2, c'], ['b=2, c', 'x=1', 'a=1; Path=/'], true],
	['Set-Cookie', ['a=1; Path=/'], ['a=2; Path=/'], false],
	['Vary', ['Accept'], ['Origin'], true, regex('Accept|Origin')],
	['Vary', ['Accept'], ['Other'], false, regex('Accept|Origin')],
])('%s: %j, received %j: %s', async (name, expected, received, isSame, ...[rule]) => {
	const { codes } = await verifyDepot([withHeader(name, expected, received, rule)]);
	expect(codes).toEqual([isSame ? [] : ['provider.mismatch']]);
});

test.each(['2.0.0', '3.0.0'])('version %s has its headers compared by meaning, too', async (version) => {
	const of = (expected: string, lines: readonly (readonly [string, string])[]): Asked => ({
		response: `{"status":200,"headers":${expected}}`,
		answer: { headers: [...json, ...lines] },
	});
	const { codes } = await verifyDepot(
		[
			of('{"Vary":"Accept, Origin"}', [
				['vary', 'Accept'],
				['vary', 'Origin'],
			]),
			of('{"Vary":"Accept, Origin"}', [['Vary', 'Origin']]),
			of('{"Content-Type":"Application/JSON"}', []),
		],
		{ version },
	);
	expect(codes.map((each) => each.includes('provider.mismatch'))).toEqual([false, true, false]);
});

test('a body in two content encodings, named in two lines, is decoded', async () => {
	const { gzipSync } = await import('node:zlib');
	const headers = [...json, ['Content-Encoding', 'identity'], ['Content-Encoding', 'gzip']] as const;
	const { codes } = await verifyDepot([
		{ response: expecting('{"a":1}'), answer: { headers, body: gzipSync('{"a":1}') } },
	]);
	expect(codes).toEqual([[]]);
});

const redirect = (status: number, answer: Asked['answer'], rule = ''): Asked => ({
	response: `{"status":${status},"headers":{"Location":["/x?y=1"]}${rule}}`,
	...(answer && { answer }),
});

test('an expected redirect agrees, where it leads where it should', async () => {
	const rule = `,"matchingRules":{"header":{"Location":{"combine":"AND","matchers":[${regex('^/x.*$')}]}}}`;
	const { codes, seen } = await verifyDepot([
		redirect(302, { status: 302, headers: [['Location', '/x?y=1']] }),
		redirect(302, { status: 302, headers: [['Location', '/z']] }),
		redirect(302, { status: 302 }),
		redirect(303, { status: 302, headers: [['Location', '/x?y=1']] }),
		redirect(303, { status: 303, headers: [['Location', '/x?z']] }, rule),
		redirect(303, { status: 303, headers: [['Location', '/z']] }, rule),
		{ response: '{"status":304}', answer: { status: 304 } },
		{ response: '{"status":200}', answer: { status: 304 } },
	]);
	const mismatch = ['provider.mismatch'];
	expect(codes).toEqual([[], mismatch, mismatch, ['provider.redirect'], [], mismatch, [], mismatch]);
	expect(seen).toHaveLength(codes.length);
});

const ruled = (wanted: string, status: number, example = 500, isKeyed = false): Asked => {
	const rule = `{"combine":"AND","matchers":[{"match":"statusCode","status":${wanted}}]}`;
	const rules = `"matchingRules":{"status":${isKeyed ? `{"$":${rule}}` : rule}}`;
	return { response: `{"status":${example},${rules}}`, answer: { status, headers: [['Retry-After', '0']] } };
};

test.each<[wanted: string, status: number, code: string | undefined]>([
	['"serverError"', 503, undefined],
	['"serverError"', 404, 'provider.mismatch'],
	['"clientError"', 401, undefined],
	['"clientError"', 429, undefined],
	['"error"', 403, undefined],
	['[401,403]', 403, undefined],
	['[401,403]', 404, 'provider.mismatch'],
	['"redirect"', 302, undefined],
	['"success"', 503, 'provider.unavailable'],
	['"success"', 401, undefined],
])('a matcher for the status %s, received %i', async (wanted, status, code) => {
	const { codes, verdict } = await verifyDepot([ruled(wanted, status), ruled(wanted, status, 0, true)]);
	expect(codes).toEqual(code === undefined ? [[], []] : [[code], [code]]);
	// All that came was a refusal, which no matcher admits.
	if (wanted === '"success"' && status === 401) expect(verdict).toBe('unjudged');
});

test('an answer that its matcher admits is no sign of the health of the provider', async () => {
	const { codes, verdict } = await verifyDepot([
		{ response: '{"status":200}', answer: { headers: json, body: '{}' } },
		ruled('"clientError"', 401, 400),
		ruled('[500,503]', 503),
		ruled('"clientError"', 429, 400),
	]);
	expect({ codes, verdict }).toEqual({ codes: [[], [], [], []], verdict: 'agree' });
});
