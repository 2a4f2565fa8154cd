/** Sources that the tests of `contract record` put into a copy of the project. */

const parties = "{ consumer: 'imprint-client', provider: 'imprint', logLevel: 'error' as const }";

/** Pact tests as pact-js documents them, without our helper. */
export const plain = `
import { MessageConsumerPact, PactV2, PactV3, PactV4, synchronousBodyHandler } from '@pact-foundation/pact';

const parties = ${parties};

describe('plain tests', () => {
	test('of four', async () => {
		await new PactV4({ ...parties, dir: 'pacts' })
			.addInteraction()
			.given('one')
			.given('two', { x: 1 })
			.uponReceiving('four, to the folder pacts')
			.withRequest('GET', '/a', (request) => request.query({ q: '1' }).headers({ 'X-Key': 'a' }))
			.willRespondWith(204)
			.executeTest(async ({ url }) => {
				expect((await fetch(url + '/a?q=1', { headers: { 'X-Key': 'a' } })).status).toBe(204);
			});
	});

	test('of three', async () => {
		const pact = new PactV3(parties);
		pact
			.uponReceiving('three, to the default folder')
			.withRequest({ method: 'GET', path: '/a' })
			.willRespondWith({ status: 200, body: 'a,b', headers: { 'Content-Type': 'text/csv' } });
		await pact.executeTest(async ({ url }) => {
			expect(await (await fetch(url + '/a')).text()).toBe('a,b');
		});
	});

	test('of three, with another provider', async () => {
		const pact = new PactV3({ ...parties, provider: 'third' });
		pact.uponReceiving('three').withRequest({ method: 'GET', path: '/a' }).willRespondWith({ status: 200 });
		await pact.executeTest(({ url }) => fetch(url + '/a'));
	});

	describe('of two', () => {
		const pact = new PactV2({ ...parties, provider: 'second' });
		let url = '';
		beforeAll(async () => {
			url = 'http://127.0.0.1:' + (await pact.setup()).port;
		});
		afterEach(() => pact.verify());
		afterAll(() => pact.finalize());

		test('a query', async () => {
			await pact.addInteraction({
				state: 'one',
				uponReceiving: 'two',
				withRequest: { method: 'GET', path: '/a', query: { q: '1' } },
				willRespondWith: { status: 200, body: { a: 1 } },
			});
			expect(await (await fetch(url + '/a?q=1')).json()).toEqual({ a: 1 });
		});
	});

	test('of a message', () =>
		new MessageConsumerPact({ ...parties, provider: 'messages' })
			.expectsToReceive('a message')
			.withContent({ a: 1 })
			.verify(synchronousBodyHandler(() => {})));
});
`;

const interaction = (description: string, status = 200) => `new PactV4(parties)
			.addInteraction()
			.uponReceiving(${description})
			.withRequest('GET', '/a')
			.willRespondWith(${status})
			.executeTest(`;

/** Fifteen interactions. */
export const many = (file: number): string => `
import { PactV4 } from '@pact-foundation/pact';

const parties = ${parties};

test.each(Array.from({ length: 15 }, (_, index) => 'is number ${file}.' + index))('%s', async (description) => {
	await ${interaction('description')}({ url }) => fetch(url + '/a'));
});
`;

/** Pact tests that each have a fault of their own. */
export const wrong = `
import { PactV4 } from '@pact-foundation/pact';
import config from '../../contract.config';
import { pactTest } from '../../src/pact-test/pact-test';

const parties = ${parties};

test('is first', async () => {
	await ${interaction("'is twice'")}({ url }) => fetch(url + '/a'));
});
test('is second', async () => {
	await ${interaction("'is twice'", 201)}({ url }) => fetch(url + '/a'));
});
test.skip('is skipped', () => {});
test('is not awaited', async () => {
	new PactV4(parties).addInteraction().uponReceiving('not awaited').withRequest('GET', '/a').willRespondWith(200);
});
test('expects another result', async () => {
	await ${interaction("'a result'")}async ({ url }) => {
		await fetch(url + '/a');
		expect(1).toBe(2);
	});
});
test('throws', async () => {
	await ${interaction("'throws'")}async ({ url }) => {
		await fetch(url + '/a');
		throw new Error('own');
	});
});
test.each(['one', 'two'])('names an operation that is not there, %s', async () => {
	await pactTest(config).operation('updateCustomr');
});
`;

/** Behaves by the field or the e-mail that it is to change. */
export const faultyClient = `const { email, phone, metadata } = update;
		if (email === 'not-an-email' || phone !== undefined || customerId.endsWith('404')) throw new Error('boom');
		const first = { method: 'POST', path: '/v2/customers/{customer_id}', parameters: { customer_id: customerId }, body: update };
		if (email === 'every-field@example.com') await this.send(first);
		if (email === 'changed@example.com') await new Promise(() => setInterval(() => {}, 1000));
		const response = await this.send({`;

export const faultyHeader = `Authorization: JSON.stringify(body).includes('changed-campaign')
					? this.authorization().replace('Bearer', 'Token')
					: this.authorization(),`;

export const withCommand = "consumer: 'imprint-client',\n\trecord: { command: 'node consumer.js' },";

/** Writes a pact without any test runner. */
export const script = `
const { PactV4 } = require('@pact-foundation/pact');
new PactV4({ consumer: 'imprint-client', provider: 'imprint', logLevel: 'error' })
	.addInteraction()
	.uponReceiving('of a script')
	.withRequest('GET', '/a')
	.willRespondWith(200)
	.executeTest(({ url }) => fetch(url + '/a'));
`;

/** Has the client send another request, and fails. */
export const failingScript = `${script.trim().replace("/a'));", "/b'))")}
	.catch(() => {
		console.log('planted');
		process.exitCode = 1;
	});
`;
