/** Parses the request body of 'update a customer'; returns the update or every fault. */
import { checkFields, email, integer, isObject, map, objectWith, phone, type Shape, text } from './checks';

const address = { street_line1: text, street_line2: text, city: text, state: text, postal_code: text };
const person = { email, first_name: text, last_name: text, preferred_language: text };

const history = {
	...person,
	// Any string: the spec mentions E.164 here, but only the customer's own phone has the pattern.
	phone: text,
	address: objectWith({ ...address, country: text }),
	account_tenure: integer,
	ltv_amount: integer,
	ltv_currency: text,
	loyalty_tier: text,
	account_created_at: text,
	transaction_count: integer,
};

const update = { ...address, ...person, phone, customer_history: objectWith(history), metadata: map };

export type CustomerUpdate = Shape<typeof update>;

/** JSON.stringify is recursive and JSON.parse is not: a deeper value could be stored but not returned. */
const deepest = 100;

export function readUpdateRequest(body: Buffer): { update: CustomerUpdate } | { faults: readonly string[] } {
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
	} catch {
		return { faults: ['body: must be well-formed JSON'] };
	}
	if (isTooDeep(value)) return { faults: [`body: must not be nested deeper than ${deepest} levels`] };
	if (!isObject(value)) return { faults: ['body: must be a JSON object'] };
	const faults = checkFields(value, update);
	// No fault: every present field has the type of its check.
	return faults.length > 0 ? { faults } : { update: value };
}

/** Without recursion, because a hostile body would overflow the stack. */
function isTooDeep(value: unknown): boolean {
	const isContainer = (each: unknown) => typeof each === 'object' && each !== null;
	let layer = [value].filter(isContainer);
	for (let depth = 0; depth < deepest && layer.length > 0; depth += 1) {
		layer = layer.flatMap((container) => Object.values(container as object)).filter(isContainer);
	}
	return layer.length > 0;
}
