/**
 * Writes a pact of any number of interactions as Pact's own writer lays it out, one at a time, so that size costs no
 * memory. All agree with spec/openapi.yaml; values, statuses and shapes vary. Usage: node synthetic.mjs FILE COUNT
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { describedAs, head, json, tail } from './pact.mjs';

const [file, count] = [process.argv[2], Number(process.argv[3])];
const template = '/v2/customers/{customer_id}';

const type = (more = {}) => ({ combine: 'AND', matchers: [{ match: 'type', ...more }] });

function address(index) {
	return {
		city: ['Changedville', 'Exampleton', 'Sampleford'][index % 3],
		postal_code: String(10_000 + (index % 80_000)),
		state: ['NY', 'CA', 'TX', 'WA'][index % 4],
		street_line1: `${index} Changed Street`,
		street_line2: `Unit ${index % 97}`,
	};
}

function history(index) {
	return {
		account_created_at: '2025-02-13T19:08:07.000Z',
		account_tenure: index % 240,
		address: { ...address(index), country: 'USA' },
		email: `history-${index}@example.com`,
		first_name: 'Example',
		last_name: `Customer ${index}`,
		loyalty_tier: ['GOLD', 'SILVER'][index % 2],
		ltv_amount: index * 100,
		ltv_currency: 'USD',
		phone: '+12025550124',
		preferred_language: 'en',
		transaction_count: index % 1000,
	};
}

/** What is sent, what comes back and the matching rules of the answer, in seven shapes by turns. */
const shapes = [
	(index, id) => ({
		sent: {
			...address(index),
			customer_history: history(index),
			email: `customer-${index}@example.com`,
			first_name: 'Changed',
			metadata: { campaign: `campaign-${index}` },
			phone: '+12025550123',
			preferred_language: 'es',
		},
		answer: {
			address: address(index),
			email: `customer-${index}@example.com`,
			first_name: 'Changed',
			id,
			metadata: { campaign: `campaign-${index}` },
			phone: '+12025550123',
			preferred_language: 'es',
			statuses: { 'Example Card': index % 2 ? 'OPEN' : 'CLOSED' },
		},
		rules: {
			'$.id': type(),
			'$.statuses': {
				combine: 'AND',
				matchers: [
					{
						match: 'eachValue',
						rules: [{ match: 'regex', regex: '^(OPEN|CLOSED)$' }],
						value: '{"Example Card":"OPEN"}',
					},
				],
			},
		},
	}),
	(index, id) => ({
		sent: { email: `customer-${index}@example.com` },
		answer: { email: `customer-${index}@example.com`, id },
		rules: { '$.id': type() },
	}),
	(index, id) => ({
		sent: address(index),
		answer: {
			address: address(index),
			date_of_birth: { day: 1 + (index % 28), month: 1 + (index % 12), year: 1990 },
			id,
		},
		rules: { '$.id': type(), '$.date_of_birth': type() },
	}),
	(index, id) => ({
		sent: { customer_history: history(index) },
		answer: { id, partner_customer_id: `PARTNER_${index}`, updated_at: '2025-02-13T19:08:07.000Z' },
		rules: { '$.id': type(), '$.updated_at': type() },
	}),
	(index) => ({
		status: 400,
		sent: { email: `not an address ${index}` },
		answer: { details: ['email: must be a well-formed email address'], error: 'Bad Request', status: 400 },
		rules: { '$.details': type({ min: 1 }) },
	}),
	(index, id) => ({
		status: 404,
		sent: { first_name: `Changed ${index}` },
		answer: {
			message: `Customer not found for provided ID: ${id}`,
			param: 'customer_id',
			type: 'CUSTOMER_NOT_FOUND_ERROR',
		},
		rules: { '$.message': type() },
	}),
	(index, id) => ({
		sent: { metadata: { campaign: `campaign-${index}`, wave: index } },
		answer: { id, metadata: { campaign: `campaign-${index}`, wave: index } },
		rules: { '$.id': type() },
	}),
];

function interaction(index) {
	const id = `a1b2c3d4-0000-4000-8000-${String(index).padStart(12, '0')}`;
	const path = `/v2/customers/${id}`;
	// The last one is of the first shape: whoever reports on its metadata has come to the end.
	const shape = shapes[index === count - 1 ? 0 : index % shapes.length];
	const { sent, answer, rules, status = 200 } = shape(index, id);
	const headers = { 'Content-Type': ['application/json'] };
	return {
		description: describedAs('post', template, `changes customer ${index}`),
		pending: false,
		providerStates: [{ name: 'a customer exists' }],
		request: {
			body: json(sent),
			// biome-ignore lint/suspicious/noTemplateCurlyInString: Pact fills it in, not JavaScript
			generators: { path: { expression: '/v2/customers/${customer_id}', type: 'ProviderState' } },
			headers: { Authorization: ['Bearer example-api-key'], ...headers },
			matchingRules: { path: { combine: 'AND', matchers: [{ match: 'regex', regex: `^${path}$` }] } },
			method: 'POST',
			path,
		},
		response: { body: json(answer), headers, matchingRules: { body: rules }, status },
		type: 'Synchronous/HTTP',
	};
}

const stream = createWriteStream(file);
stream.write(head('imprint-client', 'imprint'));
for (let index = 0; index < count; index += 1) {
	const text = JSON.stringify(interaction(index), undefined, 2).replaceAll('\n', '\n    ');
	if (!stream.write(`${index === 0 ? '' : ','}\n    ${text}`)) await once(stream, 'drain');
}
stream.end(tail);
await once(stream, 'finish');
