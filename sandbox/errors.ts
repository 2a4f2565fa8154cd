/**
 * The three error bodies of Imprint: two that the operation describes, and the general one for everything it leaves open.
 * No message repeats a value that was sent, save the id that Imprint's own 404 repeats.
 */
import type { OutgoingHttpHeaders } from 'node:http';
import type { Answer } from './operation';

export function generalError(
	status: number,
	type: string,
	message: string,
	param: string,
	headers: OutgoingHttpHeaders = {},
): Answer {
	return { status, headers, body: { error: { type, message, param } } };
}

export function customerNotFound(customerId: string): Answer {
	return {
		status: 404,
		body: {
			type: 'CUSTOMER_NOT_FOUND_ERROR',
			message: `Customer not found for provided ID: ${customerId}`,
			param: 'customer_id',
		},
	};
}

export function invalidRequest(path: string, details: readonly string[]): Answer {
	return {
		status: 400,
		body: { path, details, error: 'Bad Request', status: 400, timestamp: offsetTimestamp() },
	};
}

/** Imprint writes this one with an offset, `+00:00`, where customers carry a `Z`. */
function offsetTimestamp(): string {
	return new Date().toISOString().replace('Z', '+00:00');
}
