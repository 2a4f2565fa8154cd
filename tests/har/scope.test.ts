/** Which hosts and base paths belong to a spec, and which URLs are for one of them. */
import { scopeOf } from '../../src/har/scope';
import type { Json } from '../../src/json/json';
import { isOverHttp } from '../../src/openapi/path/server';
import { specOf } from '../openapi/support/document';

describe('the hosts and base paths of a spec', () => {
	const load = (servers: Json) => specOf({ openapi: '3.1.0', servers, paths: {} });

	test.each<readonly [string, Json, readonly string[]]>([
		['a host', [{ url: 'https://A.example.com/base' }], ['a.example.com']],
		['default ports', [{ url: 'https://a.example.com:443' }, { url: 'http://a.example.com:80' }], ['a.example.com']],
		['another port', [{ url: 'http://[::1]:8080' }], ['[::1]:8080']],
		['a relative one', [{ url: '/base' }], []],
		['one without a scheme', [{ url: '//a.example.com/base' }], ['a.example.com']],
		['a variable without values', [{ url: 'https://{a}.example.com' }], []],
		[
			'variables',
			[{ url: 'https://{a}.example.com:{b}', variables: { a: { default: 'x', enum: ['x', 'y'] }, b: { default: 1 } } }],
			['x.example.com:1', 'y.example.com:1'],
		],
		['malformed entries', [null, 7, {}, { url: 7 }, { url: 'mailto:a@example.com' }, { url: 'https://' }], []],
		['a variable without values within a name', [{ url: 'https://a{b}.example.com' }], []],
		['a variable in what is another scheme', [{ url: 'mailto://a.example.com' }], []],
		['a variable of the path without values', [{ url: 'https://a.example.com/{b}/c' }], ['a.example.com']],
		['malformed values', [{ url: 'https://{a}.example.com', variables: { a: { enum: [{}] } } }], []],
		['no list', { url: 'https://a.example.com' }, []],
	])('%s', async (_, servers, hosts) => {
		expect(scopeOf(await load(servers), []).hosts).toEqual(hosts);
	});

	test('at most 256', async () => {
		const values = Array.from({ length: 300 }, (_, index) => `h${index}`);
		const { hosts } = scopeOf(await load([{ url: 'https://{a}.example.com', variables: { a: { enum: values } } }]), []);
		expect(hosts).toEqual(values.slice(0, 256).map((each) => `${each}.example.com`));
	});

	test('without servers, an added host has no base path', async () => {
		const scope = scopeOf(await load([]), ['a.example.com']);
		expect(scope.covers(new URL('https://a.example.com/x'), false)).toBe(true);
	});

	test('an added host has the base paths of all servers, and the paths of the spec without one', async () => {
		const servers = [{ url: 'https://a.example.com/one' }, { url: '/two/{version}' }];
		const scope = scopeOf(await load(servers), ['b.example.com:443']);
		const covers = (url: string, isDescribed = false) => scope.covers(new URL(url), isDescribed);
		expect(scope.hosts).toEqual(['a.example.com', 'b.example.com']);
		expect(scope.hasHost(new URL('http://b.example.com/'))).toBe(true);
		expect(['/one', '/one/x', '/two/x', '/three'].map((path) => covers(`https://b.example.com${path}`))).toEqual([
			...[true, true, true, false],
		]);
		expect(['/one/x', '/two/x', '/onex'].map((path) => covers(`https://a.example.com${path}`))).toEqual([
			...[true, false, false],
		]);
		expect([covers('https://b.example.com/x', true), covers('https://a.example.com/x', true)]).toEqual([true, false]);
	});
});

test('entries over HTTP', () => {
	const protocols = ['http:', 'https:', 'ws:', 'wss:', 'xhttp:', 'http:x', 'data:'];
	expect(protocols.filter(isOverHttp)).toEqual(['http:', 'https:', 'ws:', 'wss:']);
});
