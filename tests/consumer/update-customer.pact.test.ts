/**
 * What we rely on when we update a customer. All data are invented: example.com, the 555-01xx numbers that are kept for
 * fiction, and no name that a person bears.
 */
import { MatchersV3 } from '@pact-foundation/pact';
import config from '../../contract.config';
import { type CustomerUpdate, ImprintClient } from '../../contracts/client';
import { CustomerNotFound, InvalidRequest } from '../../contracts/errors';
import { pactTest } from '../../src/pact-test/pact-test';

const { eachLike, eachValueMatches, regex, string } = MatchersV3;

const pact = pactTest(config);
const existing = 'a1b2c3d4-0000-4000-8000-000000000200';
const unused = 'a1b2c3d4-0000-4000-8000-000000000404';

/** Not a secret: an example, which a verification replaces by its own credentials. */
const apiKey = 'example-api-key';
const headers = { Authorization: `Bearer ${apiKey}` };
const json = { 'Content-Type': 'application/json' };
const clientAt = (baseUrl: string) => new ImprintClient({ baseUrl, apiKey });

/** The path that the client calls; a verification puts in the customer of the provider state. */
const update = (id: string) => pact.operation('updateCustomer', { customer_id: id });

test('changes the e-mail alone', async () => {
	const email = 'changed@example.com';
	await pact
		.addInteraction()
		.given('a customer exists')
		.uponReceiving('changes the e-mail alone')
		.withRequest(...(await update(existing)), (request) => request.headers(headers).jsonBody({ email }))
		.willRespondWith(200, (response) => response.headers(json).jsonBody({ id: string(existing), email }))
		.executeTest(async ({ url }) => {
			const customer = await clientAt(url).updateCustomer(existing, { email });
			expect(customer).toMatchObject({ id: existing, email });
		});
});

test('changes every field that does not steer the sandbox', async () => {
	const address = {
		street_line1: '2 Changed Street',
		street_line2: 'Unit 22',
		city: 'Changedville',
		state: 'NY',
		postal_code: '11111',
	};
	// Imprint's sandbox finds applications by phone, and last names decide their outcome. No value is one that the local
	// provider's customers begin with: an update that is not stored must show.
	const fields = {
		email: 'every-field@example.com',
		first_name: 'Changed',
		preferred_language: 'es',
		...address,
		customer_history: {
			email: 'history@example.com',
			phone: '+12025550124',
			first_name: 'Example',
			last_name: 'Customer',
			preferred_language: 'en',
			address: { ...address, country: 'USA' },
			account_tenure: 13,
			ltv_amount: 34000,
			ltv_currency: 'USD',
			loyalty_tier: 'GOLD',
			account_created_at: '2025-02-13T19:08:07.000Z',
			transaction_count: 100,
		},
		metadata: { campaign: 'example-campaign' },
	} satisfies CustomerUpdate;
	const { email, first_name, preferred_language, metadata } = fields;
	await pact
		.addInteraction()
		.given('a customer exists')
		.uponReceiving('changes every field that does not steer the sandbox')
		.withRequest(...(await update(existing)), (request) => request.headers(headers).jsonBody(fields))
		.willRespondWith(200, (response) =>
			response.headers(json).jsonBody({
				id: string(existing),
				...{ email, first_name, preferred_language, address, metadata },
				statuses: eachValueMatches({ 'Example Card': 'OPEN' }, [regex('^(OPEN|CLOSED)$', 'OPEN')]),
			}),
		)
		.executeTest(async ({ url }) => {
			const customer = await clientAt(url).updateCustomer(existing, fields);
			expect(customer).toMatchObject({ id: existing, email, address, statuses: { 'Example Card': 'OPEN' } });
		});
});

test('changes the metadata alone', async () => {
	// Not what another interaction stores: at a provider with one customer for all, an update that is not stored must show.
	const metadata = { campaign: 'changed-campaign' };
	await pact
		.addInteraction()
		.given('a customer exists')
		.uponReceiving('changes the metadata alone')
		.withRequest(...(await update(existing)), (request) => request.headers(headers).jsonBody({ metadata }))
		.willRespondWith(200, (response) => response.headers(json).jsonBody({ id: string(existing), metadata }))
		.executeTest(async ({ url }) => {
			const customer = await clientAt(url).updateCustomer(existing, { metadata });
			expect(customer).toMatchObject({ id: existing, metadata });
		});
});

/** The client shows `details` to whoever sent the faulty request, so there must be at least one. */
const detail = 'email: must be a well-formed email address';
const refusal = { details: eachLike(detail) };

test('is refused for a malformed e-mail', async () => {
	const email = 'not-an-email';
	await pact
		.addInteraction()
		.given('a customer exists')
		.uponReceiving('is refused for a malformed e-mail')
		.withRequest(...(await update(existing)), (request) => request.headers(headers).jsonBody({ email }))
		.willRespondWith(400, (response) => response.headers(json).jsonBody(refusal))
		.executeTest(async ({ url }) => {
			const refused = clientAt(url).updateCustomer(existing, { email });
			await expect(refused).rejects.toThrow(InvalidRequest);
			await expect(refused).rejects.toMatchObject({ details: [detail] });
		});
});

test('is refused for a phone number outside the pattern', async () => {
	const phone = 'not-a-phone';
	await pact
		.addInteraction()
		.given('a customer exists')
		.uponReceiving('is refused for a phone number outside the pattern')
		.withRequest(...(await update(existing)), (request) => request.headers(headers).jsonBody({ phone }))
		.willRespondWith(400, (response) => response.headers(json).jsonBody(refusal))
		.executeTest(async ({ url }) => {
			const refused = clientAt(url).updateCustomer(existing, { phone });
			await expect(refused).rejects.toThrow(InvalidRequest);
			await expect(refused).rejects.toMatchObject({ details: [detail] });
		});
});

test('is refused for a customer that does not exist', async () => {
	const email = 'changed@example.com';
	const body = { type: 'CUSTOMER_NOT_FOUND_ERROR', message: string('Customer not found') };
	await pact
		.addInteraction()
		.given('no customer has the id')
		.uponReceiving('is refused for a customer that does not exist')
		.withRequest(...(await update(unused)), (request) => request.headers(headers).jsonBody({ email }))
		.willRespondWith(404, (response) => response.headers(json).jsonBody(body))
		.executeTest(async ({ url }) => {
			const refused = clientAt(url).updateCustomer(unused, { email });
			await expect(refused).rejects.toThrow(CustomerNotFound);
			await expect(refused).rejects.toMatchObject({ type: 'CUSTOMER_NOT_FOUND_ERROR' });
		});
});
