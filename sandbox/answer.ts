/**
 * Answers one request: checks path, method, API key, body size and content type in this order, then calls the operation.
 */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { Customers } from './customers';
import type { Answer, Operation } from './operation';
import { updateCustomer } from './update-customer';

/** A new operation is a file of its own and one entry here. */
export const operations: readonly Operation[] = [updateCustomer];

export interface ReceivedRequest {
	readonly method: string;
	/** Without the query: no operation has one, and it could carry a secret into an error body. */
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer | 'too large';
}

export interface Premises {
	readonly operations: readonly Operation[];
	readonly customers: Customers;
	readonly apiKey: string;
}

/** The operations at a path, whatever their method, with the path's parameters. */
function routesTo(path: string, all: readonly Operation[]) {
	return all.flatMap((operation) => {
		const parameters = matchPath(operation.path, path);
		return parameters ? [{ operation, parameters }] : [];
	});
}

export const hasHandler = (method: string, path: string): boolean =>
	routesTo(path, operations).some(({ operation }) => operation.method === method);

export function answerRequest({ method, path, headers, body }: ReceivedRequest, premises: Premises): Answer {
	const routes = routesTo(path, premises.operations);
	if (routes.length === 0) return generalError(404, 'not_found', 'There is no such endpoint.', 'path');
	const route = routes.find(({ operation }) => operation.method === method);
	if (route === undefined) {
		const allowed = routes.map(({ operation }) => operation.method).join(', ');
		const message = `This endpoint does not take the method; it takes ${allowed}.`;
		return generalError(405, 'method_not_allowed', message, 'method', { Allow: allowed });
	}
	if (!holdsApiKey(headers.authorization, premises.apiKey)) {
		// Never echo the key: it may be valid elsewhere.
		const message = 'Provide a valid API key, as a Bearer token or as the user name of Basic.';
		const schemes = { 'WWW-Authenticate': ['Bearer realm="sandbox"', 'Basic realm="sandbox"'] };
		return generalError(401, 'authentication_error', message, 'Authorization', schemes);
	}
	if (body === 'too large') return generalError(413, 'request_too_large', 'The body must not be over 1 MiB.', 'body');
	const takesBody = method !== 'GET' && method !== 'DELETE';
	if (takesBody && !/^\s*application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
		return generalError(415, 'unsupported_media_type', 'Send the body as application/json.', 'Content-Type');
	return route.operation.answer({ path, parameters: route.parameters, body }, premises.customers);
}

/** Imprint's general error body. */
export function generalError(
	status: number,
	type: string,
	message: string,
	param: string,
	headers: OutgoingHttpHeaders = {},
): Answer {
	return { status, headers, body: { error: { type, message, param } } };
}

/** The path parameters, percent-decoded; undefined if the path does not match. */
function matchPath(template: string, path: string): Readonly<Record<string, string>> | undefined {
	const [wanted, given] = [template.split('/'), path.split('/')];
	if (wanted.length !== given.length) return undefined;
	const parameters: Record<string, string> = {};
	for (const [index, part] of wanted.entries()) {
		const segment = given[index] ?? '';
		if (part.startsWith('{') && segment !== '') parameters[part.slice(1, -1)] = decode(segment);
		else if (part !== segment) return undefined;
	}
	return parameters;
}

/** A malformed escape stays as it is; no id contains one, so the operation answers 404. */
function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

/** A bearer token, or the user name of HTTP basic, which ends at the colon. */
function holdsApiKey(authorization = '', apiKey: string): boolean {
	const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(authorization) ?? [];
	if (scheme.toLowerCase() === 'bearer') return value === apiKey;
	return scheme.toLowerCase() === 'basic' && Buffer.from(value, 'base64').toString().startsWith(`${apiKey}:`);
}
