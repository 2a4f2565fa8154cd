/**
 * The provider states that interactions may ask for. A state says what must be true at the provider before a request,
 * and which values it supplies; verification meets it by what it `needs`.
 */

export interface StateDefinition {
	readonly name: string;
	readonly meaning: string;
	/** What verification has to come up with. */
	readonly needs: 'a customer' | 'an unused customer id';
	/** The parameters that the state supplies to the request, each with the example that stands in the contract. */
	readonly parameters: { readonly [name: string]: string };
}

export const states = {
	customerExists: {
		name: 'a customer exists',
		meaning: 'Imprint knows a customer, and customer_id is the id of it. The customer is open to updates.',
		needs: 'a customer',
		parameters: { customer_id: 'a1b2c3d4-0000-4000-8000-000000000200' },
	},
	noSuchCustomer: {
		name: 'no customer has the id',
		meaning: 'Imprint knows no customer whose id is customer_id.',
		needs: 'an unused customer id',
		parameters: { customer_id: 'a1b2c3d4-0000-4000-8000-000000000404' },
	},
} as const satisfies Record<string, StateDefinition>;
