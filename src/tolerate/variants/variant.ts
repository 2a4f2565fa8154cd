/** A variant: one answer that the spec allows an operation, with the place in the spec that allows it. */
import { type Exchange, livePlaces, noBody, type Pairs, readBody } from '../../exchange/exchange';
import type { Pointer } from '../../json/pointer';
import type { Operation } from '../../openapi/path/operation';

export interface Variant {
	/** `updateCustomer 400 without /details`; the same from run to run, and of one variant only. */
	readonly name: string;
	readonly operation: Operation;
	readonly status: number;
	/** How it differs from the full answer, in words. */
	readonly change: string;
	/** The place in the body that differs, where there is one. */
	readonly instance?: Pointer | undefined;
	/** The place in the spec that allows the difference. */
	readonly place: Pointer;
	/** `Content-Type` included. */
	readonly headers: Pairs;
	/** Empty where there is none. */
	readonly body: string;
}

/** The variant as an answer that came back, to be judged by `check` in the role provider. */
export function exchangeOf({ name, operation, status, headers, body }: Variant): Exchange {
	const contentType = headers.find(([each]) => each === 'Content-Type')?.[1];
	return {
		interaction: { file: '', index: 0, description: name },
		request: {
			method: operation.method,
			path: operation.path.replace(/\{[^}]*\}/g, '1'),
			...{ query: [], headers: [], body: noBody },
		},
		response: { status, headers, body: readBody(Buffer.from(body), contentType) },
		places: livePlaces,
	};
}

/** The answer in one line. */
export function answerInWords({ status, headers, body }: Variant, longest = 160): string {
	const contentType = headers.find(([name]) => name === 'Content-Type')?.[1];
	const text = body.length > longest ? `${body.slice(0, longest - 1)}…` : body;
	return [status, contentType, text].filter((each) => each !== undefined && each !== '').join(' ');
}
