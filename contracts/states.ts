/**
 * The provider states that interactions may ask for. A state says what must be true at the provider before a request,
 * and which values it supplies; verification meets it by what it `needs`, and where it does not control the provider,
 * has it proven there.
 */
import type { operations } from '../spec/openapi';

export interface StateDefinition {
	readonly name: string;
	readonly meaning: string;
	/** What verification has to come up with. */
	readonly needs: 'a customer' | 'an unused customer id';
	/** The parameters that the state supplies to the request, each with the example that stands in the contract. */
	readonly parameters: { readonly [name: string]: string };
	/**
	 * A request that changes nothing and shows by its answer's status that the state is met. Its path takes the state's
	 * parameters.
	 */
	readonly proof: { readonly operationId: keyof operations; readonly body: object; readonly status: number };
}

/** Fields that steer what Imprint's sandbox does: applications are found by phone, last names decide their outcome. */
export const steeringFields = ['phone', 'last_name'] as const;

export const states = {
	customerExists: {
		name: 'a customer exists',
		meaning: 'Imprint knows a customer, and customer_id is the id of it. The customer is open to updates.',
		needs: 'a customer',
		parameters: { customer_id: 'a1b2c3d4-0000-4000-8000-000000000200' },
		proof: { operationId: 'updateCustomer', body: {}, status: 200 },
	},
	noSuchCustomer: {
		name: 'no customer has the id',
		meaning: 'Imprint knows no customer whose id is customer_id.',
		needs: 'an unused customer id',
		parameters: { customer_id: 'a1b2c3d4-0000-4000-8000-000000000404' },
		proof: { operationId: 'updateCustomer', body: {}, status: 404 },
	},
} as const satisfies Record<string, StateDefinition>;
