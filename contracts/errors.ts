/**
 * What the client throws: one class per documented error, and one for every answer that the spec does not know.
 * Messages hold no customer data: they end up in logs.
 */
import type { components } from '../spec/openapi';

type InvalidRequestBody = components['schemas']['InvalidRequestError'];
type CustomerNotFoundBody = components['schemas']['CustomerNotFoundError'];

/** 400: Imprint refuses the request; `details` says why, one sentence per fault. The spec allows none. */
export class InvalidRequest extends Error {
	override readonly name = 'InvalidRequest';
	readonly details: readonly string[];

	constructor({ details = [] }: InvalidRequestBody) {
		super('Imprint refuses the request as invalid; `details` says why.');
		this.details = details;
	}

	/** Whether the spec allows the body: every field may be absent, and others may be there. */
	static describes(body: unknown): body is InvalidRequestBody {
		if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
		const { path, details, error, status, timestamp } = body as Record<string, unknown>;
		return (
			[path, error, timestamp].every((each) => each === undefined || typeof each === 'string') &&
			(status === undefined || Number.isInteger(status)) &&
			(details === undefined || isTexts(details))
		);
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

	/** Whether the spec allows the body. It names no values of `type`; what a proxy answers has none or no message. */
	static describes(body: unknown): body is CustomerNotFoundBody {
		if (typeof body !== 'object' || body === null) return false;
		const { type, message, param } = body as Record<string, unknown>;
		return (
			[type, message].every((each) => typeof each === 'string') && (param === undefined || typeof param === 'string')
		);
	}
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');

/** Any answer that the spec does not know, or that has not the shape it gives. */
export class UndocumentedResponse extends Error {
	override readonly name = 'UndocumentedResponse';

	constructor(readonly status: number) {
		super(`Imprint answered in a way that its spec does not allow (status ${status}).`);
	}
}
