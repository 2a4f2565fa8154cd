/** 'Update a customer': changes the fields of the request and answers with the whole customer. */
import type { Customer } from './customers';
import type { Answer, Operation } from './operation';
import { type CustomerUpdate, readUpdateRequest } from './update-request';

export const updateCustomer: Operation = {
	method: 'POST',
	path: '/v2/customers/{customer_id}',
	answer({ path, parameters, body }, customers) {
		const { customer_id: id = '' } = parameters;
		const customer = customers.get(id);
		if (customer === undefined) return customerNotFound(id);
		const request = readUpdateRequest(body);
		if ('faults' in request) return invalidRequest(path, request.faults);
		const updated = applyUpdate(customer, request.update);
		customers.set(id, updated);
		return { status: 200, body: updated };
	},
};

/** The only message that echoes input, as Imprint's does. */
export function customerNotFound(id: string): Answer {
	const message = `Customer not found for provided ID: ${id}`;
	return { status: 404, body: { type: 'CUSTOMER_NOT_FOUND_ERROR', message, param: 'customer_id' } };
}

function invalidRequest(path: string, details: readonly string[]): Answer {
	// Imprint writes an offset here, and a `Z` in customers.
	const timestamp = new Date().toISOString().replace('Z', '+00:00');
	return { status: 400, body: { path, details, error: 'Bad Request', status: 400, timestamp } };
}

/**
 * Field by field, so that unknown fields, and the history, which no answer shows, are not stored. Metadata is merged by key;
 * the spec does not say, but an update of one key should not lose the others.
 */
export function applyUpdate(customer: Customer, update: CustomerUpdate): Customer {
	const { address, updated_at } = customer;
	return {
		...customer,
		email: update.email ?? customer.email,
		phone: update.phone ?? customer.phone,
		first_name: update.first_name ?? customer.first_name,
		last_name: update.last_name ?? customer.last_name,
		preferred_language: update.preferred_language ?? customer.preferred_language,
		address: {
			...address,
			street_line1: update.street_line1 ?? address.street_line1,
			street_line2: update.street_line2 ?? address.street_line2,
			city: update.city ?? address.city,
			state: update.state ?? address.state,
			postal_code: update.postal_code ?? address.postal_code,
		},
		metadata: { ...customer.metadata, ...update.metadata },
		// At least 1 ms after the last update, so that two within one millisecond differ.
		updated_at: new Date(Math.max(Date.now(), Date.parse(updated_at) + 1)).toISOString(),
	};
}
