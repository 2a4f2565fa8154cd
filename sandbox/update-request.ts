/**
 * The request body of 'update a customer': its shape, and a reader that returns the update or every fault in it.
 */
import { checkFields, email, integer, isObject, map, objectWith, phone, type Shape, text } from './checks';
import { parseJsonBody } from './json-body';

const address = { street_line1: text, street_line2: text, city: text, state: text, postal_code: text };

const history = {
	email,
	// Any string: the description speaks of E.164 here, but gives the pattern to the customer's own phone only.
	phone: text,
	first_name: text,
	last_name: text,
	preferred_language: text,
	address: objectWith({ ...address, country: text }),
	account_tenure: integer,
	ltv_amount: integer,
	ltv_currency: text,
	loyalty_tier: text,
	account_created_at: text,
	transaction_count: integer,
};

const update = {
	...address,
	email,
	phone,
	first_name: text,
	last_name: text,
	preferred_language: text,
	customer_history: objectWith(history),
	metadata: map,
};

export type PostalAddress = Shape<typeof address>;
export type CustomerHistory = Shape<typeof history>;
export type CustomerUpdate = Shape<typeof update>;

export function readUpdateRequest(
	body: Buffer,
): { readonly update: CustomerUpdate } | { readonly faults: readonly string[] } {
	const json = parseJsonBody(body);
	if ('fault' in json) return { faults: [json.fault] };
	if (!isObject(json.value)) return { faults: ['body: must be a JSON object'] };
	const faults = checkFields(json.value, update);
	// Without a fault every field that is there has the type of its check.
	return faults.length > 0 ? { faults } : { update: json.value };
}
