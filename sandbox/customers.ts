/**
 * The customers of one sandbox, in memory, and how one is invented: complete, and nobody's data.
 */
import { randomUUID } from 'node:crypto';
import type { CustomerHistory, PostalAddress } from './update-request';

export interface Customer {
	readonly id: string;
	readonly email: string;
	readonly phone: string;
	readonly statuses: Readonly<Record<string, 'OPEN' | 'CLOSED'>>;
	readonly first_name: string;
	readonly last_name: string;
	readonly preferred_language: string;
	readonly ssn4: string;
	readonly date_of_birth: { readonly year: number; readonly month: number; readonly day: number };
	readonly address: Required<PostalAddress> & { readonly country: string };
	readonly partner_customer_id: string;
	readonly metadata: Readonly<Record<string, unknown>>;
	readonly created_at: string;
	readonly updated_at: string;
}

/** The history is what the partner told us; no answer shows it. */
export interface CustomerRecord {
	readonly customer: Customer;
	readonly history: CustomerHistory | undefined;
}

export class Customers {
	readonly #records = new Map<string, CustomerRecord>();

	add(): string {
		const customer = inventCustomer(this.unusedId());
		this.keep({ customer, history: undefined });
		return customer.id;
	}

	find(id: string): CustomerRecord | undefined {
		return this.#records.get(id);
	}

	keep(record: CustomerRecord): void {
		this.#records.set(record.customer.id, record);
	}

	/** A random UUID is taken by nobody now, nor by anyone added later. */
	unusedId(): string {
		return randomUUID();
	}
}

/**
 * Every value is reserved for examples or impossible: example.com, the fictional numbers 555-0100 to 555-0199,
 * '0000', which is no end of a social security number, and 00000, which is no postal code.
 */
function inventCustomer(id: string): Customer {
	const now = new Date().toISOString();
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
		metadata: {},
		created_at: now,
		updated_at: now,
	};
}
