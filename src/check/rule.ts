/**
 * A rule: one requirement of the spec for every exchange of an operation. It reads the document once, when it is made;
 * run on an exchange, it only compares. A rule that cannot be made reports why.
 */

import type { Disclosure } from '../exchange/disclosure';
import type { Role } from '../exchange/exchange';
import type { Code } from '../exchange/finding';
import { child } from '../json/pointer';
import type { Located } from '../openapi/document/document';
import type { Operation } from '../openapi/path/operation';
import type { Reading } from '../openapi/schema/reading';
import type { Spec } from '../openapi/spec';
import { attempt, isFault, type Judgement, type PlaceOf, updateSpec, type Violation } from './judgement';

export type Rule = (judgement: Judgement) => void;

export const noRule: Rule = () => {};

/** The context of all rules: one operation of a spec, in one role. */
export interface RuleContext {
	readonly spec: Spec;
	readonly operation: Operation;
	readonly role: Role;
	/** What messages may show. */
	readonly disclosure: Disclosure;
}

/** The context of the rules for one of the two messages. */
export interface MessageContext extends RuleContext {
	readonly side: 'request' | 'response';
	/** How titles name the message: `Request`, `Expected response` or `Response`. */
	readonly subject: string;
	/** The ways out of a violation. */
	readonly fix: Violation['fix'];
	/** How the schema of a body is read. */
	readonly reading: Reading;
}

export function messageContext(context: RuleContext, side: MessageContext['side']): MessageContext {
	const { role } = context;
	const isExpected = side === 'response' && role === 'contract';
	return {
		...context,
		side,
		subject: side === 'request' ? 'Request' : isExpected ? 'Expected response' : 'Response',
		fix: [correction(role, isExpected), updateSpec],
		reading: isExpected ? 'possible' : side,
	};
}

function correction(role: Role, isExpected: boolean): string {
	if (role === 'provider') return 'Report it to the provider.';
	return isExpected ? 'Correct what the consumer test expects.' : 'Correct what the client sends.';
}

/** The value at a place below the operation, references followed. Throws `BrokenReference`. */
export const followFrom = ({ spec, operation }: RuleContext, ...keys: readonly string[]): Located =>
	spec.document.follow(child(operation.pointer, ...keys));

/**
 * Makes a rule about `what`, such as `Request body`. Where the spec is broken, while making it or while running it,
 * the rule reports `code` (an `*.unverifiable`) for every exchange; the other rules still run.
 */
export function prepare(code: Code, what: string, placeOf: PlaceOf, make: () => Rule): Rule {
	const rule = attempt(make);
	return (judgement) => {
		judgement.begun = { code, what, placeOf };
		const fault = isFault(rule) ? rule : attempt(() => rule(judgement));
		if (isFault(fault)) judgement.reportBroken(code, what, placeOf(judgement.places), fault);
	};
}
