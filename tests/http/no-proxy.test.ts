/** Which proxy the environment names for a URL. */
import { proxyFor } from '../../src/system/environment';

const names = [
	'https_proxy',
	'all_proxy',
	'no_proxy',
	'npm_config_https_proxy',
	'npm_config_proxy',
	'npm_config_no_proxy',
];
const before = { ...process.env };

beforeEach(() => {
	for (const name of names) for (const each of [name, name.toUpperCase()]) delete process.env[each];
});
afterAll(() => {
	process.env = before;
});

const url = new URL('https://provider.example.test:8443');

test.each([
	[{}, undefined],
	[{ HTTPS_PROXY: 'http://p.example:3128' }, 'http://p.example:3128/'],
	[{ https_proxy: 'http://p.example:3128' }, 'http://p.example:3128/'],
	[{ ALL_PROXY: 'https://p.example' }, 'https://p.example/'],
	[{ HTTPS_PROXY: 'p.example:3128' }, 'http://p.example:3128/'],
	[{ HTTPS_PROXY: 'http://p.example', NO_PROXY: 'provider.example.test' }, undefined],
	[{ HTTPS_PROXY: 'http://p.example', NO_PROXY: 'a.example, .example.test' }, undefined],
	[{ HTTPS_PROXY: 'http://p.example', no_proxy: 'provider.example.test:8443' }, undefined],
	[{ HTTPS_PROXY: 'http://p.example', NO_PROXY: '*' }, undefined],
	[{ HTTPS_PROXY: 'http://p.example', NO_PROXY: 'provider.example.test:443,test' }, 'http://p.example/'],
])('%j', (variables, proxy) => {
	Object.assign(process.env, variables);
	expect(proxyFor(url)?.href).toBe(proxy);
});

test.each(['socks5://user:hidden@p.example', 'http://user:hidden@', 'http://user:hidden@p.example:x'])(
	'%s is refused, and not quoted',
	(value) => {
		process.env.HTTPS_PROXY = value;
		expect(() => proxyFor(url)).toThrow('The proxy for provider.example.test:8443 is not the URL of an http or https');
		expect(() => proxyFor(url)).not.toThrow('hidden');
	},
);
