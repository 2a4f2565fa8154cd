/**
 * The shape of an interaction: what the client sends, what it relies on in the answer, and what it makes of it.
 * Every file here that exports `interactions` is recorded; nothing has to be registered elsewhere.
 */
import type { operations } from '../spec/openapi';
import type { ImprintClient } from './client';
import type { StateDefinition } from './states';

/** The two parties of every contract in `pacts/`. */
export const parties = { consumer: 'imprint-client', provider: 'imprint' } as const;

export interface Interaction {
	/** In the present tense, unique: it names the interaction in every message. */
	readonly description: string;
	/** Method and path are the operation's, as the published description writes them. */
	readonly operationId: keyof operations;
	/** What must be true at the provider. Its parameters fill the path's templates of the same name. */
	readonly given: StateDefinition;
	/** The JSON body that the client puts on the wire. */
	readonly body?: unknown;
	/** What the client relies on in the answer, and no more: plain values must come back as they are, matchers may vary. */
	readonly response: { readonly status: number; readonly body: unknown };
	/** Drives the real client. */
	readonly call: (client: ImprintClient) => Promise<unknown>;
	/** What the caller of the client must then see. */
	readonly outcome: Outcome;
}

export type Outcome =
	| { readonly kind: 'returns'; readonly matching: object }
	| { readonly kind: 'throws'; readonly error: abstract new (...args: never[]) => Error; readonly matching: object };
