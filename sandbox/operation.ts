/**
 * The shape of one operation of the sandbox: a method, a path, and a function from call to answer.
 * It sees neither headers nor sockets: credentials, size and content type are judged before it is asked.
 */
import type { OutgoingHttpHeaders } from 'node:http';
import type { Customers } from './customers';

export interface Call {
	/** The path as it was sent, without the query. */
	readonly path: string;
	/** What stood in the braces of the operation's path, percent-decoded. */
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
	/** As Imprint writes it, with parameters in braces: `/v2/customers/{customer_id}`. */
	readonly path: string;
	/** Synchronous on purpose: no other call can come between reading a customer and keeping it. */
	answer(call: Call, customers: Customers): Answer;
}
