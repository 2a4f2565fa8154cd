/**
 * The request body of 'update a customer': its shape, and a reader that returns the update or every fault in it.
 */
import { type Check, checkFields, email, integer, isObject, map, objectWith, phone, text } from './checks';
import { parseJsonBody } from './json-body';

export interface PostalAddress {
	readonly street_line1?: string;
	readonly street_line2?: string;
	readonly city?: string;
	readonly state?: string;
	readonly postal_code?: string;
}

export interface CustomerHistory {
	readonly email?: string;
	readonly phone?: string;
	readonly first_name?: string;
	readonly last_name?: string;
	readonly preferred_language?: string;
	readonly address?: PostalAddress & { readonly country?: string };
	readonly account_tenure?: number;
	readonly ltv_amount?: number;
	readonly ltv_currency?: string;
	readonly loyalty_tier?: string;
	readonly account_created_at?: string;
	readonly transaction_count?: number;
}

export interface CustomerUpdate extends PostalAddress {
	readonly email?: string;
	readonly phone?: string;
	readonly first_name?: string;
	readonly last_name?: string;
	readonly preferred_language?: string;
	readonly customer_history?: CustomerHistory;
	readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Typed by key, so that a field of the shape without a check does not compile. */
type ChecksOf<Shape> = Record<keyof Shape, Check>;

const addressChecks = {
	street_line1: text,
	street_line2: text,
	city: text,
	state: text,
	postal_code: text,
} satisfies ChecksOf<PostalAddress>;

const historyChecks = {
	email,
	// Any string: the description speaks of E.164 here, but gives the pattern to the customer's own phone only.
	phone: text,
	first_name: text,
	last_name: text,
	preferred_language: text,
	address: objectWith({ ...addressChecks, country: text }),
	account_tenure: integer,
	ltv_amount: integer,
	ltv_currency: text,
	loyalty_tier: text,
	account_created_at: text,
	transaction_count: integer,
} satisfies ChecksOf<CustomerHistory>;

const updateChecks = {
	...addressChecks,
	email,
	phone,
	first_name: text,
	last_name: text,
	preferred_language: text,
	customer_history: objectWith(historyChecks),
	metadata: map,
} satisfies ChecksOf<CustomerUpdate>;

export type UpdateRequest = { readonly update: CustomerUpdate } | { readonly faults: readonly string[] };

export function readUpdateRequest(body: Buffer): UpdateRequest {
	const json = parseJsonBody(body);
	if ('fault' in json) return { faults: [json.fault] };
	if (!isObject(json.value)) return { faults: ['body: must be a JSON object'] };
	const faults = checkFields(json.value, updateChecks);
	// Without a fault every field that is there has its type: that is what the checks are typed to cover.
	return faults.length > 0 ? { faults } : { update: json.value as CustomerUpdate };
}
