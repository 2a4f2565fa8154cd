import { startSandbox } from '../../sandbox/sandbox';
import { basic, bearer, send, sendUpdate, updatePath, withSandbox } from './http';

const apiKey = 'invented_key-1';

describe('credentials', () => {
	test.each([
		['a Bearer token', bearer(apiKey)],
		['a Bearer token in another case', `bearer ${apiKey}`],
		['a Basic user name with a password', basic(apiKey, 'any password')],
		['a Basic user name with a password that holds colons', basic(apiKey, 'a:b:c')],
		['a Basic user name with an empty password', basic(apiKey, '')],
		['a Basic user name, its scheme in another case', basic(apiKey, '').replace('Basic', 'BASIC')],
	])('are accepted as %s', async (_, Authorization) => {
		await withSandbox(
			async (sandbox) => {
				const reply = await sendUpdate(sandbox, sandbox.addCustomer(), {}, { Authorization });
				expect(reply.status).toBe(200);
			},
			{ apiKey },
		);
	});

	test.each([
		['of an unknown scheme', `Digest ${apiKey}`],
		['without a scheme', apiKey],
		['without a token', 'Bearer'],
		['that are empty', ''],
		['of another key', bearer('invented_key-2')],
		['of a longer key', bearer(`${apiKey}1`)],
		['of a shorter key', bearer(apiKey.slice(0, -1))],
		['in another case', bearer(apiKey.toUpperCase())],
		['with a word too many', bearer(`${apiKey} ${apiKey}`)],
		['that name the key as the Basic password', basic('user', apiKey)],
		['that name no one in Basic', basic('', '')],
		['whose Basic has no colon', `Basic ${Buffer.from(apiKey).toString('base64')}`],
		['whose Basic is not encoded', `Basic ${apiKey}:`],
	])('%s answer 401', async (_, Authorization) => {
		await withSandbox(
			async (sandbox) => {
				const reply = await sendUpdate(sandbox, sandbox.addCustomer(), {}, { Authorization });
				expect(reply.status).toBe(401);
			},
			{ apiKey },
		);
	});

	test('that are missing answer 401 with a general error and the accepted schemes', async () => {
		await withSandbox(async (sandbox) => {
			const headers = { 'Content-Type': 'application/json' };
			const path = updatePath(sandbox.addCustomer());
			const reply = await send(sandbox, path, { method: 'POST', headers, body: '{}' });
			expect(reply.status).toBe(401);
			expect(reply.headers.get('WWW-Authenticate')).toBe('Bearer realm="sandbox", Basic realm="sandbox"');
			expect(reply.body).toEqual({
				error: {
					type: 'authentication_error',
					message: 'Provide a valid API key, as a Bearer token or as the user name of Basic.',
					param: 'Authorization',
				},
			});
		});
	});

	test('are never echoed', async () => {
		await withSandbox(async (sandbox) => {
			const id = sandbox.addCustomer();
			const wrong = await sendUpdate(sandbox, id, {}, { Authorization: bearer('wrong_but_secret') });
			const right = await sendUpdate(sandbox, id, { email: 7 });
			for (const reply of [wrong, right]) {
				const everything = `${reply.text} ${JSON.stringify([...reply.headers])}`;
				expect(everything).not.toContain('wrong_but_secret');
				expect(everything).not.toContain(sandbox.apiKey);
			}
		});
	});

	test('are checked before the customer, the content type and the body', async () => {
		await withSandbox(async (sandbox) => {
			const Authorization = bearer('wrong');
			const unknown = sandbox.unusedCustomerId();
			const known = sandbox.addCustomer();
			const replies = await Promise.all([
				sendUpdate(sandbox, unknown, {}, { Authorization }),
				sendUpdate(sandbox, known, '{', { Authorization }),
				sendUpdate(sandbox, known, {}, { Authorization, 'Content-Type': 'text/plain' }),
				sendUpdate(sandbox, known, ' '.repeat(1024 * 1024 + 1), { Authorization }),
			]);
			expect(replies.map((reply) => reply.status)).toEqual([401, 401, 401, 401]);
		});
	});
});

describe('the API key', () => {
	test('is random for every sandbox', async () => {
		await withSandbox(async (one) => {
			await withSandbox(async (other) => {
				expect(one.apiKey).toMatch(/^sandbox_[\da-f]{32}$/);
				expect(other.apiKey).not.toBe(one.apiKey);
				const reply = await sendUpdate({ url: one.url, apiKey: other.apiKey }, one.addCustomer(), {});
				expect(reply.status).toBe(401);
			});
		});
	});

	test('is the given one', async () => {
		await withSandbox(async (sandbox) => expect(sandbox.apiKey).toBe(apiKey), { apiKey });
	});

	test.each(['', 'two words', 'user:password', 'schlüssel', 'line\n'])(
		'%j is refused, as no header could carry it',
		async (unusable) => {
			await expect(startSandbox({ apiKey: unusable })).rejects.toThrow(
				new TypeError('apiKey must be visible ASCII without a colon, and not empty'),
			);
		},
	);
});
