/** The `curl` line of an interaction, read by a real shell. */
import { execFileSync } from 'node:child_process';
import { parsePact } from '../../src/pact/pact-file';
import { curlOf } from '../../src/verify/curl';
import type { Provider } from '../../src/verify/provider';

const variables = {
	...{ baseUrl: 'SHOP_BASE_URL', apiKey: 'SHOP_API_KEY', authScheme: '', caFile: '', clientCert: '' },
	...{ clientKey: '', passphrase: '' },
};

function argumentsOf(request: object, more: object = {}, credentials: Provider['credentials'] = undefined): string[] {
	const pact = {
		...{ consumer: { name: 'c' }, provider: { name: 'p' } },
		interactions: [{ description: 'asks', request, response: { status: 200 }, ...more }],
		metadata: { pactSpecification: { version: '3.0.0' } },
	};
	const [interaction] = parsePact('pact.json', JSON.stringify(pact)).interactions;
	if (interaction?.kind !== 'http') throw new Error('it is not over HTTP');
	const states = { 'an order exists': { remote: { id: { from: 'SHOP_ORDER' } } } };
	const line = curlOf(interaction, { credentials, states, variables } as unknown as Provider);
	const environment = { SHOP_BASE_URL: 'http://127.0.0.1:1', SHOP_API_KEY: 'key', SHOP_ORDER: '7', FREE_ID: '8' };
	// The shell tells what it would hand to curl.
	const script = `curl() { printf '%s\\0' "$@"; }; ${line}`;
	const printed = execFileSync('sh', ['-c', script], { env: environment, encoding: 'utf8' });
	return printed.split('\0').slice(0, -1);
}

/** `{id}` in the path is a value of a provider state. */
const stated = (path: string) => ({
	generators: { path: { type: 'ProviderState', expression: path.replaceAll('{', '${') } },
});

test('variables stand for the provider, its key, and what a provider state supplies', () => {
	const path = '/orders/1/items/2x';
	const request = { method: 'PATCH', path, ...stated('/orders/{id}/items/{free_id}x'), headers: { Host: 'a' } };
	const states = { providerStates: [{ name: 'an order exists' }] };
	expect(argumentsOf(request, states, ['Authorization', 'Bearer local'])).toEqual([
		...['-X', 'PATCH', 'http://127.0.0.1:1/orders/7/items/8x', '-H', 'Authorization: Bearer key'],
	]);
});

test.each<[credentials: readonly [string, string], args: string[]]>([
	[
		['Authorization', 'Basic bG9jYWw6'],
		['-u', 'key:'],
	],
	[
		['X-API-Key', 'local'],
		['-H', 'X-API-Key: key'],
	],
])('the key takes the place of the contract’s in %j', (credentials, args) => {
	const request = { method: 'GET', path: '/', headers: { [credentials[0].toLowerCase()]: 'example', Accept: 'a/b' } };
	expect(argumentsOf(request, {}, credentials)).toEqual([
		...['-X', 'GET', 'http://127.0.0.1:1/', ...args, '-H', 'Accept: a/b'],
	]);
});

test('a request that is to be refused keeps the credentials of the contract', () => {
	const request = { method: 'GET', path: '/', headers: { Authorization: 'Bearer wrong' } };
	const refused = { response: { status: 401 } };
	expect(argumentsOf(request, refused, ['Authorization', 'Bearer local'])).toContain('Authorization: Bearer wrong');
});

test('what a shell would read is left as it is', () => {
	const hostile = `it's "$HOME" \`id\` \\ $(id) !\n;&|`;
	const headers = { 'X-A': `'$HOME'`, 'Content-Type': 'application/json' };
	const request = { method: 'POST', path: '/a$HOME/`id`', query: { q$: [`"$(id)" & 'x'`] }, headers, body: hostile };
	expect(argumentsOf(request)).toEqual([
		...['-X', 'POST', `http://127.0.0.1:1/a$HOME/\`id\`?q%24=${encodeURIComponent(`"$(id)" & 'x'`)}`],
		...['-H', `X-A: '$HOME'`, '-H', 'Content-Type: application/json', '--data-raw', JSON.stringify(hostile)],
	]);
});
