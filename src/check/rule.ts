/**
 * A rule: what the spec asks of every exchange of one operation. It reads the document once, when it is made; run on an
 * exchange, it only compares. What cannot be made becomes a rule that reports so.
 */

import type { Disclosure } from '../exchange/disclosure';
import type { Places, Role } from '../exchange/exchange';
import type { Code } from '../exchange/finding';
import { child, type Pointer } from '../json/pointer';
import type { Located } from '../openapi/document/document';
import type { Operation } from '../openapi/path/operation';
import type { Reading } from '../openapi/schema/reading';
import type { Spec } from '../openapi/spec';
import { attempt, isFault, type Judgement } from './judgement';

export type Rule = (judgement: Judgement) => void;

export const noRule: Rule = () => {};

/** What rules are made for: one operation of a spec, in one role. */
export interface RuleContext {
	readonly spec: Spec;
	readonly operation: Operation;
	readonly role: Role;
	/** What messages may show. */
	readonly disclosure: Disclosure;
}

/** What the rules for one of the two messages are made for. */
export interface MessageContext extends RuleContext {
	readonly side: 'request' | 'response';
	/** Who says what is judged, as a sentence begins with it. */
	readonly party: string;
	/** What to do about a fault, as the end of a finding's message. */
	readonly nextStep: string;
	/** How the schema of a body is read. */
	readonly reading: Reading;
}

export function messageContext(context: RuleContext, side: MessageContext['side']): MessageContext {
	const { role } = context;
	const isExpected = side === 'response' && role === 'contract';
	return {
		...context,
		side,
		party: side === 'request' ? 'The request' : isExpected ? 'The expected response' : "The provider's response",
		nextStep: `${stepOf(role, isExpected)}, or update the spec if the API has changed`,
		reading: isExpected ? 'some' : side,
	};
}

function stepOf(role: Role, isExpected: boolean): string {
	if (role === 'provider') return 'Take it up with the provider';
	return isExpected ? 'Correct what the interaction expects' : 'Correct what the client sends';
}

/** The value at a place below the operation, references followed. Throws `BrokenReference`. */
export const followFrom = ({ spec, operation }: RuleContext, ...keys: readonly string[]): Located =>
	spec.document.follow(child(operation.pointer, ...keys));

/** The place of an exchange that a rule is about. */
export type PlaceOf = (places: Places) => Pointer;

/**
 * Makes a rule about `what`, such as `The request body`. Where the spec is broken, while making it or while running it,
 * the rule reports `code` (an `*.unverifiable`) for every exchange; the other rules still run.
 */
export function prepare(code: Code, what: string, placeOf: PlaceOf, make: () => Rule): Rule {
	const rule = attempt(make);
	return (judgement) => {
		const fault = isFault(rule) ? rule : attempt(() => rule(judgement));
		if (isFault(fault)) judgement.reportBroken(code, what, placeOf(judgement.places), fault);
	};
}
