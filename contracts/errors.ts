/**
 * What the client throws: one class per documented error, and one for every answer that the spec does not know.
 * Messages hold no customer data: they end up in logs.
 */
import type { components } from '../spec/openapi';

type InvalidRequestBody = components['schemas']['InvalidRequestError'];
type CustomerNotFoundBody = components['schemas']['CustomerNotFoundError'];

/** 400: Imprint refuses the request; `details` says why, one sentence per fault, at least one. */
export class InvalidRequest extends Error {
	override readonly name = 'InvalidRequest';
	readonly details: readonly string[];

	constructor(body: InvalidRequestBody & { details: string[] }) {
		super('Imprint refuses the request as invalid; `details` says why.');
		this.details = body.details;
	}

	static describes(body: unknown): body is InvalidRequestBody & { details: string[] } {
		if (typeof body !== 'object' || body === null || !('details' in body)) return false;
		const { details } = body;
		return Array.isArray(details) && details.length > 0 && details.every((detail) => typeof detail === 'string');
	}
}

/** 404: Imprint knows no customer with the id. */
export class CustomerNotFound extends Error {
	override readonly name = 'CustomerNotFound';
	readonly type: string;

	constructor(body: CustomerNotFoundBody) {
		super('Imprint knows no customer with this id.');
		this.type = body.type;
	}

	/** Anything else may answer 404 too, a proxy for one; only the exact type says that it is the customer. */
	static describes(body: unknown): body is CustomerNotFoundBody {
		return typeof body === 'object' && body !== null && 'type' in body && body.type === 'CUSTOMER_NOT_FOUND_ERROR';
	}
}

/** Any answer that the spec does not know, or that has not the shape it gives. */
export class UndocumentedResponse extends Error {
	override readonly name = 'UndocumentedResponse';

	constructor(readonly status: number) {
		super(`Imprint answered in a way that its spec does not allow (status ${status}).`);
	}
}
