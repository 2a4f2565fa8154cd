/**
 * Answers one request: is there such an endpoint, may the caller use it, can its body be read, and what does it say?
 * The first question that fails gives the answer.
 */
import { credentialsMissing, holdsApiKey } from './credentials';
import type { Customers } from './customers';
import { generalError } from './errors';
import type { Answer, Operation } from './operation';
import type { ReceivedRequest } from './request';
import { findRoute } from './route';
import { updateCustomer } from './update-customer';

/** What the sandbox offers. A new operation is a file of its own and one entry here. */
export const operations: readonly Operation[] = [updateCustomer];

export interface Premises {
	readonly operations: readonly Operation[];
	readonly customers: Customers;
	readonly apiKey: string;
}

export function answerRequest(request: ReceivedRequest, premises: Premises): Answer {
	const { method, path, body } = request;
	const route = findRoute(premises.operations, method, path);
	if ('allowed' in route) {
		if (route.allowed.length === 0) return generalError(404, 'not_found', 'There is no such endpoint.', 'path');
		const allowed = route.allowed.join(', ');
		const message = `This endpoint does not take the method; it takes ${allowed}.`;
		return generalError(405, 'method_not_allowed', message, 'method', { Allow: allowed });
	}
	const { operation, parameters } = route;
	if (!holdsApiKey(request.authorization, premises.apiKey)) return credentialsMissing();
	if (body === 'too large') return generalError(413, 'request_too_large', 'The body must not be over 1 MiB.', 'body');
	if (takesBody(operation) && !isJson(request.contentType))
		return generalError(415, 'unsupported_media_type', 'Send the body as application/json.', 'Content-Type');
	return operation.answer({ path, parameters, body }, premises.customers);
}

const takesBody = ({ method }: Operation): boolean => method !== 'GET' && method !== 'DELETE';

function isJson(contentType: string | undefined): boolean {
	const [mediaType = ''] = (contentType ?? '').split(';', 1);
	return mediaType.trim().toLowerCase() === 'application/json';
}
