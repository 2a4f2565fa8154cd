/**
 * What we rely on when we update a customer. All data are invented: example.com, the 555-01xx numbers that are kept for
 * fiction, and no name that a person bears.
 */
import { MatchersV3 } from '@pact-foundation/pact';
import type { CustomerUpdate } from './client';
import { CustomerNotFound, InvalidRequest } from './errors';
import type { Interaction } from './interaction';
import { states } from './states';

const { eachLike, eachValueMatches, regex, string } = MatchersV3;

const existing = states.customerExists.parameters.customer_id;
const unused = states.noSuchCustomer.parameters.customer_id;

const emailAlone: CustomerUpdate = { email: 'changed@example.com' };

/** Not what another interaction stores: at a provider with one customer for all, an update that is not stored must show. */
const metadataAlone: CustomerUpdate = { metadata: { campaign: 'changed-campaign' } };

const address = {
	street_line1: '2 Changed Street',
	street_line2: 'Unit 22',
	city: 'Changedville',
	state: 'NY',
	postal_code: '11111',
};

/**
 * Every field but those that steer a shared sandbox (`steeringFields`). No value is one that the local provider's
 * invented customers begin with: an update that is not stored must show.
 */
const fields: CustomerUpdate & { email: string } = {
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
};

const malformedEmail: CustomerUpdate = { email: 'not-an-email' };

const malformedPhone: CustomerUpdate = { phone: 'not-a-phone' };

const detail = 'email: must be a well-formed email address';

/** The client shows `details` to whoever sent the faulty request, so there must be at least one. */
const refusal = { details: eachLike(detail) };

export const interactions: readonly Interaction[] = [
	{
		description: 'changes the e-mail alone',
		operationId: 'updateCustomer',
		given: states.customerExists,
		body: emailAlone,
		response: { status: 200, body: { id: string(existing), email: 'changed@example.com' } },
		call: (client) => client.updateCustomer(existing, emailAlone),
		outcome: { kind: 'returns', matching: { id: existing, email: 'changed@example.com' } },
	},
	{
		description: 'changes every field that does not steer the sandbox',
		operationId: 'updateCustomer',
		given: states.customerExists,
		body: fields,
		response: {
			status: 200,
			body: {
				id: string(existing),
				email: fields.email,
				first_name: fields.first_name,
				preferred_language: fields.preferred_language,
				address,
				metadata: fields.metadata,
				statuses: eachValueMatches({ 'Example Card': 'OPEN' }, [regex('^(OPEN|CLOSED)$', 'OPEN')]),
			},
		},
		call: (client) => client.updateCustomer(existing, fields),
		outcome: {
			kind: 'returns',
			matching: { id: existing, email: fields.email, statuses: { 'Example Card': 'OPEN' } },
		},
	},
	{
		description: 'changes the metadata alone',
		operationId: 'updateCustomer',
		given: states.customerExists,
		body: metadataAlone,
		response: { status: 200, body: { id: string(existing), metadata: metadataAlone.metadata } },
		call: (client) => client.updateCustomer(existing, metadataAlone),
		outcome: { kind: 'returns', matching: { id: existing, metadata: metadataAlone.metadata } },
	},
	{
		description: 'is refused for a malformed e-mail',
		operationId: 'updateCustomer',
		given: states.customerExists,
		body: malformedEmail,
		response: { status: 400, body: refusal },
		call: (client) => client.updateCustomer(existing, malformedEmail),
		outcome: { kind: 'throws', error: InvalidRequest, matching: { details: [detail] } },
	},
	{
		description: 'is refused for a phone number outside the pattern',
		operationId: 'updateCustomer',
		given: states.customerExists,
		body: malformedPhone,
		response: { status: 400, body: refusal },
		call: (client) => client.updateCustomer(existing, malformedPhone),
		outcome: { kind: 'throws', error: InvalidRequest, matching: { details: [detail] } },
	},
	{
		description: 'is refused for a customer that does not exist',
		operationId: 'updateCustomer',
		given: states.noSuchCustomer,
		body: emailAlone,
		response: { status: 404, body: { type: 'CUSTOMER_NOT_FOUND_ERROR', message: string('Customer not found') } },
		call: (client) => client.updateCustomer(unused, emailAlone),
		outcome: { kind: 'throws', error: CustomerNotFound, matching: { type: 'CUSTOMER_NOT_FOUND_ERROR' } },
	},
];
