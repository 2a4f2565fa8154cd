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

export interface Premises {
	readonly operations: readonly Operation[];
	readonly customers: Customers;
	readonly apiKey: string;
}

export function answerRequest(request: ReceivedRequest, premises: Premises): Answer {
	const route = findRoute(premises.operations, request.method, request.path);
	switch (route.kind) {
		case 'unknown path':
			return generalError(404, 'not_found', 'There is no such endpoint.', 'path');
		case 'wrong method': {
			const allowed = route.allowed.join(', ');
			const message = `This endpoint does not take the method; it takes ${allowed}.`;
			return generalError(405, 'method_not_allowed', message, 'method', { Allow: allowed });
		}
		case 'found': {
			const { body, path } = request;
			if (!holdsApiKey(request.authorization, premises.apiKey)) return credentialsMissing();
			if (body === 'too large')
				return generalError(413, 'request_too_large', 'The body must not be over 1 MiB.', 'body');
			if (takesBody(route.operation) && !isJson(request.contentType))
				return generalError(415, 'unsupported_media_type', 'Send the body as application/json.', 'Content-Type');
			return route.operation.answer({ path, parameters: route.parameters, body }, premises.customers);
		}
		default:
			return route satisfies never;
	}
}

function takesBody(operation: Operation): boolean {
	return operation.method !== 'GET' && operation.method !== 'DELETE';
}

function isJson(contentType: string | undefined): boolean {
	const [mediaType = ''] = (contentType ?? '').split(';', 1);
	return mediaType.trim().toLowerCase() === 'application/json';
}
