/** What a verification has gathered when it is judged. */
import type { Disclosure } from '../exchange/disclosure';
import type { Recorded } from '../http/wire';
import type { Spec } from '../openapi/spec';
import type { Provider } from './provider';
import type { ReplayResult } from './replay';
import type { Replayed } from './states';

export interface Evidence {
	readonly interactions: readonly Replayed[];
	/** The answers to the requests that proved provider states. */
	readonly proofs: readonly Recorded[];
	/** All that was exchanged, also to read the customer and to restore it. */
	readonly exchanges: readonly Recorded[];
	readonly result: ReplayResult;
	readonly provider: Provider;
	readonly spec: Spec;
	/** What messages may show of what the provider sent. */
	readonly disclosure: Disclosure;
}
