/** What a recording is written from: each exchange with a provider, with what it was for. */
import type { Spec } from '../../../spec/spec';
import type { Pairs } from '../../exchange';
import type { Answer } from '../../verify/forward';

export interface SentAndReceived {
	/** The interaction's description, or what else it was for. */
	readonly comment: string;
	/** Of the provider: origin and base path. */
	readonly url: URL;
	readonly request: {
		readonly method: string;
		/** Path and query, as sent. */
		readonly target: string;
		readonly headers: Pairs;
		readonly body: Uint8Array;
	};
	readonly answer: Answer;
	/** When it was last sent, and how long that took. */
	readonly started: Date;
	readonly milliseconds: number;
	readonly attempts: number;
	/** Whether what was sent is somebody's data, as when values are put back; else it is the contract's, and invented. */
	readonly personal?: boolean;
}

export interface HarOptions {
	readonly spec: Spec;
	/** Whether what the provider sent stays. */
	readonly showValues: boolean;
	/** Replaced wherever they stand, whatever stays: the key, the customer's id. */
	readonly secrets: readonly string[];
	/** Ours. */
	readonly version: string;
}
