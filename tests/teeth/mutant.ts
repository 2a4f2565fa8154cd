/** A mutant: a provider with one fault, whom the fault hits, and what the verification has to make of it. */
import type { Pairs } from '../../src/exchange/exchange';
import type { Json } from '../../src/json/json';
import type { Pointer } from '../../src/json/pointer';

export const kinds = [
	'field',
	'body',
	'content type',
	'encoding',
	'status',
	'meaning',
	'beside',
	'unavailable',
	'wire',
] as const;
export type Kind = (typeof kinds)[number];

/** What a provider was asked, whole. */
export interface Asked {
	readonly method: string;
	readonly target: string;
	readonly headers: Pairs;
	readonly body: Buffer;
}

/** What a provider answers, before it goes on the wire. */
export interface Answered {
	readonly status: number;
	readonly headers: Pairs;
	readonly body: Buffer;
}

/** Writes an answer to the wire in a way of its own. */
export type Delivery = (
	socket: NodeJS.WritableStream & { destroy(): void; resetAndDestroy(): void },
	answer: Answered,
) => unknown;

export interface Fault {
	/** Changes what was asked before it reaches the honest provider. */
	readonly ask?: (asked: Asked, ids: Ids) => Asked;
	/** Changes the honest answer. `attempt` counts from 1 how often this very request came. */
	readonly answer?: (
		answer: Answered,
		about: { readonly asked: Asked; readonly attempt: number; readonly ids: Ids },
	) => Answered;
	/** Is what `answer` does, of JSON bodies. */
	readonly value?: (body: Json, ids: Ids) => Json;
	/** Whether the honest provider forgets at once what it was asked to store. */
	readonly forgets?: boolean;
	readonly deliver?: Delivery;
}

export interface Ids {
	/** The customer that the run is about. */
	readonly own: string;
	/** Another that exists. */
	readonly other: string;
	/** That of nobody. */
	readonly unused: string;
}

/** The answers that a fault hits. */
export interface Scope {
	/** Only those of this operation, by name. */
	readonly operation?: string;
	/** Only those that would honestly have this status. */
	readonly status?: number;
	/** Only those to these interactions of the contract, by number. */
	readonly interactions?: readonly number[];
	/** Only those to what is no interaction: what reads a customer's values and proves a state, or what puts a customer back. */
	readonly beside?: 'reading' | 'putting back';
}

/** Who has to notice: the spec, the contract by way of Pact, or the suite's own watch over the exchange. */
export type Watch = 'spec' | 'Pact' | 'suite';

export type Expectation =
	| {
			readonly outcome: 'caught';
			readonly verdict: 'disagree' | 'unjudged';
			/** All that have to notice; `anybody` where one is as good as another. */
			readonly by: readonly Watch[] | 'anybody';
			readonly because: string;
	  }
	/** `harmless`: the provider does right; `loose`: it does wrong in a way that neither side rules out. */
	| { readonly outcome: 'harmless' | 'loose'; readonly because: string };

export interface Mutant {
	readonly kind: Kind;
	/** Unique, and the same from run to run. */
	readonly name: string;
	readonly scope: Scope;
	readonly fault: Fault;
	readonly expected: Expectation;
	/** Of a fault in one field of a documented response, as coverage writes it. */
	readonly place?: { readonly status: number; readonly instance: Pointer };
	/** Milliseconds that the verification gives each answer, where the fault is about time. */
	readonly timeout?: number;
}
