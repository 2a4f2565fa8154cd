/** The customers of one sandbox, in memory, with invented data. */
import { randomUUID } from 'node:crypto';

export type Customer = Readonly<ReturnType<typeof inventCustomer>>;
export type Customers = Map<string, Customer>;

/** Adds an invented customer and returns its id. */
export function addCustomer(customers: Customers): string {
	const customer = inventCustomer(randomUUID());
	customers.set(customer.id, customer);
	return customer.id;
}

/**
 * Every value is reserved for examples or never assigned: example.com, the fictional numbers 555-0100 to 555-0199, 0000 as the
 * end of a social security number, 00000 as a postal code.
 */
function inventCustomer(id: string) {
	const now = new Date().toISOString();
	const metadata: Readonly<Record<string, unknown>> = {};
	return {
		id,
		email: `customer-${id.slice(0, 8)}@example.com`,
		phone: '+12025550100',
		statuses: { 'Example Card': 'OPEN' },
		first_name: 'Example',
		last_name: 'Customer',
		preferred_language: 'en',
		ssn4: '0000',
		date_of_birth: { year: 1900, month: 1, day: 1 },
		address: {
			street_line1: '1 Example Street',
			street_line2: 'Unit 1',
			city: 'Exampletown',
			state: 'CA',
			postal_code: '00000',
			country: 'USA',
		},
		partner_customer_id: `PARTNER_USER_${id.slice(0, 8)}`,
		metadata,
		created_at: now,
		updated_at: now,
	};
}
