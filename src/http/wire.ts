/**
 * The wire to the provider: every request of a run goes over it, whatever it is for, gets the credentials there, and is
 * remembered with its answer.
 */
import type { InteractionRef, Pairs } from '../exchange/exchange';
import type { Answer } from './forward';
import type { Transport } from './transport';

export interface WireRequest {
	readonly method: string;
	/** Path and query, as they are sent. */
	readonly target: string;
	readonly headers: Pairs;
	readonly body: Buffer;
	/** What it is for: the description of an interaction, or words of our own. */
	readonly purpose: string;
	/** Absent for a request of our own. */
	readonly interaction?: InteractionRef;
	/** Whether it holds what the provider knows of a customer. */
	readonly isPersonal?: boolean;
	/** The status that is hoped for, which is then no reason to send it again. */
	readonly expected?: number;
	/** Sends it also to a provider that is not asked any more. */
	readonly insists?: boolean;
	/** Leaves the credentials as the request has them. */
	readonly withoutCredentials?: boolean;
}

/** A request as it was sent, and what came of it. */
export interface Recorded {
	readonly request: WireRequest;
	readonly answer: Answer;
	/** How often it was sent. */
	readonly attempts: number;
	/** When the last attempt began, and how long it took. */
	readonly started: Date;
	readonly milliseconds: number;
}

export interface Wire {
	/** Every request that was begun, also one that has no answer yet. */
	readonly begun: readonly WireRequest[];
	readonly exchanges: readonly Recorded[];
	/** Always settles. */
	send(request: WireRequest): Promise<Recorded>;
}

/** `authorization` is the value of that header; undefined leaves what a request holds. */
export function createWire(transport: Transport, authorization: string | undefined): Wire {
	const begun: WireRequest[] = [];
	const exchanges: Recorded[] = [];
	return {
		begun,
		exchanges,
		async send(asked) {
			const headers = asked.withoutCredentials ? asked.headers : withAuthorization(asked.headers, authorization);
			const request = { ...asked, headers };
			begun.push(request);
			const delivery = await transport.send(request);
			const recorded = { request, ...delivery };
			exchanges.push(recorded);
			return recorded;
		},
	};
}

/** The provider's own credentials take the place of the contract's example, also where the contract holds none. */
function withAuthorization(headers: Pairs, authorization: string | undefined): Pairs {
	if (authorization === undefined) return headers;
	return [...headers.filter(([name]) => name.toLowerCase() !== 'authorization'), ['Authorization', authorization]];
}
