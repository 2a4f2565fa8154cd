/**
 * An operation of the sandbox: a method, a path, and a function from call to answer. Credentials, size and content type are
 * checked before it is called.
 */
import type { OutgoingHttpHeaders } from 'node:http';
import type { Customers } from './customers';

export interface Call {
	/** As sent, without the query. */
	readonly path: string;
	/** The path parameters, percent-decoded. */
	readonly parameters: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

export interface Answer {
	readonly status: number;
	readonly body: object;
	readonly headers?: OutgoingHttpHeaders;
}

export interface Operation {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** As in the spec: `/v2/customers/{customer_id}`. */
	readonly path: string;
	/** Synchronous, so no other call can run between reading and storing a customer. */
	answer(call: Call, customers: Customers): Answer;
}
