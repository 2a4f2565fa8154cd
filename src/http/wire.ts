/**
 * The wire to the provider: every request of a run goes over it, whatever it is for, gets the credentials there, and is
 * remembered with its answer.
 */
import type { InteractionRef, Pairs } from '../exchange/exchange';
import type { Delivery, Outgoing, Transport } from './transport';

export interface WireRequest extends Outgoing {
	readonly body: Buffer;
	/** What it is for: the description of an interaction, or words of our own. */
	readonly purpose: string;
	/** Absent for a request of our own. */
	readonly interaction?: InteractionRef;
	/** Leaves the credentials as the request has them. */
	readonly withoutCredentials?: boolean;
}

/** A request as it was sent, and what came of it. */
export interface Recorded extends Delivery {
	readonly request: WireRequest;
}

type Credentials = readonly [name: string, value: string] | undefined;

export interface Wire {
	/** Every request that was begun, also one that has no answer yet. */
	readonly begun: readonly WireRequest[];
	readonly exchanges: readonly Recorded[];
	/** Always settles. */
	send(request: WireRequest): Promise<Recorded>;
}

/** `credentials` is the header that carries them; undefined leaves what a request holds. */
export function createWire(transport: Transport, credentials: Credentials): Wire {
	const begun: WireRequest[] = [];
	const exchanges: Recorded[] = [];
	return {
		begun,
		exchanges,
		async send(asked) {
			const headers = asked.withoutCredentials ? asked.headers : withCredentials(asked.headers, credentials);
			const request = { ...asked, headers };
			begun.push(request);
			const recorded = { request, ...(await transport.send(request)) };
			exchanges.push(recorded);
			return recorded;
		},
	};
}

/** The provider's own credentials take the place of the contract's example, also where the contract holds none. */
function withCredentials(headers: Pairs, credentials: Credentials): Pairs {
	if (credentials === undefined) return headers;
	const own = credentials[0].toLowerCase();
	return [...headers.filter(([name]) => name.toLowerCase() !== own), credentials];
}
