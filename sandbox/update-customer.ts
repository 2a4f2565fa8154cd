/**
 * 'Update a customer': what the request names changes, everything else stays, and the answer is the whole customer.
 */
import type { CustomerRecord } from './customers';
import { customerNotFound, invalidRequest } from './errors';
import type { Operation } from './operation';
import { type CustomerUpdate, readUpdateRequest } from './update-request';

export const updateCustomer: Operation = {
	method: 'POST',
	path: '/v2/customers/{customer_id}',
	answer({ path, parameters, body }, customers) {
		const { customer_id: id = '' } = parameters;
		const record = customers.find(id);
		if (record === undefined) return customerNotFound(id);
		const request = readUpdateRequest(body);
		if ('faults' in request) return invalidRequest(path, request.faults);
		const updated = applyUpdate(record, request.update);
		customers.keep(updated);
		return { status: 200, body: updated.customer };
	},
};

/**
 * Field by field, so that an unknown field of the request never reaches the customer.
 * Metadata are merged by key: Imprint leaves this open, and an update that names one key should not lose the others.
 * The history is replaced whole and kept beside the customer, whose description has no place for it.
 */
export function applyUpdate({ customer, history }: CustomerRecord, update: CustomerUpdate): CustomerRecord {
	const { address } = customer;
	return {
		history: update.customer_history ?? history,
		customer: {
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
			updated_at: momentAfter(customer.updated_at),
		},
	};
}

/** Now, or a millisecond after the last update: two within one millisecond must still differ. */
function momentAfter(previous: string): string {
	return new Date(Math.max(Date.now(), Date.parse(previous) + 1)).toISOString();
}
